import type { Rule } from "./decision.js";
import { hashJson } from "./hash.js";
import type { JsonObject } from "./json.js";

/** How a model is sampled. What is absent is left to the endpoint. */
export interface Sampling {
  readonly temperature?: number;
  readonly topP?: number;
  readonly maxTokens?: number;
  readonly seed?: number;
  /** How many of the likeliest tokens to return at each place, with their probabilities (at most 20 on most endpoints). Absent: none. */
  readonly topLogprobs?: number;
  /** Further fields of the request body, passed as they are (for example `{ "reasoning_effort": "low" }`). */
  readonly extra?: JsonObject;
}

/** A judge's own sampling, with what a protocol asks for laid over it field by field. */
export function samplingFor(own: Sampling, asked: Sampling = {}): Sampling {
  const extra = { ...own.extra, ...asked.extra };
  return { ...own, ...asked, ...(Object.keys(extra).length === 0 ? {} : { extra }) };
}

/** A language model that is asked by a protocol. */
export interface AskedJudge {
  readonly kind: "asked";
  readonly id: string;
  readonly name: string;
  readonly protocol: string;
  /** The protocol's options with every default filled in, but for that of an option added after judges were recorded. */
  readonly options: JsonObject;
  /** The model's name as the endpoint knows it. Where it is served is not part of who it is. */
  readonly model: string;
  readonly prompt: { readonly name: string; readonly hash: string };
  /** Subsets whose comparisons it is asked about otherwise. Absent: none. */
  readonly subsets?: Readonly<Record<string, Pick<AskedJudge, "protocol" | "options" | "prompt">>>;
  readonly sampling: Sampling;
  /** How many samples of one question make one verdict (repeats 0…K−1 are the first verdict's, K…2K−1 the second's). Absent: 1. */
  readonly samples?: number;
  /** How this judge's judgments are meant to be combined, where that differs from the default rule; a rule that the reader names wins. */
  readonly rule?: Partial<Rule>;
}

/** A scalar reward model behind an endpoint: it gives a score and no words. */
export interface ScoredJudge {
  readonly kind: "scored";
  readonly id: string;
  readonly name: string;
  /** The endpoint's kind, for example "vllm-classify". */
  readonly reward: string;
  readonly options: JsonObject;
  readonly model: string;
}

/** A jury: other judges' judgments, combined by a rule. It asks nobody and stores nothing of its own. */
export interface CombinedJudge {
  readonly kind: "combined";
  readonly id: string;
  readonly name: string;
  /** Judge ids. */
  readonly members: readonly string[];
  readonly jury: JuryRule;
}

/**
 * How the members of a jury become one verdict on a duel.
 * `majority`: each member's combined verdict is one vote. `votes`: each member has one vote per presented order, and those without a
 * verdict abstain. `mean-score`: the mean of the members' score differences, each divided by that member's standard deviation.
 * `fitted`: that sum with weights fitted (logistic regression without intercept) to the preferences of a calibration split, which the
 * jury then does not judge.
 */
export type JuryRule =
  | { readonly by: "majority" | "votes" | "mean-score" }
  | { readonly by: "fitted"; readonly calibration: CalibrationSplit };

/** The part of the data that weights are fitted on, by whole clusters: named subsets, or a seeded share of the clusters (0…1). */
export type CalibrationSplit = { readonly subsets: readonly string[] } | { readonly share: number };

/** A judge whose verdict is computed from the comparison alone: a baseline. */
export interface ComputedJudge {
  readonly kind: "computed";
  readonly id: string;
  readonly name: string;
  readonly rule: string;
  readonly options: JsonObject;
}

/** A judge whose judgments were made and published by others. */
export interface ImportedJudge {
  readonly kind: "imported";
  readonly id: string;
  readonly name: string;
  /** The format of the file they were read from, for example "judgebench-outputs". */
  readonly format: string;
  /** As far as the file says. */
  readonly model?: string;
  readonly prompt?: string;
}

/** Who gives verdicts: plain data with a stable id, so that a stored judgment can always be traced to it. */
export type Judge = AskedJudge | ComputedJudge | ScoredJudge | CombinedJudge | ImportedJudge;

/** A judge's id: its name, readable, and eight hexadecimal digits of the hash of everything that makes it what it is. */
export function judgeId(judge: WithoutId<Judge>): string {
  return `${judge.name}@${hashJson(JSON.parse(JSON.stringify(judge))).slice(0, 8)}`;
}

type WithoutId<Any> = Any extends Judge ? Omit<Any, "id"> : never;
