import type { Comparison, Message, Prompt, Response } from "../core/comparison.js";
import type { JsonObject } from "../core/json.js";
import { underSystemPrompt } from "../core/system-prompt.js";
import type { Trainer } from "./export-format.js";

const PAIR = ["prompt", "chosen", "rejected"];
/** The fields of a pair that each trainer reads. */
export const PAIR_FIELDS = { trl: [...PAIR, "margin"], openrlhf: [...PAIR, "margin"], verl: PAIR };
/** Where a pair's label comes from. */
export const PAIR_ORIGIN = ["margin_unit", "agreement", "comparison"];

/** Why a line of text cannot be made of a prompt. */
export const NOT_TEXT = "the prompt is a conversation, and this shape takes text";

/** Why nothing is learned from a response that the label prefers. */
export const CUT_OFF = "the chosen response was cut off";

/** The prompt as a list of messages, under the system prompt of a response where it was drawn under one. */
export function promptMessages(prompt: Prompt, system?: string): JsonObject[] {
  return underSystemPrompt(prompt, system).map(plainMessage);
}

/** All that its author wrote: the text, and before it the chain of thought where that is stored apart. */
export function wholeTurn({ text, reasoning }: Response): string {
  return reasoning === undefined ? text : `<think>\n${reasoning}\n</think>\n\n${text}`;
}

/** A response as the assistant's turn. */
export function answer(content: string): JsonObject[] {
  return [{ role: "assistant", content }];
}

/** The prompt as text; null where it is more than one turn of the user's. */
export function promptText(prompt: Prompt, system?: string): string | null {
  if (system !== undefined) return null;
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
  const system = sharedSystem(comparison, [chosen, rejected]);
  if (trainer !== "verl")
    return { prompt: promptMessages(prompt, system), chosen: answer(better), rejected: answer(worse) };
  const text = promptText(prompt, system);
  return text === null ? null : { prompt: text, chosen: better, rejected: worse };
}

/** Whether a response does not end where its author would have ended it: nothing to learn to write. */
export function isTruncated({ responses }: Pick<Comparison, "responses">, id: string): boolean {
  return responses.some((response) => response.id === id && response.truncated === true);
}

/** The text of a response; of one that the comparison does not have, nothing. */
export function textOf({ responses }: Pick<Comparison, "responses">, id: string): string {
  return responses.find((response) => response.id === id)?.text ?? "";
}

/** The system prompt under which all of these responses were drawn; undefined where there is none, or they differ in it. */
function sharedSystem(
  { responses }: Pick<Comparison, "responses">,
  ids: readonly string[],
): string | undefined {
  const [first, ...others] = ids.map((id) => responses.find((response) => response.id === id)?.system);
  return others.every((other) => other === first) ? first : undefined;
}

// What a message may hold beside these two is no part of the shapes.
function plainMessage({ role, content }: Message): JsonObject {
  return { role, content };
}
