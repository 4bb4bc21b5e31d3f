import type { NumberTolerance } from "../../core/check.js";
import type { Json, JsonObject } from "../../core/json.js";

const SHOWN_CHARACTERS = 80;

/** Where two outputs part, each shortened; null where they are the same. */
export interface Difference {
  readonly expected: string;
  readonly found: string;
}

/**
 * Where the printed text parts from the expected one; spaces at the ends of lines and of the whole do not matter. With a tolerance, lines are
 * compared word by word, and words that are both numbers may be that far apart.
 */
export function differenceOfTexts(
  expected: string,
  found: string,
  tolerance: NumberTolerance | undefined,
): Difference | null {
  const [wanted, given] = [linesOf(expected), linesOf(found)];
  for (let i = 0; i < Math.max(wanted.length, given.length); i++) {
    const [want, have] = [wanted[i], given[i]];
    if (want === have || (want !== undefined && have !== undefined && sameLine(want, have, tolerance)))
      continue;
    const line = wanted.length > 1 || given.length > 1 ? ` in line ${i + 1}` : "";
    return {
      expected: `${want === undefined ? "no line" : quoted(want)}${line}`,
      found: have === undefined ? "no line" : quoted(have),
    };
  }
  return null;
}

/** Where the returned value (of any depth) parts from the expected one (at most some hundreds deep). Numbers are compared as numbers: 5 and 5.0 are the same, 1 and true are not. */
export function differenceOfValues(
  expected: Json,
  foundJson: string,
  tolerance: NumberTolerance | undefined,
): Difference | null {
  const expectedShown = cut(JSON.stringify(expected));
  let found: Json;
  try {
    found = JSON.parse(foundJson) as Json;
  } catch {
    return { expected: expectedShown, found: "a value that is no JSON" };
  }
  return sameValue(expected, found, tolerance) ? null : { expected: expectedShown, found: cut(foundJson) };
}

/** A text in quotes and on one line, its control and invisible characters written out, cut at 80 characters. */
export function quoted(text: string): string {
  return `"${cut(text)}"`;
}

/** The words of a program as one line of at most `most` characters. */
export function plainLine(text: string, most = 200): string {
  const line = text
    .slice(0, most * 4)
    .replace(/\s+/g, " ")
    .trim();
  return plain(line.length > most ? `${line.slice(0, most)}…` : line);
}

function cut(text: string): string {
  const start = text.slice(0, SHOWN_CHARACTERS);
  return `${plain(start)}${start.length < text.length ? "…" : ""}`;
}

function plain(text: string): string {
  return text.replace(/[\p{C}\u2028\u2029]/gu, (character) => {
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    return `\\u{${character.codePointAt(0)?.toString(16)}}`;
  });
}

function linesOf(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trimEnd());
  while (lines.at(-1) === "") lines.pop();
  return lines;
}

function sameLine(expected: string, found: string, tolerance: NumberTolerance | undefined): boolean {
  if (!tolerance) return false;
  const [wanted, given] = [expected.trim().split(/\s+/), found.trim().split(/\s+/)];
  return (
    wanted.length === given.length &&
    wanted.every((word, i) => word === given[i] || closeWords(word, given[i] ?? "", tolerance))
  );
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

function closeWords(expected: string, found: string, tolerance: NumberTolerance): boolean {
  return NUMBER.test(expected) && NUMBER.test(found) && close(Number(expected), Number(found), tolerance);
}

function close(expected: number, found: number, { absolute = 0, relative = 0 }: NumberTolerance): boolean {
  return (
    expected === found || Math.abs(expected - found) <= Math.max(absolute, relative * Math.abs(expected))
  );
}

/** Compared level by level from a list of pairs, not by recursion: how deep the value is nested is up to the program. */
function sameValue(expected: Json, found: Json, tolerance: NumberTolerance | undefined): boolean {
  const pairs: [Json | undefined, Json | undefined][] = [[expected, found]];
  for (let pair = pairs.pop(); pair; pair = pairs.pop()) {
    const [want, have] = pair;
    if (want === have) continue;
    if (typeof want === "number" && typeof have === "number") {
      if (tolerance && close(want, have, tolerance)) continue;
      return false;
    }
    if (Array.isArray(want) && Array.isArray(have)) {
      if (want.length !== have.length) return false;
      for (let i = 0; i < want.length; i++) pairs.push([want[i], have[i]]);
    } else if (isObject(want) && isObject(have)) {
      const keys = Object.keys(want);
      if (keys.length !== Object.keys(have).length || !keys.every((key) => Object.hasOwn(have, key)))
        return false;
      for (const key of keys) pairs.push([want[key], have[key]]);
    } else return false;
  }
  return true;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
