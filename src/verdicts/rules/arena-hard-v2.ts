import { type PublishedRule, unparsed } from "./rule.js";
import { signLabels, verdictOfLabel } from "./signs.js";

/** Arena-Hard v2.0: upper case first; the last label in double brackets, or, where there is none, the last in single ones. */
export const arenaHardV2: PublishedRule = {
  name: "arena-hard-v2",
  summary: "The last label in double brackets, else the last in single brackets, in either case.",
  source: "lmarena/arena-hard-auto, gen_judgment.py and config/arena-hard-v2.0.yaml (v2.0)",
  flaw: "a label quoted behind the verdict overrules it; [A] in a critique hides a verdict that has no brackets",
  read(text) {
    const upper = text.toUpperCase();
    const label = signLabels(upper, 2).at(-1) ?? signLabels(upper, 1).at(-1);
    const verdict = label === undefined ? null : verdictOfLabel(label);
    return verdict ? { status: "decided", verdict } : unparsed("no label such as [[A>B]]");
  },
};
