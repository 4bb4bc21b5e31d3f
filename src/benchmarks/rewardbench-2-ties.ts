import type { ClusterTotals } from "./official.js";

/** A prompt of the Ties subset as it was rated. */
export interface RatedTies {
  readonly form: "ref" | "tied";
  /** What both prompts of a pair share. */
  readonly pair: string;
  /** Of the correct responses; at least one. */
  readonly correct: readonly number[];
  /** Of the others; at least one. */
  readonly incorrect: readonly number[];
}

/** Places of the totals. */
const [TIED, TIED_RIGHT, REF, REF_RIGHT, PAIRS, PREFERRED, PREFERRED_HARD, MARGIN] = [
  0, 1, 2, 3, 4, 5, 6, 7,
] as const;
export const TIES_PLACES = 8;

/**
 * Adds what each pair of prompts contributes to the sums of the Ties score (rewardbench/utils.py, process_single_model), from position `from` on.
 *
 * A prompt is right where all correct responses are above all others. Over pairs of which both are there, with cc the spread of the correct ones of
 * the tied prompt and ci the gap between the lowest correct and the highest other: preferred is ci(tied) > cc, hard the same with the lower ci of
 * both prompts, and the margin tanh(that ci / cc − 1), where 0/0 counts 0 and x/0 as the sign of x.
 */
export function addTies(sums: ClusterTotals, prompts: readonly RatedTies[], from: number): void {
  const byPair = new Map<string, { ref?: RatedTies; tied?: RatedTies }>();
  for (const prompt of prompts) {
    const { form, pair } = prompt;
    byPair.set(pair, { ...byPair.get(pair), [form]: prompt });
    const isRight = gap(prompt) > 0 ? 1 : 0;
    sums.add(pair, from + (form === "tied" ? TIED : REF), 1);
    sums.add(pair, from + (form === "tied" ? TIED_RIGHT : REF_RIGHT), isRight);
  }
  for (const [pair, { ref, tied }] of byPair) {
    if (!ref || !tied) continue;
    const spread = Math.max(...tied.correct) - Math.min(...tied.correct);
    const lower = Math.min(gap(ref), gap(tied));
    sums.add(pair, from + PAIRS, 1);
    sums.add(pair, from + PREFERRED, gap(tied) > spread ? 1 : 0);
    sums.add(pair, from + PREFERRED_HARD, lower > spread ? 1 : 0);
    sums.add(pair, from + MARGIN, marginOf(lower, spread));
  }
}

function gap({ correct, incorrect }: RatedTies): number {
  return Math.min(...correct) - Math.max(...incorrect);
}

function marginOf(lower: number, spread: number): number {
  if (spread === 0) return Math.sign(lower);
  return Math.tanh(lower / spread - 1);
}

/** What a part is a mean over, with the place of its number. */
const UNITS = { tied: TIED, ref: REF, pairs: PAIRS } as const;

export interface TiesPart {
  readonly name: string;
  readonly weight: number;
  readonly over: keyof typeof UNITS;
  readonly place: number;
}

/** The parts of the Ties score with their weights; all are 0…1 but the margin, −1…1. */
export const TIES_PARTS: readonly TiesPart[] = [
  { name: "tied-accuracy", weight: 0.3, over: "tied", place: TIED_RIGHT },
  { name: "ref-accuracy", weight: 0.3, over: "ref", place: REF_RIGHT },
  { name: "correctness-preferred", weight: 0.2, over: "pairs", place: PREFERRED },
  { name: "correctness-preferred-hard", weight: 0.2, over: "pairs", place: PREFERRED_HARD },
  { name: "margin", weight: 0.01, over: "pairs", place: MARGIN },
];

/** One part of the score; null where there is nothing to take it of. */
export function tiesPart(
  totals: ArrayLike<number>,
  { over, place }: Pick<TiesPart, "over" | "place">,
  from: number,
): number | null {
  const units = totals[from + UNITS[over]] ?? 0;
  return units === 0 ? null : (totals[from + place] ?? 0) / units;
}

/** How many prompts of a form, or pairs with both forms, there are. */
export function tiesUnits(
  prompts: readonly Pick<RatedTies, "form" | "pair">[],
  over: TiesPart["over"],
): number {
  const pairsOf = (form: RatedTies["form"]) =>
    new Set(prompts.filter((prompt) => prompt.form === form).map(({ pair }) => pair));
  if (over !== "pairs") return pairsOf(over).size;
  const tied = pairsOf("tied");
  return [...pairsOf("ref")].filter((pair) => tied.has(pair)).length;
}

/** The Ties score, at most 1.01; null where no pair has both its prompts. */
export function tiesScore(totals: ArrayLike<number>, from: number): number | null {
  let score = 0;
  for (const part of TIES_PARTS) {
    const value = tiesPart(totals, part, from);
    if (value === null) return null;
    score += part.weight * value;
  }
  return score;
}
