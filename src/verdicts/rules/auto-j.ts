import { TIE } from "../written.js";
import { type PublishedRule, unparsed, winnerIs } from "./rule.js";

const PHRASE = "final decision is ";

/** Auto-J's pairwise judge: what follows the last "final decision is ". */
export const autoJ: PublishedRule = {
  name: "auto-j",
  summary: "What follows the last “final decision is ”: Response 1, Response 2 or Tie.",
  source: "GAIR-NLP/auto-j (extract_pariwise_result); also ScalerLab/JudgeBench, utils/judges.py",
  flaw: "any mark before the word (**Response 1**) and any other wording is not read",
  read(text) {
    const at = text.trim().lastIndexOf(PHRASE);
    const rest = text
      .trim()
      .slice(at + PHRASE.length)
      .trimStart()
      .slice(0, 10)
      .toLowerCase();
    if (at >= 0 && rest.startsWith("response 1")) return winnerIs("A");
    if (at >= 0 && rest.startsWith("response 2")) return winnerIs("B");
    if (at >= 0 && rest.startsWith("tie")) return winnerIs(TIE);
    return unparsed("no “final decision is” with Response 1, Response 2 or Tie");
  },
};
