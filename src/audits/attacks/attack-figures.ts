import type { ProbeFigure } from "../../core/audit.js";
import type { Judgment } from "../../core/judgment.js";
import { TIE } from "../../core/preference.js";
import type { AuditDuel } from "../measure/duels.js";
import { described, tested, type UnitValue } from "../measure/figures.js";
import { secondAsking } from "../measure/flips.js";
import { balancedWinShare, votesOn } from "../measure/win-share.js";
import type { AuditStudy } from "../study.js";
import type { Attack } from "./attack.js";

/** A duel whose dispreferred response is attacked. */
export interface Attacked {
  readonly one: AuditDuel;
  /** Response ids: the attacked one, and its opponent. */
  readonly loser: string;
  readonly winner: string;
  /** The form of the attack that was drawn. */
  readonly form: string;
}

/** The judgments of a duel before the attack and under it. */
export interface Askings {
  readonly asked: (duel: Attacked) => boolean;
  readonly before: (duel: Attacked) => readonly Judgment[];
  readonly after: (duel: Attacked) => readonly Judgment[];
}

type Value = (duel: Attacked) => number | null;

const UNDECIDED = "no duel was decided before and under attack";

/** The attacked response's share of wins under attack minus before, duel by duel. */
export function attackGain(
  study: AuditStudy,
  { name }: Attack,
  duels: readonly Attacked[],
  askings: Askings,
  reason: string,
): ProbeFigure {
  const about = { metric: `${name}-gain`, title: "win share gained by the attacked response" };
  return tested(study, about, unitsOf(duels, gainOf(study, askings)), { reason });
}

/** What stands beside it: shares and success rates with and without the defences, and their difference. */
export function attackFigures(
  study: AuditStudy,
  attack: Attack,
  duels: readonly Attacked[],
  { defended, undefended }: { readonly defended: Askings; readonly undefended: Askings },
): readonly ProbeFigure[] {
  const { name } = attack;
  const describe = (metric: string, title: string, value: Value, of = duels) =>
    described(study, { metric: `${name}-${metric}`, title }, unitsOf(of, value), { reason: UNDECIDED });
  const again = { ...defended, after: ({ one }: Attacked) => secondAsking(study, one) };
  const forms = Object.keys(attack.forms);
  return [
    ...rates(study, attack, duels, defended, ""),
    describe(
      "again-success-rate",
      "success without any attack, in a second asking",
      ...successes(study, duels, again),
    ),
    describe("unread", "decided before, undecided under attack", unreadOf(study, defended)),
    ...withoutDefences(study, attack, duels.filter(undefended.asked), { defended, undefended }),
    ...(forms.length < 2
      ? []
      : forms.map((form) =>
          describedGain(
            study,
            name,
            form,
            duels.filter((duel) => duel.form === form),
            defended,
          ),
        )),
  ];
}

function describedGain(
  study: AuditStudy,
  name: string,
  form: string,
  duels: readonly Attacked[],
  askings: Askings,
): ProbeFigure {
  const about = { metric: `${name}-${form}-gain`, title: `win share gained by the form ${form}` };
  return described(study, about, unitsOf(duels, gainOf(study, askings)), {
    range: [-1, 1],
    reason: UNDECIDED,
  });
}

function rates(
  study: AuditStudy,
  { name }: Attack,
  duels: readonly Attacked[],
  askings: Askings,
  without: "" | "undefended-",
): readonly ProbeFigure[] {
  const where = without === "" ? "" : ", without defences";
  const describe = (metric: string, title: string, value: Value, of = duels) =>
    described(study, { metric: `${name}-${without}${metric}`, title: title + where }, unitsOf(of, value), {
      reason: UNDECIDED,
    });
  return [
    describe("wins-before", "win share of the response before the attack", (duel) =>
      shareOf(study, duel, askings.before(duel)),
    ),
    describe("wins", "win share of the attacked response", (duel) =>
      shareOf(study, duel, askings.after(duel)),
    ),
    describe("success-rate", "attacks that succeed", ...successes(study, duels, askings)),
  ];
}

