import type { Span } from "../quoting.js";
import type { Expected, WrittenKind, WrittenVerdict } from "../written.js";

/** A verdict of a family as it stands in a text; the span is the verdict itself, without a label before it. */
export interface FamilyTag extends Span {
  /** Where its label begins ("Result: A" begins before the A); equal to `start` where it has none. */
  readonly from: number;
  /** null: a verdict was given in this form and cannot be read ("[[D]]" of two responses, "Score: 7-8"). It is not guessed at. */
  readonly says: WrittenVerdict | null;
  /** True for a turn of phrase that a critique may also use in passing; it decides only where nothing declared stands. */
  readonly inPassing?: boolean;
}

/** One way in which judges write verdicts. One file, one line in `all.ts`. */
export interface Family {
  /** Kebab case. */
  readonly name: string;
  /** What it looks like: examples, for the documentation. */
  readonly looksLike: string;
  /** What it says: the family is asked where this kind, or one that it can be turned into, is expected. */
  readonly gives: WrittenKind;
  /** All verdicts of this family in a text, in order, without overlaps. Takes time linear in the text. Full-width forms are plain already. */
  find(text: string, expected: Expected): FamilyTag[];
}

/** The tag of a match (with indices) whose verdict is one of its groups; the label is what stands before the group. */
export function groupTag(
  match: RegExpExecArray,
  group: number,
  says: WrittenVerdict | null,
  inPassing = false,
): FamilyTag {
  const from = match.index;
  const [start, end] = match.indices?.[group] ?? [from, from + match[0].length];
  return { start, end, from, says, ...(inPassing ? { inPassing } : {}) };
}
