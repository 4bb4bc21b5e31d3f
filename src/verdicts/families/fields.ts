import { findJsonAnswers } from "../json-answer.js";
import type { Span } from "../quoting.js";
import type { Expected, WrittenVerdict } from "../written.js";
import type { FamilyTag } from "./family.js";
import { positionNamed, SCORE, scoreSaid } from "./parts.js";

export type Fields = Readonly<Record<string, unknown>>;

/** The JSON objects of a text (Python's quotes and other slips mended), a tool call's arguments in place of the call. */
export function objectsIn(text: string): (Span & { fields: Fields })[] {
  return findJsonAnswers(text).map(({ fields, start, end }) => ({ start, end, fields: argumentsOf(fields) }));
}

/** A tag for each object in which `said` finds a verdict; undefined: it holds none. Looks one level down where the top holds none. */
export function fieldTags(
  text: string,
  said: (fields: Fields) => WrittenVerdict | null | undefined,
): FamilyTag[] {
  return objectsIn(text).flatMap(({ fields, start, end }): FamilyTag[] => {
    const inner = Object.values(fields).filter(isFields);
    const says = [fields, ...inner].map(said).find((verdict) => verdict !== undefined);
    return says === undefined ? [] : [{ start, end, from: start, says }];
  });
}

/** A key without case, spaces, "_" and "-": "Better_answer" is "betteranswer". */
export function plainKey(key: string): string {
  return key.toLowerCase().replace(/[\s_-]+/g, "");
}

/** The values under any of these plain keys, in order. */
export function valuesUnder(fields: Fields, keys: ReadonlySet<string>): unknown[] {
  return Object.entries(fields).flatMap(([key, value]) => (keys.has(plainKey(key)) ? [value] : []));
}

const NAMED =
  /^["'([\s]{0,4}(?:(?:response|assistant|output|answer|model|option|candidate|completion)s?[\s_#(-]{0,4})?([a-z]|[1-9]\d?)["')\]\s.]{0,4}$/i;

/** The position that a value names: "A", "Response B", "model_1", 2; null where it names none of the responses. */
export function positionOf(value: unknown, { responses }: Expected): number | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  const name = NAMED.exec(String(value))?.[1];
  return name === undefined ? null : positionNamed(name, responses);
}

const WHOLE_SCORE = new RegExp(`^\\s{0,4}${SCORE}\\s{0,4}$`);

/** A number, or a text that is one ("8", "8/10"), as a score; null for anything else. */
export function scoreIn(value: unknown, expected: Expected): WrittenVerdict | null {
  if (typeof value === "number") return Number.isFinite(value) ? { kind: "score", value } : null;
  if (typeof value !== "string" || value.length > 40) return null;
  const [, number, denominator] = WHOLE_SCORE.exec(value) ?? [];
  return number === undefined ? null : scoreSaid(number, denominator, expected);
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function argumentsOf(fields: Fields): Fields {
  const call = isFields(fields.function) ? fields.function : fields;
  const given = call.arguments ?? call.parameters;
  if (isFields(given)) return given;
  if (typeof given !== "string") return fields;
  return findJsonAnswers(given)[0]?.fields ?? fields;
}
