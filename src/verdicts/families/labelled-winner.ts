import { type Family, type FamilyTag, groupTag } from "./family.js";
import { A_TIE, DRESS, NAME, TIE_WORD, winnerNamed } from "./parts.js";

const NOUNS =
  "(?:result|verdict|winner|decision|judge?ment|conclusion|choice|answer|preference|preferred|better|best)(?:[ \\t]{1,4}(?:response|answer|output|assistant|model))?";
const LABELS = [
  "\\[(?:result|verdict|winner|decision|choice|answer)[ \\t]{0,4}(?:\\][ \\t]{0,4}:?|:)",
  `^[ \\t#>*_.)\\d-]{0,16}(?:(?:my|the)[ \\t]{1,4})?(?:(?:final|overall)[ \\t]{1,4})?${NOUNS}[ \\t*_]{0,8}(?:is[ \\t*_]{0,4}:?|:)`,
  `\\bfinal[ \\t]{1,4}${NOUNS}[ \\t*_]{0,8}(?:is[ \\t*_]{0,4}:?|:)`,
  "<(?:answer|verdict|choice|result|winner)>",
];
// A letter that begins a sentence ("Result: A good answer …") is no verdict: something that ends or explains one must follow.
const AFTER =
  "(?=[\"'”’`*_)\\]}]{0,8}[ \\t]{0,4}(?:$|[\\r\\n.,;!<(–—]|-[ \\t]|(?:is|was|wins|because|since|as|over)\\b))";
const PATTERN = new RegExp(`(?:${LABELS.join("|")})\\s{0,4}${DRESS}(?:${TIE_WORD}|${NAME})${AFTER}`, "dgim");

/**
 * A label and a name: `**Result:** A` (Atla Selene, SFR-Judge), `[RESULT] A` and `[RESULT: B]` (Prometheus 2), "final decision is
 * Response 1" (Auto-J), `<answer>A</answer>`, "Winner: Assistant B", "Better answer: 2".
 */
export const labelledWinner: Family = {
  name: "labelled-winner",
  looksLike: "**Result:** A, [RESULT] B, [RESULT: B], the final decision is Response 2, Winner: tie",
  gives: "winner",
  find: (text, expected) =>
    Array.from(text.matchAll(PATTERN), (match): FamilyTag => {
      const tie = match[1] !== undefined;
      return groupTag(match, tie ? 1 : 2, tie ? A_TIE : winnerNamed(match[2] ?? "", expected));
    }),
};
