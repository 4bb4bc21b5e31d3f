import { type Sampling, samplingFor } from "../core/judge.js";
import type { Reply } from "../core/judgment.js";
import { type Capabilities, capabilitiesOf } from "./capabilities.js";
import {
  CAPABILITY_PROBES,
  isRefusal,
  otherLimit,
  type ProbeQuestion,
  quoted,
  user,
} from "./capability-probes.js";
import { oneLine } from "./clean-message.js";
import type { Answer } from "./model.js";
import { type OpenaiOptions, openaiModel } from "./openai.js";
import { endpointClient } from "./openai-client.js";

export interface EndpointCheck {
  readonly name: string;
  /** False where a run would not work; null where something is not supported, or could not be found out and nothing is wrong. */
  readonly ok: boolean | null;
  readonly detail: string;
}

export interface EndpointProbe {
  readonly checks: readonly EndpointCheck[];
  /** Null where the model did not answer. */
  readonly capabilities: {
    /** By the table, and by what the user says of the model. */
    readonly assumed: Capabilities;
    readonly found: Partial<Capabilities>;
    /** What was found otherwise than assumed: what the judge's `capabilities` should say. */
    readonly override: Partial<Capabilities>;
  } | null;
}

/** Tokens for the answer to a one-line question, without and with reasoning before it. */
const ROOM = { plain: 48, reasoning: 512 };

/** All probes together take no longer than this many times the timeout of one call. */
const PATIENCE = 4;

/**
 * Asks an endpoint what it can do: its list of models, and about a dozen one-line questions of our own with replies of a few tokens.
 * Never rejects for what the endpoint does. `sampling` is sent with every question, for what a judge's `extra` holds.
 */
export async function probeEndpoint(
  options: OpenaiOptions,
  model: string,
  sampling: Sampling = {},
): Promise<EndpointProbe> {
  const { host, listed } = await listModels(options);
  if (listed.status === "unreachable") {
    return { checks: [{ name: "reachable", ok: false, detail: listed.message }], capabilities: null };
  }
  const assumed = capabilitiesOf(model, host, options.capabilities);
  const signal = AbortSignal.timeout(options.timeoutSeconds * PATIENCE * 1000);
  const inquire = async (
    { messages, sampling: asked = {}, answer, takes = {} }: ProbeQuestion,
    maxTokens: number,
  ): Promise<Answer> => {
    const asking = await openaiModel({ ...options, capabilities: { ...assumed, ...takes } });
    const request = {
      model,
      messages,
      sampling: samplingFor({ ...sampling, maxTokens }, asked),
      repeat: 0,
      ...(answer ? { answer } : {}),
    };
    return asking.ask(request, { signal, subject: "doctor" });
  };

  const { check, reply, maxTokensField } = await firstAnswer(inquire, assumed);
  const checks: EndpointCheck[] = [reachable(listed), knownModel(listed, model), check];
  if (!reply) return { checks, capabilities: null };
  const reasons = !assumed.temperature || reply.reasoning !== undefined || /<think/i.test(reply.text);
  const room = reasons ? ROOM.reasoning : ROOM.plain;
  let found: Partial<Capabilities> = {};
  for (const probe of CAPABILITY_PROBES) {
    // A field that was refused once would make every later question fail.
    const known = { ...assumed, maxTokensField, ...found };
    const finding = await probe({
      ask: (question) => inquire({ ...question, takes: { ...known, ...question.takes } }, room),
      assumed: known,
      reasons,
    });
    checks.push({ name: finding.name, ok: finding.ok, detail: finding.detail });
    found = { ...found, ...finding.found };
  }
  checks.push(reasoningField(reply));
  return { checks, capabilities: { assumed, found, override: differing(found, assumed) } };
}

type Listed =
  | { readonly status: "listed"; readonly ids: readonly string[] }
  | { readonly status: "no list"; readonly message: string }
  | { readonly status: "unreachable"; readonly message: string };

// Some servers answer questions but have no list: only a missing connection means that they cannot be reached.
async function listModels(options: OpenaiOptions): Promise<{ host: string; listed: Listed }> {
  const { client, host, explain, callErrorOf } = await endpointClient(options);
  try {
    const ids = (await client.models.list()).data.map(({ id }) => oneLine(String(id)));
    return { host, listed: { status: "listed", ids } };
  } catch (error) {
    const { kind, message } = explain(callErrorOf(error));
    const status = kind === "network" || kind === "timeout" ? "unreachable" : "no list";
    return { host, listed: { status, message } };
  }
}

function reachable(listed: Exclude<Listed, { status: "unreachable" }>): EndpointCheck {
  const detail = listed.status === "listed" ? `${listed.ids.length} models listed` : listed.message;
  return { name: "reachable", ok: true, detail };
}

function knownModel(listed: Exclude<Listed, { status: "unreachable" }>, model: string): EndpointCheck {
  const name = "knows the model";
  if (listed.status === "no list") return { name, ok: null, detail: "it gives no list of models" };
  const { ids } = listed;
  if (ids.includes(model)) return { name, ok: true, detail: model };
  const some = ids.slice(0, 5).join(", ");
  const others = some ? ` (there are: ${some}${ids.length > 5 ? ", …" : ""})` : "";
  return { name, ok: null, detail: `${model} is not in its list${others}` };
}

/** The model's first answer, asked for with the token limit it should take, else with the other. */
async function firstAnswer(
  inquire: (question: ProbeQuestion, maxTokens: number) => Promise<Answer>,
  assumed: Capabilities,
): Promise<{ check: EndpointCheck; reply?: Reply; maxTokensField: Capabilities["maxTokensField"] }> {
  const room = assumed.temperature ? ROOM.plain : ROOM.reasoning;
  const ask = (field: Capabilities["maxTokensField"]) =>
    inquire({ messages: user("Say the word ready."), takes: { maxTokensField: field } }, room);
  const startedAt = Date.now();
  const usual = assumed.maxTokensField;
  const first = await ask(usual);
  const second = isRefusal(first) ? await ask(otherLimit(usual)) : first;
  const maxTokensField = isRefusal(first) && second.status === "answered" ? otherLimit(usual) : usual;
  const name = "answers";
  if (second.status === "failed") {
    const { failure } = first.status === "failed" ? first : second;
    return { check: { name, ok: false, detail: failure.message }, maxTokensField };
  }
  const { text, usage, model } = second.reply;
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  const tokens = usage ? `${usage.inputTokens} tokens in, ${usage.outputTokens} out` : "no token counts";
  const detail = `${quoted(text)} in ${seconds} s · ${tokens} · as ${oneLine(model ?? "no name")}`;
  return { check: { name, ok: true, detail }, reply: second.reply, maxTokensField };
}

function reasoningField({ text, reasoning, usage }: Reply): EndpointCheck {
  const name = "reasoning";
  if (reasoning !== undefined) return { name, ok: true, detail: "returned in a field of its own" };
  if (/<think/i.test(text)) return { name, ok: true, detail: "stands in the text, between <think> tags" };
  const hidden = usage?.reasoningTokens;
  return { name, ok: null, detail: hidden ? `hidden (${hidden} tokens of it)` : "none seen" };
}

function differing(found: Partial<Capabilities>, assumed: Capabilities): Partial<Capabilities> {
  return Object.fromEntries(
    Object.entries(found).filter(([name, value]) => assumed[name as keyof Capabilities] !== value),
  );
}
