import type { Random } from "../../core/random.js";
import { randomInteger } from "../../core/random.js";
import type { Probe } from "../probe.js";
import { type RewriteWords, textRewrite } from "./rewrite.js";
import { rewriteProbe } from "./rewrite-probe.js";
import { takesEnglish } from "./text/english.js";

/** Words that a response is dressed in: for each comparison one opening and one ending are drawn, of those that are given. */
export interface AddedWords {
  readonly openings?: readonly string[];
  readonly endings?: readonly string[];
}

/**
 * A rewrite that leaves a response as it is and puts a paragraph before it, behind it, or both. It does not apply to what is no English prose:
 * code or data alone, other languages, an empty text.
 */
export function addedWords(rewrite: RewriteWords & AddedWords): Probe {
  const { openings, endings, ...about } = rewrite;
  return rewriteProbe(
    textRewrite({ ...about, text: (text, random) => dressed(text, { openings, endings }, random) }),
  );
}

function dressed(
  text: string,
  { openings = [], endings = [] }: { [Key in keyof AddedWords]?: AddedWords[Key] | undefined },
  random: Random,
): string | null {
  if (!takesEnglish(text)) return null;
  const opening = openings[randomInteger(random, openings.length)];
  const ending = endings[randomInteger(random, endings.length)];
  const opened = opening === undefined ? text : withOpening(text, opening);
  return ending === undefined ? opened : `${opened.trimEnd()}\n\n${ending}`;
}

/** A response's thinking, where it shows any before its answer, with the space behind it. */
const THINKING = /^\s*<(think|thinking|reasoning)>[\s\S]*?<\/\1>\s*/i;

/** The text with a paragraph before its answer: behind a thinking section that it begins with. */
export function withOpening(text: string, opening: string): string {
  const thinking = THINKING.exec(text)?.[0] ?? "";
  return `${thinking}${opening}\n\n${text.slice(thinking.length)}`;
}
