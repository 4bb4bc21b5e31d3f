import { type ComparisonRow, type Duel, duelsOf } from "../core/comparison.js";
import { duelOutcome, ownScore, sameDuel } from "../core/duel.js";
import type { JudgmentRow } from "../core/judgment.js";
import type { FailureStatus, Verdict } from "../core/reading.js";

/** What one judgment says of one duel. */
export interface Vote {
  /** `shown`: both responses were met in an order; `none`: each was scored alone; `unknown`: an import that did not record the order. */
  readonly order: "shown" | "none" | "unknown";
  /** The id met first; null unless `order` is `shown`. */
  readonly presentedFirst: string | null;
  /** All ids the judge met, in their order; null unless `order` is `shown`. */
  readonly presented: readonly string[] | null;
  readonly repeat: number;
  /** A response id of the duel, or "tie". */
  readonly winner: string;
}

/** All that one judge said of one duel, and how often it was asked without deciding. */
export interface DuelReading {
  readonly duel: Duel;
  readonly votes: readonly Vote[];
  readonly failures: readonly StatusCount[];
}

interface StatusCount {
  readonly status: FailureStatus;
  readonly count: number;
}

interface OpenReading {
  readonly duel: Duel;
  readonly votes: Vote[];
  readonly failures: { status: FailureStatus; count: number }[];
}

/**
 * The votes on each duel of a comparison, in the order of `duelsOf`, from one judge's judgments of it.
 *
 * A verdict on two or more responses is a vote on every duel it covers. Scores given to single responses are joined: those of one repeat make
 * one vote, which has no order. A judgment that decided nothing of a duel it was asked about is counted there by its status.
 */
export function duelReadings(
  judgments: readonly JudgmentRow[],
  comparison: ComparisonRow,
): readonly DuelReading[] {
  const readings = duelsOf(comparison).map((duel): OpenReading => ({ duel, votes: [], failures: [] }));
  const find = duelFinder(readings);
  const alone: JudgmentRow[] = [];
  for (const judgment of judgments) {
    if (isScoredAlone(judgment)) alone.push(judgment);
    else vote(judgment, asked(judgment, readings, find));
  }
  if (alone.length > 0) joinScores(alone, readings);
  // Copies without the room an array grows into: over a million judgments that room is most of the memory.
  return readings.map(({ duel, votes, failures }) => ({
    duel,
    votes: votes.slice(),
    failures: failures.length === 0 ? NO_FAILURES : failures,
  }));
}

const NO_FAILURES: readonly StatusCount[] = [];

/** Whether the judge met one response at a time: then a preference lies only in the comparison of scores. */
export function isScoredAlone({ trial, reading }: JudgmentRow): boolean {
  if (trial.presented) return trial.presented.length === 1;
  return (
    reading.status === "decided" &&
    reading.verdict.kind === "scores" &&
    Object.keys(reading.verdict.byId).length === 1
  );
}

/** Each response's score in each repeat, from judgments of single responses: id → repeat → score (a mean where it was given twice). */
function scoresAlone(judgments: readonly JudgmentRow[]): Map<string, Map<number, number>> {
  const given = new Map<string, Map<number, number[]>>();
  for (const { trial, reading } of judgments) {
    if (reading.status !== "decided" || reading.verdict.kind !== "scores") continue;
    const id = trial.presented?.[0] ?? Object.keys(reading.verdict.byId)[0];
    const score = id === undefined ? null : ownScore(reading.verdict.byId, id);
    if (id === undefined || score === null) continue;
    const repeats = given.get(id) ?? new Map<number, number[]>();
    given.set(id, repeats.set(trial.repeat, [...(repeats.get(trial.repeat) ?? []), score]));
  }
  return new Map(
    [...given].map(([id, repeats]) => [
      id,
      new Map([...repeats].map(([repeat, scores]) => [repeat, steadyMean(scores)])),
    ]),
  );
}

/** The mean, the same to the last bit in whatever order the values come. */
export function steadyMean(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b).reduce((sum, value) => sum + value, 0) / values.length;
}