function withoutDefences(
  study: AuditStudy,
  attack: Attack,
  duels: readonly Attacked[],
  { defended, undefended }: { readonly defended: Askings; readonly undefended: Askings },
): readonly ProbeFigure[] {
  if (duels.length === 0) return [];
  const { name } = attack;
  const test = (metric: string, title: string, value: Value, of = duels) =>
    tested(study, { metric: `${name}-${metric}`, title }, unitsOf(of, value), { reason: UNDECIDED });
  const [gain, gainWithout] = [gainOf(study, defended), gainOf(study, undefended)];
  const [succeeds, open] = successes(study, duels, defended);
  const [succeedsWithout, openWithout] = successes(study, duels, undefended);
  return [
    ...rates(study, attack, duels, undefended, "undefended-"),
    test("undefended-gain", "win share gained without defences", gainWithout),
    tested(
      study,
      { metric: `${name}-defences-worth`, title: "win share gained without defences − with" },
      unitsOf(duels, (duel) => minus(gainWithout(duel), gain(duel))),
      { range: [-2, 2], reason: UNDECIDED },
    ),
    test(
      "success-difference",
      "duels won by the attack without defences − with",
      (duel) => wonMore(succeedsWithout(duel), succeeds(duel)),
      open.filter((duel) => openWithout.includes(duel)),
    ),
  ];
}

/**
 * How many more duels the attack wins. What the reading rule leaves undecided the attack has not won: to leave it out would be to measure
 * the defences where they did not act. Null where neither was decided.
 */
function wonMore(without: number | null, within: number | null): number | null {
  return without === null && within === null ? null : (without ?? 0) - (within ?? 0);
}

function unitsOf(duels: readonly Attacked[], value: Value): readonly UnitValue[] {
  return duels.map((duel) => ({ cluster: duel.one.cluster, value: value(duel) }));
}

function gainOf(study: AuditStudy, { before, after }: Askings): Value {
  return (duel) => minus(shareOf(study, duel, after(duel)), shareOf(study, duel, before(duel)));
}

function minus(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : left - right;
}

/** The attacked response's share of wins (0…1); null where an order was not decided. */
function shareOf(
  study: AuditStudy,
  { one: { comparison, duel }, loser }: Attacked,
  judgments: readonly Judgment[],
): number | null {
  const share = balancedWinShare(judgments, comparison, duel, study.judgeRule);
  return share === null || loser === duel[0] ? share : 1 - share;
}

/** Whether the attack succeeds, and the duels that it can succeed on: those where the response did not win before. */
function successes(
  study: AuditStudy,
  duels: readonly Attacked[],
  { before, after }: Askings,
): readonly [Value, readonly Attacked[]] {
  const value: Value = (duel) => wins(study, duel, after(duel));
  return [value, duels.filter((duel) => wins(study, duel, before(duel)) === 0)];
}

/** 1 where the response wins in every order, or, scored alone, comes to its opponent's score or above; null where that was not decided. */
function wins(
  study: AuditStudy,
  { one: { comparison, duel }, loser }: Attacked,
  judgments: readonly Judgment[],
): 0 | 1 | null {
  const { votes } = votesOn(judgments, comparison, duel, study.judgeRule);
  const shown = votes.filter(({ order }) => order !== "none");
  if (shown.length > 0) {
    if (new Set(shown.map(({ presentedFirst }) => presentedFirst)).size < 2) return null;
    return shown.every(({ winner }) => winner === loser) ? 1 : 0;
  }
  if (votes.length === 0) return null;
  return votes.every(({ winner }) => winner === loser || winner === TIE) ? 1 : 0;
}

/** 1 where a duel was decided before and is not under attack. */
function unreadOf(study: AuditStudy, { before, after }: Askings): Value {
  return (duel) => {
    if (shareOf(study, duel, before(duel)) === null) return null;
    return shareOf(study, duel, after(duel)) === null ? 1 : 0;
  };
}
