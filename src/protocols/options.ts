import { describe, InputError } from "../core/errors.js";
import type { Json, JsonObject } from "../core/json.js";

/** One option of a protocol: what it does, in one line, and how a given value is read. */
export interface Option<Value extends Json> {
  readonly about: string;
  /** See `addedLater`. */
  readonly addedLater?: true;
  /** The value, its default where `given` is undefined. Throws an InputError naming `subject`. */
  read(given: Json | undefined, subject: string): Value;
}

/** The values of a set of options, by name. */
export type OptionValues<Options> = {
  [Name in keyof Options]: Options[Name] extends Option<infer Value> ? Value : never;
};

/**
 * All options of a protocol with their defaults filled in. Throws an InputError that names the protocol and the option,
 * also where an option is not known.
 *
 * @example readOptions("pairwise", {}, { ties: flag(true, "the judge may answer that neither is better") }) // { ties: true }
 */
export function readOptions<Options extends Readonly<Record<string, Option<Json>>>>(
  protocol: string,
  given: JsonObject,
  options: Options,
): OptionValues<Options> {
  const known = Object.keys(options);
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new InputError(`protocol ${protocol}, options`, `only ${known.join(", ")}`, `"${unknown}"`);
  }
  const read = Object.entries(options).map(([name, option]) => [
    name,
    option.read(given[name], `protocol ${protocol}, option "${name}"`),
  ]);
  return Object.fromEntries(read) as OptionValues<Options>;
}

/**
 * An option that came after judges were recorded without it: where it has its default it is left out of their options, and so of their ids,
 * which stay what they were.
 */
export function addedLater<Value extends Json>(option: Option<Value>): Option<Value> {
  return { ...option, addedLater: true };
}

/** The options that make a judge what it is: all of them, but for those added later where they have their default. */
export function recordedOptions<Options extends Readonly<Record<string, Option<Json>>>>(
  values: OptionValues<Options> & JsonObject,
  options: Options,
): JsonObject {
  const isDefault = (name: string, value: Json) =>
    options[name]?.addedLater === true && options[name].read(undefined, name) === value;
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => !isDefault(name, value)));
}

/** What each option does, by name. */
export function describeOptions(options: Readonly<Record<string, Option<Json>>>): Record<string, string> {
  return Object.fromEntries(Object.entries(options).map(([name, { about }]) => [name, about]));
}

/** One of a few words; the first is the default. */
export function choice<Word extends string>(words: readonly [Word, ...Word[]], about: string): Option<Word> {
  return {
    about: `${about}: ${words.map((word, i) => (i === 0 ? `${word} (default)` : word)).join(", ")}`,
    read(given, subject) {
      if (given === undefined) return words[0];
      const chosen = words.find((word) => word === given);
      if (chosen === undefined) {
        throw new InputError(subject, words.map((word) => `"${word}"`).join(" or "), describe(given));
      }
      return chosen;
    },
  };
}

export function flag(byDefault: boolean, about: string): Option<boolean> {
  return {
    about: `${about} (default ${byDefault})`,
    read(given, subject) {
      if (given === undefined) return byDefault;
      if (typeof given !== "boolean") throw new InputError(subject, "true or false", describe(given));
      return given;
    },
  };
}

/** A whole number from `least` up. */
export function wholeNumber(byDefault: number, least: number, about: string): Option<number> {
  return {
    about: `${about} (default ${byDefault})`,
    read(given, subject) {
      if (given === undefined) return byDefault;
      if (typeof given !== "number" || !Number.isInteger(given) || given < least) {
        throw new InputError(subject, `a whole number from ${least} up`, describe(given));
      }
      return given;
    },
  };
}

/** Two finite numbers, the lower first. */
export function numberRange(low: number, high: number, about: string): Option<readonly [number, number]> {
  return {
    about: `${about} (default [${low}, ${high}])`,
    read(given, subject) {
      if (given === undefined) return [low, high];
      const [first, second, ...more] = Array.isArray(given) ? (given as readonly Json[]) : [];
      const finite = (value: Json | undefined): value is number =>
        typeof value === "number" && Number.isFinite(value);
      if (!finite(first) || !finite(second) || more.length > 0 || first >= second) {
        const found = Array.isArray(given) ? JSON.stringify(given) : describe(given);
        throw new InputError(subject, "two numbers, the lower first, such as [1, 10]", found);
      }
      return [first, second];
    },
  };
}
