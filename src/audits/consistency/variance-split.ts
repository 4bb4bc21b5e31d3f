import { countedJudgments } from "../../combine/counted.js";
import { leadOfFirst } from "../../combine/lead.js";
import { placeOnDuel } from "../../combine/place.js";
import type { ProbeFigure } from "../../core/audit.js";
import { clusterOf, type Duel } from "../../core/comparison.js";
import { duelOutcome } from "../../core/duel.js";
import type { Judgment } from "../../core/judgment.js";
import { TIE } from "../../core/preference.js";
import type { Verdict } from "../../core/reading.js";
import { wholeTrials } from "../measure/base-trials.js";
import { type AuditDuel, auditDuels } from "../measure/duels.js";
import { type FigureName, given, unmeasured } from "../measure/figures.js";
import { votesOn } from "../measure/win-share.js";
import type { Probe } from "../probe.js";
import type { AuditStudy } from "../study.js";
import { scoresAgain } from "./scores-again.js";
import { type Spread, splitSpread } from "./spread.js";

const NAME = "variance-split";
/** The probe whose arms, where they are stored, are the templates. */
const TEMPLATES = "prompt-sensitivity";
const OWN_TEMPLATE = "own";

/**
 * How much of the spread of single verdicts is what was judged, and how much is order, repeat, prompt template and judge: what there is most of is
 * what to average over. It asks for no more than a second asking in every order; templates and judges are taken where an audit has several.
 * Orders, templates and judges are taken for draws from many of their kind: of two levels that lie d apart the variance is d²/2. Of three or more
 * responses shown together the order is which of two stood earlier.
 * A description: no judge needs to be free of spread, so the primary figure (the item's share) tests nothing.
 */
export const varianceSplit: Probe = {
  name: NAME,
  family: "consistency",
  title: "variance split",
  question: "How much of the spread of verdicts is the item, and how much order, repeat, template and judge?",
  plan: (study) => wholeTrials(study, 2),
  measure(study) {
    const own = splitFigures(study, "", "of verdicts' spread", winsOf(study));
    const scores = splitFigures(study, "score-", "of scores' spread", scoresOf(study));
    const panel = panelOf(study);
    const [first, second] = own.length > 0 ? [own, scores] : [scores, []];
    const [primary = unmeasured(study, titled("", "item", "of verdicts' spread"), NO_SPREAD), ...others] =
      first;
    return {
      primary,
      others: [
        ...others,
        ...second,
        ...(panel ? splitFigures(study, "panel-", "of all judges' verdicts' spread", panel) : []),
      ],
    };
  },
};

const NO_SPREAD = "fewer than two clusters with verdicts, or all verdicts are equal";

interface Values {
  readonly values: readonly Spread[];
  /** How many items have a value, and how many judgments gave none (or did not record the order). */
  readonly n: number;
  readonly excluded: number;
}

/** The item's share first; [] where there is nothing to divide. */
function splitFigures(
  study: AuditStudy,
  prefix: string,
  of: string,
  { values, n, excluded }: Values,
): readonly ProbeFigure[] {
  const split = values.length === 0 ? null : splitSpread(study, `${NAME}-${prefix}split`, values);
  if (!split) return [];
  const { clusters } = split;
  const about = { n, clusters, excluded };
  const method = "symmetric differences; percentile interval of draws of whole clusters";
  const hasRepeats = split.parts.some(({ part, share }) => part === "repeat" && share !== null);
  return [
    ...split.parts.map(({ part, share, interval }) => {
      const name = titled(prefix, part, of, hasRepeats);
      if (share === null) return { ...unmeasured(study, name, whyNot(part), excluded), clusters };
      return given(study, name, { ...about, value: share, interval, method });
    }),
    given(
      study,
      { metric: `${NAME}-${prefix}deviation`, title: `standard deviation ${of}`, unit: "score" },
      { ...about, value: split.deviation, interval: null },
    ),
  ];
}

const PARTS: Readonly<Record<string, string>> = {
  item: "what is judged",
  order: "the order shown",
  template: "the prompt template",
  judge: "the judge",
  repeat: "asking again",
};

function titled(prefix: string, part: string, of: string, hasRepeats = true): FigureName {
  const words = part
    .split("-")
    .map((one) => PARTS[one] ?? one)
    .join(" × ");
  const rest = hasRepeats ? "all that remains" : "all that remains, asking again among it";
  return { metric: `${NAME}-${prefix}${part}`, title: `${part === "rest" ? rest : words}: share ${of}` };
}

function whyNot(part: string): string {
  return part === "repeat" ? "nothing was asked twice" : "no two verdicts tell this part from the rest";
}

