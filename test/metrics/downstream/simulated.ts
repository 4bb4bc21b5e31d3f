import type { ComparisonRow } from "../../../src/core/comparison.js";
import type { Judge } from "../../../src/core/judge.js";
import type { JudgmentRow } from "../../../src/core/judgment.js";
import type { Preference } from "../../../src/core/preference.js";
import { type Random, seededRandom } from "../../../src/core/random.js";
import { dataStudy } from "../../../src/metrics/data-study.js";
import { downstream } from "../../../src/metrics/downstream/downstream.js";
import { goldOf, usualResponses } from "../../../src/metrics/downstream/gold.js";
import { groupJudgments, judgeStudy } from "../../../src/metrics/judge-study.js";
import { comparing, decided, judged } from "../rows.js";

/** Ids that sort in their own order. */
export const ids = (n: number) => Array.from({ length: n }, (_, i) => `r${String(i).padStart(3, "0")}`);

/** A prompt with gold ratings; the author of each response where given. */
export function rated(
  id: string,
  gold: readonly number[],
  more: {
    readonly source?: Preference["source"];
    readonly authors?: readonly string[];
    readonly cluster?: string;
  } = {},
): { readonly row: ComparisonRow; readonly said: Preference } {
  const responses = ids(gold.length);
  const { source = "verified", authors, cluster } = more;
  const row = comparing(id, responses, cluster === undefined ? {} : { cluster });
  const known = row.responses.map((response, i) => {
    const author = authors?.[i];
    return author === undefined ? response : { ...response, author };
  });
  const scores = Object.fromEntries(responses.map((response, i) => [response, gold[i] ?? 0]));
  return { row: { ...row, responses: known }, said: { comparison: id, source, kind: "ratings", scores } };
}

/** A judge's scores of all responses of a comparison; null for one that it says nothing of. */
export function scored(comparison: string, scores: readonly (number | null)[], judge = "j"): JudgmentRow {
  const responses = ids(scores.length);
  const given = responses.flatMap((id, i) => {
    const score = scores[i];
    return typeof score === "number" ? [[id, score] as const] : [];
  });
  return judged(comparison, responses, decided({ kind: "scores", byId: Object.fromEntries(given) }), {
    judge,
  });
}

export function measured(input: {
  readonly rows: readonly { readonly row: ComparisonRow; readonly said: Preference }[];
  readonly judgments: readonly JudgmentRow[];
  readonly judges?: readonly string[];
  readonly baselines?: readonly string[];
  readonly n?: number;
  readonly resamples?: number;
}) {
  const { rows, judgments, judges = ["j"], baselines = [], resamples = 200 } = input;
  const data = dataStudy(
    rows.map(({ row }) => row),
    rows.map(({ said }) => said),
  );
  const gold = goldOf(data);
  if (!gold) throw new Error("no gold in the test's data");
  const { byJudge } = groupJudgments(judgments, data);
  const judge: Judge | null = null;
  const studies = judges.map((id) => ({
    study: judgeStudy({
      ...{ id, judge, data, rule: {}, prices: {}, seed: 1, resamples, annotators: "crowd" },
      judgments: byJudge.get(id) ?? data.comparisons.map(() => []),
    }),
    baseline: baselines.includes(id),
  }));
  return downstream({
    gold,
    n: input.n ?? usualResponses(gold.prompts) ?? 0,
    judges: studies,
    resamples,
    random: (purpose) => seededRandom(["test", purpose]),
  });
}

/** A standard normal draw (Box–Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Prompts whose n responses have gold of N(0, 1), each with what a judge scores them by `proxy`. */
export function simulated(
  prompts: number,
  n: number,
  proxy: (gold: number, random: Random) => number,
  seed: string,
) {
  const random = seededRandom(["downstream", seed]);
  const drawn = Array.from({ length: prompts }, (_, p) => {
    const gold = Array.from({ length: n }, () => normal(random));
    return { id: `q${p}`, gold, scores: gold.map((reward) => proxy(reward, random)) };
  });
  return {
    // No duel is asked about: of 32 responses there would be 496 a prompt.
    rows: drawn.map(({ id, gold }) => {
      const { row, said } = rated(id, gold);
      return { row: { ...row, duels: [] }, said };
    }),
    judgments: drawn.map(({ id, scores }) => scored(id, scores)),
  };
}
