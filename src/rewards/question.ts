import type { Message, Prompt } from "../core/comparison.js";
import { InputError } from "../core/errors.js";
import type { JsonObject } from "../core/json.js";
import type { View } from "../core/trial.js";
import type { ModelRequest } from "../models/model.js";
import type { Request } from "../protocols/protocol.js";

/** What one call asks to have scored, in whatever form an endpoint wants it. */
export interface Question {
  readonly model: string;
  /** The prompt as one text; a conversation as a transcript. */
  readonly prompt: string;
  readonly responses: readonly string[];
  /** By response: the prompt's messages, then the response as the assistant's. */
  readonly conversations: readonly (readonly Message[])[];
}

/**
 * The request for the responses of a View: the prompt's messages, then each response as a message of the assistant. How many of the
 * messages are responses, and every option that shapes what is sent, stand in `sampling.extra`: they are part of the request's key.
 */
export function requestFor(view: View, reward: string, asks: JsonObject): Request {
  const responses = view.responses.map(({ text }) => assistant(text));
  return {
    messages: [...promptMessages(view.prompt), ...responses],
    sampling: { extra: { ...asks, reward, responses: responses.length } },
  };
}

/** The question that a request asks. Throws an InputError where it is not one of `requestFor`. */
export function questionOf({ model, messages, sampling }: ModelRequest): Question {
  const count = sampling.extra?.responses;
  if (typeof count !== "number" || count < 1 || count > messages.length) {
    throw new InputError("a request to a reward model", "the number of its responses", String(count));
  }
  const prompt = messages.slice(0, -count).map(({ role, content }) => ({ role, content }));
  const responses = messages.slice(-count).map(({ content }) => content);
  return {
    model,
    prompt: promptText(prompt),
    responses,
    conversations: responses.map((text) => [...prompt, assistant(text)]),
  };
}

/** A conversation without a chat template: "user: …", a blank line, "assistant: …". */
export function transcript(messages: readonly Message[]): string {
  return messages.map(({ role, content }) => `${role}: ${content}`).join("\n\n");
}

/** Messages as they stand in a body. */
export function asJson(messages: readonly Message[]): JsonObject[] {
  return messages.map(({ role, content }) => ({ role, content }));
}

function promptMessages(prompt: Prompt): readonly Message[] {
  return typeof prompt === "string" ? [{ role: "user", content: prompt }] : prompt;
}

function promptText(prompt: readonly Message[]): string {
  const [only, ...more] = prompt;
  return only?.role === "user" && more.length === 0 ? only.content : transcript(prompt);
}

function assistant(content: string): Message {
  return { role: "assistant", content };
}
