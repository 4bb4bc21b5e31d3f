import type { Analysis, Estimate } from "../../core/analysis.js";
import { errorOfMetric, metricOfError } from "../../core/error-kind.js";
import { shortened } from "../clean.js";
import { estimateOf } from "../figures.js";
import { figureColumn, type JudgeRow, judgeLabel, judgeRows, judgeTable, whyNone } from "../judge-table.js";
import type { Block, Section } from "../section.js";

type Columns = readonly (readonly [title: string, metric: string])[];

const AGAINST: Columns = [
  ["false passes", "false-pass-rate"],
  ["false fails", "false-fail-rate"],
  ["AUC of scores", "pass-auc"],
  ["picks the failed one", "wrong-pick-rate"],
  ["picks neither", "no-pick-rate"],
];
const BY_ERROR: Columns = [
  ["false passes", "false-pass-rate"],
  ["picks the failed one", "wrong-pick-rate"],
];
const CALIBRATION: Columns = [
  ["Brier", "verified-brier"],
  ["ECE", "verified-ece"],
  ["Brier, recalibrated", "verified-brier-recalibrated"],
  ["AUC", "verified-auc"],
  ["selective area", "verified-selective-area"],
];
const THREE_WAYS: Columns = [
  ["judge = verifier", "three-ways-judge-verifier"],
  ["judge = people", "three-ways-judge-people"],
  ["people = verifier", "three-ways-people-verifier"],
  ["judge is the odd one", "odd-one-out-judge"],
  ["people are", "odd-one-out-people"],
  ["verifier is", "odd-one-out-verifier"],
];
const ROUTER: Columns = [
  ["router", "router"],
  ["judge alone", "router-judge-alone"],
  ["verifier alone", "router-verifier-alone"],
  ["gain over the judge", "router-gain-over-judge"],
  ["gain over the verifier", "router-gain-over-verifier"],
  ["verified", "router-verified-share"],
];

/** What a verifier says of the judges. Only where data have verified preferences. */
export const verified: Section = {
  name: "verified",
  render(analysis) {
    const parts = [
      ...part(analysis, AGAINST, AGAINST_EXPLAINED),
      ...bySubset(analysis),
      ...byError(analysis),
      ...part(analysis, CALIBRATION, CALIBRATION_EXPLAINED),
      ...part(analysis, THREE_WAYS, THREE_WAYS_EXPLAINED),
      ...part(analysis, ROUTER, ROUTER_EXPLAINED),
    ];
    return parts.length === 0 ? [] : [{ kind: "heading", text: "Judge against verifier" }, ...parts];
  },
};

const AGAINST_EXPLAINED =
  "False passes: of the responses that failed the check, the share that the judge scored at the middle of its scale or above (p(Yes) ≥ ½)." +
  " False fails: of those that passed, the share that it scored below. AUC: how often it scores what passed above what failed, at no threshold." +
  " Picks the failed one: over duels of one that passed and one that failed.";
const BY_ERROR_EXPLAINED =
  "By kind of error, as the verifier names it: of the responses that failed in this way, the share that the judge passes, and how often it" +
  " picks them over one that passed. What passed has no error: false fails are of no kind." +
  " “other” are the rarer kinds together, “unnamed” responses of which no kind is named.";
const CALIBRATION_EXPLAINED =
  "Calibration against the verifier alone, over duels: whether the judge knows when it does not know. For the columns see Calibration.";
const THREE_WAYS_EXPLAINED =
  "Judge, people and verifier, over the duels of which all three say something: how often each two agree, and how often one is alone." +
  " The judge's ties are worth ½.";
const ROUTER_EXPLAINED =
  "The router: the verifier where it prefers one response, the judge elsewhere. Held to the labels that are not verified; the verifier" +
  " alone is worth ½ where it says nothing.";

function part(analysis: Analysis, columns: Columns, explained: string): readonly Block[] {
  const metrics = columns.map(([, metric]) => metric);
  const estimates = analysis.estimates.filter(
    ({ metric, subset }) => subset === null && metrics.includes(metric),
  );
  if (estimates.length === 0) return [];
  const reason = whyNone(estimates);
  if (reason !== null) return [{ kind: "paragraph", text: `${explained} Not measured: ${reason}.` }];
  const table = judgeTable(
    judgeRows(analysis),
    columns.map(([title, metric]) =>
      figureColumn(title, ({ judge }: JudgeRow) => estimateOf(analysis, metric, judge)),
    ),
  );
  return [{ kind: "paragraph", text: explained }, ...table];
}

const LONGEST_LABEL = 70;

/** A part of the data, and its figures. */
interface Part {
  readonly name: string;
  find(metric: string, judge: string): Estimate | undefined;
}

function bySubset(analysis: Analysis): readonly Block[] {
  const parts = analysis.data.subsets.map(
    ({ name }): Part => ({ name, find: (metric, judge) => estimateOf(analysis, metric, judge, name) }),
  );
  return byPart(analysis, AGAINST, parts);
}

/** Which errors the judges let pass, where the data say of which kind they are. */
function byError(analysis: Analysis): readonly Block[] {
  const kinds = new Set(
    analysis.estimates.flatMap(({ metric }) => errorOfMetric("false-pass-rate", metric) ?? []),
  );
  const parts = [...kinds].map(
    (name): Part => ({
      name,
      find: (metric, judge) => estimateOf(analysis, metricOfError(metric, name), judge),
    }),
  );
  const table = byPart(analysis, BY_ERROR, parts);
  return table.length === 0 ? [] : [{ kind: "paragraph", text: BY_ERROR_EXPLAINED }, ...table];
}

/** One row for each judge and part of which there is a figure. Baselines are left to the CSV and the JSON. */
function byPart(analysis: Analysis, columns: Columns, parts: readonly Part[]): readonly Block[] {
  const partOf = new Map<JudgeRow, Part>();
  for (const { id } of analysis.judges.filter(({ baseline }) => !baseline))
    for (const part of parts) {
      if (columns.every(([, metric]) => part.find(metric, id)?.value == null)) continue;
      const label = shortened(`${judgeLabel(analysis, id)} · ${part.name}`, LONGEST_LABEL);
      partOf.set({ judge: id, label, muted: false }, part);
    }
  const rows = [...partOf.keys()];
  if (rows.length === 0) return [];
  const find = (metric: string) => (row: JudgeRow) => partOf.get(row)?.find(metric, row.judge ?? "");
  const measured = columns.filter(([, metric]) => rows.some((row) => find(metric)(row)?.value != null));
  return judgeTable(
    rows,
    measured.map(([title, metric]) => figureColumn(title, find(metric))),
  );
}
