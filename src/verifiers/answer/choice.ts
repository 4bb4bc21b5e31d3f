import type { AnswerCheck } from "../../core/check.js";
import { withoutDifferences } from "./plain-text.js";

export type NamedChoice =
  | { readonly status: "found"; readonly answer: string }
  | { readonly status: "none" }
  | { readonly status: "unclear"; readonly reason: string };

const MARK = "[\\s*_`\"'“‘$]{0,8}";
const LETTER = `${MARK}(?:\\\\(?:text|mathrm|mathbf|textbf)\\{)?\\(?([A-Z])(?=[)\\].,:;*_\`"'”’}$\\s]|$)`;
const NAMES = new RegExp(
  `(?:answer|choice|option|choose|select|pick)s?(?:\\s+(?:is|to|would be|must be))?${MARK}:?${MARK}(?:(?:option|choice|answer)\\s+)?${LETTER}`,
  "g",
);
/** The text is read no further back than this. */
const LONGEST = 20_000;

/**
 * The letter that a response names as its answer: in the last line that names one ("the answer is (B)", "Option C"), or alone on the
 * last line. Several letters in that line are unclear.
 *
 * @example namedChoice("Both seem right, but the answer is **(B)**.") // { status: "found", answer: "B" }
 */
export function namedChoice(text: string, options = 26): NamedChoice {
  const lines = text.slice(-LONGEST).trimEnd().split("\n");
  const lone = letterOf(lines.at(-1) ?? "", options);
  if (lone) return { status: "found", answer: lone };
  for (const line of lines.reverse()) {
    const lowered = line.replace(/[A-Z]{2,}|[A-Z](?=[a-z])/g, (word) => word.toLowerCase());
    const letters = new Set(
      [...lowered.matchAll(NAMES)].flatMap(([, letter = ""]) => (within(letter, options) ? [letter] : [])),
    );
    if (letters.size > 1)
      return { status: "unclear", reason: `several letters are named: ${[...letters].join(", ")}` };
    const [letter] = letters;
    if (letter) return { status: "found", answer: letter };
  }
  return { status: "none" };
}

/**
 * The letter that a text is, in any of the usual dresses: "B", "(B)", "B.", "**B)** Paris", "\text{(B)}"; null where it is none.
 */
export function letterOf(text: string, options = 26): string | null {
  const bare = text
    .trim()
    .replace(/\\(?:text|mathrm|mathbf|textbf)\s*\{([^{}]*)\}/, "$1")
    .replace(/[*_`$]/g, "")
    .trim()
    .replace(/^(?:option|choice|answer)\s*:?\s*/i, "");
  const letter = /^\(?([A-Za-z])(?:[).:\]]*$|[).:\]]\s*\S)/.exec(bare)?.[1]?.toUpperCase() ?? "";
  return within(letter, options) ? letter : null;
}

/** The letter of the option whose text this is; null where it is none, or several. */
export function letterOfText(text: string, { options = [], ignore }: AnswerCheck): string | null {
  const plain = (option: string) => withoutDifferences(option, ignore ?? ["whitespace", "case"]);
  const same = options.flatMap((option, i) =>
    plain(option) === plain(text) ? [String.fromCharCode(65 + i)] : [],
  );
  return same.length === 1 ? (same[0] ?? null) : null;
}

function within(letter: string, options: number): boolean {
  return letter !== "" && letter >= "A" && letter.charCodeAt(0) - 65 < options;
}
