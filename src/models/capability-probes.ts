import type { AnswerShape } from "../core/answer-shape.js";
import type { Message } from "../core/comparison.js";
import type { Sampling } from "../core/judge.js";
import type { Reply } from "../core/judgment.js";
import type { Capabilities } from "./capabilities.js";
import { oneLine } from "./clean-message.js";
import type { Answer } from "./model.js";

/** One question of a probe. */
export interface ProbeQuestion {
  readonly messages: readonly Message[];
  readonly sampling?: Sampling;
  readonly answer?: AnswerShape;
  /** Laid over what the model is known to take, so that the field in question is sent. */
  readonly takes?: Partial<Capabilities>;
}

export interface ProbeSetting {
  ask(question: ProbeQuestion): Promise<Answer>;
  /** What is assumed of the model, but for what its answers have shown so far. */
  readonly assumed: Capabilities;
  /** Whether it reasons before it answers: a limit of a few tokens would leave no answer. */
  readonly reasons: boolean;
}

/** What one probe found out. A capability is named only where the endpoint's behaviour settles it. */
export interface Finding {
  readonly name: string;
  /** null where it is not supported or could not be found out: `detail` says which. */
  readonly ok: true | null;
  readonly detail: string;
  readonly found: Partial<Capabilities>;
}

type Probe = (setting: ProbeSetting) => Promise<Finding>;

/** In the order they are made. Each asks one to three questions. */
export const CAPABILITY_PROBES: readonly Probe[] = [
  tokenLimit,
  systemRole,
  temperature,
  seed,
  logProbabilities,
  structuredOutput,
  reasoningEffort,
];

async function tokenLimit({ ask, assumed, reasons }: ProbeSetting): Promise<Finding> {
  const name = "token limit";
  const inUse = assumed.maxTokensField;
  // A reasoning model answers a tiny limit with an error or with nothing.
  if (reasons) return { name, ok: true, detail: `${inUse} is taken`, found: { maxTokensField: inUse } };
  for (const field of [inUse, otherLimit(inUse)]) {
    const answer = await ask({
      messages: user("Count from one to fifty in words."),
      sampling: { maxTokens: 4 },
      takes: { maxTokensField: field },
    });
    if (answer.status === "failed" && !isRefusal(answer)) return unknown(name, answer);
    if (answer.status === "failed") continue;
    const { finishReason, usage } = answer.reply;
    if (finishReason === "length" || (usage !== undefined && usage.outputTokens <= 5)) {
      return { name, ok: true, detail: `${field} bounds the reply`, found: { maxTokensField: field } };
    }
  }
  const detail = "neither max_tokens nor max_completion_tokens bounded a reply to 4 tokens";
  return { name, ok: null, detail, found: {} };
}

export function otherLimit(field: Capabilities["maxTokensField"]): Capabilities["maxTokensField"] {
  return field === "max_tokens" ? "max_completion_tokens" : "max_tokens";
}

async function systemRole({ ask, assumed }: ProbeSetting): Promise<Finding> {
  const name = "system role";
  const answer = await ask({
    messages: [
      { role: "system", content: "Whatever you are asked, answer with the single word pear." },
      ...user("Say the word ready."),
    ],
    takes: { systemRole: true },
  });
  if (answer.status === "failed") return refusedOr(name, answer, { systemRole: false });
  const followed = /\bpear\b/i.test(answer.reply.text);
  const detail = followed ? "taken, and followed" : "taken, but the reply does not follow it";
  return { name, ok: true, detail, found: followed || assumed.systemRole ? { systemRole: true } : {} };
}

async function temperature({ ask, assumed }: ProbeSetting): Promise<Finding> {
  const name = "temperature";
  const answer = await ask({
    messages: user("Say the word ready."),
    sampling: { temperature: 0.5 },
    takes: { temperature: true },
  });
  if (answer.status === "failed") return refusedOr(name, answer, { temperature: false });
  if (assumed.temperature) return { name, ok: true, detail: "0.5 is taken", found: { temperature: true } };
  // Some endpoints take it and pay it no heed: one answer cannot show which.
  const detail = "0.5 is taken, though the table says it is refused or has no effect here";
  return { name, ok: null, detail, found: {} };
}

async function seed({ ask }: ProbeSetting): Promise<Finding> {
  const name = "seed";
  const texts: string[] = [];
  for (const value of [11, 11, 12]) {
    const answer = await ask({
      messages: user("Write twelve random letters."),
      sampling: { temperature: 1, seed: value },
      takes: { seed: true },
    });
    if (answer.status === "failed") return refusedOr(name, answer, { seed: false });
    texts.push(`${answer.reply.reasoning ?? ""}\n${answer.reply.text}`);
  }
  const [first, again, other] = texts;
  if (first !== again) {
    const detail = "taken, but the same seed gave two texts at temperature 1";
    return { name, ok: null, detail, found: {} };
  }
  if (first === other) {
    const detail = "taken, but two seeds gave the same text at temperature 1: it may be ignored";
    return { name, ok: null, detail, found: {} };
  }
  const detail = "the same seed gives the same text at temperature 1, and another seed another text";
  return { name, ok: true, detail, found: { seed: true } };
}

