import type { AnswerShape } from "../core/answer-shape.js";
import type { Message } from "../core/comparison.js";
import { hashJson } from "../core/hash.js";
import type { JsonObject } from "../core/json.js";
import type { Sampling } from "../core/judge.js";
import type { CallFailure, Reply } from "../core/judgment.js";

/** One call: exactly what is sent, and which of the repeats it is for. */
export interface ModelRequest {
  readonly model: string;
  readonly messages: readonly Message[];
  readonly sampling: Sampling;
  /** The JSON object that the reply shall be, where one is asked for. */
  readonly answer?: AnswerShape;
  /** 0, 1 …: the same question asked again is another call, not the same one. */
  readonly repeat: number;
}

export type Answer =
  | { readonly status: "answered"; readonly reply: Reply }
  | { readonly status: "failed"; readonly failure: CallFailure };

/** Where text comes from. One attempt a call: retrying is the run's work. */
export interface Model {
  /** What the user is told before the first call: a host, or a phrase such as "stored replies". */
  readonly host: string;
  /** Never rejects for what an endpoint does: a failure is an answer. `subject` names the trial in messages. */
  ask(
    request: ModelRequest,
    context: { readonly signal: AbortSignal; readonly subject: string },
  ): Promise<Answer>;
}

/** The key under which a reply is stored and found again: the hash of what was asked, not of where. */
export function requestKey(request: ModelRequest): string {
  const { model, messages, sampling, repeat, answer } = request;
  const asked: JsonObject = {
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    sampling: { ...sampling },
    repeat,
    ...(answer === undefined ? {} : { answer: JSON.parse(JSON.stringify(answer)) }),
  };
  return hashJson(asked).slice(0, 32);
}
