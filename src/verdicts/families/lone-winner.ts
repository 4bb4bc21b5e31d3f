import type { Expected, WrittenVerdict } from "../written.js";
import type { Family } from "./family.js";
import { A_TIE, DRESS, NAME, outerLines, TIE_WORD, winnerNamed } from "./parts.js";

const LONGEST = 48;
const ALONE = new RegExp(`^${DRESS}(?:${TIE_WORD}|${NAME})["'“”’\`*_)\\]}.!]{0,8}$`, "i");
// AlpacaEval calls the first model "m" and the second "M": the one place where the case of a letter is its meaning.
const MODEL_M = /^["'`*_]{0,4}(?:model[ \t]{1,4})?["'`*_]{0,4}([mM])["'`*_.]{0,4}$/i;

/**
 * A name and nothing else on the first line (PandaLM: `1`, `2` or `Tie`, then its reason) or on the last: "Output (a)" of LLMBar and
 * OffsetBias, `m` or `M` of AlpacaEval.
 */
export const loneWinner: Family = {
  name: "lone-winner",
  looksLike: "1, 2, Tie, A, Output (a), Response B or m / M alone on the first or the last line",
  gives: "winner",
  find: (text, expected) =>
    outerLines(text).flatMap((line) => {
      if (line.end - line.start > LONGEST) return [];
      const written = text.slice(line.start, line.end);
      const says = named(written, expected);
      return says === undefined ? [] : [{ ...line, from: line.start, says }];
    }),
};

function named(written: string, expected: Expected): WrittenVerdict | null | undefined {
  const model = MODEL_M.exec(written)?.[1];
  // Of thirteen responses and more, M is one of them.
  if (model !== undefined && expected.responses === 2) {
    return { kind: "winner", letter: model === "m" ? "A" : "B" };
  }
  const match = ALONE.exec(written);
  if (!match) return undefined;
  return match[1] === undefined ? winnerNamed(match[2] ?? "", expected) : A_TIE;
}
