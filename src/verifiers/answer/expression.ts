import type { Rational } from "./rational.js";

/** A mathematical expression as it was written. */
export type Expression =
  | { readonly op: "number"; readonly value: Rational }
  /** A variable, or one of the constants "pi", "e", "i". */
  | { readonly op: "symbol"; readonly name: string }
  | {
      readonly op: "add" | "multiply" | "divide" | "power";
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly op: "negate"; readonly of: Expression }
  | { readonly op: "call"; readonly name: FunctionName; readonly of: readonly Expression[] };

/** Functions of one argument; of two: "root" (of, degree) and "log" (of, base). */
export const FUNCTION_NAMES = [
  "sin",
  "cos",
  "tan",
  "cot",
  "sec",
  "csc",
  "arcsin",
  "arccos",
  "arctan",
  "sinh",
  "cosh",
  "tanh",
  "exp",
  "ln",
  "log",
  "root",
  "abs",
  "factorial",
  "floor",
  "ceil",
  "binomial",
] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

export const CONSTANTS: ReadonlySet<string> = new Set(["pi", "e", "i"]);

/** The variables of an expression. */
export function variablesOf(expression: Expression, found: Set<string> = new Set()): Set<string> {
  switch (expression.op) {
    case "number":
      break;
    case "symbol":
      if (!CONSTANTS.has(expression.name)) found.add(expression.name);
      break;
    case "negate":
      variablesOf(expression.of, found);
      break;
    case "call":
      for (const argument of expression.of) variablesOf(argument, found);
      break;
    default:
      variablesOf(expression.left, found);
      variablesOf(expression.right, found);
  }
  return found;
}
