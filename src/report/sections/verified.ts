import type { Analysis } from "../../core/analysis.js";
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

/** What kinds of errors the judges let pass. Baselines are left to the CSV and the JSON. */
function bySubset(analysis: Analysis): readonly Block[] {
  const rows = analysis.judges
    .filter(({ baseline }) => !baseline)
    .flatMap(({ id }) =>
      analysis.data.subsets
        .filter(({ name }) =>
          AGAINST.some(([, metric]) => estimateOf(analysis, metric, id, name)?.value != null),
        )
        .map(({ name }) => ({
          ...{ judge: id, subset: name, muted: false },
          label: shortened(`${judgeLabel(analysis, id)} · ${name}`, LONGEST_LABEL),
        })),
    );
  if (rows.length === 0) return [];
  const subsetOf = new Map<JudgeRow, string>(rows.map((row) => [row, row.subset]));
  const find = (metric: string) => (row: JudgeRow) =>
    estimateOf(analysis, metric, row.judge, subsetOf.get(row) ?? null);
  const measured = AGAINST.filter(([, metric]) => rows.some((row) => find(metric)(row)?.value != null));
  return judgeTable(
    rows,
    measured.map(([title, metric]) => figureColumn(title, find(metric))),
  );
}
