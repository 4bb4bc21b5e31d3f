import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/core/random.js";
import { robustLogistic } from "../../src/stats/fitting/logistic-robust.js";

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

describe("logistic regression with cluster-robust errors", () => {
  it("of one constant feature has the error of a log odds, worked by hand (the example)", () => {
    // p = ¾: A = 4·3/16 = 0.75, Σ s² = 3·(¼)² + (¾)² = 0.75, error = √(0.75/0.75² · 4/3) = 4/3.
    const found = robustLogistic({
      features: [[1], [1], [1], [1]],
      targets: [1, 1, 1, 0],
      clusters: [0, 1, 2, 3],
      ridge: 1e-9,
    });
    expect(found?.weights[0]).toBeCloseTo(Math.log(3), 7);
    expect(found?.errors[0]).toBeCloseTo(4 / 3, 7);
    // t of 3 degrees of freedom at 0.975: 3.18245.
    expect(found?.intervals[0]?.[1]).toBeCloseTo(Math.log(3) + (3.18245 * 4) / 3, 4);
  });

  it("widens by √m where every observation stands m times in its cluster", () => {
    const random = seededRandom("copies");
    const features = Array.from({ length: 80 }, () => [1, 2 * random() - 1]);
    const targets = features.map(([, x = 0]) => (random() < sigmoid(0.5 + x) ? 1 : 0));
    const clusters = features.map((_, i) => i);
    const thrice = <Item>(items: readonly Item[]) => items.flatMap((item) => [item, item, item]);
    const ridge = 1e-6;
    const once = robustLogistic({ features, targets, clusters, ridge });
    const copied = robustLogistic({
      ...{ features: thrice(features), targets: thrice(targets), clusters: thrice(clusters) },
      ridge: 3 * ridge,
    });
    for (const i of [0, 1]) {
      expect(copied?.weights[i]).toBeCloseTo(once?.weights[i] ?? Number.NaN, 8);
      expect(copied?.errors[i]).toBeCloseTo(once?.errors[i] ?? Number.NaN, 8);
    }
  });

  it("covers the weights that made the targets in about 95 of 100 studies, by clusters that are alike", () => {
    const random = seededRandom("coverage");
    let covered = 0;
    const studies = 300;
    for (let study = 0; study < studies; study++) {
      const rows = Array.from({ length: 120 }, (_, i) => ({ cluster: Math.floor(i / 3), x: 0, y: 0 }));
      for (let g = 0; g < 40; g++) {
        // One x and one draw a cluster: its three units are one observation.
        const x = 2 * random() - 1;
        const y = random() < sigmoid(0.4 + 0.8 * x) ? 1 : 0;
        for (const row of rows.filter(({ cluster }) => cluster === g)) Object.assign(row, { x, y });
      }
      const found = robustLogistic({
        features: rows.map(({ x }) => [1, x]),
        targets: rows.map(({ y }) => y),
        clusters: rows.map(({ cluster }) => cluster),
        ridge: 0.01,
      });
      const [low, high] = found?.intervals[1] ?? [1, 0];
      if (low <= 0.8 && 0.8 <= high) covered++;
    }
    expect(covered / studies).toBeGreaterThan(0.9);
    expect(covered / studies).toBeLessThanOrEqual(1);
  });

  it("is none of one cluster, of nothing, and of clusters that stand beside something else", () => {
    expect(robustLogistic({ features: [[1], [1]], targets: [1, 0], clusters: [4, 4] })).toBeNull();
    expect(robustLogistic({ features: [], targets: [], clusters: [] })).toBeNull();
    expect(robustLogistic({ features: [[1], [1]], targets: [1, 0], clusters: [1] })).toBeNull();
  });
});
