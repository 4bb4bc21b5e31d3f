import type { AnswerField, AnswerShape } from "../../core/answer-shape.js";

/** Whole numbers are written out one by one up to so many; a grammar has no other way to hold to a range. */
const MOST_NUMBERS = 1001;

/**
 * A grammar (GBNF, the form that llama.cpp reads) of exactly the JSON objects of this shape: the fields in their order, nothing after the
 * closing brace. The ends of a number are held to where it is whole and there are at most 1001 of them.
 */
export function answerGrammar({ fields }: AnswerShape): string {
  const members = fields.map((field) => `${quoted(`${JSON.stringify(field.name)}: `)} ${ruleFor(field)}`);
  return [
    `root ::= "{" ${members.join(' ", " ')} "}"`,
    'text ::= "\\"" character* "\\""',
    'character ::= [^"\\\\\\x00-\\x1F\\x7F] | "\\\\" (["\\\\/bfnrt] | "u" hex hex hex hex)',
    "hex ::= [0-9a-fA-F]",
    'whole ::= "-"? ("0" | [1-9] [0-9]{0,8})',
    'number ::= whole ("." [0-9]{1,6})?',
    "",
  ].join("\n");
}

function ruleFor(field: AnswerField): string {
  switch (field.kind) {
    case "text":
      return "text";
    case "choice":
      return oneOf(field.of.map((choice) => JSON.stringify(choice)));
    case "number": {
      if (!field.whole) return "number";
      const [low, high] = [Math.ceil(field.low), Math.floor(field.high)];
      if (high < low || high - low >= MOST_NUMBERS) return "whole";
      return oneOf(Array.from({ length: high - low + 1 }, (_, i) => String(low + i)));
    }
    default:
      return field satisfies never;
  }
}

function oneOf(texts: readonly string[]): string {
  return `(${texts.map(quoted).join(" | ")})`;
}

function quoted(text: string): string {
  const escaped = text.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
  return `"${escaped}"`;
}
