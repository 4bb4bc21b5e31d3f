import type { ProbeFigure } from "../../core/audit.js";
import { baseTrials } from "../measure/base-trials.js";
import { type AuditDuel, auditDuels, dispreferred } from "../measure/duels.js";
import { described, tested, type UnitValue, unmeasured } from "../measure/figures.js";
import { isInOneOrder, oneOrderNote, votesOn, winShare } from "../measure/win-share.js";
import type { Probe } from "../probe.js";
import type { AuditStudy } from "../study.js";
import { familyOf, judgeFamily } from "./model-families.js";

const BIAS = {
  metric: "self-preference-bias",
  title: "wins gained by responses of the judge's own model family",
};

/**
 * Duels in which one response was written by a model of the judge's family and the other by one of another. People's word on the same duels
 * is the yardstick: bias = ½ [P(own wins | people prefer own) + P(own wins | people prefer the other)] − ½ (−½ … ½). It is 0 for a
 * judge that errs as often either way, a coin among them; the difference of win rates is not, where people seldom prefer the family.
 */
export const selfPreference: Probe = {
  name: "self-preference",
  family: "bias",
  title: "self-preference",
  question: "Does the judge favour responses of its own model family over what people preferred?",
  use: { to: "to compare its own model family with others", within: [-0.1, 0.1] },
  plan: (study) => baseTrials(study, ownDuels(study).duels),
  measure(study) {
    const family = judgeFamily(study.judge);
    const { duels, unnamed } = ownDuels(study);
    const notes = [
      ...(family === null ? [] : [`responses by the family "${family}", told by the authors' names`]),
      ...(unnamed > 0 ? [`${unnamed} duels are left out: one of their authors is not named`] : []),
    ];
    const reason =
      family === null
        ? "the judge's name speaks of no model family that is known"
        : `no duel with a preferred response is between the family "${family}" and another`;
    if (duels.length === 0) return { primary: unmeasured(study, BIAS, reason), others: [], notes };
    const asked = duels.map((one) => judgedBy(study, one)).filter(({ isAsked }) => isAsked);
    return {
      primary: biasOf(study, asked),
      others: [...ratesOf(study, asked), ...againstOthers(study, asked)],
      notes: [...notes, ...oneOrderNote(asked)],
    };
  },
};

interface OwnDuel extends AuditDuel {
  /** The response that the judge's family wrote. */
  readonly own: string;
}

/** Duels with a preferred response between the judge's family and another one; `unnamed` are those of which that cannot be known. */
function ownDuels(study: AuditStudy): { readonly duels: readonly OwnDuel[]; readonly unnamed: number } {
  const family = judgeFamily(study.judge);
  const duels: OwnDuel[] = [];
  let unnamed = 0;
  if (family === null) return { duels, unnamed };
  for (const one of auditDuels(study)) {
    if (dispreferred(one) === null) continue;
    const authors = one.duel.map((id) => one.comparison.responses.find((each) => each.id === id)?.author);
    const isOwn = authors.map((author) => author !== undefined && familyOf(author) === family);
    if (isOwn[0] === isOwn[1]) continue;
    if (authors.includes(undefined)) unnamed++;
    else duels.push({ ...one, own: isOwn[0] ? one.duel[0] : one.duel[1] });
  }
  return { duels, unnamed };
}

interface Judged extends OwnDuel {
  readonly isAsked: boolean;
  /** How much of the judge's word is for the response of the family, 0…1; null where it has none. */
  readonly share: number | null;
  readonly isInOneOrder: boolean;
}

function judgedBy(study: AuditStudy, one: OwnDuel): Judged {
  const { comparison, duel, own } = one;
  const judgments = study.baseOf(comparison.id);
  const { votes, failures } = votesOn(judgments, comparison, duel, study.judgeRule);
  const share = winShare(judgments, comparison, duel, study.judgeRule);
  return {
    ...one,
    isAsked: votes.length > 0 || failures.length > 0,
    share: share === null ? null : own === duel[0] ? share : 1 - share,
    isInOneOrder: isInOneOrder(votes),
  };
}

/** A duel as the bias counts it: what is said for the family (0…1, or less another's word), and whether people prefer the family there. */
interface Said {
  readonly cluster: string;
  readonly value: number | null;
  readonly isPreferred: boolean;
}

