import { letterAt } from "../core/view.js";
import type { Scale } from "./scores.js";

/**
 * What a text says, before any response id: letters name the responses in the order in which they were presented ("A" is the
 * first), positions count them from 0.
 */
export type WrittenVerdict =
  | {
      readonly kind: "winner";
      /** "A", "B" … or "tie". */
      readonly letter: string;
      /** 1 better, 2 much better; absent where the format has no strength, and on a tie. */
      readonly strength?: 1 | 2;
    }
  | {
      readonly kind: "score";
      readonly value: number;
      /** The denominator that was written beside it: 10 in "8/10". */
      readonly outOf?: number;
    }
  /** One score for each response, in the presented order. */
  | { readonly kind: "scores"; readonly values: readonly number[] }
  /** Positions, best first; equals stand in one tier, in ascending order. */
  | { readonly kind: "ranking"; readonly tiers: readonly (readonly number[])[] };

export type WrittenKind = WrittenVerdict["kind"];

/** What a text is expected to say. */
export interface Expected {
  readonly kind: WrittenKind;
  /** How many responses were presented: at least 1, and 2 or more for a winner or a ranking. */
  readonly responses: number;
  /** The scale that was asked for; without one any number is a score. */
  readonly scale?: Scale;
}

/** Two verdicts of one kind say the same where their keys are equal. A denominator is not part of what is said. */
export function verdictKey(verdict: WrittenVerdict): string {
  switch (verdict.kind) {
    case "winner":
      return `${verdict.letter}${">".repeat(verdict.strength ?? 0)}`;
    case "score":
      return String(verdict.value);
    case "scores":
      return verdict.values.join(",");
    case "ranking":
      return verdict.tiers.map((tier) => tier.join("=")).join(">");
    default:
      return verdict satisfies never;
  }
}

/**
 * A verdict as one of another kind, where it says enough for that: scores rank the responses, a ranking of all has a winner where
 * one stands alone at the top or all are equal, and of two responses a winner is a ranking. Null where it does not.
 *
 * @example verdictAs("winner", { kind: "scores", values: [8, 7] }, 2) // { kind: "winner", letter: "A" }
 */
export function verdictAs(
  kind: WrittenKind,
  verdict: WrittenVerdict,
  responses: number,
): WrittenVerdict | null {
  if (verdict.kind === kind) return verdict;
  if (kind === "score" || kind === "scores") return null;
  const tiers = tiersOf(verdict, responses);
  if (!tiers) return null;
  if (kind === "ranking") return { kind, tiers };
  const [first, ...others] = tiers;
  if (!first) return null;
  if (others.length === 0) return { kind, letter: TIE };
  const [only, ...equals] = first;
  return only === undefined || equals.length > 0 ? null : { kind, letter: letterAt(only) };
}

/** What a winner's letter is where neither response is better. */
export const TIE = "tie";

function tiersOf(verdict: WrittenVerdict, responses: number): readonly (readonly number[])[] | null {
  if (verdict.kind === "ranking") return verdict.tiers;
  if (verdict.kind === "scores") return tiersOfScores(verdict.values);
  if (verdict.kind === "score" || responses !== 2) return null;
  if (verdict.letter === TIE) return [[0, 1]];
  return verdict.letter === letterAt(0) ? [[0], [1]] : [[1], [0]];
}

function tiersOfScores(values: readonly number[]): number[][] {
  const distinct = [...new Set(values)].sort((left, right) => right - left);
  return distinct.map((value) => values.flatMap((score, position) => (score === value ? [position] : [])));
}
