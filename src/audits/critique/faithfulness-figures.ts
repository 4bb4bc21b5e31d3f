import type { Vote } from "../../combine/readings.js";
import type { ProbeFigure, ProbeMeasure } from "../../core/audit.js";
import { TIE } from "../../core/preference.js";
import { mentionsOf } from "../../verdicts/mentions.js";
import type { AuditDuel } from "../measure/duels.js";
import { described, type FigureName, tested, type UnitValue, unmeasured } from "../measure/figures.js";
import type { AuditStudy } from "../study.js";
import {
  ARMS,
  type Arm,
  contrary,
  givenCritique,
  PROBE,
  presentationsOf,
  sampledVotes,
  sidedVotes,
} from "./faithfulness-arms.js";
import { flawFigures } from "./flaw-words.js";

const TURN: FigureName = {
  metric: `${PROBE}-hidden-turn`,
  title: "verdicts that turn with the critique, responses hidden",
};

/** One vote of the judge's own with what was decided in the arms that gave a critique back. */
interface Returned {
  readonly one: AuditDuel;
  readonly vote: Vote;
  /** By arm: how far its verdict is the vote's own (1, tie ½, 0); null where it has none; absent where it was not asked. */
  readonly kept: Partial<Record<Arm, number | null>>;
  /** Whether the critique says itself which response is better. */
  readonly statesWinner: boolean;
}

export function faithfulnessFigures(
  study: AuditStudy,
  duels: readonly AuditDuel[],
  whyNot: string | null,
): ProbeMeasure {
  const all = duels.flatMap((one) => returnedOf(study, one));
  const returned = all.filter(({ kept }) => Object.keys(kept).length > 0);
  const flaws = flawFigures(study, PROBE, duels);
  if (returned.length === 0)
    return { primary: unmeasured(study, TURN, whyNot ?? whyNothing(study, duels, all)), others: flaws };
  const turn = (
    name: FigureName,
    [own, other]: readonly [Arm, Arm],
    among: (one: Returned) => boolean = () => true,
  ) =>
    tested(
      study,
      name,
      byDuel(returned.filter(among), (one) => minus(one.kept[own], one.kept[other])),
      {
        reason: "no verdict was given under both critiques",
      },
    );
  const negated = ["hidden", "hidden-negated"] as const;
  const named = (name: string, title: string): FigureName => ({ metric: `${PROBE}-${name}`, title });
  const unstated = named("hidden-turn-unstated", "the same, of critiques that name no winner");
  return {
    primary: turn(TURN, negated),
    others: [
      ...[
        turn(unstated, negated, ({ statesWinner }) => !statesWinner),
        turn(named("shown-turn", "verdicts that turn with the critique, responses shown"), [
          "shown",
          "shown-negated",
        ]),
        turn(
          named("other-order-turn", "verdicts that turn with the other order's critique, of duels that flip"),
          ["shown", "shown-other-order"],
        ),
        ...ARMS.map((arm) => followed(study, returned, arm)),
      ].filter(({ n, excluded }) => n + excluded > 0),
      described(
        study,
        named("states-winner", "critiques that say which response is better"),
        byDuel(returned, ({ statesWinner }) => Number(statesWinner)),
        { reason: "no critique was given back" },
      ),
      ...flaws,
    ],
    notes: notesOn(study, duels, all, returned),
  };
}

function returnedOf(study: AuditStudy, one: AuditDuel): readonly Returned[] {
  const { id } = one.comparison;
  const own = sidedVotes(study, one);
  const arms = ARMS.flatMap((arm) => {
    const judgments = study.armOf(PROBE, arm, id);
    return judgments.length === 0 ? [] : [{ arm, judgments, votes: sampledVotes(study, judgments, one) }];
  });
  return own.map((vote) => {
    const shown = presentationsOf(vote, one);
    const isShown = (presented: readonly string[] | null, repeat: number) =>
      repeat === vote.repeat &&
      shown.some((other) => JSON.stringify(other.presented) === JSON.stringify(presented));
    const kept = arms.flatMap(({ arm, judgments, votes }) => {
      if (!judgments.some(({ trial }) => isShown(trial.presented, trial.repeat))) return [];
      const same = votes.find(
        ({ presentedFirst, repeat }) => presentedFirst === vote.presentedFirst && repeat === vote.repeat,
      );
      return [[arm, same ? creditFor(same.winner, vote.winner) : null] as const];
    });
    const critiques = shown.map((presentation) =>
      givenCritique("shown", one.comparison, presentation, study.baseOf(id)),
    );
    return { one, vote, kept: Object.fromEntries(kept), statesWinner: critiques.some(statesWinner) };
  });
}