async function logProbabilities({ ask }: ProbeSetting): Promise<Finding> {
  const name = "log-probabilities";
  let refusal: (Answer & { status: "failed" }) | undefined;
  for (const topLogprobs of [20, 5]) {
    const answer = await ask({
      messages: user("Answer with the single letter A."),
      sampling: { topLogprobs },
      takes: { logProbabilities: true },
    });
    if (answer.status === "answered") return tokensFound(name, answer.reply, topLogprobs);
    if (!isRefusal(answer)) return unknown(name, answer);
    refusal ??= answer;
  }
  const detail = `refused: ${refusal?.failure.message}`;
  return { name, ok: null, detail, found: { logProbabilities: false } };
}

function tokensFound(name: string, { text, tokens }: Reply, asked: number): Finding {
  if (text === "") return { name, ok: null, detail: "the reply was empty", found: {} };
  if (tokens === undefined) {
    const detail = "asked for, but the reply has none";
    return { name, ok: null, detail, found: { logProbabilities: false } };
  }
  if (tokens.length === 0) {
    const detail = "the reply has some, but not of the tokens of its text";
    return { name, ok: null, detail, found: { logProbabilities: false } };
  }
  const listed = Math.max(...tokens.map(({ top }) => top.length));
  const detail = `the ${listed} likeliest tokens at each place (${asked} were asked for)`;
  return { name, ok: true, detail, found: { logProbabilities: true } };
}

const PROBE_SHAPE: AnswerShape = {
  name: "probe",
  fields: [
    { name: "reason", kind: "text" },
    { name: "answer", kind: "choice", of: ["yes", "no"] },
    { name: "score", kind: "number", low: 1, high: 5, whole: true },
  ],
};

async function structuredOutput({ ask }: ProbeSetting): Promise<Finding> {
  const name = "structured output";
  // Nothing in the question asks for JSON: what comes back shows whether the schema was heeded.
  const answer = await ask({
    messages: user("Is water wet? A few words are enough."),
    answer: PROBE_SHAPE,
    // Room for a sentence or two: small models say more than they are asked for.
    sampling: { maxTokens: 128 },
    takes: { structuredOutput: true },
  });
  if (answer.status === "failed") return refusedOr(name, answer, { structuredOutput: false });
  const { text, finishReason } = answer.reply;
  const names = fieldNames(text);
  const wanted = PROBE_SHAPE.fields.map((field) => field.name);
  if (names?.toSorted().join() === wanted.toSorted().join()) {
    const inOrder = names.join() === wanted.join();
    const detail = `the reply is the JSON asked for${inOrder ? "" : ", its fields in another order"}`;
    return { name, ok: true, detail, found: { structuredOutput: true } };
  }
  if (finishReason === "length") {
    const detail = "taken, but the reply was cut before it could be told";
    return { name, ok: null, detail, found: {} };
  }
  const detail = `taken, but the reply is not the JSON asked for: ${quoted(text)}`;
  return { name, ok: null, detail, found: { structuredOutput: false } };
}

function fieldNames(text: string): string[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? Object.keys(value) : null;
  } catch {
    return null;
  }
}

async function reasoningEffort({ ask, assumed }: ProbeSetting): Promise<Finding> {
  const name = "reasoning effort";
  const answer = await ask({
    messages: user("Say the word ready."),
    sampling: { extra: { reasoning_effort: "low" } },
  });
  if (answer.status === "failed") return refusedOr(name, answer, { reasoningEffort: false });
  const detail = "reasoning_effort is taken (a server that does not know it may ignore it)";
  return { name, ok: true, detail, found: assumed.reasoningEffort ? { reasoningEffort: true } : {} };
}

/** A refused field settles the matter; no answer for another reason does not. */
function refusedOr(
  name: string,
  answer: Answer & { status: "failed" },
  found: Partial<Capabilities>,
): Finding {
  if (!isRefusal(answer)) return unknown(name, answer);
  return { name, ok: null, detail: `refused: ${answer.failure.message}`, found };
}

export function isRefusal(answer: Answer): boolean {
  return answer.status === "failed" && answer.failure.kind === "rejected";
}

function unknown(name: string, { failure }: Answer & { status: "failed" }): Finding {
  return { name, ok: null, detail: `could not be found out: ${failure.message}`, found: {} };
}

export function user(content: string): readonly Message[] {
  return [{ role: "user", content }];
}

/** The start of a model's text, fit for one line. */
export function quoted(text: string): string {
  return JSON.stringify(oneLine(text.slice(0, 40)));
}
