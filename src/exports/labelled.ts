import { countedJudgments } from "../combine/counted.js";
import { joinedNumbers } from "../combine/joined.js";
import { preferenceOf } from "../combine/preference.js";
import { type DuelReading, duelReadings, steadyMean } from "../combine/readings.js";
import { type JudgeRule, ruleOf } from "../combine/rule.js";
import { joinSamples } from "../combine/samples.js";
import { duelVerdict, voteShares, winnersByOrder } from "../combine/shares.js";
import type { Comparison, Duel } from "../core/comparison.js";
import { ownScore, sameDuel } from "../core/duel.js";
import type { Judge } from "../core/judge.js";
import type { Judgment, JudgmentRow } from "../core/judgment.js";
import { type Preference, TIE } from "../core/preference.js";
import { NO_REWARDS, type Rewards, rewardsFrom, type WonDuel } from "./rewards.js";

/** Whose label decides: people (or the construction of the data), the judge, or checks that were run. */
export const LABEL_SOURCES = ["people", "judge", "verified"] as const;
export type LabelSource = (typeof LABEL_SOURCES)[number];

/** What a margin is measured in: a difference of scores or ratings, a stated strength, or a difference of vote shares (0…1). */
export type MarginUnit = "score" | "rating" | "strength" | "vote-share";

export type DuelLabel =
  | {
      readonly status: "decided";
      readonly chosen: string;
      readonly rejected: string;
      /** The share of votes that say so, 0…1: of annotators, or of the judge's over orders and repeats. */
      readonly agreement: number;
      readonly margin: number;
      readonly marginUnit: MarginUnit;
    }
  | { readonly status: "tie" | "split" | "none" };

export interface LabelledDuel {
  readonly duel: Duel;
  readonly label: DuelLabel;
  /** What checks say of it: a response id, "tie", or null where they say nothing. */
  readonly verified: string | null;
  /** Whether a judge's winner was the opposite one when the order was; `unknown` where none decided in both orders. */
  readonly orders: "steady" | "flipped" | "unknown";
}

/** A comparison with all that an export says of it. */
export interface LabelledComparison {
  readonly comparison: Comparison;
  /** In the order of `duelsOf`. */
  readonly duels: readonly LabelledDuel[];
  /** By the label's source. */
  readonly rewards: Rewards;
  /** As checks say: 1 passed, 0 failed. */
  readonly verifiedRewards: Rewards;
  /** With their texts, where the format reads them. */
  readonly critiques: readonly Judgment[];
}

/** What is stored of one comparison. */
export interface StoredComparison {
  readonly comparison: Comparison;
  /** Overall ones only. */
  readonly preferences: readonly Preference[];
  /** The ordinary judgments (no probe's) of the judges that count here. */
  readonly judgments: readonly JudgmentRow[];
  readonly critiques: readonly Judgment[];
}

/** Labels the duels of a comparison. Where the label is the judge's, `judges` holds that one judge. */
export function labelled(
  { comparison, preferences, judgments, critiques }: StoredComparison,
  source: LabelSource,
  judges: readonly Judge[],
): LabelledComparison {
  const checks = preferences.filter((preference) => preference.source === "verified");
  const people = preferences.filter((preference) => preference.source !== "verified");
  const verified = saidBy(checks, comparison);
  const read = judges.map((judge) => readJudge(judge, judgments, comparison));
  const [judged] = read;
  const said = source === "people" ? saidBy(people, comparison) : source === "verified" ? verified : judged;
  return {
    comparison,
    duels: verified.duels.map(({ duel, label }, i) => ({
      duel,
      label: said?.duels[i]?.label ?? { status: "none" },
      verified: label.status === "decided" ? label.chosen : label.status === "tie" ? TIE : null,
      orders: ordersOf(read.map(({ orders }) => orders[i] ?? "unknown")),
    })),
    rewards: said?.rewards ?? NO_REWARDS,
    verifiedRewards: verified.rewards,
    critiques,
  };
}

interface Said {
  readonly duels: readonly { readonly duel: Duel; readonly label: DuelLabel }[];
  readonly rewards: Rewards;
}

function saidBy(preferences: readonly Preference[], comparison: Comparison): Said {
  const duels = preferenceOf(preferences, comparison).map(({ duel, winner, counts, annotators }) => {
    if (winner === null) return { duel, label: { status: annotators > 0 ? "split" : "none" } as const };
    if (winner === TIE) return { duel, label: { status: "tie" } as const };
    const [votes, against] =
      winner === duel[0] ? [counts.first, counts.second] : [counts.second, counts.first];
    const share = (votes - against) / annotators;
    return {
      duel,
      label: decided(duel, winner, votes / annotators, marginOf(preferences, duel, winner, share)),
    };
  });
  return {
    duels,
    rewards: rewardsFrom(comparison, duels.map(wonDuel), {
      unit: "rating",
      byId: ratingsOf(preferences, comparison),
    }),
  };
}

