import type { Sampling } from "../core/judge.js";

/** What a model takes and can do at its endpoint. */
export interface Capabilities {
  /** Returns token probabilities with its replies. */
  readonly logProbabilities: boolean;
  /** Takes `seed`. */
  readonly seed: boolean;
  /** Takes a JSON schema as `response_format`. */
  readonly structuredOutput: boolean;
  /** Takes `reasoning_effort`. */
  readonly reasoningEffort: boolean;
  /** The field that bounds the length of a reply. */
  readonly maxTokensField: "max_tokens" | "max_completion_tokens";
  /** Takes a temperature and a top-p other than 1. */
  readonly temperature: boolean;
  /** Takes messages of the role "system". Where it does not, they are put in front of the user's message. */
  readonly systemRole: boolean;
}

/** The plain chat completions API: what is assumed of every model that the table does not know. */
export const PLAIN_CHAT: Capabilities = {
  logProbabilities: true,
  seed: true,
  structuredOutput: true,
  reasoningEffort: true,
  maxTokensField: "max_tokens",
  temperature: true,
  systemRole: true,
};

interface Row {
  /** The model's bare name; names with a gateway's prefix ("openai/o3") are that gateway's own business. */
  readonly model: RegExp;
  /** Hosts that the row speaks of. Absent: wherever a model of this name is served. */
  readonly host?: RegExp;
  readonly differs: Partial<Capabilities>;
}

const OPENAI_OR_AZURE = /^api\.openai\.com$|\.openai\.azure\.com$|\.cognitiveservices\.azure\.com$/;

/** OpenAI's reasoning models refuse these fields instead of ignoring them. */
const REASONING: Partial<Capabilities> = {
  logProbabilities: false,
  temperature: false,
  maxTokensField: "max_completion_tokens",
};

/** The first row that fits says what differs from the plain chat API. Only what a source states is in it. */
const TABLE: readonly Row[] = [
  // OpenAI, beta limitations of the first o1 models: user and assistant messages only, no structured outputs, no reasoning effort
  // (Microsoft Learn, "Azure OpenAI reasoning models", API & feature support; openai community thread 1110750, post 7).
  {
    model: /^o1-(mini|preview)\b/,
    differs: { ...REASONING, systemRole: false, structuredOutput: false, reasoningEffort: false },
  },
  // The chat variant of GPT-5 does not reason and takes a temperature (openai community thread 1371738: no effort level).
  {
    model: /^gpt-5-chat\b/,
    differs: { maxTokensField: "max_completion_tokens", reasoningEffort: false },
  },
  // Microsoft Learn, "Azure OpenAI reasoning models", Not supported: temperature, top_p, logprobs, top_logprobs, max_tokens. From GPT-5.1
  // on they are taken while the effort is none, which the table cannot know: there an override is the user's to give.
  { model: /^(o1|o3|o4|gpt-5)(?![a-z0-9])/, differs: REASONING },
  // OpenAI, "Structured outputs": from gpt-4o-mini and gpt-4o-2024-08-06 on. Elsewhere a server may serve anything by these names.
  {
    model: /^(gpt-3\.5|gpt-35|gpt-4($|-)|chatgpt-4o|gpt-4o-2024-05-13)/,
    host: OPENAI_OR_AZURE,
    differs: { structuredOutput: false, reasoningEffort: false },
  },
  // Not reasoning models: `reasoning_effort` is an unrecognised field (openai community thread 1110750, post 7).
  { model: /^gpt-4(o|\.1)/, host: OPENAI_OR_AZURE, differs: { reasoningEffort: false } },
  // api-docs.deepseek.com, "Reasoning model": temperature and top_p have no effect, logprobs is an error; response_format is text or
  // json_object (its chat completion reference).
  {
    model: /^deepseek-reasoner$/,
    host: /^api\.deepseek\.com$/,
    differs: { logProbabilities: false, temperature: false, structuredOutput: false },
  },
  { model: /^deepseek-/, host: /^api\.deepseek\.com$/, differs: { structuredOutput: false } },
];

/** What a model takes and can do at a host ("api.openai.com", "127.0.0.1:8000"); what `override` names has the last word. */
export function capabilitiesOf(
  model: string,
  host: string,
  override: Partial<Capabilities> = {},
): Capabilities {
  const row = TABLE.find((known) => known.model.test(model) && (known.host?.test(host) ?? true));
  return { ...PLAIN_CHAT, ...row?.differs, ...override };
}

/**
 * Why a sampling does not fit a model, in words that follow its name ("takes no temperature, …"); null where it fits.
 * A temperature or top-p of 1 always fits: it is what such a model does by itself.
 */
export function samplingProblem(sampling: Sampling, capabilities: Capabilities): string | null {
  const { temperature, topP, seed, topLogprobs, extra = {} } = sampling;
  const refuses = (what: string, field: keyof Capabilities) =>
    `takes no ${what}: leave it out, or set capabilities.${field} to true where it does`;
  if (!capabilities.temperature && temperature !== undefined && temperature !== 1) {
    return refuses(`temperature (${temperature} is given)`, "temperature");
  }
  if (!capabilities.temperature && topP !== undefined && topP !== 1) {
    return refuses(`top-p (${topP} is given)`, "temperature");
  }
  if (!capabilities.seed && seed !== undefined) return refuses(`seed (${seed} is given)`, "seed");
  if (!capabilities.logProbabilities && topLogprobs !== undefined) {
    return "returns no token probabilities, which are asked for: take another model or protocol option, or set capabilities.logProbabilities to true where it does";
  }
  if (!capabilities.reasoningEffort && "reasoning_effort" in extra) {
    return refuses("reasoning_effort", "reasoningEffort");
  }
  return null;
}
