import type { Expected, WrittenVerdict } from "../written.js";

export type RuleReading =
  | { readonly status: "decided"; readonly verdict: WrittenVerdict }
  | { readonly status: "unparsed" | "ambiguous"; readonly reason: string };

/**
 * A published way of reading a verdict, kept as it is with its faults, so that a published figure can be computed again. It is given the
 * text as its own harness saw it: nothing is stripped, nothing is quoted. One file, one line in `all.ts`.
 */
export interface PublishedRule {
  /** Kebab case. */
  readonly name: string;
  /** What it does, in one sentence. */
  readonly summary: string;
  /** Whose rule it is: the project and the file. */
  readonly source: string;
  /** What it is known to get wrong. */
  readonly flaw: string;
  /** Takes time linear in the text. Never throws. */
  read(text: string, expected: Expected): RuleReading;
}

/** The winner that a letter names, as a decided reading. */
export function winnerIs(letter: string): RuleReading {
  return { status: "decided", verdict: { kind: "winner", letter } };
}

export function scoreIs(value: number): RuleReading {
  return { status: "decided", verdict: { kind: "score", value } };
}

export function unparsed(reason: string): RuleReading {
  return { status: "unparsed", reason };
}

/**
 * The reading of a rule that asks for one text after another and takes the first that occurs anywhere: the order is the order of the
 * tests and not of the text.
 */
export function firstContained(
  text: string,
  tests: readonly (readonly [sought: string, letter: string])[],
): RuleReading {
  const met = tests.find(([sought]) => text.includes(sought));
  return met ? winnerIs(met[1]) : unparsed(`none of ${tests.map(([sought]) => sought).join(", ")}`);
}
