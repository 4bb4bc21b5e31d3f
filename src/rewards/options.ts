import { describe, InputError } from "../core/errors.js";
import type { Json, JsonObject } from "../core/json.js";

/** What every reader needs to name the option it reads. Null counts as not given, so that configured options can be configured again. */
export interface GivenOptions {
  readonly reward: string;
  readonly given: JsonObject;
}

/** Throws an InputError that names the first option the reward does not have. */
export function checkKnown({ reward, given }: GivenOptions, known: readonly string[]): void {
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new InputError(`reward ${reward}, options`, `only ${known.join(", ")}`, JSON.stringify(unknown));
}

export function subjectOf({ reward }: GivenOptions, name: string): string {
  return `reward ${reward}, option "${name}"`;
}

/** One of a few words; null where none is given. */
export function readWord<Word extends string>(
  options: GivenOptions,
  name: string,
  words: readonly Word[],
): Word | null {
  const value = options.given[name] ?? null;
  if (value === null) return null;
  const word = words.find((known) => known === value);
  if (word !== undefined) return word;
  throw new InputError(
    subjectOf(options, name),
    words.map((known) => JSON.stringify(known)).join(" or "),
    describe(value),
  );
}

export function readFlag(options: GivenOptions, name: string, byDefault: boolean): boolean {
  const value = options.given[name] ?? byDefault;
  if (typeof value === "boolean") return value;
  throw new InputError(subjectOf(options, name), "true or false", describe(value));
}

export function readText(options: GivenOptions, name: string): string | null {
  const value = options.given[name] ?? null;
  if (value === null || typeof value === "string") return value;
  throw new InputError(subjectOf(options, name), "a text", describe(value));
}

/** A place in a list, counted from 0. */
export function readPlace(options: GivenOptions, name: string): number | null {
  const value = options.given[name] ?? null;
  if (value === null || (typeof value === "number" && Number.isInteger(value) && value >= 0)) return value;
  throw new InputError(subjectOf(options, name), "a whole number, 0 or more", describe(value));
}

export function readFields(options: GivenOptions, name: string): JsonObject {
  const value = options.given[name] ?? {};
  if (isFields(value)) return value;
  throw new InputError(subjectOf(options, name), "an object", describe(value));
}

/** Further fields of the body. Throws where one of them is a field that the reward writes itself. */
export function readExtra(options: GivenOptions, written: readonly string[]): JsonObject {
  const extra = readFields(options, "extra");
  const taken = Object.keys(extra).find((name) => written.includes(name));
  if (taken === undefined) return extra;
  throw new InputError(
    subjectOf(options, "extra"),
    `fields other than ${written.join(", ")}, which are written from the responses and the other options`,
    JSON.stringify(taken),
  );
}

function isFields(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
