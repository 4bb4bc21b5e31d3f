import type { Reply, Usage } from "../core/judgment.js";
import type { CallError } from "./call-failure.js";
import { type Fields, isFields } from "./fields.js";
import { tokenProbabilitiesOf } from "./token-probabilities.js";

/**
 * The reply in the body of a successful chat completion; servers differ, so nothing in it is taken for granted. Token probabilities are
 * looked for only where they were asked for: placing them costs more than all the rest.
 */
export function replyOf(
  body: unknown,
  asked: { readonly tokens: boolean },
): { status: "answered"; reply: Reply } | { status: "failed"; error: CallError } {
  if (!isFields(body)) {
    const found = typeof body === "string" ? (body.trim() === "" ? "an empty body" : body) : String(body);
    return malformed(`expected a chat completion but found ${found}`);
  }
  const choice = Array.isArray(body.choices) ? body.choices[0] : undefined;
  const error = body.error ?? (isFields(choice) ? choice.error : undefined);
  // Some gateways answer 200 and put the true status inside.
  if (isFields(error)) return reportedError(error);
  if (!isFields(choice) || !isFields(choice.message)) {
    return malformed("expected a chat completion but found no choices with a message");
  }
  const { message } = choice;
  const text = textOf(message.content);
  if (text === undefined) return malformed("expected the message's content to be text");
  const reasoning = reasoningOf(message);
  const refusal = nonEmpty(message.refusal);
  const usage = usageOf(body.usage);
  const model = nonEmpty(body.model);
  const tokens = asked.tokens
    ? tokenProbabilitiesOf(choice.logprobs, text, { hasReasoning: reasoning !== undefined })
    : undefined;
  return {
    status: "answered",
    reply: {
      finishReason: typeof choice.finish_reason === "string" ? choice.finish_reason : null,
      ...(model === undefined ? {} : { model }),
      ...(usage === undefined ? {} : { usage }),
      ...(refusal === undefined ? {} : { refusal }),
      ...(reasoning === undefined ? {} : { reasoning }),
      text,
      ...(tokens === undefined ? {} : { tokens }),
    },
  };
}

function malformed(message: string): { status: "failed"; error: CallError } {
  return { status: "failed", error: { kind: "malformed", message } };
}

function reportedError(error: Fields): { status: "failed"; error: CallError } {
  const message = typeof error.message === "string" ? error.message : JSON.stringify(error);
  const status = Number(error.code);
  if (Number.isInteger(status) && status >= 400 && status <= 599) {
    return { status: "failed", error: { kind: "http", status, code: "", message, headers: undefined } };
  }
  return malformed(`the answer is an error: ${message}`);
}

/** Text as it is, text parts joined, "" where there is none (a refusal, a bare tool call). */
function textOf(content: unknown): string | undefined {
  if (typeof content === "string") return content;
  if (content === null || content === undefined) return "";
  if (!Array.isArray(content)) return undefined;
  return content.map((part) => (isThought(part) ? "" : wordsOf(part))).join("");
}

/** Reasoning by whichever name: `reasoning_content` (DeepSeek, vLLM, llama.cpp), `reasoning` (OpenRouter, Ollama), thinking parts (Mistral). */
function reasoningOf({ reasoning_content, reasoning, content }: Fields): string | undefined {
  const thoughts = Array.isArray(content) ? content.filter(isThought) : [];
  return [reasoning_content, reasoning, thoughts].map((given) => nonEmpty(joined(given))).find(Boolean);
}

function isThought(part: unknown): boolean {
  return isFields(part) && (part.type === "thinking" || part.type === "reasoning");
}

function joined(given: unknown): string {
  return Array.isArray(given) ? given.map(wordsOf).join("") : wordsOf(given);
}

/** The words of one part: itself, its `text`, or its `thinking`, which may be a list of parts again (no deeper). */
function wordsOf(part: unknown): string {
  if (typeof part === "string") return part;
  if (!isFields(part)) return "";
  if (typeof part.text === "string") return part.text;
  if (typeof part.thinking === "string") return part.thinking;
  if (!Array.isArray(part.thinking)) return "";
  return part.thinking.map((inner) => (isFields(inner) ? (nonEmpty(inner.text) ?? "") : "")).join("");
}

function usageOf(usage: unknown): Usage | undefined {
  if (!isFields(usage)) return undefined;
  const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = usage;
  if (!isCount(inputTokens) || !isCount(outputTokens)) return undefined;
  const details = usage.completion_tokens_details;
  const reasoningTokens = isFields(details) ? details.reasoning_tokens : undefined;
  return { inputTokens, outputTokens, ...(isCount(reasoningTokens) ? { reasoningTokens } : {}) };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function nonEmpty(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
