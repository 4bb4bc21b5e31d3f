import { describe, expect, it } from "vitest";
import type { Estimate } from "../../src/core/analysis.js";
import type { ComparisonRow } from "../../src/core/comparison.js";
import type { Judge } from "../../src/core/judge.js";
import type { CallRow, JudgmentRow } from "../../src/core/judgment.js";
import type { Preference } from "../../src/core/preference.js";
import { type Random, seededRandom } from "../../src/core/random.js";
import type { Reading } from "../../src/core/reading.js";
import { analyze } from "../../src/metrics/analyze.js";
import type { Metric } from "../../src/metrics/metric.js";
import { decided, failed, judged, prefers, reordered } from "../metrics/rows.js";

/** The least and the most a figure may be; null: no value, but a reason. */
type Bounds = readonly [number, number] | null;

/** What a figure must be for a judge that is always right, for one that tosses a coin, and for one of whose replies none can be read. */
export interface Expected {
  readonly perfect: Bounds;
  readonly coin: Bounds;
  /** null unless said otherwise. */
  readonly unread?: Bounds;
}

/**
 * What every metric is held to: `examineMetric(agreement, { agreement: { perfect: [1, 1], coin: [0.4, 0.6] } })` inside a test file.
 *
 * @param world what is judged; `verifiedWorld` for metrics that need a verifier
 */
export function examineMetric(
  metric: Metric,
  expected: Readonly<Record<string, Expected>>,
  world: World = peopleWorld,
): void {
  describe(`metric ${metric.name}`, () => {
    const overall = (judge: string) =>
      new Map(
        measure(metric, world)
          .filter((estimate) => estimate.judge === judge && estimate.subset === null)
          .map((estimate) => [estimate.metric, estimate]),
      );

    it("gives exactly the figures it is examined on", () => {
      expect([...overall("perfect").keys()].sort()).toEqual(Object.keys(expected).sort());
    });

    for (const [name, { perfect, coin, unread = null }] of Object.entries(expected)) {
      it(`${name} of a judge that is always right is ${inWords(perfect)}`, () => {
        expectWithin(overall("perfect").get(name), perfect);
      });
      it(`${name} of a coin is ${inWords(coin)}`, () => {
        expectWithin(overall("coin").get(name), coin);
      });
      it(`${name} is ${inWords(unread)} where no reply can be read`, () => {
        expectWithin(overall("unread").get(name), unread);
      });
    }

    it("gives finite figures with intervals around them, or a reason", () => {
      for (const estimate of measure(metric, world)) expectSound(estimate);
    });

    it("does not depend on the order of rows, of responses or of duels", () => {
      const straight = measure(metric, world);
      for (const seed of [1, 2]) expect(measure(metric, reordered(world, seed))).toEqual(straight);
    });

    it("has nothing to say of no data, and gives reasons where nobody was judged", () => {
      expect(measure(metric, { comparisons: [], preferences: [], judgments: [] })).toEqual([]);
      const nobody = analyze({ ...world, judgments: [], judges: [{ judge: known }], metrics: [metric] });
      for (const estimate of nobody.estimates) expectSound(estimate);
    });

    it("leaves out what a probe was told", () => {
      const probes = world.judgments.map((row) => ({
        ...row,
        trial: { ...row.trial, key: `${row.trial.key}p`, variant: { probe: "length", arm: "padded" } },
        reading: failed("refused"),
      }));
      const both = { ...world, judgments: [...world.judgments, ...probes] };
      expect(measure(metric, both)).toEqual(measure(metric, world));
    });
  });
}

function measure(metric: Metric, data: World): readonly Estimate[] {
  return analyze({ ...data, metrics: [metric] }).estimates.filter(({ judge }) => judge !== null);
}

function inWords(bounds: Bounds): string {
  if (bounds === null) return "not defined";
  return bounds[0] === bounds[1] ? `${bounds[0]}` : `between ${bounds.join(" and ")}`;
}

