import { hashJson } from "./hash.js";
import type { JsonObject } from "./json.js";

/** How a model is sampled. What is absent is left to the endpoint. */
export interface Sampling {
  readonly temperature?: number;
  readonly topP?: number;
  readonly maxTokens?: number;
  readonly seed?: number;
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
  /** The protocol's options with every default filled in. */
  readonly options: JsonObject;
  /** The model's name as the endpoint knows it. Where it is served is not part of who it is. */
  readonly model: string;
  readonly prompt: { readonly name: string; readonly hash: string };
  readonly sampling: Sampling;
}

/** A judge whose verdict is computed from the comparison alone: a baseline. */
export interface ComputedJudge {
  readonly kind: "computed";
  readonly id: string;
  readonly name: string;
  readonly rule: string;
  readonly options: JsonObject;
}

/** Who gives verdicts: plain data with a stable id, so that a stored judgment can always be traced to it. */
export type Judge = AskedJudge | ComputedJudge;

/** A judge's id: its name, readable, and eight hexadecimal digits of the hash of everything that makes it what it is. */
export function judgeId(judge: Omit<AskedJudge, "id"> | Omit<ComputedJudge, "id">): string {
  return `${judge.name}@${hashJson(JSON.parse(JSON.stringify(judge))).slice(0, 8)}`;
}