function vote({ trial, reading }: JudgmentRow, readings: readonly OpenReading[]): void {
  for (const { duel, votes, failures } of readings) {
    if (reading.status !== "decided") {
      count(failures, reading.status);
      continue;
    }
    const winner = duelOutcome(reading.verdict, duel);
    if (winner === null) count(failures, "undecided");
    else if (trial.presented === null) {
      votes.push({ order: "unknown", presentedFirst: null, presented: null, repeat: trial.repeat, winner });
    } else {
      const [a, b] = duel;
      const presentedFirst = trial.presented.indexOf(a) < trial.presented.indexOf(b) ? a : b;
      votes.push({
        order: "shown",
        presentedFirst,
        presented: trial.presented,
        repeat: trial.repeat,
        winner,
      });
    }
  }
}

/** The duels a judgment is about: those among the responses presented or, where that is not known, those its verdict covers (a failure: all). */
function asked({ trial, reading }: JudgmentRow, readings: readonly OpenReading[], find: DuelFinder) {
  const { presented } = trial;
  const shown = presented ?? trial.among;
  if (shown?.length === 2) return find(shown[0] ?? "", shown[1] ?? "");
  if (shown) {
    const met = new Set(shown);
    return readings.filter(({ duel }) => met.has(duel[0]) && met.has(duel[1]));
  }
  if (reading.status !== "decided") return readings;
  return readings.filter(({ duel }) => covers(reading.verdict, duel));
}

function covers(verdict: Verdict, duel: Duel): boolean {
  return verdict.kind === "duel" ? sameDuel(verdict.between, duel) : duelOutcome(verdict, duel) !== null;
}

function joinScores(judgments: readonly JudgmentRow[], readings: readonly OpenReading[]): void {
  const scores = scoresAlone(judgments);
  for (const { duel, votes } of readings) {
    const [a, b] = [scores.get(duel[0]), scores.get(duel[1])];
    if (!a || !b) continue;
    for (const [repeat, scoreA] of a) {
      const scoreB = b.get(repeat);
      if (scoreB === undefined) continue;
      const winner = scoreA === scoreB ? "tie" : scoreA > scoreB ? duel[0] : duel[1];
      votes.push({ order: "none", presentedFirst: null, presented: null, repeat, winner });
    }
  }
  for (const { trial, reading } of judgments) {
    const id = trial.presented?.[0];
    if (id === undefined) continue;
    const status =
      reading.status !== "decided"
        ? reading.status
        : reading.verdict.kind === "scores" && ownScore(reading.verdict.byId, id) !== null
          ? null
          : "undecided";
    if (status === null) continue;
    for (const { duel, failures } of readings) if (duel.includes(id)) count(failures, status);
  }
}

function count(failures: { status: FailureStatus; count: number }[], status: FailureStatus): void {
  const counted = failures.find((failure) => failure.status === status);
  if (counted) counted.count++;
  else failures.push({ status, count: 1 });
}

type DuelFinder = (a: string, b: string) => readonly OpenReading[];

// Two responses make one duel, and most comparisons have two: no search for those.
function duelFinder(readings: readonly OpenReading[]): DuelFinder {
  const [only, more] = readings;
  if (only && !more) {
    const [first, second] = only.duel;
    return (a, b) => ((a === first && b === second) || (a === second && b === first) ? readings : []);
  }
  if (readings.length <= 4) {
    return (a, b) => readings.filter(({ duel }) => sameDuel(duel, [a, b]));
  }
  const index = new Map<string, Map<string, OpenReading[]>>();
  const enter = (a: string, b: string, reading: OpenReading) => {
    const row = index.get(a) ?? new Map<string, OpenReading[]>();
    index.set(a, row.set(b, [reading]));
  };
  for (const reading of readings) {
    enter(reading.duel[0], reading.duel[1], reading);
    enter(reading.duel[1], reading.duel[0], reading);
  }
  return (a, b) => index.get(a)?.get(b) ?? [];
}
