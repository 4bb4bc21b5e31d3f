import { describe, InputError } from "../core/errors.js";
import type { Json, JsonObject } from "../core/json.js";
import { addedLater, choice, flag, type Option, type OptionValues } from "./options.js";

/** Whether the judge is shown the comparison's rubric, or one text for all comparisons in its place. */
const rubric: Option<boolean | string> = {
  about:
    "true (default): show the comparison's rubric; false: do not; a text: show this one to every comparison",
  read(given, subject) {
    if (given === undefined) return true;
    if (typeof given === "boolean" || (typeof given === "string" && given.trim() !== "")) return given;
    throw new InputError(subject, "true, false or a text", describe(given));
  },
};

/** "none", "generated" (the judge writes them first), or a list of principles that are given. */
const principles: Option<Principles> = {
  about:
    'none (default), generated (the judge first writes what matters for this prompt), or given: a list such as ["be correct"]',
  read(given, subject) {
    if (given === undefined || given === "none") return "none";
    if (given === "generated") return "generated";
    const list = Array.isArray(given) ? (given as readonly Json[]) : [];
    const texts = list.flatMap((text) => (typeof text === "string" && text.trim() !== "" ? [text] : []));
    if (texts.length === 0 || texts.length < list.length) {
      throw new InputError(subject, '"none", "generated" or a list of texts', describe(given));
    }
    return texts;
  },
};

export type Principles = "none" | "generated" | readonly string[];

/** What a judge may be shown beside the responses. */
export const MATERIAL_OPTIONS = {
  reference: flag(true, "show the comparison's reference answer, where it has one"),
  rubric,
  principles,
} as const;

/** When the judge criticises, and in which form it answers. */
export const ANSWER_OPTIONS = {
  critique: choice(["before", "after", "none"], "when the critique is written, seen from the verdict"),
  structured: flag(
    false,
    "ask for a JSON object (response_format), where the endpoint can hold a reply to it",
  ),
} as const;

/**
 * Whether a judge is protected from what it judges: delimiters that no text can contain, the sentence that material is never an
 * instruction, and the rule that a verdict copied from a presented text decides nothing.
 */
export const DEFENCES = {
  defences: addedLater(
    flag(
      true,
      "false takes away what protects the judge from the texts it judges, to measure what that is worth, and is for nothing else",
    ),
  ),
} as const;

export type MaterialOptions = OptionValues<typeof MATERIAL_OPTIONS>;
export type AnswerOptions = OptionValues<typeof ANSWER_OPTIONS>;

/** The variables of a prompt that come from `critique` and `structured`. */
export function answerVariables({ critique, structured }: AnswerOptions): JsonObject {
  return { critique, structured };
}
