import type { DataSummary, JudgeSummary } from "../core/analysis.js";
import type { Rule } from "../core/decision.js";
import type { ReadingStatus } from "../core/reading.js";
import type { DataStudy } from "./data-study.js";
import type { JudgeStudy } from "./judge-study.js";
import { agreementWith } from "./wording.js";

/** What the data are. */
export function summarizeData(data: DataStudy): DataSummary {
  const { comparisons, duels, preferences } = data;
  const perSubset = new Map(data.subsets.map((name) => [name, 0]));
  for (const { subset } of comparisons) {
    if (subset !== undefined) perSubset.set(subset, (perSubset.get(subset) ?? 0) + 1);
  }
  return {
    comparisons: comparisons.length,
    responses: comparisons.reduce((sum, { responses }) => sum + responses.length, 0),
    duels: duels.filter(({ preferred }) => preferred !== null).length,
    duelTies: duels.filter(({ preferred }) => preferred === "tie").length,
    duelsSplit: duels.filter(({ preferred, annotators }) => preferred === null && annotators > 0).length,
    clusters: data.clusters,
    subsets: [...perSubset].map(([name, count]) => ({ name, comparisons: count })),
    sources: data.sources,
    annotatorsPerComparison: preferences.reduce((most, said) => Math.max(most, annotatorsOf(said)), 0),
    agreementWith: agreementWith(data.sources),
  };
}

/** What a judge is and what became of its judgments. */
export function summarizeJudge(
  study: JudgeStudy,
  about: { readonly baseline: boolean; readonly origin?: string },
  /** The analysis' own. */
  common: Rule,
): JudgeSummary {
  const statuses = new Map<ReadingStatus, number>();
  let [judgments, comparisonsJudged] = [0, 0];
  for (const list of study.judgments) {
    if (list.length > 0) comparisonsJudged++;
    judgments += list.length;
    for (const { reading } of list) statuses.set(reading.status, (statuses.get(reading.status) ?? 0) + 1);
  }
  return {
    id: study.id,
    name: study.name,
    judge: study.judge,
    ...(isOwn(study, common) ? { rule: study.judgeRule.rule } : {}),
    baseline: about.baseline,
    ...(about.origin === undefined ? {} : { origin: about.origin }),
    statuses: Object.fromEntries([...statuses].sort()),
    judgments,
    comparisonsJudged,
  };
}

// A jury's verdicts are combined by its members' rules and its own; what would join orders and samples has nothing to join.
function isOwn({ judge, judgeRule: { rule } }: JudgeStudy, common: Rule): boolean {
  if (judge?.kind === "combined") return false;
  const { orders, samples, value, firstSamples } = common;
  return (
    rule.orders !== orders ||
    rule.samples !== samples ||
    rule.value !== value ||
    rule.firstSamples !== firstSamples
  );
}

function annotatorsOf(preferences: DataStudy["preferences"][number]): number {
  if (preferences.length < 2) return preferences.length;
  const named = new Set<string>();
  let anonymous = 0;
  for (const { annotator } of preferences) {
    if (annotator === undefined) anonymous++;
    else named.add(annotator);
  }
  return named.size + anonymous;
}
