import { InvalidArgumentError } from "commander";
import type { JuryRule, Rule } from "../index.js";

/** A jury as a flag names it. */
export type JuryFlag = { readonly name: string; readonly members: readonly string[] } & JuryRule;

/** `orders=consistent,samples=majority` laid over what was given before; `mean` and `consistent` alone mean the orders. */
export function rulePart(value: string, earlier: Partial<Rule> = {}): Partial<Rule> {
  return Object.assign({}, earlier, ...value.split(",").map((part) => oneRule(part.trim())));
}

/** `NAME=JUDGE+JUDGE:RULE`, added to those given before. */
export function jury(value: string, earlier: readonly JuryFlag[] = []): JuryFlag[] {
  const equals = value.indexOf("=");
  const members = value.slice(equals + 1).replace(JURY_RULE, "");
  const found = JURY_RULE.exec(value.slice(equals + 1));
  const names = members.split("+").map((name) => name.trim());
  if (equals < 1 || !found || names.some((name) => name === "")) throw new InvalidArgumentError(JURY_FORM);
  return [...earlier, { name: value.slice(0, equals).trim(), members: names, ...juryRule(found) }];
}

// The last colon: a judge's own name may hold some.
const JURY_RULE = /:(?:(majority|votes|mean-score)|fitted\((?:subset=([^()]+)|share=([\d.]+)(%?))\))$/;
const JURY_FORM =
  "expected NAME=JUDGE+JUDGE:RULE with a RULE of majority, votes, mean-score, fitted(subset=A+B) or fitted(share=0.3).";

function juryRule([, plain, subsets, share, percent]: RegExpExecArray): JuryRule {
  switch (plain) {
    case "majority":
    case "votes":
    case "mean-score":
      return { by: plain };
  }
  if (subsets !== undefined) {
    return { by: "fitted", calibration: { subsets: subsets.split("+").map((name) => name.trim()) } };
  }
  const number = Number(share) / (percent ? 100 : 1);
  if (!(number > 0 && number < 1)) throw new InvalidArgumentError("expected a share between 0 and 1.");
  return { by: "fitted", calibration: { share: number } };
}

function oneRule(part: string): Partial<Rule> {
  const equals = part.indexOf("=");
  const [name, value] = equals < 0 ? ["orders", part] : [part.slice(0, equals), part.slice(equals + 1)];
  switch (name) {
    case "orders":
      return { orders: oneOf(name, value, ["mean", "consistent", "pooled"]) };
    case "samples":
      return { samples: oneOf(name, value, ["each", "majority", "mean", "median", "sum"]) };
    case "value":
      return { value: oneOf(name, value, ["sampled", "expected"]) };
    case "first":
      return { firstSamples: value === "all" ? null : wholeFrom1(value) };
    default:
      throw new InvalidArgumentError("expected orders=…, samples=…, value=… or first=….");
  }
}

function oneOf<Choice extends string>(name: string, value: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new InvalidArgumentError(`expected ${name}= one of ${choices.join(", ")}.`);
  return found;
}

function wholeFrom1(value: string): number {
  const number = /^\d+$/.test(value) ? Number(value) : 0;
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new InvalidArgumentError("expected first= a whole number from 1 up, or all.");
  }
  return number;
}
