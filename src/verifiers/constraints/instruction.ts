import { describe, InputError } from "../../core/errors.js";
import type { JsonObject } from "../../core/json.js";
import type { VerificationStatus } from "../verifier.js";

/** What was found of one response and one instruction. */
export interface Outcome {
  readonly status: VerificationStatus;
  readonly reason: string;
}

/**
 * One kind of IFEval's instructions: its arguments in (an InputError where they cannot be used), a check of responses out. It is given no
 * blank response, and ends in time linear in the response's length.
 */
export type Instruction = (given: Arguments) => (response: string) => Outcome | Promise<Outcome>;

/** Instructions by their ids, for example "keywords:existence". */
export type Family = Readonly<Record<string, Instruction>>;

export function found(yes: boolean, reason: string): Outcome {
  return { status: yes ? "passed" : "failed", reason };
}

/** How many there are, where that is not known exactly: at least `low`, at most `high`. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** What is asked of a count: "at least" or "less than" so many, by the two relations of IFEval. */
export interface Bound {
  readonly relation: "at least" | "less than";
  readonly number: number;
}

/** Whether a count keeps a bound; undecided where the least and the most that it can be differ about it. */
export function keeps(count: number | Range, { relation, number }: Bound, noun: string): Outcome {
  const { low, high } = typeof count === "number" ? { low: count, high: count } : count;
  const holds = (value: number) => (relation === "at least" ? value >= number : value < number);
  const reason = `${low === high ? low : `${low} to ${high}`} ${noun}, ${relation} ${number} asked for`;
  return holds(low) === holds(high) ? found(holds(low), reason) : { status: "undecided", reason };
}

/** An instruction's arguments, each read as what it must be. IFEval's files write null for what an instruction does not take. */
export class Arguments {
  readonly #subject: string;
  readonly #values: JsonObject;

  constructor(id: string, values: JsonObject = {}) {
    this.#subject = `the constraints check, ${id}`;
    this.#values = values;
  }

  /** A text that is not blank. */
  text(name: string): string {
    const value = this.#values[name];
    if (typeof value !== "string" || value.trim() === "") throw this.#not(name, "a text that is not blank");
    return value;
  }

  /** One character, not a blank one. */
  letter(name: string): string {
    const value = this.#values[name];
    if (typeof value !== "string" || [...value].length !== 1 || value.trim() === "")
      throw this.#not(name, "one character");
    return value;
  }

  /** At least one text, none of them blank. */
  texts(name: string): readonly string[] {
    const value = this.#values[name];
    const texts = Array.isArray(value) ? value : [];
    const filled = texts.filter((text) => typeof text === "string" && text.trim() !== "");
    if (filled.length === 0 || filled.length < texts.length)
      throw this.#not(name, "a list of texts, none of them blank");
    return filled;
  }

  /** A whole number from `least` to `most`. */
  number(name: string, least = 0, most = Number.MAX_SAFE_INTEGER): number {
    const value = this.#values[name];
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < least || value > most)
      throw this.#not(name, `a whole number from ${least} to ${most}`);
    return value;
  }

  bound(number: string, relation: string): Bound {
    const value = this.#values[relation];
    if (value !== "at least" && value !== "less than") throw this.#not(relation, '"at least" or "less than"');
    return { relation: value, number: this.number(number) };
  }

  #not(name: string, expected: string): InputError {
    return new InputError(`${this.#subject}: ${name}`, expected, describe(this.#values[name]));
  }
}
