import type { Analysis, Estimate, JudgeSummary, PairFigures } from "../core/analysis.js";
import type { AuditFigure, CardStatement, CardVerdict, JudgeCard, ProbeReport } from "../core/audit.js";
import type { Probe, ProbeUse } from "./probe.js";

/** The most that may go unread without the rest being said to speak for all. */
const FEW_UNREAD = 0.05;
/** How far a stated probability may be off, on the mean, and still be believed. */
const SMALL_ECE = 0.05;

interface CardInput {
  readonly analysis: Analysis;
  readonly reports: readonly ProbeReport[];
  readonly probes: readonly Probe[];
}

/** A card for each judge that was audited, out of the figures alone: no sentence is in it whose figures are not beside it. */
export function judgeCards({ analysis, reports, probes }: CardInput): readonly JudgeCard[] {
  const judges = analysis.judges.filter(({ baseline }) => !baseline);
  return judges.map((judge) => ({
    judge: judge.id,
    name: judge.name,
    about: aboutJudge(judge, analysis),
    statements: [
      ...onAgreement(judge, analysis),
      ...onBaseline(judge, analysis),
      ...onUnread(judge, analysis),
      ...onCalibration(judge, analysis),
      ...reports
        .filter((report) => report.judge === judge.id)
        .flatMap((report) => onProbe(report, probes.find(({ name }) => name === report.probe)?.use)),
    ],
  }));
}

function aboutJudge({ judge, judgments, comparisonsJudged, origin }: JudgeSummary, { data }: Analysis) {
  const asked = judge?.kind === "asked" ? judge : null;
  return [
    `${judgments} ordinary judgments of ${comparisonsJudged} of ${data.comparisons} comparisons`,
    ...(origin === undefined ? [] : [origin]),
    ...(asked
      ? [
          `protocol ${asked.protocol}, model ${asked.model}, prompt ${asked.prompt.name} ${asked.prompt.hash.slice(0, 12)}`,
          `sampling ${JSON.stringify(asked.sampling)}${asked.samples === undefined ? "" : `, ${asked.samples} samples a verdict`}`,
        ]
      : [`${judge?.kind ?? "unknown"} judge`]),
  ];
}

function onAgreement({ id }: JudgeSummary, { estimates, data }: Analysis): readonly CardStatement[] {
  const figure = overall(estimates, "agreement", id);
  if (!figure) return [];
  const use = "as better than a coin at choosing between two responses like these";
  const what = `${data.agreementWith} ${inWords(figure)}; a coin has 50 %`;
  return [{ verdict: against(figure, [0.5, 1]), use, because: what, figures: [figure] }];
}

/** Whether it does what the best of the baselines does not. */
function onBaseline({ id }: JudgeSummary, { pairs, judges }: Analysis): readonly CardStatement[] {
  const isBaseline = (judge: string) => judges.some((one) => one.id === judge && one.baseline);
  const nameOf = (judge: string) => judges.find((one) => one.id === judge)?.name ?? judge;
  const against = pairs
    .filter(({ subset, left, right }) => subset === null && (left === id || right === id))
    .map((pair) => (pair.left === id ? pair : turned(pair)))
    .filter(({ right, difference }) => isBaseline(right) && difference.value !== null)
    .sort((a, b) => (a.difference.value ?? 0) - (b.difference.value ?? 0));
  const [hardest] = against;
  if (!hardest) return [];
  const { difference, pAdjusted, distinguishable, right } = hardest;
  const [value, p] = [difference.value ?? 0, pAdjusted.value];
  const verdict: CardVerdict = !distinguishable ? "not known" : value > 0 ? "may" : "may not";
  return [
    {
      verdict,
      use: "in place of a rule that reads nothing",
      because: `agreement minus that of the baseline ${nameOf(right)}, on the same duels, ${inWords(difference)}, adjusted p ${p === null ? "not computed" : p.toPrecision(2)}`,
      figures: [difference, pAdjusted],
    },
  ];
}

