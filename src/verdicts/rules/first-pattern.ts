import { labelsIn } from "./labels.js";
import { type PublishedRule, unparsed } from "./rule.js";

/** The first label in double brackets decides. Many ad-hoc judges read their verdicts by such a search. */
export const firstPattern: PublishedRule = {
  name: "first-pattern",
  summary: "The first label in double brackets decides, wherever it stands.",
  source: "common: a regular expression's first match",
  flaw: "a critique that weighs [[A]] before it decides [[B]] counts for A; so does a quoted response",
  read(text, expected) {
    const [first] = labelsIn(text, expected);
    return first ? { status: "decided", verdict: first } : unparsed("no label in double brackets");
  },
};
