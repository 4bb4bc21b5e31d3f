import { labelsIn } from "./labels.js";
import { type PublishedRule, unparsed } from "./rule.js";

/** The last label in double brackets decides. */
export const lastLabel: PublishedRule = {
  name: "last-label",
  summary: "The last label in double brackets decides, wherever it stands.",
  source: "common: a regular expression's last match",
  flaw: "an afterthought or a quotation behind the verdict overrules it",
  read(text, expected) {
    const last = labelsIn(text, expected).at(-1);
    return last ? { status: "decided", verdict: last } : unparsed("no label in double brackets");
  },
};
