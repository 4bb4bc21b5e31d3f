import type { Comparison } from "../core/comparison.js";
import type { Judgment } from "../core/judgment.js";
import type { Preference } from "../core/preference.js";
import { recordsOf } from "./jsonl-log.js";
import { judgmentRecords } from "./judgment-index.js";
import { KeyIndex } from "./key-index.js";
import type { Section } from "./lines.js";
import type { RecordIndex } from "./record-index.js";

export const COMPARISONS = "comparisons.jsonl";
export const PREFERENCES = "preferences.jsonl";
export const JUDGMENTS = "judgments.jsonl";

/** The ids of the comparisons in a section; lines that are none are reported. */
export async function comparisonIds(section: Section): Promise<{ ids: KeyIndex; warnings: string[] }> {
  const ids = new KeyIndex();
  const warnings: string[] = [];
  for await (const { value, lineNumber } of recordsOf(section)) {
    if (isComparison(value)) ids.add(value.id);
    else warnings.push(brokenLine(COMPARISONS, lineNumber));
  }
  return { ids, warnings };
}

export async function* comparisonsIn(section: Section): AsyncGenerator<Comparison> {
  for await (const { value } of recordsOf(section)) {
    if (isComparison(value)) yield value;
  }
}

/** The preferences whose comparison is known. */
export async function* preferencesIn(section: Section, comparisons: KeyIndex): AsyncGenerator<Preference> {
  for await (const { value } of recordsOf(section)) {
    if (isPreference(value) && comparisons.numberOf(value.comparison) !== undefined) yield value;
  }
}

/** The judgments that count, one a key, in the order in which they were written. */
export async function* judgmentsIn(section: Section, index: RecordIndex): AsyncGenerator<Judgment> {
  for await (const { judgment, offset } of judgmentRecords(section)) {
    if (judgment && index.counts(judgment.trial.key, offset)) yield judgment;
  }
}

function isComparison(value: unknown): value is Comparison {
  return (
    typeof value === "object" &&
    value !== null &&
    "id" in value &&
    typeof value.id === "string" &&
    "responses" in value &&
    Array.isArray(value.responses)
  );
}

export function isPreference(value: unknown): value is Preference {
  return (
    typeof value === "object" &&
    value !== null &&
    "comparison" in value &&
    typeof value.comparison === "string" &&
    "kind" in value
  );
}

export function brokenLine(file: string, lineNumber: number): string {
  return `${file} line ${lineNumber} is broken and was skipped`;
}

/** A warning where a writer was killed in the middle of the last line. */
export function tornWarning(file: string, tornBytes: number): string[] {
  return tornBytes === 0 ? [] : [`${file}: the last line was torn (${tornBytes} bytes) and is left out`];
}
