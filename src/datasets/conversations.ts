import type { Message, Prompt } from "../core/comparison.js";
import { describe, InputError } from "../core/errors.js";
import { isObject } from "./columns.js";
import type { RowContext } from "./row.js";

/** What a row's responses answer, and their texts in the order given. */
export interface Exchange {
  readonly prompt: Prompt;
  readonly texts: readonly string[];
}

/** A conversation, with the column it stands in for messages. */
export interface Conversation {
  readonly name: string;
  readonly messages: readonly Message[];
}

/** The messages of a list `[{ role, content }, …]`; other fields of a message are passed over. Throws an InputError that names the place. */
export function messagesIn(
  value: unknown,
  name: string,
  row: Pick<RowContext, "subject">,
): readonly Message[] {
  if (!Array.isArray(value)) {
    throw new InputError(
      row.subject,
      `${JSON.stringify(name)} to be text or a list of messages`,
      describe(value),
    );
  }
  return value.map((message: unknown, i) => {
    const place = `${name}[${i}]`;
    if (!isObject(message)) {
      throw new InputError(
        row.subject,
        `${JSON.stringify(place)} to be a message { role, content }`,
        describe(message),
      );
    }
    const { role, content } = message;
    if (!isRole(role)) {
      throw new InputError(
        row.subject,
        `${JSON.stringify(`${place}.role`)} to be one of ${ROLES.join(", ")}`,
        describe(role),
      );
    }
    if (typeof content !== "string") {
      throw new InputError(
        row.subject,
        `${JSON.stringify(`${place}.content`)} to be text`,
        describe(content),
      );
    }
    return { role, content };
  });
}

/**
 * Whole conversations are a prompt and responses where they differ in their last turn only: what they share is the prompt,
 * the last turns are the responses. A `prompt` beside them must be found in what they share; where they hold nothing but
 * the response, it is the prompt.
 */
export function exchangeOf(
  conversations: readonly Conversation[],
  prompt: Prompt | undefined,
  row: RowContext,
): Exchange {
  const split = conversations.map((conversation) => splitLast(conversation, row));
  const [first, ...others] = split;
  if (!first) throw new Error("an exchange needs a conversation");
  for (const other of others) {
    const turn = firstDifference(first.before, other.before);
    if (turn >= 0) {
      throw new InputError(
        row.subject,
        `${JSON.stringify(first.name)} and ${JSON.stringify(other.name)} to differ in their last turn only`,
        `a difference in turn ${turn + 1}`,
      );
    }
  }
  return { prompt: promptOf(first.before, prompt, row), texts: split.map(({ last }) => last) };
}

/** The turns of a text written "\n\nHuman: …\n\nAssistant: …", as in hh-rlhf; null where it is not written so. */
export function transcript(text: string): readonly Message[] | null {
  const [before, ...parts] = `\n\n${text.trimStart()}`.split(/\n\n(Human|Assistant):/);
  if (before !== "" || parts.length < 2) return null;
  return parts.flatMap((part, i): Message[] => {
    if (i % 2 === 1) return [];
    return [{ role: part === "Human" ? "user" : "assistant", content: (parts[i + 1] ?? "").trim() }];
  });
}

function splitLast({ name, messages }: Conversation, row: RowContext) {
  const last = messages.at(-1);
  if (last?.role !== "assistant") {
    const found = last ? `a turn of the role "${last.role}"` : "no turns";
    throw new InputError(row.subject, `${JSON.stringify(name)} to end in a turn of the assistant`, found);
  }
  return { name, before: messages.slice(0, -1), last: last.content };
}

function promptOf(shared: readonly Message[], prompt: Prompt | undefined, row: RowContext): Prompt {
  if (shared.length === 0) {
    if (prompt !== undefined) return prompt;
    throw new InputError(row.subject, "a prompt, in its own column or in the conversations", "none");
  }
  if (prompt !== undefined && !containsPrompt(shared, prompt)) {
    throw new InputError(row.subject, "the prompt to stand in the conversations", "another one there");
  }
  const [only] = shared;
  return shared.length === 1 && only?.role === "user" ? only.content : shared;
}

function containsPrompt(shared: readonly Message[], prompt: Prompt): boolean {
  if (typeof prompt === "string") {
    return shared.some(({ role, content }) => role === "user" && content.trim() === prompt.trim());
  }
  return prompt.length <= shared.length && firstDifference(prompt, shared.slice(0, prompt.length)) < 0;
}

/** The index of the first turn in which two conversations differ; -1 where they are equal. */
function firstDifference(left: readonly Message[], right: readonly Message[]): number {
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [a, b] = [left[i], right[i]];
    if (!a || !b || a.role !== b.role || a.content !== b.content) return i;
  }
  return -1;
}

function isRole(role: unknown): role is Message["role"] {
  return ROLES.some((known) => known === role);
}

const ROLES = [
  "system",
  "developer",
  "user",
  "assistant",
  "tool",
] as const satisfies readonly Message["role"][];
