import { jsonrepair } from "jsonrepair";

/** A JSON object found in a reply. */
export interface JsonAnswer {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Where the object stands in the text. */
  readonly start: number;
  readonly end: number;
  /** True where it was not valid JSON and had to be mended (a missing comma, single quotes, a comment). */
  readonly repaired: boolean;
}

/** Longer objects are valid JSON or nothing: mending takes time and a verdict is short. */
const LONGEST_REPAIR = 20_000;

/**
 * The outermost JSON objects in a text, in order, wherever they stand (in prose, in a code fence). One that is left open at the
 * end of the text is not mended: what was cut off might have said otherwise. Linear time.
 *
 * @example findJsonAnswers('Sure! {"verdict": "A",}').map(({ fields }) => fields) // [{ verdict: "A" }]
 */
export function findJsonAnswers(text: string): JsonAnswer[] {
  return outermostObjects(text).flatMap(({ start, end }): JsonAnswer[] => {
    const source = text.slice(start, end);
    const strict = parsedObject(source);
    if (strict) return [{ fields: strict, start, end, repaired: false }];
    const mended = mayBeMended(source) ? repairedObject(source) : null;
    return mended ? [{ fields: mended, start, end, repaired: true }] : [];
  });
}

// Braces without a colon are a set or a placeholder, and a text may hold thousands of them.
function mayBeMended(source: string): boolean {
  return source.length <= LONGEST_REPAIR && source.includes(":");
}

// Braces inside strings do not count. A string that a line break ends was never one (an apostrophe, an inch mark).
function outermostObjects(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  let [depth, start, inString] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (inString) {
      if (sign === "\\") i++;
      else if (sign === '"' || sign === "\n") inString = false;
    } else if (sign === '"' && depth > 0) {
      inString = true;
    } else if (sign === "{") {
      if (depth++ === 0) start = i;
    } else if (sign === "}" && depth > 0 && --depth === 0) {
      found.push({ start, end: i + 1 });
    }
  }
  return found;
}

function parsedObject(source: string): Readonly<Record<string, unknown>> | null {
  try {
    return asObject(JSON.parse(source));
  } catch {
    return null;
  }
}

function repairedObject(source: string): Readonly<Record<string, unknown>> | null {
  try {
    return asObject(JSON.parse(jsonrepair(source)));
  } catch {
    return null;
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
