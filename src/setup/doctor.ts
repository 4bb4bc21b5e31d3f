import {
  type AskedJudgeConfig,
  CONFIG_DEFAULTS,
  type FullJudgeConfig,
  type ScoredJudgeConfig,
} from "../config/config.js";
import type { Comparison } from "../core/comparison.js";
import { samplingFor } from "../core/judge.js";
import { seededRandom } from "../core/random.js";
import { viewOf } from "../core/view.js";
import { quoted } from "../models/capability-probes.js";
import { withoutSecrets } from "../models/clean-message.js";
import { DEFAULT_BASE_URL } from "../models/openai.js";
import { type EndpointCheck, type EndpointProbe, probeEndpoint } from "../models/probe.js";
import { modelRequest } from "../run/model-request.js";
import type { BoundJudge, CalledJudge } from "../run/plan.js";
import { addressOf, type Environment } from "./endpoints.js";
import { bindJudges, type JudgeSettings, judgeInFull } from "./judges.js";
import { touchstoneVersion } from "./version.js";

export interface Examination {
  readonly touchstone: string;
  readonly node: string;
  readonly judges: readonly JudgeExamination[];
  /** Nothing that a run needs is missing. */
  readonly healthy: boolean;
}

export interface JudgeExamination {
  readonly name: string;
  /** Where prompts and responses would be sent; null for judges of this process, which send nothing. */
  readonly endpoint: string | null;
  /** Which environment variable the key comes from, and whether it is set. Never the key. */
  readonly key: string | null;
  readonly checks: readonly EndpointCheck[];
  /** What the model takes and can do, by the table and by its answers; absent where it was not asked or did not answer. */
  readonly capabilities?: NonNullable<EndpointProbe["capabilities"]>;
  /** Why the judge cannot be set up at all. */
  readonly problem?: string;
}

/**
 * Looks at every judge of a config as a run would use it. Sends short questions of its own, with replies of a few tokens, and nothing
 * of the data.
 */
export async function examine(
  config: JudgeSettings,
  environment: Environment = process.env,
): Promise<Examination> {
  const judges: JudgeExamination[] = [];
  for (const given of config.judges) {
    const judge = typeof given === "string" ? judgeInFull(given, config) : given;
    judges.push(await examineJudge(judge, config, environment));
  }
  const healthy = judges.every(
    ({ checks, problem }) => problem === undefined && checks.every(({ ok }) => ok !== false),
  );
  return { touchstone: touchstoneVersion(), node: process.versions.node, judges, healthy };
}

async function examineJudge(
  judge: FullJudgeConfig,
  config: JudgeSettings,
  environment: Environment,
): Promise<JudgeExamination> {
  const about = aboutJudge(judge, environment);
  const bound = await boundOrProblem(judge, config, environment);
  if ("problem" in bound) return { ...about, checks: [], problem: bound.problem };
  if (bound.kind === "computed") return { ...about, checks: [] };
  const timeoutSeconds = Math.min(LONGEST_WAIT, config.timeoutSeconds ?? CONFIG_DEFAULTS.timeoutSeconds);
  if (!("model" in judge) || "reward" in judge || judge.gguf !== undefined) {
    return {
      ...about,
      checks: [await answersOnce(bound, about.endpoint === null ? LONGEST_LOAD : timeoutSeconds)],
    };
  }
  const { apiKey, baseURL } = addressOf(judge, environment);
  const { checks, capabilities } = await probeEndpoint(
    {
      ...(baseURL ? { baseURL } : {}),
      ...(apiKey ? { apiKey } : {}),
      ...(judge.capabilities ? { capabilities: judge.capabilities } : {}),
      timeoutSeconds,
    },
    judge.model,
    judge.extra ? { extra: judge.extra } : {},
  );
  return { ...about, checks, ...(capabilities ? { capabilities } : {}) };
}

function aboutJudge(
  judge: FullJudgeConfig,
  environment: Environment,
): Pick<JudgeExamination, "name" | "endpoint" | "key"> {
  if ("baseline" in judge) return { name: judge.name ?? judge.baseline, endpoint: null, key: null };
  if ("reward" in judge) return aboutScored(judge, environment);
  const name = judge.name ?? `${judge.protocol ?? "pairwise"}:${judge.model}`;
  return judge.gguf === undefined
    ? { name, ...aboutAsked(judge, environment) }
    : { name, endpoint: null, key: null };
}

function aboutAsked(judge: AskedJudgeConfig, environment: Environment) {
  const { keyVariable, apiKey, baseURL } = addressOf(judge, environment);
  return { endpoint: shownAddress(baseURL ?? DEFAULT_BASE_URL), key: shownKey(keyVariable, apiKey) };
}

function aboutScored(
  { name, reward, model, baseURL, apiKeyEnv }: ScoredJudgeConfig,
  environment: Environment,
) {
  return {
    name: name ?? `${reward}:${model}`,
    endpoint: baseURL === undefined ? null : shownAddress(baseURL),
    key: apiKeyEnv === undefined ? null : shownKey(withoutSecrets(apiKeyEnv, []), environment[apiKeyEnv]),
  };
}

function shownKey(variable: string, key: string | undefined): string {
  return `${variable} (${key ? "set" : "not set"})`;
}

/** What a judge that has no table of capabilities is asked about, once, by its own protocol. */
const GREETING: Comparison = {
  id: "doctor",
  prompt: "Say hello.",
  responses: [
    { id: "r1", text: "Hello!" },
    { id: "r2", text: "Good day." },
  ],
};

async function answersOnce(called: CalledJudge, seconds: number): Promise<EndpointCheck> {
  const { protocol, model } = called;
  const name = "answers";
  const [presented = []] = protocol.layouts(GREETING, { repeat: 0, random: seededRandom("doctor") });
  const [asked] = protocol.next(viewOf(GREETING, presented), []);
  if (!asked) return { name, ok: null, detail: "its protocol asks nothing of two greetings" };
  const request = modelRequest(called, asked, 0);
  const startedAt = Date.now();
  const answer = await model.ask(
    { ...request, sampling: samplingFor(request.sampling, { maxTokens: 16 }) },
    { signal: AbortSignal.timeout(seconds * 1000), subject: "doctor" },
  );
  if (answer.status === "failed") return { name, ok: false, detail: answer.failure.message };
  const took = ((Date.now() - startedAt) / 1000).toFixed(1);
  return { name, ok: true, detail: `${quoted(answer.reply.text)} in ${took} s from ${model.host}` };
}

/** Seconds: whoever asks what is wrong does not wait as long as a run does. */
const LONGEST_WAIT = 30;

/** Seconds: a model of this process is loaded before it answers. */
const LONGEST_LOAD = 300;

async function boundOrProblem(
  judge: FullJudgeConfig,
  config: JudgeSettings,
  environment: Environment,
): Promise<BoundJudge | { readonly problem: string }> {
  try {
    const [bound] = await bindJudges({ ...config, judges: [judge] }, environment);
    return bound ?? { problem: "it could not be set up" };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

// An address may carry a password or a key in its query: they are nobody's business.
function shownAddress(address: string): string {
  if (!URL.canParse(address)) return "an address that cannot be read";
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname}`;
}
