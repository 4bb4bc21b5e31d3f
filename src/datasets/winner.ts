import { describe, InputError, UsageError } from "../core/errors.js";
import { TIE } from "../core/preference.js";

import type { Winner, WinnerReader } from "./row.js";
import type { WinnerLabels } from "./source.js";

/** @param labels the values to go by; default: the values in use in the field, see docs/data-format.md */
export function winnerReader(labels?: WinnerLabels): WinnerReader {
  const declared = labels && declaredValues(labels);
  const seen = { zero: 0, one: 0, second: 0 };
  return {
    read(value, name, k, row) {
      const key = isLabel(value) ? winnerKey(value) : undefined;
      const winner = key === undefined ? undefined : declared ? declared.get(key) : knownWinner(key, k);
      if (winner === undefined || (winner !== TIE && winner >= k)) {
        throw new InputError(
          row.subject,
          `${JSON.stringify(name)} to name the winner (${declared ? [...declared.keys()].join(", ") : KNOWN_VALUES})`,
          describe(value),
        );
      }
      if (key === "0") seen.zero++;
      if (key === "1") seen.one++;
      if (winner === 1) seen.second++;
      return winner;
    },
    finish(notes) {
      if (!declared && seen.zero > 0 && seen.one > 0 && seen.second === 0) {
        notes.add(
          'the winner values are 0 and 1 and never 2: 0 was read as a tie and 1 as the first response; if 0 means the first, give the labels "a=0,b=1"',
          seen.zero + seen.one,
        );
      }
    },
  };
}

/**
 * Winner labels from their short form; a class may be given several times.
 *
 * @example parseLabels("a=1,b=2,tie=0,tie=3") // { a: ["1"], b: ["2"], tie: ["0", "3"] }
 */
export function parseLabels(text: string): WinnerLabels {
  const classes = new Map<string, string[]>();
  for (const part of text.split(",")) {
    const at = part.indexOf("=");
    const name = part.slice(0, Math.max(at, 0)).trim();
    if (at < 0 || name === "") {
      throw new UsageError(
        `labels: expected class=value pairs such as "a=1,b=2,tie=0" but found ${JSON.stringify(part)}`,
      );
    }
    classes.set(name, [...(classes.get(name) ?? []), part.slice(at + 1).trim()]);
  }
  const labels = Object.fromEntries(classes);
  declaredValues(labels);
  return labels;
}

function declaredValues(labels: WinnerLabels): ReadonlyMap<string, Winner> {
  const declared = new Map<string, Winner>();
  for (const [name, values] of Object.entries(labels)) {
    if (name !== TIE && !/^[a-z]$/.test(name)) {
      throw new UsageError(
        `labels: expected "a" for the first response, "b" for the second … or "tie" but found ${JSON.stringify(name)}`,
      );
    }
    const winner = name === TIE ? TIE : name.charCodeAt(0) - "a".charCodeAt(0);
    for (const value of values) {
      const key = winnerKey(value);
      const other = declared.get(key);
      if (other !== undefined && other !== winner) {
        throw new UsageError(
          `labels: expected each value to mean one thing but found ${JSON.stringify(value)} in two`,
        );
      }
      declared.set(key, winner);
    }
  }
  return declared;
}

// Booleans are known to no convention, but labels may declare them. "1", 1 and the "1.0" of a table that once held a missing value are the same label.
function winnerKey(value: string | number | boolean): string {
  if (typeof value !== "string") return String(value);
  const text = value.trim().toLowerCase();
  return /^\d+\.0+$/.test(text) ? text.slice(0, text.indexOf(".")) : text;
}

function isLabel(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function knownWinner(key: string, k: number): Winner | undefined {
  if (TIES.has(key)) return TIE;
  if (k === 2) {
    const ofTwo = OF_TWO.get(key);
    if (ofTwo !== undefined) return ofTwo;
  }
  const position = NAMED_POSITION.exec(key)?.[1];
  if (position === undefined) return undefined;
  const index = /\d/.test(position) ? Number(position) - 1 : position.charCodeAt(0) - "a".charCodeAt(0);
  return index < k ? index : undefined;
}

const TIES: ReadonlySet<string> = new Set(["tie", "tie (bothbad)", "bothbad", "draw", "equal"]);
const OF_TWO: ReadonlyMap<string, Winner> = new Map<string, Winner>([
  ["a>b", 0],
  ["a>>b", 0],
  ["b>a", 1],
  ["b>>a", 1],
  ["a<b", 1],
  ["a<<b", 1],
  ["a=b", TIE],
  ["b=a", TIE],
  ["0", TIE],
  ["1.5", TIE],
]);
const NAMED_POSITION =
  /^(?:(?:response|output|answer|completion|conversation|model|assistant)[ _-]?)?([a-z]|[1-9]\d{0,3})$/;
const KNOWN_VALUES = '1, 2, A, B, "A>B", "model_a", "tie" … or what the labels say';