function expectWithin(estimate: Estimate | undefined, bounds: Bounds): void {
  if (bounds === null) {
    expect(estimate?.value).toBeNull();
    expect(estimate?.reason).toBeTruthy();
    return;
  }
  expect(estimate?.value).toBeGreaterThanOrEqual(bounds[0] - 1e-12);
  expect(estimate?.value).toBeLessThanOrEqual(bounds[1] + 1e-12);
}

function expectSound(estimate: Estimate): void {
  const { value, interval, n, clusters, excluded, reason } = estimate;
  for (const count of [n, clusters, excluded]) expect(Number.isInteger(count) && count >= 0).toBe(true);
  if (value === null) {
    expect(reason, estimate.metric).toBeTruthy();
    expect(interval).toBeNull();
    return;
  }
  expect(Number.isFinite(value), estimate.metric).toBe(true);
  expect(reason).toBeUndefined();
  if (interval === null) return;
  expect(interval[0]).toBeLessThanOrEqual(interval[1]);
  expect(interval.every(Number.isFinite)).toBe(true);
  expect(value).toBeGreaterThanOrEqual(interval[0] - 1e-9);
  expect(value).toBeLessThanOrEqual(interval[1] + 1e-9);
}

interface World {
  readonly comparisons: readonly ComparisonRow[];
  readonly preferences: readonly Preference[];
  readonly judgments: readonly JudgmentRow[];
  readonly judges?: readonly { readonly judge: Judge }[];
}

const known: Judge = { kind: "computed", id: "known", name: "known", rule: "known", options: {} };

/** Comparisons of one, two and three responses, with names JavaScript trips over, authors, subsets, clusters and three annotators. */
const peopleWorld: World = build();

/**
 * The same, with a verifier that is of one mind with the people and cannot tell of every fourth comparison, and with judges whose scales
 * are known. Single responses that are rated 3 or more have passed. Of three responses to a prompt it names the kind of error of one.
 */
export const verifiedWorld: World = {
  ...peopleWorld,
  preferences: [...peopleWorld.preferences, ...verifiedPreferences(peopleWorld)],
  judges: [scaled("perfect", [0, 6]), scaled("coin", [0, 1]), scaled("unread", [0, 1])],
};

function verifiedPreferences({ comparisons, preferences }: World): Preference[] {
  const said = new Map(preferences.map((preference) => [preference.comparison, preference]));
  return comparisons.flatMap(({ id: comparison, responses }, i): Preference[] => {
    const own = said.get(comparison);
    const base = { comparison, source: "verified" } as const;
    if (!own || i % 16 < 4) return [];
    switch (own.kind) {
      case "ratings": {
        const rewards = Object.entries(own.scores).map(([id, rating]) => [id, rating >= 3 ? 1 : 0] as const);
        const failed = rewards.flatMap(([id, reward]) => (reward === 0 ? [id] : []));
        return [
          { ...base, kind: "ratings", scores: Object.fromEntries(rewards), errors: errorsOf(failed, i) },
        ];
      }
      case "ranking": {
        const bad = own.tiers.slice(1).flat();
        return [{ ...base, kind: "sets", good: own.tiers[0] ?? [], bad, errors: errorsOf(bad.slice(1), i) }];
      }
      case "duel": {
        const [first = "", second = ""] = responses.map(({ id }) => id);
        const loser = own.winner === first ? second : first;
        return [
          {
            ...{ ...base, kind: "duel", between: [first, second], winner: own.winner },
            errors: errorsOf([loser], i),
          },
        ];
      }
      default:
        return [];
    }
  });
}

/** Every kind in turn, under names JavaScript trips over. */
function errorsOf(failed: readonly string[], i: number): Readonly<Record<string, string>> {
  const kinds = ["__proto__", "constructor"];
  return Object.fromEntries(failed.map((id) => [id, kinds[Math.floor(i / 4) % 2] ?? ""]));
}

