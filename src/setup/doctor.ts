import {
  type AskedJudgeConfig,
  type BaselineJudgeConfig,
  CONFIG_DEFAULTS,
  type JudgeConfig,
} from "../config/config.js";
import { DEFAULT_BASE_URL } from "../models/openai.js";
import { type EndpointCheck, probeEndpoint } from "../models/probe.js";
import { addressOf, bindJudges, type Environment, type JudgeSettings, judgeInFull } from "./judges.js";
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
  /** Where prompts and responses would be sent; null for computed judges, which send nothing. */
  readonly endpoint: string | null;
  /** Which environment variable the key comes from, and whether it is set. Never the key. */
  readonly key: string | null;
  readonly checks: readonly EndpointCheck[];
  /** Why the judge cannot be set up at all. */
  readonly problem?: string;
}

/** Looks at every judge of a config as a run would use it. Sends two one-line questions of its own to each endpoint and nothing of the data. */
export async function examine(
  config: JudgeSettings,
  environment: Environment = process.env,
): Promise<Examination> {
  const judges: JudgeExamination[] = [];
  for (const given of config.judges) {
    const judge = typeof given === "string" ? judgeInFull(given, config) : given;
    judges.push(
      "baseline" in judge
        ? await examineBaseline(judge, config, environment)
        : await examineAsked(judge, config, environment),
    );
  }
  const healthy = judges.every(
    ({ checks, problem }) => problem === undefined && checks.every(({ ok }) => ok !== false),
  );
  return { touchstone: touchstoneVersion(), node: process.versions.node, judges, healthy };
}

async function examineBaseline(
  judge: BaselineJudgeConfig,
  config: JudgeSettings,
  environment: Environment,
): Promise<JudgeExamination> {
  const about = { name: judge.name ?? judge.baseline, endpoint: null, key: null, checks: [] };
  const problem = await problemOf(judge, config, environment);
  return { ...about, ...(problem === undefined ? {} : { problem }) };
}

async function examineAsked(
  judge: AskedJudgeConfig,
  config: JudgeSettings,
  environment: Environment,
): Promise<JudgeExamination> {
  const { keyVariable, apiKey, baseURL } = addressOf(judge, environment);
  const about = {
    name: judge.name ?? `${judge.protocol ?? "pairwise"}:${judge.model}`,
    endpoint: shownAddress(baseURL ?? DEFAULT_BASE_URL),
    key: `${keyVariable} (${apiKey ? "set" : "not set"})`,
  };
  const problem = await problemOf(judge, config, environment);
  if (problem !== undefined) return { ...about, checks: [], problem };
  const timeoutSeconds = Math.min(LONGEST_WAIT, config.timeoutSeconds ?? CONFIG_DEFAULTS.timeoutSeconds);
  const options = { ...(baseURL ? { baseURL } : {}), ...(apiKey ? { apiKey } : {}), timeoutSeconds };
  return {
    ...about,
    checks: await probeEndpoint(options, judge.model, judge.extra ? { extra: judge.extra } : {}),
  };
}

/** Seconds: whoever asks what is wrong does not wait as long as a run does. */
const LONGEST_WAIT = 30;

/** Why a judge cannot be set up at all; undefined where it can. */
async function problemOf(
  judge: JudgeConfig,
  config: JudgeSettings,
  environment: Environment,
): Promise<string | undefined> {
  try {
    await bindJudges({ ...config, judges: [judge] }, environment);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

// An address may carry a password or a key in its query: they are nobody's business.
function shownAddress(address: string): string {
  if (!URL.canParse(address)) return "an address that cannot be read";
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname}`;
}
