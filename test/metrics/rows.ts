import { bothOrders, type ComparisonRow, type Duel, duelsOf } from "../../src/core/comparison.js";
import type { CallRow, JudgmentRow } from "../../src/core/judgment.js";
import type { Preference, PreferenceSource } from "../../src/core/preference.js";
import { type Random, seededRandom, shuffled } from "../../src/core/random.js";
import type { FailureStatus, Reading, Verdict } from "../../src/core/reading.js";
import { trial } from "../../src/core/trial.js";

/** A comparison of responses with these ids. */
export function comparing(
  id: string,
  ids: readonly string[],
  more: Partial<ComparisonRow> = {},
): ComparisonRow {
  return { id, responses: ids.map((response) => ({ id: response })), ...more };
}

export function prefers(
  comparison: string,
  between: readonly [string, string],
  winner: string,
  more: { readonly annotator?: string; readonly source?: PreferenceSource; readonly aspect?: string } = {},
): Preference {
  return { comparison, source: "human", kind: "duel", between, winner, ...more };
}

export function decided(verdict: Verdict): Reading {
  return { status: "decided", verdict };
}

export function failed(status: FailureStatus): Reading {
  return { status, reason: "for the test" };
}

export interface Asked {
  readonly judge?: string;
  readonly repeat?: number;
  readonly calls?: readonly CallRow[];
  readonly variant?: { readonly probe: string; readonly arm: string };
  readonly among?: readonly string[];
}

/** A judgment of responses that were presented in this order. */
export function judged(
  comparison: string,
  presented: readonly string[] | null,
  reading: Reading,
  { judge = "j", repeat = 0, calls = [], variant, among }: Asked = {},
): JudgmentRow {
  return {
    trial: trial({
      ...{ comparison, judge, presented, repeat },
      ...(variant ? { variant } : {}),
      ...(among ? { among } : {}),
    }),
    reading,
    calls,
  };
}

/** A pairwise judgment: who won, or how it failed. */
export function voted(
  comparison: string,
  presented: readonly [string, string],
  winner: string,
  asked: Asked = {},
): JudgmentRow {
  return judged(comparison, presented, decided({ kind: "duel", between: presented, winner }), asked);
}

/** Every duel of every comparison in both orders, each answered by `answer`. */
export function judgedBy(
  judge: string,
  comparisons: readonly ComparisonRow[],
  answer: (comparison: ComparisonRow, presented: readonly [string, string]) => string | FailureStatus | "tie",
): JudgmentRow[] {
  return comparisons.flatMap((comparison) =>
    bothOrders(duelsOf(comparison)).map(([first = "", second = ""]) => {
      const said = answer(comparison, [first, second]);
      const isVote = said === first || said === second || said === "tie";
      return isVote
        ? voted(comparison.id, [first, second], said, { judge })
        : judged(comparison.id, [first, second], failed(said as FailureStatus), { judge });
    }),
  );
}

/** The same rows and responses in another order. */
export function reordered<Data extends Rows>(data: Data, seed: number): Data {
  const random = seededRandom(["reordered", seed]);
  return {
    ...data,
    comparisons: shuffled(data.comparisons, random).map((row) => ({
      ...row,
      responses: shuffled(row.responses, random),
      ...(row.duels ? { duels: shuffled(row.duels, random).map((duel) => turned(duel, random)) } : {}),
    })),
    preferences: shuffled(data.preferences, random),
    judgments: shuffled(data.judgments, random),
  };
}

export interface Rows {
  readonly comparisons: readonly ComparisonRow[];
  readonly preferences: readonly Preference[];
  readonly judgments: readonly JudgmentRow[];
}

function turned([a, b]: Duel, random: Random): Duel {
  return random() < 0.5 ? [a, b] : [b, a];
}
