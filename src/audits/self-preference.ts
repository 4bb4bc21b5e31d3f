import type { ProbeFigure } from "../core/audit.js";
import { baseTrials } from "./base-trials.js";
import { type AuditDuel, auditDuels, dispreferred } from "./duels.js";
import { described, tested, type UnitValue, unmeasured } from "./figures.js";
import { familyOf, judgeFamily } from "./model-families.js";
import type { Probe } from "./probe.js";
import type { AuditStudy } from "./study.js";
import { isInOneOrder, oneOrderNote, votesOn, winShare } from "./win-share.js";

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
      others: figuresOf(study, asked, duels),
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

/**
 * Each duel's part in the bias: the bias itself and, weighted so that both kinds of duel count for half, by how much the duel departs from
 * the mean of its kind. Their mean is the bias and their spread by cluster is its error.
 */
function biasOf(study: AuditStudy, asked: readonly Judged[]): ProbeFigure {
  const decided = asked.flatMap((one) => (one.share === null ? [] : [{ ...one, share: one.share }]));
  const excluded = asked.length - decided.length;
  const kinds = [true, false].map((isOwn) =>
    decided.filter(({ own, preferred }) => (own === preferred) === isOwn),
  );
  const means = kinds.map((kind) => kind.reduce((sum, { share }) => sum + share, 0) / kind.length);
  if (kinds.some(({ length }) => length === 0)) {
    const reason =
      decided.length === 0
        ? "no duel of the family was decided"
        : "people prefer the family always or never: a lean cannot be told from errors";
    return unmeasured(study, BIAS, reason, asked.length);
  }
  const bias = means.reduce((sum, mean) => sum + mean, 0) / 2 - 0.5;
  const units = kinds.flatMap((kind, i) =>
    kind.map(({ cluster, share }): UnitValue => {
      const part = bias + (decided.length / (2 * kind.length)) * (share - (means[i] ?? 0));
      return { cluster, value: Math.abs(part) < 1e-12 ? 0 : part };
    }),
  );
  const left = Array.from({ length: excluded }, (): UnitValue => ({ cluster: "", value: null }));
  return tested(study, BIAS, [...units, ...left], { range: [-0.5, 0.5], reason: "no duel was decided" });
}

function figuresOf(
  study: AuditStudy,
  asked: readonly Judged[],
  duels: readonly OwnDuel[],
): readonly ProbeFigure[] {
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
    tested(
      study,
      named("excess", "the judge picks its family − people do"),
      units((one, share) => share - people(one)),
      { reason },
    ),
    ...againstOthers(study, asked, duels),
  ];
}

/** The same duels judged by the judges of other families: what all judges like about these responses is no preference for oneself. */
function againstOthers(
  study: AuditStudy,
  asked: readonly Judged[],
  duels: readonly OwnDuel[],
): readonly ProbeFigure[] {
  const family = judgeFamily(study.judge);
  const others = study.panel().filter(({ judge }) => judgeFamily(judge) !== family);
  const words = others.map((other) => new Map(duels.map((one) => [keyOf(one), judgedBy(other, one)])));
  const units = asked.flatMap((one): UnitValue[] => {
    const there = words.flatMap((word) => word.get(keyOf(one)) ?? []).filter(({ isAsked }) => isAsked);
    if (there.length === 0) return [];
    const shares = there.flatMap(({ share }) => share ?? []);
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    const isKnown = one.share !== null && shares.length > 0;
    return [{ cluster: one.cluster, value: isKnown ? (one.share ?? 0) - mean : null }];
  });
  if (units.length === 0) return [];
  return [
    tested(
      study,
      named("excess-over-others", "the judge picks its family − judges of other families do"),
      units,
      { reason: "no duel of the family was decided by judges of other families" },
    ),
  ];
}

function keyOf({ comparison, duel }: OwnDuel): string {
  return JSON.stringify([comparison.id, duel]);
}

function named(metric: string, title: string) {
  return { metric: `self-preference-${metric}`, title };
}
