import { letterAt } from "../../core/view.js";
import { scoreList } from "../score-lists.js";
import type { Expected, WrittenVerdict } from "../written.js";
import { type Family, type FamilyTag, groupTag } from "./family.js";
import { outerLines } from "./parts.js";

const ENTRY = "[^[\\]{}\\n]{0,1000}";
const BRACKETS = new RegExp(`\\[\\[(${ENTRY})\\]\\]`, "dg");
const BOXED = new RegExp(`\\\\boxed\\{(${ENTRY})\\}`, "dg");
const LIKE_A_LIST = /^\s{0,4}(?:[a-z]\s{0,4}[:=]\s{0,4})?[+-]?\.?\d/i;
// "8 7", "8, 7", "[8, 7]": numbers and what separates them.
const ONLY_NUMBERS = /^[[(]?[ \t]{0,4}([+\-\d./][+\-\d./,; \t]{0,200}?)[ \t]{0,4}[\])]?\.?$/;

/**
 * One number for each response, in their order: `[[8, 9]]` of MT-Bench, `[[A: 8, B: 9]]`, DeepSeek-GRM's `\boxed{8, 9}`, and a line
 * of nothing else ("8 7" on JudgeLM's and Vicuna's first line; also the last line). Another count is a verdict that cannot be read.
 */
export const scoreLists: Family = {
  name: "score-lists",
  looksLike: "[[8, 9]], [[A: 8, B: 9]], \\boxed{8, 9}, 8 7 or 8, 7 alone on the first or the last line",
  gives: "scores",
  find(text, expected) {
    if (expected.responses < 2) return [];
    const enclosed = [BRACKETS, BOXED].flatMap((pattern) =>
      Array.from(text.matchAll(pattern)).flatMap((match): FamilyTag[] => {
        const written = match[1] ?? "";
        return LIKE_A_LIST.test(written) ? [groupTag(match, 0, listSaid(written, expected))] : [];
      }),
    );
    const lines = outerLines(text).flatMap((line): FamilyTag[] => {
      if (line.end - line.start > 240) return [];
      const written = ONLY_NUMBERS.exec(text.slice(line.start, line.end))?.[1];
      const numbers = written?.split(/[\s,;]+/).filter((part) => part !== "") ?? [];
      if (numbers.length !== expected.responses) return [];
      return [{ ...line, from: line.start, says: listSaid(numbers.join(","), expected) }];
    });
    return [...enclosed, ...lines].sort((left, right) => left.start - right.start);
  },
};

function listSaid(written: string, { responses, scale }: Expected): WrittenVerdict | null {
  const letters = Array.from({ length: responses }, (_, position) => letterAt(position));
  // Without a declared scale a denominator cannot be checked: then none is understood.
  const values = scoreList(written, letters, scale ?? { low: Number.NaN, high: Number.NaN });
  return values ? { kind: "scores", values } : null;
}
