import { verdictKey } from "../written.js";
import { labelsIn } from "./labels.js";
import { type PublishedRule, unparsed } from "./rule.js";

/** All labels in double brackets must say the same: the general form of Arena-Hard v0.1's rule. */
export const exactlyOneLabel: PublishedRule = {
  name: "exactly-one-label",
  summary: "All labels in double brackets must say the same, wherever they stand.",
  source: "general form of Arena-Hard v0.1's rule",
  flaw: "a critique that names a verdict it rejects is not read",
  read(text, expected) {
    const [first, ...more] = labelsIn(text, expected);
    if (!first) return unparsed("no label in double brackets");
    const key = verdictKey(first);
    if (more.some((label) => verdictKey(label) !== key)) {
      return { status: "ambiguous", reason: "several different labels in double brackets" };
    }
    return { status: "decided", verdict: first };
  },
};
