import { type Family, groupTag } from "./family.js";
import { winnerNamed } from "./parts.js";

const BETTER =
  /["“”'‘’`*_]{0,4}\boutput[ \t]{1,4}\(([a-z])\)["“”'‘’`*_]{0,4}[ \t]{1,4}is[ \t]{1,4}(?:the[ \t]{1,4})?(?:better|best)\b(?![ \t]{1,4}(?:in|at|on|for|with|when|where|if|regarding)\b)/dgi;

/**
 * LLMBar's "Therefore, Output (b) is better." A mere mention of an output says nothing, nor does "is better in style", which praises
 * one side of it. "Output (a)" alone on its line is read by `lone-winner`.
 */
export const outputLetters: Family = {
  name: "output-letters",
  looksLike: "Therefore, Output (b) is better.",
  gives: "winner",
  find: (text, expected) =>
    Array.from(text.matchAll(BETTER), (match) => groupTag(match, 0, winnerNamed(match[1] ?? "", expected))),
};
