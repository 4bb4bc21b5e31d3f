import { baselines } from "../baselines/find.js";
import type { Benchmark, Features, OfficialInput } from "../benchmarks/benchmark.js";
import { addFeatures } from "../benchmarks/features.js";
import { benchmarks, findBenchmark } from "../benchmarks/find.js";
import type { JuryConfig } from "../combine/jury.js";
import type { PriceTable } from "../config/config.js";
import type { Analysis, AnnotatorKind } from "../core/analysis.js";
import type { Comparison, ComparisonRow } from "../core/comparison.js";
import type { Rule } from "../core/decision.js";
import { hashJson } from "../core/hash.js";
import { type ComputedJudge, judgeId } from "../core/judge.js";
import { type Judgment, type JudgmentRow, judgmentRow } from "../core/judgment.js";
import type { Preference } from "../core/preference.js";
import { DEFAULT_SEED } from "../core/random.js";
import { trial } from "../core/trial.js";
import { type AnalyzeInput, analyze } from "../metrics/analyze.js";
import { metrics } from "../metrics/find.js";
import type { Metric } from "../metrics/metric.js";
import type { RunRecords } from "../stores/store.js";
import { officialScores } from "./score.js";

type KnownJudge = NonNullable<AnalyzeInput["judges"]>[number];

export interface AnalysisOptions {
  /** What departs from the default rule and from what each judge says of itself. */
  readonly rule?: Partial<Rule>;
  /** Judges combined of the judges of these records and the baselines. */
  readonly juries?: readonly JuryConfig[];
  /** Own metrics, measured beside the built-in ones; one of the same name takes the other's place. */
  readonly metrics?: readonly Metric[];
  readonly prices?: PriceTable;
  /** Who the people behind the preferences are, for the alternative annotator test. Default crowd. */
  readonly annotators?: AnnotatorKind;
  /** Of intervals and permutations. Default: the run's own. */
  readonly seed?: number;
  /** Said of every judge of these records, for example "recorded 2026-11-23". */
  readonly origin?: string;
}

/** The rows of one or more runs over the same data: what `analyze` is given. */
export interface AnalysisRows extends Required<Pick<OfficialInput, "features">> {
  readonly comparisons: readonly ComparisonRow[];
  readonly preferences: readonly Preference[];
  readonly judgments: readonly JudgmentRow[];
  readonly judges: readonly KnownJudge[];
  /** Judgments left out because their comparison reads differently in the first run that has it. */
  readonly changed: number;
}

/** Figures from stored records, with the baselines computed on the same comparisons; no call is made. */
export async function analyzeRecords(
  runs: readonly RunRecords[],
  options: AnalysisOptions = {},
): Promise<Analysis> {
  const rows = await collectRows(runs, options);
  const { rule, juries, metrics: own = [], prices, annotators } = options;
  // The same run must give the same intervals whoever reads it, and with whichever config beside him.
  const seed = options.seed ?? runs[0]?.manifest.plan.seed;
  const analysis = analyze({
    ...rows,
    metrics: [...metrics.filter(({ name }) => !own.some((one) => one.name === name)), ...own],
    ...(rule ? { rule } : {}),
    ...(juries ? { juries } : {}),
    ...(annotators ? { annotators } : {}),
    ...(prices ? { prices: prices.models } : {}),
    ...(seed === undefined ? {} : { seed }),
  });
  const judged = { ...analysis, ...(await official(runs, rows, seed)) };
  if (rows.changed === 0) return judged;
  const remark = `${rows.changed} judgments are left out: the comparison they judged reads differently in another of these runs.`;
  return { ...judged, remarks: [...analysis.remarks, remark] };
}

/** The benchmark's own figures, where all runs are of one; of the judges, not of the yardsticks beside them. */
async function official(
  runs: readonly RunRecords[],
  rows: AnalysisRows,
  seed = DEFAULT_SEED,
): Promise<Pick<Analysis, "official">> {
  const names = new Set(runs.map(({ manifest }) => manifest.benchmark));
  const [name] = names;
  if (names.size !== 1 || name === undefined) return {};
  const judges = rows.judges.filter(({ baseline }) => !baseline).map(({ judge }) => judge);
  const scores = await officialScores(findBenchmark(name), { ...rows, judges, seed });
  return { official: scores.map((score) => ({ ...score, judge: score.judge.id })) };
}