function turned(pair: PairFigures): PairFigures {
  const { left, right, difference } = pair;
  const { value, interval } = difference;
  return {
    ...pair,
    left: right,
    right: left,
    difference: {
      ...difference,
      value: value === null ? null : -value,
      interval: interval && [-interval[1], -interval[0]],
    },
  };
}

/** Unread, refused and failed are measured apart: it is granted where each is surely rare and all together are, refused where one surely is not. */
function onUnread(
  { id, statuses, judgments }: JudgeSummary,
  { estimates }: Analysis,
): readonly CardStatement[] {
  const figures = MISSING_RATES.flatMap((metric) => overall(estimates, metric, id) ?? []);
  if (figures.length === 0 || judgments === 0) return [];
  const without = judgments - (statuses.decided ?? 0);
  const verdicts = figures.map((figure) => against(figure, [0, FEW_UNREAD]));
  const few = without / judgments <= FEW_UNREAD && verdicts.every((verdict) => verdict === "may");
  const rates = figures.map((figure) => `${figure.metric.replace("-rate", "")} ${inWords(figure)}`);
  return [
    {
      verdict: few ? "may" : verdicts.includes("may not") ? "may not" : "not known",
      use: "without a second look at what it leaves undecided",
      because: `${without} of ${judgments} judgments gave no verdict: ${rates.join("; ")}; up to ${percent(FEW_UNREAD)} is few`,
      figures,
    },
  ];
}

const MISSING_RATES = ["unread-rate", "refused-rate", "failed-rate"] as const;

function onCalibration({ id }: JudgeSummary, { estimates }: Analysis): readonly CardStatement[] {
  const figure = overall(estimates, "ece", id);
  if (!figure || figure.value === null) return [];
  return [
    {
      verdict: against(figure, [0, SMALL_ECE]),
      use: "with the probabilities that it states taken at their word",
      because: `mean distance between what it states and what comes true ${inWords(figure)}; up to ${percent(SMALL_ECE)} is small`,
      figures: [figure],
    },
  ];
}

function onProbe({ title, primary }: ProbeReport, use: ProbeUse | undefined): readonly CardStatement[] {
  if (!use) return [];
  const [low, high] = use.within.map((end) => valueInWords(end, primary));
  const measured =
    primary.value === null
      ? `${title}: not measured (${primary.reason ?? "no reason was recorded"})`
      : `${title}: ${primary.title} ${inWords(primary)}${pInWords(primary)}; granted from ${low} to ${high}`;
  return [{ verdict: granted(primary, use.within), use: use.to, because: measured, figures: [primary] }];
}

/** An effect that was found counts as one also where its interval reaches into the range that is granted. */
function granted(figure: AuditFigure, within: readonly [number, number]): CardVerdict {
  const { value, found } = figure;
  const verdict = against(figure, within);
  if (verdict !== "not known" || value === null || found !== true) return verdict;
  return value < within[0] || value > within[1] ? "may not" : verdict;
}

/** Whether all of the interval lies within, all without, or neither. */
function against({ value, interval }: Estimate, [low, high]: readonly [number, number]): CardVerdict {
  if (value === null || interval === null) return "not known";
  const [from, to] = interval;
  if (from >= low && to <= high) return "may";
  return to < low || from > high ? "may not" : "not known";
}

function overall(estimates: readonly Estimate[], metric: string, judge: string): Estimate | undefined {
  return estimates.find((one) => one.metric === metric && one.judge === judge && one.subset === null);
}

function inWords(figure: Estimate): string {
  const { value, interval, n, reason } = figure;
  if (value === null) return `is not known (${reason ?? "no reason was recorded"})`;
  const range = interval ? ` [${interval.map((end) => valueInWords(end, figure)).join(", ")}]` : "";
  return `${valueInWords(value, figure)}${range} of ${n}`;
}

function valueInWords(value: number, { unit }: Pick<Estimate, "unit">): string {
  return unit === "fraction" ? percent(value) : String(Number(value.toPrecision(3)));
}

function pInWords({ pAdjusted }: AuditFigure): string {
  if (pAdjusted === null) return "";
  return pAdjusted < 0.001 ? ", adjusted p < 0.001" : `, adjusted p ${pAdjusted.toPrecision(2)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