/** This judge's word on every duel, by order and template. */
function winsOf(study: AuditStudy): Values {
  const arms = study.armsOf(TEMPLATES);
  const templates = [
    { template: OWN_TEMPLATE, of: (id: string) => study.baseOf(id) },
    ...arms.map((arm) => ({ template: arm, of: (id: string) => study.armOf(TEMPLATES, arm, id) })),
  ];
  return gathered(
    study,
    templates.map(({ template, of }) => ({ study, levels: { template }, of })),
  );
}

/** What all judges of the audit say of every duel, by order and judge; null where there is only one. */
function panelOf(study: AuditStudy): Values | null {
  const panel = study.panel();
  if (panel.length < 2) return null;
  return gathered(
    study,
    panel.map((member) => ({
      study: member,
      levels: { judge: member.judge.id },
      of: (id: string) => member.baseOf(id),
    })),
  );
}

interface Source {
  readonly study: AuditStudy;
  readonly levels: Readonly<Record<string, string>>;
  of(comparison: string): readonly Judgment[];
}

function gathered(study: AuditStudy, sources: readonly Source[]): Values {
  const values: Spread[] = [];
  let [n, excluded] = [0, 0];
  for (const one of auditDuels(study)) {
    const before = values.length;
    for (const { study: own, levels, of } of sources) {
      const said = winsOn(own, of(one.comparison.id), one);
      excluded += said.excluded;
      for (const { order, value } of said.wins) values.push(...bothWays(one, { order, ...levels }, value));
    }
    if (values.length > before) n++;
  }
  return { values, n, excluded };
}

/**
 * A verdict enters for either response: which of the two is called first is nobody's finding, and must not change how much they seem to
 * differ. The two are one cluster, so they are never compared with each other.
 */
function bothWays(
  { comparison, duel, cluster }: AuditDuel,
  levels: Readonly<Record<string, string>>,
  value: number,
): readonly Spread[] {
  const turned = levels.order === FIRST ? SECOND : levels.order === SECOND ? FIRST : (levels.order ?? "");
  const [a, b] = duel;
  return [
    { cluster, item: JSON.stringify([comparison.id, a, b]), levels, value },
    {
      cluster,
      item: JSON.stringify([comparison.id, b, a]),
      levels: { ...levels, order: turned },
      value: 1 - value,
    },
  ];
}

const FIRST = "first";
const SECOND = "second";
const ALONE = "alone";

interface Win {
  /** Where the duel's first response stood, or that the two were scored alone. */
  readonly order: string;
  /** The probability given to the first response; where none was, win 1, tie ½, loss 0. */
  readonly value: number;
}

function winsOn(
  { judgeRule }: AuditStudy,
  judgments: readonly Judgment[],
  { comparison, duel }: AuditDuel,
): { readonly wins: readonly Win[]; readonly excluded: number } {
  const wins: Win[] = [];
  let excluded = 0;
  for (const { trial, reading } of countedJudgments(judgments, judgeRule)) {
    const place = placeOnDuel({ trial, reading, calls: [] }, duel);
    if (!place || place.order === "none") continue;
    const value = reading.status === "decided" ? winOf(reading.verdict, duel) : null;
    if (value === null || place.order === "unknown") excluded++;
    else wins.push({ order: place.presentedFirst === duel[0] ? FIRST : SECOND, value });
  }
  const alone = judgments.filter(({ trial }) => trial.presented?.length === 1);
  const { votes, failures } = votesOn(alone, comparison, duel, judgeRule);
  for (const { winner } of votes)
    wins.push({ order: ALONE, value: winner === TIE ? 0.5 : winner === duel[0] ? 1 : 0 });
  return { wins, excluded: excluded + failures.reduce((sum, { count }) => sum + count, 0) };
}

/** The probability of the first response where one was given, else win 1, tie ½, loss 0; null where the verdict says nothing of the two. */
function winOf(verdict: Verdict, duel: Duel): number | null {
  // How strongly is no part of it: verdicts are to lie on one scale.
  if (verdict.kind === "duel") {
    const lead = leadOfFirst({ ...verdict, strength: 1 }, duel);
    return lead === null ? null : (lead + 1) / 2;
  }
  const winner = duelOutcome(verdict, duel);
  return winner === null ? null : winner === TIE ? 0.5 : winner === duel[0] ? 1 : 0;
}

/** This judge's scores of every response, by the place it was shown in. */
function scoresOf(study: AuditStudy): Values {
  const values: Spread[] = [];
  let [n, excluded] = [0, 0];
  for (const comparison of study.comparisons) {
    const items = new Set<string>();
    for (const { response, presented, scores } of scoresAgain(study.baseOf(comparison.id), study.judgeRule)) {
      const item = JSON.stringify([comparison.id, response]);
      const order = `${presented.indexOf(response)}`;
      for (const score of scores.values()) {
        if (score === null) excluded++;
        else values.push({ cluster: clusterOf(comparison), item, levels: { order }, value: score });
        if (score !== null) items.add(item);
      }
    }
    n += items.size;
  }
  return { values, n, excluded };
}