function biasOf(study: AuditStudy, asked: readonly Judged[]): ProbeFigure {
  const said = asked.map((one) => ({ ...one, value: one.share, isPreferred: one.own === one.preferred }));
  return leanOf(study, BIAS, said, 0.5);
}

/**
 * ½ (the mean where people prefer the family + the mean where they prefer the other) − what it is without a lean. Each duel's part is that
 * figure and, weighted so that both kinds of duel count for half, by how much the duel departs from the mean of its kind: the mean of these
 * parts is the figure, and their spread by cluster is its error.
 */
function leanOf(
  study: AuditStudy,
  name: { readonly metric: string; readonly title: string },
  said: readonly Said[],
  without: number,
): ProbeFigure {
  const decided = said.flatMap((one) => (one.value === null ? [] : [{ ...one, value: one.value }]));
  const kinds = [true, false].map((isPreferred) => decided.filter((one) => one.isPreferred === isPreferred));
  if (kinds.some(({ length }) => length === 0)) {
    const reason =
      decided.length === 0
        ? "no duel of the family was decided"
        : "people prefer the family always or never: a lean cannot be told from errors";
    return unmeasured(study, name, reason, said.length);
  }
  const means = kinds.map((kind) => kind.reduce((sum, { value }) => sum + value, 0) / kind.length);
  const lean = means.reduce((sum, mean) => sum + mean, 0) / 2 - without;
  const parts = kinds.flatMap((kind, i) =>
    kind.map(({ cluster, value }): UnitValue => {
      const part =
        lean + (decided.length / (2 * kind.length)) * freed(kind.length) * (value - (means[i] ?? 0));
      return { cluster, value: Math.abs(part) < 1e-12 ? 0 : part };
    }),
  );
  const undecided = said.flatMap(({ cluster, value }) => (value === null ? [{ cluster, value }] : []));
  const range = [without - 1, 1 - without] as const;
  return tested(study, name, [...parts, ...undecided], { range, reason: "no duel was decided" });
}

/** What departures from a mean of n are short of for the mean having been fitted to them. */
function freed(n: number): number {
  return n < 2 ? 1 : Math.sqrt(n / (n - 1));
}

/** Rates as they are. Their difference tests nothing: where people seldom prefer the family, a judge that merely errs picks it more often. */
function ratesOf(study: AuditStudy, asked: readonly Judged[]): readonly ProbeFigure[] {
  const reason = "no duel of the family was decided";
  const people = ({ own, preferred }: OwnDuel) => (own === preferred ? 1 : 0);
  const units = (value: (one: Judged, share: number) => number): UnitValue[] =>
    asked.map((one) => ({ cluster: one.cluster, value: one.share === null ? null : value(one, one.share) }));
  return [
    described(
      study,
      named("judge-rate", "the judge picks its family"),
      units((_, share) => share),
      { reason },
    ),
    described(study, named("people-rate", "people pick it, on the same duels"), units(people), { reason }),
    described(
      study,
      named("excess", "the judge picks its family − people do"),
      units((one, share) => share - people(one)),
      { range: [-1, 1], reason },
    ),
  ];
}

/** The same duels judged by the judges of other families: what all judges like about these responses is no preference for oneself. */
function againstOthers(study: AuditStudy, asked: readonly Judged[]): readonly ProbeFigure[] {
  const family = judgeFamily(study.judge);
  const others = study.panel().filter(({ judge }) => judgeFamily(judge) !== family);
  const said = asked.flatMap((one): Said[] => {
    const there = others.map((other) => judgedBy(other, one)).filter(({ isAsked }) => isAsked);
    if (there.length === 0) return [];
    const shares = there.flatMap(({ share }) => share ?? []);
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    const value = one.share !== null && shares.length > 0 ? one.share - mean : null;
    return [{ cluster: one.cluster, value, isPreferred: one.own === one.preferred }];
  });
  if (said.length === 0) return [];
  const name = named("bias-over-others", "its bias − that of judges of other families, on the same duels");
  return [leanOf(study, name, said, 0)];
}

function named(metric: string, title: string) {
  return { metric: `self-preference-${metric}`, title };
}
