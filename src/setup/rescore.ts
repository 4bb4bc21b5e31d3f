import type { OfficialFigure } from "../benchmarks/benchmark.js";
import { findBenchmark } from "../benchmarks/find.js";
import { describe, UsageError } from "../core/errors.js";
import { dataStudy } from "../metrics/data-study.js";
import { groupJudgments, judgeStudy } from "../metrics/judge-study.js";
import { FAILURE_POLICIES, type PolicyFigure, policyBounds, policyFigures } from "../metrics/policies.js";
import { agreementWith } from "../metrics/wording.js";
import type { RunRecords } from "../stores/store.js";
import { type AnalysisOptions, collectRows } from "./analysis.js";
import { officialScores } from "./score.js";

/** What a user may name: the failure policies, and the benchmark's own. */
const POLICIES: readonly string[] = [...FAILURE_POLICIES, "official"];

/** One judge's agreement under every policy asked for. */
export interface Rescore {
  readonly judge: string;
  readonly agreementWith: string;
  readonly policies: readonly PolicyFigure[];
  /** Between what agreement (ties ½) lies whatever the missing verdicts are worth; null where none is missing. */
  readonly bounds: readonly [number, number] | null;
  /** The official figures of the benchmark the run is of; [] where it is of none, or they were not asked for. */
  readonly official: readonly OfficialFigure[];
}

export interface RescoreOptions extends Pick<AnalysisOptions, "rule" | "juries"> {
  readonly policies?: readonly string[];
  readonly benchmark?: string;
}

/** The judgments of stored runs under the policies of published tools. Throws a UsageError where a policy or benchmark is not known. */
export async function rescoreRecords(
  runs: readonly RunRecords[],
  options: RescoreOptions = {},
): Promise<Rescore[]> {
  const { rule = {}, policies = POLICIES } = options;
  const unknown = policies.find((name) => !POLICIES.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`policy ${describe(unknown)}: one of ${POLICIES.join(", ")}`);
  const named = options.benchmark ?? runs[0]?.manifest.benchmark;
  const rows = await collectRows(runs, named === undefined ? {} : { benchmark: named });
  const data = dataStudy(rows.comparisons, rows.preferences);
  const { byJudge } = groupJudgments(rows.judgments, data);
  const seed = runs[0]?.manifest.plan.seed ?? 0;
  const judges = rows.judges.filter(({ baseline }) => !baseline).map(({ judge }) => judge);
  const official =
    named !== undefined && policies.includes("official")
      ? await officialScores(findBenchmark(named), { ...rows, judges, seed })
      : [];
  return judges.map((judge, i) => {
    const judgments = byJudge.get(judge.id) ?? data.comparisons.map(() => []);
    const study = judgeStudy({
      id: judge.id,
      judge,
      data,
      judgments,
      rule,
      prices: {},
      seed,
      resamples: 0,
      annotators: "crowd",
    });
    const figures = policyFigures(study);
    return {
      judge: judge.name,
      agreementWith: agreementWith(data.sources),
      policies: figures.filter(({ failures }) => policies.includes(failures)),
      bounds: policyBounds(study),
      official: official[i]?.figures ?? [],
    };
  });
}
