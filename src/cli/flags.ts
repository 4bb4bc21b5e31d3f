import { InvalidArgumentError } from "commander";
import type { Json } from "../index.js";

// What turns a flag's text into its value. Each throws commander's InvalidArgumentError, which names the flag.

/** Every value of a flag that may be repeated. */
export function collect(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}

/** The values of a flag that takes several at once, joined by commas, and may be repeated. */
export function commaList(value: string, earlier: readonly string[] = []): string[] {
  const parts = value.split(",").map((part) => part.trim());
  return [...earlier, ...parts.filter(Boolean)];
}

export function whole(least: number): (value: string) => number {
  return (value) => {
    const number = value.trim() === "" ? Number.NaN : Number(value);
    if (!Number.isSafeInteger(number) || number < least)
      throw new InvalidArgumentError(`expected a whole number from ${least} up.`);
    return number;
  };
}

/** Whole numbers joined by commas; may be repeated. */
export function wholeList(least: number): (value: string, earlier?: readonly number[]) => number[] {
  return (value, earlier = []) => [...earlier, ...value.split(",").map(whole(least))];
}

export function atLeast(least: number): (value: string) => number {
  return between(least, Number.MAX_VALUE);
}

/** A number of a range; `70%` is 0.7. */
export function between(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = value.endsWith("%") ? Number(value.slice(0, -1) || Number.NaN) / 100 : Number(value);
    if (value.trim() === "" || !Number.isFinite(number) || number < least || number > most) {
      const range = most === Number.MAX_VALUE ? `from ${least} up` : `from ${least} to ${most}`;
      throw new InvalidArgumentError(`expected a number ${range}.`);
    }
    return number;
  };
}

/** `agreement=0.7` as a gate, added to those given before. */
export function gate(value: string, earlier: Readonly<Record<string, number>> = {}): Record<string, number> {
  const equals = value.lastIndexOf("=");
  if (equals < 1) throw new InvalidArgumentError("expected METRIC=VALUE, for example agreement=0.7.");
  return { ...earlier, [value.slice(0, equals)]: between(-1, Number.MAX_VALUE)(value.slice(equals + 1)) };
}

/** A protocol's option as a flag gives it. */
export interface OptionFlag {
  readonly name: string;
  readonly value: Json;
}

/** `critique=none` or `scale=[1,5]`, added to those given before: the value is JSON, or a word that is none. */
export function protocolOption(value: string, earlier: readonly OptionFlag[] = []): OptionFlag[] {
  const equals = value.indexOf("=");
  if (equals < 1) {
    throw new InvalidArgumentError("expected NAME=VALUE, for example critique=none or 'scale=[1,5]'.");
  }
  return [
    ...earlier,
    { name: value.slice(0, equals).trim(), value: optionValue(value.slice(equals + 1).trim()) },
  ];
}

function optionValue(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // What begins like JSON was meant as JSON, and would be quietly misread as a word.
    if (!/^[[{"]/.test(text)) return text;
    throw new InvalidArgumentError("expected a plain word, or JSON in quotes of the shell: 'scale=[1,5]'.");
  }
}

/** `1-10` as the ends of a scale. */
export function scale(value: string): [number, number] {
  const found = /^(-?\d+)[-:,](-?\d+)$/.exec(value);
  const [low, high] = [Number(found?.[1]), Number(found?.[2])];
  if (!found || low >= high)
    throw new InvalidArgumentError("expected LOW-HIGH, the lower first, for example 1-10.");
  return [low, high];
}

/** A flag that must not be repeated. */
export function once(name: string): (value: string, earlier?: string) => string {
  return (value, earlier) => {
    if (earlier !== undefined)
      throw new InvalidArgumentError(`--${name} is given once; join its parts with commas.`);
    return value;
  };
}
