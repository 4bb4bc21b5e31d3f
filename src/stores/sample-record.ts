import type { Sample } from "../core/sample.js";
import { recordsOf } from "./jsonl-log.js";
import type { Section } from "./lines.js";

export const SAMPLES = "samples.jsonl";

/** Every record of a file of samples in the order written; `sample` is undefined where a line is none. */
export async function* sampleRecords(
  section: Section,
): AsyncGenerator<{ sample: Sample | undefined; offset: number; length: number; lineNumber: number }> {
  for await (const { value, ...place } of recordsOf(section)) yield { sample: sampleOf(value), ...place };
}

/** The sample in a parsed line; undefined where it is not one. */
export function sampleOf(value: unknown): Sample | undefined {
  return isSample(value) ? value : undefined;
}

function isSample(value: unknown): value is Sample {
  return (
    typeof value === "object" &&
    value !== null &&
    "draw" in value &&
    typeof value.draw === "object" &&
    value.draw !== null &&
    "key" in value.draw &&
    typeof value.draw.key === "string" &&
    "calls" in value &&
    Array.isArray(value.calls)
  );
}