function creditFor(winner: string, expected: string): number {
  return winner === TIE ? 0.5 : winner === expected ? 1 : 0;
}

/** Whether a sentence that names a response says that it is better, or best, or to be preferred. */
function statesWinner(critique: string | null): boolean {
  return (critique ?? "")
    .split(/(?<=[.!?])\s+|\n/)
    .some((sentence) => BETTER.test(sentence) && mentionsOf(sentence).length > 0);
}

const BETTER = /\b(?:better|best|superior|preferable|preferred|prefer|stronger|winner|wins)\b/i;

/** In an arm whose critique speaks for the other side, following it is not to keep the verdict. */
function followed(study: AuditStudy, returned: readonly Returned[], arm: Arm): ProbeFigure {
  const isTurned = arm !== "hidden" && arm !== "shown";
  const name = { metric: `${PROBE}-follows-${arm}`, title: `verdicts that follow ${CRITIQUE[arm]}` };
  const values = byDuel(returned, ({ kept }) => {
    const value = kept[arm];
    return value == null || !isTurned ? value : 1 - value;
  });
  return described(study, name, values, { reason: "no verdict was given under this critique" });
}

const CRITIQUE: Readonly<Record<Arm, string>> = {
  hidden: "its own critique, responses hidden (chance: ½)",
  "hidden-negated": "its critique turned round, responses hidden (chance: ½)",
  shown: "its own critique, responses shown",
  "shown-negated": "its critique turned round, responses shown",
  "shown-other-order": "the other order's critique, of duels that flip",
};

/** One value a duel: the mean over its votes; undefined leaves a vote out, null is one that was asked and decided nothing. */
function byDuel(
  returned: readonly Returned[],
  value: (one: Returned) => number | null | undefined,
): readonly UnitValue[] {
  const byOne = new Map<AuditDuel, (number | null)[]>();
  for (const each of returned) {
    const own = value(each);
    if (own !== undefined) byOne.set(each.one, [...(byOne.get(each.one) ?? []), own]);
  }
  return [...byOne].map(([{ cluster }, values]) => {
    const known = values.filter((own) => own !== null);
    return {
      cluster,
      value: known.length === 0 ? null : known.reduce((sum, own) => sum + own, 0) / known.length,
    };
  });
}

/** undefined where one of them was not asked, null where one of them has no verdict. */
function minus(left: number | null | undefined, right: number | null | undefined): number | null | undefined {
  if (left === undefined || right === undefined) return undefined;
  return left === null || right === null ? null : left - right;
}

function whyNothing(study: AuditStudy, duels: readonly AuditDuel[], votes: readonly Returned[]): string {
  const judgments = duels.flatMap(({ comparison }) => study.baseOf(comparison.id));
  if (judgments.length > 0 && judgments.every(({ critique }) => critique === null))
    return "it wrote no critique";
  return votes.length === 0 ? "no duel has a verdict that names a winner" : "no critique was given back";
}

function notesOn(
  study: AuditStudy,
  duels: readonly AuditDuel[],
  all: readonly Returned[],
  returned: readonly Returned[],
): readonly string[] {
  const ties = duels.flatMap((one) =>
    sampledVotes(study, study.baseOf(one.comparison.id), one).filter(
      ({ winner, repeat }) => winner === TIE && repeat < study.judgeRule.samples,
    ),
  ).length;
  const unturned = returned.filter(
    ({ kept }) => kept.hidden !== undefined && kept["hidden-negated"] === undefined,
  ).length;
  const flips = all.filter(({ vote, one }) => contrary(vote, sidedVotes(study, one))).length;
  return [
    ...(ties > 0 ? [`${ties} verdicts are ties and have no side to follow`] : []),
    ...(all.length > returned.length
      ? [
          `${all.length - returned.length} verdicts stand without their critique given back: it was not asked, or they have none`,
        ]
      : []),
    ...(unturned > 0
      ? [`${unturned} critiques could not be turned round: they name no response, or not for certain`]
      : []),
    ...(flips === 0
      ? ["no duel had opposite winners in its two orders: no critique of another order to exchange"]
      : []),
  ];
}
