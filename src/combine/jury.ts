import type { Duel } from "../core/comparison.js";
import { UsageError } from "../core/errors.js";
import { hashJson } from "../core/hash.js";
import { type CombinedJudge, type Judge, type JuryRule, judgeId } from "../core/judge.js";
import type { JudgmentRow } from "../core/judgment.js";
import type { Reading } from "../core/reading.js";
import { type CalibrationDuel, calibrate, type JuryFit } from "./calibration.js";
import { byNumbers } from "./joined.js";
import type { JuryMember, MemberOpinion } from "./member.js";
import { scaledLeads } from "./member.js";
import { majorityOf } from "./samples.js";

/** A jury as the user names it: members by judge name or id. */
export type JuryConfig = { readonly name: string; readonly members: readonly string[] } & JuryRule;

/**
 * The jury as a judge, its members found among those that are known. Throws a UsageError where a member is not known or not named
 * clearly, or where there are fewer than two.
 */
export function juryJudge(config: JuryConfig, known: readonly Pick<Judge, "id" | "name">[]): CombinedJudge {
  const members = config.members.map((member) => memberId(config.name, member, known));
  if (new Set(members).size < Math.max(2, members.length)) {
    const found = config.members.length === 0 ? "none" : config.members.join(", ");
    throw new UsageError(`jury ${config.name}: expected two or more different members but found ${found}`);
  }
  const jury: JuryRule =
    config.by === "fitted" ? { by: config.by, calibration: config.calibration } : { by: config.by };
  const identity = { kind: "combined", name: config.name, members, jury } as const;
  return { ...identity, id: judgeId(identity) };
}

/** A duel of the data, with what the jury may know of it. */
export interface JuryDuel extends CalibrationDuel {
  readonly comparison: string;
  readonly duel: Duel;
}

interface JuryInput {
  readonly judge: CombinedJudge;
  readonly duels: readonly JuryDuel[];
  /** In the order of `judge.members`. */
  readonly members: readonly JuryMember[];
  /** Of the draw of calibration clusters. */
  readonly seed: number;
}

interface JuryWork {
  /** One a duel that the jury judges; a duel on which no member has a verdict is undecided. */
  readonly judgments: readonly JudgmentRow[];
  /** The weights and what they were fitted on: those duels the jury does not judge. null for other rules. */
  readonly fit: JuryFit | null;
}

/**
 * What a jury makes of its members' opinions. Pure; makes no call. Throws a UsageError or an InputError where weights are to be fitted
 * and the calibration split does not allow it.
 */
export function juryJudgments({ judge, duels, members, seed }: JuryInput): JuryWork {
  const { jury } = judge;
  const fit =
    jury.by === "fitted"
      ? calibrate({ name: judge.name, split: jury.calibration, duels, members, seed })
      : null;
  const say = speaker(jury.by, members, duels, fit);
  const judgments = duels.flatMap((duel, index) =>
    fit?.duels.has(index) ? [] : [rowOf(judge, duel, say(index, duel.duel))],
  );
  return { judgments, fit };
}

/** What the jury says of the duel of this index: the winner, with a probability of `duel[0]` where the rule gives one; null: nothing. */
type Say = (index: number, duel: Duel) => { readonly winner: string; readonly pWin?: number } | null;

function speaker(
  by: JuryRule["by"],
  members: readonly JuryMember[],
  duels: readonly JuryDuel[],
  fit: JuryFit | null,
): Say {
  const opinions = (index: number) => members.flatMap(({ opinions }) => opinions[index] ?? []);
  switch (by) {
    case "majority":
      return byVotes(opinions, ({ winner }) => (winner === null ? [] : [winner]));
    case "votes":
      return byVotes(opinions, ({ byOrder }) => byOrder);
    case "mean-score": {
      const leads = members.map((member) => scaledLeads(member, duels));
      return (index, duel) => {
        const given = leads.flatMap((ofMember) => ofMember[index] ?? []);
        const mean = given.reduce((sum, lead) => sum + lead, 0) / given.length;
        return given.length === 0 ? null : { winner: byNumbers(duel, mean, 0) };
      };
    }
    case "fitted":
      return (index, duel) => {
        const lead = fit?.leadOf(index) ?? null;
        return lead === null ? null : { winner: byNumbers(duel, lead, 0), pWin: 1 / (1 + Math.exp(-lead)) };
      };
    default:
      return by satisfies never;
  }
}

function byVotes(
  opinionsOn: (index: number) => readonly MemberOpinion[],
  votes: (opinion: MemberOpinion) => readonly string[],
): Say {
  return (index, duel) => {
    const winner = majorityOf(opinionsOn(index).flatMap(votes), duel);
    return winner === null ? null : { winner };
  };
}

function rowOf(judge: CombinedJudge, { comparison, duel }: JuryDuel, said: ReturnType<Say>): JudgmentRow {
  const reading: Reading = said
    ? { status: "decided", verdict: { kind: "duel", between: duel, ...said } }
    : { status: "undecided", reason: "no member has a verdict" };
  // A comparison has one row a duel: the duel is part of the key, since nothing was presented that could tell them apart.
  const key = hashJson([comparison, judge.id, [...duel]]).slice(0, 32);
  return { trial: { key, comparison, judge: judge.id, presented: null, repeat: 0 }, reading, calls: [] };
}

function memberId(jury: string, member: string, known: readonly Pick<Judge, "id" | "name">[]): string {
  if (known.some(({ id }) => id === member)) return member;
  const named = known.filter(({ name }) => name === member);
  const [only, more] = named;
  if (only && !more) return only.id;
  if (only) {
    const ids = named.map(({ id }) => id).join(", ");
    throw new UsageError(
      `jury ${jury}: ${member} is the name of several judges; say which by its id: ${ids}`,
    );
  }
  const names = known.map(({ name }) => name).join(", ");
  throw new UsageError(`jury ${jury}: no judge ${member}; known are ${names === "" ? "none" : names}`);
}
