import { describe, InputError } from "../core/errors.js";
import type { Json, JsonObject } from "../core/json.js";

/** Reads one option: returns its value, its default where `given` is undefined; throws an InputError naming `subject`. */
type OptionReader<Value extends Json> = (given: Json | undefined, subject: string) => Value;

/**
 * All options of a protocol with their defaults filled in. Throws an InputError that names the protocol and the option,
 * also where an option is not known.
 *
 * @example readOptions("pairwise", {}, { ties: flag(true) }) // { ties: true }
 */
export function readOptions<Values extends Record<string, Json>>(
  protocol: string,
  given: JsonObject,
  readers: { readonly [Name in keyof Values]: OptionReader<Values[Name]> },
): Values {
  const known = Object.keys(readers);
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new InputError(`protocol ${protocol}, options`, `only ${known.join(", ")}`, `"${unknown}"`);
  }
  const read = known.map((name) => [
    name,
    readers[name as keyof Values](given[name], `protocol ${protocol}, option "${name}"`),
  ]);
  return Object.fromEntries(read) as Values;
}

/** One of a few words; the first is the default. */
export function choice<Word extends string>(words: readonly [Word, ...Word[]]): OptionReader<Word> {
  return (given, subject) => {
    if (given === undefined) return words[0];
    const chosen = words.find((word) => word === given);
    if (chosen === undefined) {
      throw new InputError(subject, words.map((word) => `"${word}"`).join(" or "), describe(given));
    }
    return chosen;
  };
}

export function flag(byDefault: boolean): OptionReader<boolean> {
  return (given, subject) => {
    if (given === undefined) return byDefault;
    if (typeof given !== "boolean") throw new InputError(subject, "true or false", describe(given));
    return given;
  };
}

/** Two finite numbers, the lower first. */
export function numberRange(low: number, high: number): OptionReader<readonly [number, number]> {
  return (given, subject) => {
    if (given === undefined) return [low, high];
    const [first, second, ...more] = Array.isArray(given) ? (given as readonly Json[]) : [];
    const finite = (value: Json | undefined): value is number =>
      typeof value === "number" && Number.isFinite(value);
    if (!finite(first) || !finite(second) || more.length > 0 || first >= second) {
      const found = Array.isArray(given) ? JSON.stringify(given) : describe(given);
      throw new InputError(subject, "two numbers, the lower first, such as [1, 10]", found);
    }
    return [first, second];
  };
}