/** A judge's label on each duel, and whether its winner hangs on the order. */
function readJudge(judge: Judge, all: readonly JudgmentRow[], comparison: Comparison) {
  const judgeRule = ruleOf(judge);
  const judgments = countedJudgments(
    all.filter(({ trial }) => trial.judge === judge.id),
    judgeRule,
  );
  const votes = duelReadings(judgments, comparison);
  const readings = joinSamples({ judgments, comparison, readings: votes }, judgeRule);
  // Also where the rule counts votes: how good a judge found a response is in its scores.
  const scores = joinedNumbers(judgments, comparison, "scores", judgeRule);
  const duels = readings.map((reading) => ({
    duel: reading.duel,
    label: judgedDuel(reading, judgeRule, scores),
  }));
  return {
    duels,
    rewards: rewardsFrom(comparison, duels.map(wonDuel), { unit: "score", byId: scores }),
    orders: votes.map((reading) => orderOf(reading, judgeRule)),
  };
}

function judgedDuel(
  reading: DuelReading,
  { rule }: JudgeRule,
  scores: ReadonlyMap<string, number>,
): DuelLabel {
  const shares = voteShares(reading, rule);
  const winner = duelVerdict(reading, rule);
  if (!shares || winner === null) return { status: "none" };
  if (winner === TIE) return { status: "tie" };
  const { duel } = reading;
  const [agreement, against] =
    winner === duel[0] ? [shares.first, shares.second] : [shares.second, shares.first];
  const difference = differenceOf((id) => scores.get(id) ?? null, duel, winner);
  return decided(
    duel,
    winner,
    agreement,
    // Votes may say what mean scores do not; then the votes are what the label rests on.
    difference !== null && difference > 0
      ? { margin: difference, marginUnit: "score" }
      : { margin: agreement - against, marginUnit: "vote-share" },
  );
}

function orderOf({ duel, ...reading }: DuelReading, { rule }: JudgeRule): LabelledDuel["orders"] {
  const shown = reading.votes.filter(({ order }) => order === "shown");
  const winners = winnersByOrder({ duel, ...reading, votes: shown }, { ...rule, orders: "mean" });
  if (winners.length < 2) return "unknown";
  return winners.includes(duel[0]) && winners.includes(duel[1]) ? "flipped" : "steady";
}

function ordersOf(judges: readonly LabelledDuel["orders"][]): LabelledDuel["orders"] {
  return judges.includes("flipped") ? "flipped" : judges.includes("steady") ? "steady" : "unknown";
}

type Margin = Pick<Extract<DuelLabel, { status: "decided" }>, "margin" | "marginUnit">;

function decided(duel: Duel, chosen: string, agreement: number, margin: Margin): DuelLabel {
  return {
    status: "decided",
    chosen,
    rejected: chosen === duel[0] ? duel[1] : duel[0],
    agreement,
    ...margin,
  };
}

/** By what was said in numbers, where anyone did: mean rating differences, else mean signed strengths, else the lead in votes. */
function marginOf(preferences: readonly Preference[], duel: Duel, winner: string, share: number): Margin {
  const ratings = preferences.flatMap((preference) => {
    const difference =
      preference.kind === "ratings"
        ? differenceOf((id) => ownScore(preference.scores, id), duel, winner)
        : null;
    return difference === null ? [] : [difference];
  });
  if (ratings.length > 0) return { margin: steadyMean(ratings), marginUnit: "rating" };
  const strengths = preferences.flatMap((preference) => {
    if (preference.kind !== "duel" || !sameDuel(preference.between, duel)) return [];
    if (preference.winner === TIE) return [{ strength: 0, stated: false }];
    const { strength } = preference;
    if (strength === undefined || !Number.isFinite(strength)) return [];
    return [{ strength: preference.winner === winner ? strength : -strength, stated: true }];
  });
  if (strengths.some(({ stated }) => stated))
    return { margin: steadyMean(strengths.map(({ strength }) => strength)), marginUnit: "strength" };
  return { margin: share, marginUnit: "vote-share" };
}

function differenceOf(scoreOf: (id: string) => number | null, duel: Duel, winner: string): number | null {
  const [first, second] = [scoreOf(duel[0]), scoreOf(duel[1])];
  if (first === null || second === null) return null;
  return winner === duel[0] ? first - second : second - first;
}

function wonDuel({ duel, label }: { readonly duel: Duel; readonly label: DuelLabel }): WonDuel {
  return { duel, winner: label.status === "decided" ? label.chosen : label.status === "tie" ? TIE : null };
}

function ratingsOf(preferences: readonly Preference[], { responses }: Comparison): Map<string, number> {
  const means = responses.flatMap(({ id }) => {
    const given = preferences.flatMap((preference) => {
      const score = preference.kind === "ratings" ? ownScore(preference.scores, id) : null;
      return score === null ? [] : [score];
    });
    return given.length === 0 ? [] : [[id, steadyMean(given)] as const];
  });
  return new Map(means);
}
