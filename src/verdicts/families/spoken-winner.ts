import { type Family, type FamilyTag, groupTag } from "./family.js";
import { A_TIE, NOUN_AND_NAME, winnerNamed } from "./parts.js";

const WINS = new RegExp(
  `\\b${NOUN_AND_NAME}[ \\t]{1,4}(?:(?:is|was)[ \\t]{1,4}(?:(?:clearly|slightly|much|overall|therefore|thus|far|generally)[ \\t]{1,4}){0,2}(?:the[ \\t]{1,4})?(?:(?:overall|clear)[ \\t]{1,4})?(?:better|best|superior|winner|preferred|preferable|stronger)\\b|wins\\b)(?![ \\t]{1,4}(?:in|at|on|for|with|when|where|if|regarding)\\b)`,
  "dgi",
);
const PREFERS = new RegExp(
  `\\bI[ \\t]{1,4}(?:would[ \\t]{1,4})?(?:prefer|choose|select|pick)[ \\t]{1,4}${NOUN_AND_NAME}(?![\\p{L}\\p{N}])`,
  "dgiu",
);
const EQUAL =
  /\b(it(?:'s| is) a (?:tie|draw)|both (?:responses|answers|outputs|assistants) are equally good)\b/dgi;

/** The verdict in words: "Response A is better", "Assistant 2 wins", "I prefer Answer B", "it is a tie". Always in passing. */
export const spokenWinner: Family = {
  name: "spoken-winner",
  looksLike: "Response A is better, Assistant 2 wins, I prefer Answer B, it is a tie",
  gives: "winner",
  find(text, expected) {
    const named = (match: RegExpExecArray): FamilyTag =>
      groupTag(match, 0, winnerNamed(match[1] ?? "", expected), true);
    return [
      ...Array.from(text.matchAll(WINS), named),
      ...Array.from(text.matchAll(PREFERS), named),
      ...Array.from(text.matchAll(EQUAL), (match) => groupTag(match, 0, A_TIE, true)),
    ].sort((left, right) => left.start - right.start);
  },
};
