import type { Check } from "./check.js";
import type { Comparison } from "./comparison.js";
import { hashJson } from "./hash.js";
import type { Sampling } from "./judge.js";
import type { Call } from "./judgment.js";

/** A prompt that responses are drawn for, with what goes on with them into a Comparison. */
export type SamplePrompt = Omit<Comparison, "responses" | "duels">;

/** A SamplePrompt, and how responses to it can be verified where that is known. */
export interface PromptRow {
  readonly prompt: SamplePrompt;
  readonly checks: readonly Check[];
}

/** A language model that writes responses, and how: plain data. Where it is served is not part of who it is. */
export interface Policy {
  /** The model's name as the endpoint knows it; the author of its responses. */
  readonly model: string;
  readonly sampling: Sampling;
}

/** A way of asking for a response. */
export interface Style {
  readonly name: string;
  /** The system prompt; null where the prompt is asked as it stands. */
  readonly system: string | null;
}

/** One response that is to be drawn. */
export interface ResponseDraw {
  readonly key: string;
  /** A SamplePrompt's id. */
  readonly prompt: string;
  readonly model: string;
  /** A Style's name. */
  readonly style: string;
  /** 0 for the first response of this model in this style to this prompt, 1 for the second … */
  readonly number: number;
}

/** A draw with its key: the hash of all that tells it from every other one of a set of samples. */
export function responseDraw(planned: Omit<ResponseDraw, "key">): ResponseDraw {
  const { prompt, model, style, number } = planned;
  return { key: hashJson(["draw", prompt, model, style, number]).slice(0, 32), ...planned };
}

/** The stored record of a draw: the reply as it came, or why none did. */
export interface Sample {
  readonly draw: ResponseDraw;
  /** When it was drawn (ISO 8601). */
  readonly at: string;
  /** One call. */
  readonly calls: readonly Call[];
}
