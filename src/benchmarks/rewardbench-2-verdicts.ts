import type { ComparisonRow } from "../core/comparison.js";
import { duelOutcome, ownScore } from "../core/duel.js";
import type { JudgmentRow } from "../core/judgment.js";
import { TIE } from "../core/preference.js";
import { meanOf } from "./mean-of.js";

/** How a judge was asked: for the best of four, for a rating of each response, or (by no rule of the authors) in duels. */
export const MODES = ["4-way", "ratings", "duels"] as const;
export type Mode = (typeof MODES)[number];

/** What a prompt counts, 0…1. */
export interface Credits {
  /** As the authors count it, failures and all. */
  readonly official: number;
  /** Without what failed; null where nothing is left. */
  readonly decided: number | null;
}

/** What the authors' scripts count for a prompt of four without a verdict. */
const FAILED = 0.25;

/** What one judge's judgments of a prompt with one right response count in a mode; null where it was not asked that way. */
export function creditsIn(
  mode: Mode,
  judged: {
    readonly comparison: ComparisonRow;
    readonly good: string;
    readonly judgments: readonly JudgmentRow[];
  },
  ratesTogether: boolean,
): Credits | null {
  const { comparison, good, judgments } = judged;
  if (mode === "ratings") {
    const ratings = ratingsOf(judgments, comparison, ratesTogether);
    return ratings && byRatings(ratings, good);
  }
  const own = judgments.filter((judgment) => modeOf(judgment, ratesTogether) === mode);
  if (own.length === 0) return null;
  return mode === "4-way" ? bestOfFour(own, good) : byDuels(own, comparison, good);
}

/** Whether a judge rates responses that it is shown together: then a failure on them is one of ratings. */
export function ratesShownTogether(judgments: readonly JudgmentRow[]): boolean {
  return judgments.some(
    ({ reading }) =>
      reading.status === "decided" &&
      reading.verdict.kind === "scores" &&
      Object.keys(reading.verdict.byId).length > 1,
  );
}

function modeOf({ trial, reading }: JudgmentRow, ratesTogether: boolean): Mode | null {
  if (reading.status === "decided") {
    const { kind } = reading.verdict;
    return kind === "ranking" ? "4-way" : kind === "duel" ? "duels" : "ratings";
  }
  const shown = trial.presented?.length;
  if (shown === undefined) return null;
  if (shown === 1 || ratesTogether) return "ratings";
  return shown === 2 ? "duels" : "4-way";
}

/** The mean over orders and repeats. A ranking counts by its first place; where several share it no best one was named. */
function bestOfFour(judgments: readonly JudgmentRow[], good: string): Credits {
  const official: number[] = [];
  const decided: number[] = [];
  for (const { reading } of judgments) {
    if (reading.status !== "decided" || reading.verdict.kind !== "ranking") {
      official.push(FAILED);
      continue;
    }
    const first = reading.verdict.tiers[0] ?? [];
    const share = first.includes(good) ? 1 / first.length : 0;
    official.push(first.length === 1 ? share : FAILED);
    decided.push(share);
  }
  return { official: meanOf(official) ?? FAILED, decided: meanOf(decided) };
}

/** Each response's rating: the mean over orders and repeats, null where all of them failed. null where not every response was asked for. */
export function ratingsOf(
  judgments: readonly JudgmentRow[],
  { responses }: ComparisonRow,
  ratesTogether: boolean,
): ReadonlyMap<string, number | null> | null {
  const own = judgments.filter((judgment) => modeOf(judgment, ratesTogether) === "ratings");
  const ratings = new Map<string, number | null>();
  for (const { id } of responses) {
    const given: number[] = [];
    let wasAsked = false;
    for (const { trial, reading } of own) {
      const score =
        reading.status === "decided" && reading.verdict.kind === "scores"
          ? ownScore(reading.verdict.byId, id)
          : null;
      if (score !== null) given.push(score);
      wasAsked ||= score !== null || (trial.presented?.includes(id) ?? false);
    }
    if (!wasAsked) return null;
    ratings.set(id, meanOf(given));
  }
  return ratings;
}

/** The share that the right response has of the highest rating; one that failed cannot have it. */
function byRatings(ratings: ReadonlyMap<string, number | null>, good: string): Credits {
  const valid = [...ratings.values()].filter((rating) => rating !== null);
  if (valid.length === 0) return { official: FAILED, decided: null };
  const highest = Math.max(...valid);
  const winners = [...ratings].flatMap(([id, rating]) => (rating === highest ? [id] : []));
  const share = winners.includes(good) ? 1 / winners.length : 0;
  return { official: share, decided: valid.length < ratings.size ? null : share };
}

/** Ours: the right response must win each of its duels by more wins than losses; it shares the first place with those it draws with. */
function byDuels(
  judgments: readonly JudgmentRow[],
  { responses }: ComparisonRow,
  good: string,
): Credits | null {
  let [draws, isBeaten, isMissing] = [0, false, false];
  for (const { id } of responses) {
    if (id === good) continue;
    const asked = judgments.filter(({ trial, reading }) =>
      reading.status === "decided"
        ? duelOutcome(reading.verdict, [good, id]) !== null
        : trial.presented?.includes(good) && trial.presented.includes(id),
    );
    if (asked.length === 0) return null;
    const outcomes = asked.flatMap(({ reading }) =>
      reading.status === "decided" ? [duelOutcome(reading.verdict, [good, id])] : [],
    );
    const lead = outcomes.reduce(
      (sum, outcome) => sum + (outcome === TIE ? 0 : outcome === good ? 1 : -1),
      0,
    );
    if (outcomes.length === 0) isMissing = true;
    else if (lead < 0) isBeaten = true;
    else if (lead === 0) draws++;
  }
  if (isMissing) return { official: FAILED, decided: null };
  const share = isBeaten ? 0 : 1 / (1 + draws);
  return { official: share, decided: share };
}
