import type { Benchmark } from "../benchmarks/benchmark.js";
import type { OfficialFigures } from "../core/analysis.js";
import type { ComparisonRow } from "../core/comparison.js";
import { UsageError } from "../core/errors.js";
import type { Judge } from "../core/judge.js";
import { type JudgmentRow, judgmentRow } from "../core/judgment.js";
import type { Preference } from "../core/preference.js";
import { isBuiltInPrompt } from "../protocols/prompt.js";
import type { RunRecords } from "../stores/store.js";
import type { ImportedOutputs } from "./import.js";

/** One judge by the official rule of a benchmark. */
export interface OfficialScore extends Omit<OfficialFigures, "judge"> {
  readonly judge: Judge;
}

const OUR_PROMPT = "official rule, Touchstone's prompt; not comparable with a published leaderboard";
const OTHER_PROMPT =
  "official rule, a prompt of your own; comparable with a published leaderboard only if it is the benchmark's own prompt";

/** The official figures of each judge, in the order given. */
export async function officialScores(
  benchmark: Benchmark,
  judged: {
    readonly judges: readonly Judge[];
    readonly comparisons: readonly ComparisonRow[];
    readonly preferences: readonly Preference[];
    readonly judgments: readonly JudgmentRow[];
    readonly seed: number;
  },
): Promise<OfficialScore[]> {
  const { judges, comparisons, preferences, seed } = judged;
  const byJudge = new Map<string, JudgmentRow[]>(judges.map(({ id }) => [id, []]));
  for (const judgment of judged.judgments) {
    if (!judgment.trial.variant) byJudge.get(judgment.trial.judge)?.push(judgment);
  }
  const scores: OfficialScore[] = [];
  for (const judge of judges) {
    const judgments = byJudge.get(judge.id) ?? [];
    scores.push({
      benchmark: benchmark.name,
      judge,
      n: new Set(judgments.map(({ trial }) => trial.comparison)).size,
      figures: benchmark.official({ comparisons, preferences, judgments, seed }),
      caution: await cautionOf(judge),
    });
  }
  return scores;
}

async function cautionOf(judge: Judge): Promise<string | null> {
  if (judge.kind !== "asked") return null;
  for (const { prompt } of [judge, ...Object.values(judge.subsets ?? {})]) {
    if (await isBuiltInPrompt(prompt)) return OUR_PROMPT;
  }
  return OTHER_PROMPT;
}

/** The official figures of imported outputs. */
export async function scoreOutputs(outputs: ImportedOutputs, seed: number): Promise<OfficialScore[]> {
  const { benchmark, judges, rows, judgments } = outputs;
  if (!benchmark) throw new UsageError("score: these verdicts are of no benchmark");
  return officialScores(benchmark, {
    judges,
    comparisons: rows.map(({ comparison }) => comparison),
    preferences: rows.flatMap(({ preferences }) => preferences),
    judgments: judgments.map(judgmentRow),
    seed,
  });
}

/** The official figures of a stored run. */
export async function scoreRecords(benchmark: Benchmark, run: RunRecords): Promise<OfficialScore[]> {
  const comparisons: ComparisonRow[] = [];
  for await (const comparison of run.comparisons()) comparisons.push(comparison);
  const preferences: Preference[] = [];
  for await (const preference of run.preferences()) preferences.push(preference);
  const judgments: JudgmentRow[] = [];
  for await (const judgment of run.judgments()) judgments.push(judgmentRow(judgment));
  const { judges, plan } = run.manifest;
  return officialScores(benchmark, { judges, comparisons, preferences, judgments, seed: plan.seed });
}

/** One document a judge: what scripts rely on. */
export function scoreDocument({ benchmark, judge, n, figures, caution }: OfficialScore) {
  return {
    benchmark,
    judge: judge.name,
    n,
    ...(caution === null ? {} : { caution }),
    metrics: Object.fromEntries(
      figures.map(({ name, value, unit, interval, n: units, excluded, reason }) => [
        name,
        { value, unit, interval, n: units, excluded, ...(reason === undefined ? {} : { reason }) },
      ]),
    ),
  };
}