/** Reads runs into rows without text, computing the baselines while the texts stream by. */
export async function collectRows(
  runs: readonly RunRecords[],
  options: Pick<AnalysisOptions, "origin"> & { readonly benchmark?: string } = {},
): Promise<AnalysisRows> {
  const named = options.benchmark ?? runs[0]?.manifest.benchmark;
  const collected: Collected = {
    comparisons: new Map(),
    preferences: [],
    judgments: [],
    judges: new Map(),
    yardsticks: baselineJudges(),
    benchmark: benchmarks.find(({ name }) => name === named),
    features: new Map(),
    changed: 0,
  };
  for (const run of runs) await collectRun(run, collected, options.origin);
  const { shown, hidden } = sortedYardsticks(collected);
  return {
    comparisons: [...collected.comparisons.values()].map(({ row }) => row),
    preferences: collected.preferences,
    judgments: onePerKey(collected.judgments.filter((judgment) => !hidden.has(judgment.trial.judge))),
    judges: [...collected.judges.values(), ...shown.map(({ judge }) => ({ judge, baseline: true }))],
    features: collected.features,
    changed: collected.changed,
  };
}

interface Collected {
  readonly comparisons: Map<string, { row: ComparisonRow; hash: string }>;
  readonly preferences: Preference[];
  readonly judgments: JudgmentRow[];
  readonly judges: Map<string, KnownJudge>;
  readonly yardsticks: readonly Yardstick[];
  /** Whose figures may be asked for, where one is known. */
  readonly benchmark: Benchmark | undefined;
  readonly features: Map<string, Features>;
  changed: number;
}

async function collectRun(
  run: RunRecords,
  collected: Collected,
  origin = run.manifest.origin,
): Promise<void> {
  const { comparisons, preferences, judgments, judges, yardsticks } = collected;
  const fresh = new Set<string>();
  const differing = new Set<string>();
  for await (const comparison of run.comparisons()) {
    const hash = contentHash(comparison);
    const known = comparisons.get(comparison.id);
    if (known && known.hash !== hash) differing.add(comparison.id);
    if (known) continue;
    fresh.add(comparison.id);
    comparisons.set(comparison.id, { row: withoutTexts(comparison), hash });
    addFeatures(collected.features, collected.benchmark, comparison);
    for (const yardstick of yardsticks) judgments.push(...yardstick.judgments(comparison));
  }
  for await (const preference of run.preferences())
    if (fresh.has(preference.comparison)) preferences.push(preference);
  for (const judge of run.manifest.judges) judges.set(judge.id, { judge, ...(origin ? { origin } : {}) });
  for await (const judgment of run.judgments()) {
    if (differing.has(judgment.trial.comparison)) collected.changed++;
    else judgments.push(judgmentRow(judgment));
  }
}

/** The baselines that stand beside the judges; one that the user asked for is a judge like any other and is not shown twice. */
function sortedYardsticks({ judges, yardsticks }: Collected) {
  const asked = new Set(
    [...judges.values()].flatMap(({ judge }) => (judge.kind === "computed" ? [judge.rule] : [])),
  );
  const shown = yardsticks.filter(({ judge }) => !asked.has(judge.rule));
  const hidden = yardsticks.filter(({ judge }) => asked.has(judge.rule) && !judges.has(judge.id));
  return { shown, hidden: new Set(hidden.map(({ judge }) => judge.id)) };
}

interface Yardstick {
  readonly judge: ComputedJudge;
  judgments(comparison: Comparison): Judgment[];
}

function baselineJudges(): Yardstick[] {
  return baselines.map((baseline) => {
    const configured = baseline.configure({});
    const identity = {
      kind: "computed",
      name: baseline.name,
      rule: baseline.name,
      options: configured.options,
    } as const;
    const judge: ComputedJudge = { ...identity, id: judgeId(identity) };
    return {
      judge,
      judgments: (comparison) =>
        configured.layouts(comparison).map((presented) => ({
          trial: trial({ comparison: comparison.id, judge: judge.id, presented, repeat: 0 }),
          reading: configured.judge(comparison, presented, 0),
          critique: null,
          calls: [],
        })),
    };
  });
}

// The same judge in two runs has the same trial keys: the later record stands, as within one run.
function onePerKey(judgments: readonly JudgmentRow[]): JudgmentRow[] {
  const latest = new Map<string, JudgmentRow>();
  for (const judgment of judgments) {
    const earlier = latest.get(judgment.trial.key);
    if (!earlier || judgment.reading.status !== "failed" || earlier.reading.status === "failed") {
      latest.set(judgment.trial.key, judgment);
    }
  }
  return [...latest.values()];
}

function withoutTexts({ id, responses, subset, cluster, duels }: Comparison): ComparisonRow {
  return {
    id,
    responses: responses.map((response) => ({
      id: response.id,
      ...(response.author === undefined ? {} : { author: response.author }),
    })),
    ...(subset === undefined ? {} : { subset }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(duels === undefined ? {} : { duels }),
  };
}

function contentHash({ prompt, responses, reference, rubric }: Comparison): string {
  return hashJson(JSON.parse(JSON.stringify([prompt, responses, reference ?? null, rubric ?? null]))).slice(
    0,
    16,
  );
}
