import type { ComparisonRow, Duel } from "../core/comparison.js";
import { ownScore } from "../core/duel.js";
import type { JudgmentRow } from "../core/judgment.js";
import type { Verdict } from "../core/reading.js";
import { isScoredAlone, steadyMean } from "./readings.js";
import type { JudgeRule } from "./rule.js";

/** How numbers become one. */
export type Join = "mean" | "median" | "sum";

/**
 * Each response's joined number over all judgments of a comparison: its scores (or minus the tier it was ranked in), joined over the samples
 * of a question, then averaged over presented orders and askings. Responses without a number are left out.
 *
 * Samples that are missing do not lower a sum: it is scaled to as many as were asked about the response that was asked about most.
 */
export function joinedNumbers(
  judgments: readonly JudgmentRow[],
  comparison: ComparisonRow,
  kind: NumberKind,
  { rule, samples }: JudgeRule,
): Map<string, number> {
  const how = joinOf(rule);
  const cells = new Map<string, Cell>();
  for (const judgment of judgments) {
    // Where samples are votes of their own, each repeat is averaged by itself.
    const group = how === null ? judgment.trial.repeat : Math.floor(judgment.trial.repeat / samples);
    const key = `${group} ${rule.orders === "pooled" ? "" : orderKey(judgment)}`;
    const cell = cells.get(key) ?? { asked: new Map(), numbers: new Map() };
    cells.set(key, cell);
    enter(judgment, comparison, kind, cell);
  }
  const joined = new Map<string, number>();
  for (const { id } of comparison.responses) {
    const parts = [...cells.values()].flatMap(({ asked, numbers }) => {
      const own = numbers.get(id);
      return own ? [joinNumbers(own, how ?? "mean", Math.max(...asked.values()))] : [];
    });
    if (parts.length > 0) joined.set(id, steadyMean(parts));
  }
  return joined;
}

/** What a verdict can be read for, response by response. */
export type NumberKind = "scores" | "ranking";

/** A response's number in a verdict: its score, or minus its tier; null where the verdict is of another kind or says nothing of it. */
export function numberOf(verdict: Verdict, id: string, kind: NumberKind): number | null {
  if (verdict.kind !== kind) return null;
  if (verdict.kind === "scores") return ownScore(verdict.byId, id);
  const tier = verdict.tiers.findIndex((members) => members.includes(id));
  return tier < 0 ? null : -tier;
}

/** How the samples' numbers are joined; null where samples are votes. */
export function joinOf({ samples }: JudgeRule["rule"]): Join | null {
  return samples === "each" || samples === "majority" ? null : samples;
}

/**
 * One number out of several; the same to the last bit in whatever order they come. The sum is scaled to `planned` of them.
 *
 * @example joinNumbers([7, 9], "sum", 4) // 32
 */
export function joinNumbers(numbers: readonly number[], how: Join, planned: number): number {
  switch (how) {
    case "mean":
      return steadyMean(numbers);
    case "sum":
      return steadyMean(numbers) * planned;
    case "median": {
      const sorted = [...numbers].sort((a, b) => a - b);
      const middle = sorted.length / 2;
      return steadyMean(sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1));
    }
    default:
      return how satisfies never;
  }
}

/** Which of a duel's responses has the larger number; equal numbers, but for what binary fractions add to them, are a tie. */
export function byNumbers([a, b]: Duel, ofA: number, ofB: number): string {
  const isEqual = Math.abs(ofA - ofB) <= 1e-12 * Math.max(1, Math.abs(ofA), Math.abs(ofB));
  return isEqual ? "tie" : ofA > ofB ? a : b;
}

interface Cell {
  /** How often was asked about each response, with or without success. */
  readonly asked: Map<string, number>;
  readonly numbers: Map<string, number[]>;
}

function enter(
  { trial, reading }: JudgmentRow,
  { responses }: ComparisonRow,
  kind: NumberKind,
  cell: Cell,
): void {
  for (const { id } of responses) {
    const number = reading.status === "decided" ? numberOf(reading.verdict, id, kind) : null;
    const isAsked = trial.presented ? trial.presented.includes(id) : number !== null;
    if (isAsked) cell.asked.set(id, (cell.asked.get(id) ?? 0) + 1);
    if (!isAsked || number === null) continue;
    const own = cell.numbers.get(id);
    if (own) own.push(number);
    else cell.numbers.set(id, [number]);
  }
}

function orderKey(judgment: JudgmentRow): string {
  if (isScoredAlone(judgment)) return "alone";
  return judgment.trial.presented ? JSON.stringify(judgment.trial.presented) : "unknown";
}