function scaled(id: string, scale: readonly [number, number]): { readonly judge: Judge } {
  const asked = { protocol: "pointwise", options: { scale }, model: "m", prompt: { name: "p", hash: "h" } };
  return { judge: { kind: "asked", id, name: id, ...asked, sampling: {} } };
}

function build(): World {
  const random = seededRandom("world");
  const comparisons: ComparisonRow[] = [];
  const preferences: Preference[] = [];
  const judgments: JudgmentRow[] = [];
  const sizes = [2, 2, 3, 1];
  for (let i = 0; i < 240; i++) {
    const k = sizes[i % sizes.length] ?? 2;
    const comparison = comparisonOf(i, k, random);
    comparisons.push(comparison);
    // Quality falls with the position in the list of authors, so that people have a ranking of systems to agree on.
    const best = [...comparison.responses].sort((a, b) => (a.author ?? "").localeCompare(b.author ?? ""));
    const ids = best.map(({ id }) => id);
    preferences.push(...preferencesOf(comparison.id, ids, i));
    judgments.push(...judgmentsOf(comparison.id, ids, i, random));
  }
  return { comparisons, preferences, judgments };
}

function comparisonOf(i: number, k: number, random: Random): ComparisonRow {
  const authors = ["a1", "a2", "a3", "a4"];
  const from = Math.floor(random() * 4);
  const names = ["__proto__", "constructor", "r3"];
  return {
    id: i === 0 ? "__proto__" : i === 1 ? "toString" : `c${i}`,
    responses: names.slice(0, k).map((id, at) => ({ id, author: authors[(from + at) % 4] ?? "" })),
    subset: i % 3 === 0 ? "constructor" : `s${i % 3}`,
    ...(i % 5 === 0 ? {} : { cluster: `p${Math.floor(i / 3)}` }),
  };
}

function preferencesOf(comparison: string, ids: readonly string[], i: number): Preference[] {
  const [best = "", worst = ""] = [ids[0], ids.at(-1)];
  if (ids.length === 1) {
    return [{ comparison, source: "human", kind: "ratings", scores: Object.fromEntries([[best, i % 7]]) }];
  }
  if (ids.length === 3)
    return [{ comparison, source: "human", kind: "ranking", tiers: ids.map((id) => [id]) }];
  return ["ann", "bob", "cy"].map((annotator) => prefers(comparison, [worst, best], best, { annotator }));
}

function judgmentsOf(comparison: string, ids: readonly string[], i: number, random: Random): JudgmentRow[] {
  const rows: JudgmentRow[] = [];
  const calls: CallRow[] = [
    {
      status: "answered",
      seconds: random(),
      attempts: 1,
      reply: { finishReason: "stop", model: "m", usage: { inputTokens: 10 + (i % 3), outputTokens: 5 } },
    },
  ];
  const add = (judge: string, presented: readonly string[], reading: Reading, repeat: number) =>
    rows.push(judged(comparison, presented, reading, { judge, calls, repeat }));
  for (const repeat of [0, 1]) {
    if (ids.length === 1) {
      const score = (value: number) =>
        decided({ kind: "scores", byId: Object.fromEntries([[ids[0] ?? "", value]]) });
      add("perfect", ids, score(i % 7), repeat);
      add("coin", ids, score(random()), repeat);
      add("unread", ids, failed("unparsed"), repeat);
    }
    for (const [a, better] of ids.entries()) {
      for (const worse of ids.slice(a + 1)) {
        for (const [first, second] of [
          [better, worse],
          [worse, better],
        ] as const) {
          const vote = (judge: string, pWin: number) =>
            add(
              judge,
              [first, second],
              decided({ kind: "duel", between: [first, second], winner: pWin > 0.5 ? first : second, pWin }),
              repeat,
            );
          vote("perfect", first === better ? 0.9 : 0.1);
          vote("coin", random());
          add("unread", [first, second], failed("unparsed"), repeat);
        }
      }
    }
  }
  return rows;
}
