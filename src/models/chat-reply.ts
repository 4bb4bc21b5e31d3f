import type { Reply, Usage } from "../core/judgment.js";
import type { CallError } from "./call-failure.js";

type Fields = Readonly<Record<string, unknown>>;

/** The reply in the body of a successful chat completion; servers differ, so nothing in it is taken for granted. */
export function replyOf(
  body: unknown,
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
  const reasoning = nonEmpty(message.reasoning_content) ?? nonEmpty(message.reasoning);
  const refusal = nonEmpty(message.refusal);
  const usage = usageOf(body.usage);
  const model = nonEmpty(body.model);
  return {
    status: "answered",
    reply: {
      finishReason: typeof choice.finish_reason === "string" ? choice.finish_reason : null,
      ...(model === undefined ? {} : { model }),
      ...(usage === undefined ? {} : { usage }),
      ...(refusal === undefined ? {} : { refusal }),
      ...(reasoning === undefined ? {} : { reasoning }),
      text,
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
  return content.map((part) => (isFields(part) && typeof part.text === "string" ? part.text : "")).join("");
}

function usageOf(usage: unknown): Usage | undefined {
  if (!isFields(usage)) return undefined;
  const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = usage;
  if (!isCount(inputTokens) || !isCount(outputTokens)) return undefined;
  const details = usage.completion_tokens_details;
  const reasoningTokens = isFields(details) ? details.reasoning_tokens : undefined;
  return { inputTokens, outputTokens, ...(isCount(reasoningTokens) ? { reasoningTokens } : {}) };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function nonEmpty(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
