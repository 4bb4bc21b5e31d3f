import type { Comparison, Message, Prompt } from "../core/comparison.js";
import type { JsonObject } from "../core/json.js";
import type { Trainer } from "./export-format.js";

const PAIR = ["prompt", "chosen", "rejected"];
/** The fields of a pair that each trainer reads. */
export const PAIR_FIELDS = { trl: [...PAIR, "margin"], openrlhf: [...PAIR, "margin"], verl: PAIR };
/** Where a pair's label comes from. */
export const PAIR_ORIGIN = ["margin_unit", "agreement", "comparison"];

/** Why a line of text cannot be made of a prompt. */
export const NOT_TEXT = "the prompt is a conversation, and this shape takes text";

/** The prompt as a list of messages. */
export function promptMessages(prompt: Prompt): JsonObject[] {
  return typeof prompt === "string" ? [{ role: "user", content: prompt }] : prompt.map(plainMessage);
}

/** A response as the assistant's turn. */
export function answer(content: string): JsonObject[] {
  return [{ role: "assistant", content }];
}

/** The prompt as text; null where it is more than one turn of the user's. */
export function promptText(prompt: Prompt): string | null {
  if (typeof prompt === "string") return prompt;
  const [only] = prompt;
  return prompt.length === 1 && only?.role === "user" ? only.content : null;
}

/** The fields of a pair: lists of messages, but for veRL texts (its reward data is tokenised as it stands); null where it cannot be text. */
export function pairFields(
  trainer: Trainer,
  { prompt, ...comparison }: Comparison,
  { chosen, rejected }: { readonly chosen: string; readonly rejected: string },
): JsonObject | null {
  const [better, worse] = [textOf(comparison, chosen), textOf(comparison, rejected)];
  if (trainer !== "verl")
    return { prompt: promptMessages(prompt), chosen: answer(better), rejected: answer(worse) };
  const text = promptText(prompt);
  return text === null ? null : { prompt: text, chosen: better, rejected: worse };
}

/** The text of a response; of one that the comparison does not have, nothing. */
export function textOf({ responses }: Pick<Comparison, "responses">, id: string): string {
  return responses.find((response) => response.id === id)?.text ?? "";
}

// What a message may hold beside these two is no part of the shapes.
function plainMessage({ role, content }: Message): JsonObject {
  return { role, content };
}
