import { type PublishedRule, unparsed } from "./rule.js";
import { signLabels, verdictOfLabel } from "./signs.js";

/** Arena-Hard v0.1: exactly one distinct label of A, B, <, >, = in double brackets in the whole text. */
export const arenaHard: PublishedRule = {
  name: "arena-hard",
  summary: "Exactly one distinct label in double brackets in the whole text, with its strength.",
  source: "lmarena/arena-hard-auto, gen_judgment.py (v0.1)",
  flaw: "a critique that names a second label anywhere is not read; lower case and spaces are not seen",
  read(text) {
    const distinct = [...new Set(signLabels(text, 2))];
    if (distinct.length > 1) return { status: "ambiguous", reason: "several different labels" };
    const [label] = distinct;
    const verdict = label === undefined ? null : verdictOfLabel(label);
    return verdict ? { status: "decided", verdict } : unparsed("no label such as [[A>B]]");
  },
};
