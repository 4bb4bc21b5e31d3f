import type { Reading } from "./reading.js";
import type { Trial } from "./trial.js";

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Part of `outputTokens` that was reasoning, where the endpoint says so. */
  readonly reasoningTokens?: number;
}

/** How likely a token was, and what else might have stood in its place. */
export interface TokenProbabilities {
  /** Where the token begins in the reply's text, in characters. */
  readonly at: number;
  readonly token: string;
  /** Natural logarithm of its probability. */
  readonly logprob: number;
  /** The likeliest tokens of that place (its own among them, where the endpoint lists it), likeliest first; their mass may be less than 1. */
  readonly top: readonly { readonly token: string; readonly logprob: number }[];
}

/** A model's answer as it came. */
export interface Reply {
  readonly text: string;
  /** Reasoning that the endpoint returned apart from the text. */
  readonly reasoning?: string;
  /** The provider's own refusal, where it names one. */
  readonly refusal?: string;
  /** As the endpoint says: "stop", "length", "content_filter" … */
  readonly finishReason: string | null;
  readonly usage?: Usage;
  /** The model's name as the endpoint reported it. */
  readonly model?: string;
  /** Only of the tokens that the request asked to keep: where a verdict stands. Absent where none were asked for or returned. */
  readonly tokens?: readonly TokenProbabilities[];
}

export const CALL_FAILURES = [
  "timeout",
  "network",
  "rate-limit",
  "server",
  "malformed",
  "rejected",
  "unauthorized",
  "unknown-model",
  "replay-miss",
  "cancelled",
] as const;

/** Why no reply came. The message holds no secret. */
export interface CallFailure {
  readonly kind: (typeof CALL_FAILURES)[number];
  readonly message: string;
  readonly httpStatus?: number;
  readonly retryAfterSeconds?: number;
}

interface CallBase {
  /** Hash of what was asked: model, messages, sampling and repeat; not where it was sent. */
  readonly key: string;
  /** Wall time of the last attempt. */
  readonly seconds: number;
  readonly attempts: number;
}

export interface AnsweredCall extends CallBase {
  readonly status: "answered";
  /** True where the reply came out of an earlier run's store and nothing was sent. */
  readonly reused: boolean;
  readonly reply: Reply;
}

export interface FailedCall extends CallBase {
  readonly status: "failed";
  readonly failure: CallFailure;
}

export type Call = AnsweredCall | FailedCall;

/** The stored record of a trial. */
export interface Judgment {
  readonly trial: Trial;
  readonly reading: Reading;
  /** For imports: the reading that was published, where it is not what the text gives. */
  readonly published?: Reading;
  /** When it was made (ISO 8601); absent on computed judgments. */
  readonly at?: string;
  /** The text before the verdict; null where there is none. */
  readonly critique: string | null;
  readonly calls: readonly Call[];
  /** For imports: the judge's whole text as it was published (null where it gave none), and what it is said to have taken. */
  readonly imported?: { readonly text: string | null; readonly usd?: number; readonly seconds?: number };
}

/** What an analysis needs of a Judgment: no raw text. Every Judgment is one. */
export interface JudgmentRow {
  readonly trial: Trial;
  readonly reading: Reading;
  readonly published?: Reading;
  readonly calls: readonly CallRow[];
  /** For imports: what it is said to have taken. */
  readonly imported?: Pick<NonNullable<Judgment["imported"]>, "usd" | "seconds">;
}

export interface CallRow {
  readonly status: Call["status"];
  readonly seconds: number;
  readonly attempts: number;
  readonly reused?: boolean;
  readonly reply?: Pick<Reply, "usage" | "model" | "finishReason">;
}

/** A judgment without its texts. */
export function judgmentRow(judgment: Judgment): JudgmentRow {
  const { trial, reading, published, calls, imported } = judgment;
  return {
    trial,
    reading,
    ...(published ? { published } : {}),
    calls: calls.map(callRow),
    ...(imported ? taken(imported) : {}),
  };
}

function taken({ usd, seconds }: NonNullable<Judgment["imported"]>): Pick<JudgmentRow, "imported"> {
  if (usd === undefined && seconds === undefined) return {};
  return {
    imported: { ...(usd === undefined ? {} : { usd }), ...(seconds === undefined ? {} : { seconds }) },
  };
}

function callRow(call: Call): CallRow {
  const { status, seconds, attempts } = call;
  if (call.status === "failed") return { status, seconds, attempts };
  const { usage, model, finishReason } = call.reply;
  return {
    status,
    seconds,
    attempts,
    reused: call.reused,
    reply: { finishReason, ...(usage ? { usage } : {}), ...(model ? { model } : {}) },
  };
}
