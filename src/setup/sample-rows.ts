import type { Check } from "../core/check.js";
import type { Comparison, Response } from "../core/comparison.js";
import type { Reply } from "../core/judgment.js";
import { seededRandom, shuffled } from "../core/random.js";
import type { PromptRow, Sample, Style } from "../core/sample.js";
import { responseId } from "../datasets/mapped-row.js";
import { splitReasoning } from "../verdicts/reasoning.js";
import { PLAIN } from "./sample-config.js";

/** What became of the responses that were to be drawn. */
export interface SampleCounts {
  readonly prompts: number;
  /** Prompts with at least one response: as many rows. */
  readonly rows: number;
  /** Responses that end where the model ended them. */
  readonly whole: number;
  /** Responses that were cut off at the longest allowed: in the rows, and marked. */
  readonly truncated: number;
  /** Of both, those without any text. */
  readonly empty: number;
  /** Withheld by the endpoint's content filter: in no row. */
  readonly withheld: number;
  /** No reply came: in no row; the same command asks again. */
  readonly failed: number;
  /** Not asked yet. */
  readonly missing: number;
}

/** A prompt with the responses that were drawn for it: what is judged, verified and exported. */
export interface SampledRow {
  readonly comparison: Comparison;
  readonly checks: readonly Check[];
}

type Drawn =
  | { readonly status: "missing" | "failed" | "withheld" }
  | { readonly status: "whole" | "truncated"; readonly response: Omit<Response, "id"> };

/** Makes rows of prompts and their samples, and counts what became of them. */
export class SampledRows {
  readonly #counts = {
    ...{ prompts: 0, rows: 0, whole: 0, truncated: 0, empty: 0, withheld: 0, failed: 0, missing: 0 },
  };
  readonly #styles: readonly Style[];
  readonly #seed: number;

  /** `seed` puts the responses of several models or styles into an order that does not tell one from the other. */
  constructor(styles: readonly Style[], seed: number) {
    this.#styles = styles;
    this.#seed = seed;
  }

  /** null where no response was drawn. */
  row({ prompt, checks }: PromptRow, samples: readonly (Sample | undefined)[]): SampledRow | null {
    const drawn = samples.map((sample) => this.#drawn(sample));
    this.#counts.prompts++;
    for (const { status } of drawn) this.#counts[status]++;
    const written = drawn.flatMap((one) => ("response" in one ? [one.response] : []));
    this.#counts.empty += written.filter(({ text }) => text.trim() === "").length;
    if (written.length === 0) return null;
    this.#counts.rows++;
    const placed = shuffled(written, seededRandom(["response order", this.#seed, prompt.id]));
    const { id, prompt: asked, ...about } = prompt;
    const responses = placed.map((response, i) => ({ id: responseId(i), ...response }));
    return { comparison: { id, prompt: asked, responses, ...about }, checks };
  }

  counts(): SampleCounts {
    return { ...this.#counts };
  }

  #drawn(sample: Sample | undefined): Drawn {
    const call = sample?.calls.at(-1);
    if (!sample || !call) return { status: "missing" };
    if (call.status === "failed") return { status: "failed" };
    if (call.reply.finishReason === "content_filter") return { status: "withheld" };
    const { model, style } = sample.draw;
    const { text, reasoning, truncated } = spoken(call.reply);
    const system = this.#styles.find(({ name }) => name === style)?.system ?? null;
    return {
      status: truncated ? "truncated" : "whole",
      response: {
        ...{ text, author: model },
        ...(this.#styles.length === 1 && style === PLAIN.name ? {} : { style }),
        ...(system === null ? {} : { system }),
        ...(reasoning === null ? {} : { reasoning }),
        ...(truncated ? { truncated } : {}),
      },
    };
  }
}

/** What a reply says, its chain of thought apart from it: whether the endpoint returned that on its own or within the text. */
function spoken(reply: Reply): { text: string; reasoning: string | null; truncated: boolean } {
  const { body, reasoning: within, unclosed } = splitReasoning(reply.text);
  const thoughts = [reply.reasoning?.trim() ?? "", within ?? ""].filter((thought) => thought !== "");
  // A refusal that an endpoint names apart is what the model answered.
  const said = reply.text === "" ? (reply.refusal ?? "") : reply.text;
  return {
    // A text that holds no chain of thought is left as it came, spaces and all.
    text: within === null && !unclosed ? said : body,
    reasoning: thoughts.length === 0 ? null : thoughts.join("\n\n"),
    truncated: reply.finishReason === "length" || unclosed,
  };
}
