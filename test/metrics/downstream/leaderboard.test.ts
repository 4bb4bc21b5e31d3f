import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/core/random.js";
import { downstreamBlocks } from "../../../src/report/downstream.js";
import { renderTerminal } from "../../../src/report/terminal.js";
import { measured, normal, rated, scored } from "./simulated.js";

/** Prompts of four responses with normal gold, and judges of this much noise each. */
function noisy(noises: Readonly<Record<string, number>>, prompts = 150) {
  const random = seededRandom(["leaderboard", prompts]);
  const golds = Array.from({ length: prompts }, () => Array.from({ length: 4 }, () => normal(random)));
  const judges = Object.keys(noises);
  return {
    rows: golds.map((gold, p) => rated(`q${p}`, gold)),
    judges,
    judgments: golds.flatMap((gold, p) =>
      judges.map((judge) =>
        scored(
          `q${p}`,
          gold.map((reward) => reward + (noises[judge] ?? 0) * normal(random)),
          judge,
        ),
      ),
    ),
  };
}

/**
 * Gold 3 2 1 0. `top` knows the best and has the rest the wrong way round: 3 of 6 pairs, and always the best of four. `rest` orders the last three
 * rightly but puts the best last but one: it picks gold 2, with 4 of 6 pairs (2>1 2>0 1>0 and 3>0).
 */
function crossed(prompts: number) {
  const all = Array.from({ length: prompts }, (_, p) => `q${p}`);
  return {
    rows: all.map((id) => rated(id, [3, 2, 1, 0])),
    judgments: all.flatMap((id) => [scored(id, [9, 1, 2, 3], "top"), scored(id, [2, 4, 3, 1], "rest")]),
    judges: ["top", "rest"],
  };
}

describe("whether the leaderboard predicts best of n", () => {
  it("finds that it does where judges differ by noise alone", () => {
    const { prediction, judges } = measured(noisy({ a: 0.2, b: 0.8, c: 2, d: 8 }));
    expect(prediction.spearman).toMatchObject({ value: 1, n: 4, clusters: 150, excluded: 0 });
    expect(prediction.kendall.value).toBe(1);
    expect(prediction.disagreements).toEqual([]);
    expect(judges.map(({ id }) => id)).toEqual(["a", "b", "c", "d"]);
  });

  it("names two judges of which one agrees more and the other chooses better, by how much, and whether by more than chance", () => {
    const { prediction } = measured(crossed(30));
    expect(prediction.disagreements).toMatchObject([
      {
        ...{ agreesMore: "rest", choosesBetter: "top" },
        agreement: { n: 180, clusters: 30, interval: null },
        bestOfN: { value: 1, n: 30, interval: null },
        // No prompt differs from another: nothing is known of chance.
        distinguishable: false,
      },
    ]);
    expect(prediction.disagreements[0]?.agreement.value).toBeCloseTo(1 / 6, 12);
    expect(prediction.spearman).toMatchObject({
      value: null,
      reason: "a rank correlation needs three judges, not 2",
    });
  });

  it("tells them apart from chance where prompts vary and both differences hold", () => {
    const { rows, judgments, judges } = crossed(60);
    // In one prompt of six both judges are right throughout.
    const varied = judgments.map((judgment, i) =>
      Math.floor(i / 2) % 6 === 0
        ? scored(judgment.trial.comparison, [4, 3, 2, 1], judgment.trial.judge)
        : judgment,
    );
    const [found] = measured({ rows, judgments: varied, judges }).prediction.disagreements;
    expect(found?.bestOfN.value).toBeCloseTo(5 / 6, 12);
    expect(found?.bestOfN.interval?.[0]).toBeGreaterThan(0.6);
    expect(found?.distinguishable).toBe(true);
  });

  it("holds judges against each other on the prompts that all of them scored, and says how many those are", () => {
    const { rows, judgments } = crossed(10);
    const third = rows.slice(0, 4).map(({ row }) => scored(row.id, [1, 2, 3, 4], "third"));
    const { prediction } = measured({
      rows,
      judgments: [...judgments, ...third],
      judges: ["top", "rest", "third", "silent"],
    });
    expect(prediction).toMatchObject({ prompts: 4, excluded: 6, leftOut: ["silent"] });
    expect(prediction.judges.map(({ bestOfN }) => [bestOfN.value, bestOfN.n])).toEqual([
      [3, 4],
      [2, 4],
      [0, 4],
    ]);
    // Agreement 1/2, 2/3, 0 against gold 3, 2, 0: one of three pairs is the other way round.
    expect(prediction.kendall.value).toBeCloseTo(1 / 3, 12);
    expect(prediction.spearman.value).toBeCloseTo(1 / 2, 12);
  });

  it("leaves baselines out of it, and shows them", () => {
    const { prediction, judges } = measured({ ...noisy({ a: 0.2, b: 0.8, c: 2 }, 30), baselines: ["c"] });
    expect(prediction.judges.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(judges.map(({ id, baseline }) => [id, baseline])).toContainEqual(["c", true]);
  });

  it("gives the same intervals in whichever order judges and rows come", () => {
    const { rows, judgments, judges } = noisy({ a: 0.2, b: 0.8, c: 2 }, 30);
    const there = measured({ rows, judgments, judges });
    const back = measured({ rows: [...rows].reverse(), judgments: [...judgments].reverse(), judges });
    expect(back).toEqual(there);
  });
});

describe("its report", () => {
  const text = async (found: ReturnType<typeof measured>) =>
    renderTerminal(downstreamBlocks(found), { color: false, width: 200 });

  it("shows gold, curve, figures and prediction of several judges", async () => {
    const shown = await text(measured(noisy({ a: 0.2, b: 0.8, c: 2 }, 30)));
    for (const part of [
      "Best of 4",
      "n=2, KL 0.19",
      "tail accuracy",
      "Spearman ρ over 3 judges",
      "the mean verified rating",
    ])
      expect(shown).toContain(part);
  });

  it("says what is missing of one judge, of none, and of one that scored nothing", async () => {
    expect(await text(measured(noisy({ a: 0.2 }, 30)))).toContain(
      "needs two judges that are no baselines, and there is one",
    );
    expect(await text(measured({ ...noisy({ a: 0.2 }, 30), judges: [] }))).toContain(
      "No judge is in these runs",
    );
    expect(await text(measured({ ...noisy({ a: 0.2 }, 30), judges: ["x"] }))).toContain(
      "the judge scored no prompt in full",
    );
  });

  it("lets no judge's name steer the terminal", async () => {
    const name = "\u001b[31mred\u202e";
    const shown = await text(measured(noisy({ [name]: 0.2, b: 1 }, 30)));
    expect(shown).not.toContain("\u001b");
    expect(shown).not.toContain("\u202e");
  });
});
