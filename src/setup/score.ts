import type { Benchmark, BenchmarkRow, OfficialInput } from "../benchmarks/benchmark.js";
import { featuresOf } from "../benchmarks/features.js";
import { filesAt, rowsOf } from "../benchmarks/rows.js";
import type { OfficialFigures } from "../core/analysis.js";
import type { Comparison, ComparisonRow } from "../core/comparison.js";
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
  } & Pick<OfficialInput, "features" | "furtherRows">,
): Promise<OfficialScore[]> {
  const { judges, comparisons, preferences, features, furtherRows, seed } = judged;
  const further = { ...(features ? { features } : {}), ...(furtherRows ? { furtherRows } : {}) };
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
      figures: benchmark.official({ comparisons, preferences, judgments, ...further, seed }),
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

/** The official figures of imported outputs; `furtherFiles` are those that the benchmark can use besides. */
export async function scoreOutputs(
  outputs: ImportedOutputs,
  seed: number,
  furtherFiles: readonly string[] = [],
): Promise<OfficialScore[]> {
  const { benchmark, judges, rows, judgments } = outputs;
  if (!benchmark) throw new UsageError("score: these verdicts are of no benchmark");
  const comparisons = rows.map(({ comparison }) => comparison);
  return officialScores(benchmark, {
    judges,
    comparisons,
    features: featuresOf(benchmark, comparisons),
    furtherRows: await furtherRows(benchmark, furtherFiles),
    preferences: rows.flatMap(({ preferences }) => preferences),
    judgments: judgments.map(judgmentRow),
    seed,
  });
}

/** The official figures of a stored run. */
export async function scoreRecords(
  benchmark: Benchmark,
  run: RunRecords,
  furtherFiles: readonly string[] = [],
): Promise<OfficialScore[]> {
  const comparisons: Comparison[] = [];
  for await (const comparison of run.comparisons()) comparisons.push(comparison);
  const preferences: Preference[] = [];
  for await (const preference of run.preferences()) preferences.push(preference);
  const judgments: JudgmentRow[] = [];
  for await (const judgment of run.judgments()) judgments.push(judgmentRow(judgment));
  const { judges, plan } = run.manifest;
  return officialScores(benchmark, {
    ...{ judges, comparisons, preferences, judgments, seed: plan.seed },
    features: featuresOf(benchmark, comparisons),
    furtherRows: await furtherRows(benchmark, furtherFiles),
  });
}

async function furtherRows(benchmark: Benchmark, paths: readonly string[]): Promise<BenchmarkRow[]> {
  if (paths.length > 0 && !benchmark.furtherFiles)
    throw new UsageError(`score --with: ${benchmark.name} uses no further files`);
  const rows: BenchmarkRow[] = [];
  for (const file of await filesAt(paths)) for await (const row of rowsOf(file)) rows.push(row);
  return rows;
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
