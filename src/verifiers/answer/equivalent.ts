import type { AnswerCheck } from "../../core/check.js";
import { differenceOf, exactly, exactNumber } from "./exact.js";
import type { Expression } from "./expression.js";
import type { Answer, Quantity } from "./final-answer.js";
import { numericValue, sameNumerically } from "./numeric.js";
import {
  absolute,
  compare,
  divide,
  equals,
  fromDecimal,
  isZero,
  multiply,
  type Rational,
  rational,
  subtract,
} from "./rational.js";
import { otherFactors } from "./units.js";

export type Equivalence = "equal" | "different" | "undecided";

/** What comparing may take: how often the engine may still be asked, and how near a number must be. */
export interface Comparing {
  engineCalls: number;
  readonly tolerance?: AnswerCheck["tolerance"];
}

/** Whether an answer is the expected one. Symmetric but for measures: what is expected without a unit may be answered with one. */
export async function equivalent(
  found: Answer,
  expected: Answer,
  comparing: Comparing,
): Promise<Equivalence> {
  if (found.kind === "quantity" && expected.kind === "quantity")
    return sameQuantity(found, expected, comparing);
  if (found.kind === "infinity" && expected.kind === "infinity")
    return found.positive === expected.positive ? "equal" : "different";
  if (found.kind === "sequence" && expected.kind === "sequence")
    return sameSequence(found, expected, comparing);
  if (found.kind === "matrix" && expected.kind === "matrix")
    return sameMatrix(found.rows, expected.rows, comparing);
  if (found.kind === "equation" && expected.kind === "equation")
    return sameEquation(differenceIn(found), differenceIn(expected));
  if (found.kind === "union" && expected.kind === "union") {
    // Unions that are not written alike may still hold the same: [1, 2] ∪ [2, 3].
    return (await sameItems(found.parts, expected.parts, comparing)) === "equal" ? "equal" : "undecided";
  }
  const [items, others] = [itemsOf(found), itemsOf(expected)];
  if (items && others) return sameSeveral(items, others, found, expected, comparing);
  return ofDifferentKinds(found, expected, comparing);
}

async function sameQuantity(found: Quantity, expected: Quantity, comparing: Comparing): Promise<Equivalence> {
  const same = await sameMeasured(found, expected, comparing);
  const differentNames =
    found.name !== undefined && expected.name !== undefined && found.name !== expected.name;
  return same === "equal" && differentNames ? "undecided" : same;
}

async function sameMeasured(found: Quantity, expected: Quantity, comparing: Comparing): Promise<Equivalence> {
  const [ours, theirs] = [found.measure, expected.measure];
  if (ours.kind === "percent" || theirs.kind === "percent") return samePercentage(found, expected, comparing);
  if (ours.kind === "unit" && theirs.kind === "unit") {
    if (ours.unit.measures !== theirs.unit.measures)
      return ours.unit.unsure || theirs.unit.unsure ? "undecided" : "different";
    const factor = divide(ours.unit.factor, theirs.unit.factor);
    return sameValue(times(found.value, factor), expected.value, comparing);
  }
  const same = await sameValue(found.value, expected.value, comparing);
  if (ours.kind === "noun" && theirs.kind === "noun" && ours.noun !== theirs.noun)
    return same === "equal" ? "undecided" : same;
  if ((ours.kind === "unit" && theirs.kind === "noun") || (ours.kind === "noun" && theirs.kind === "unit"))
    return same === "equal" ? "undecided" : same;
  if (same !== "different") return same;
  // 5 minutes where 300 is expected may be right in seconds.
  const unit = ours.kind === "unit" ? ours.unit : theirs.kind === "unit" ? theirs.unit : null;
  for (const factor of unit ? otherFactors(unit) : []) {
    const [from, to] = ours.kind === "unit" ? [found.value, expected.value] : [expected.value, found.value];
    const converted = times(from, divide(unit?.factor ?? factor, factor));
    if ((await sameValue(converted, to, comparing)) !== "different") return "undecided";
  }
  return unit?.unsure ? "undecided" : "different";
}

// 50% is 0.5; whether 50 is meant as 50% nobody can tell.
async function samePercentage(
  found: Quantity,
  expected: Quantity,
  comparing: Comparing,
): Promise<Equivalence> {
  const hundredth = rational(1n, 100n);
  const [ours, theirs] = [found, expected].map(({ value, measure }) =>
    measure.kind === "percent" ? times(value, hundredth) : value,
  );
  if (!ours || !theirs) return "undecided";
  const other = [found, expected].find(({ measure }) => measure.kind !== "percent")?.measure.kind ?? "none";
  if (other !== "none") return "undecided";
  const same = await sameValue(ours, theirs, comparing);
  if (same !== "different" || found.measure.kind === expected.measure.kind) return same;
  return (await sameValue(found.value, expected.value, comparing)) === "different"
    ? "different"
    : "undecided";
}

function times(value: Expression, factor: Rational): Expression {
  return { op: "multiply", left: value, right: { op: "number", value: factor } };
}

/** Exactly where both are algebra, else by numbers. */
async function sameValue(a: Expression, b: Expression, comparing: Comparing): Promise<Equivalence> {
  const exact = sameExactly(a, b);
  if (exact === "equal" || (exact === "different" && !comparing.tolerance)) return exact;
  if (exact === "undefined" || comparing.engineCalls-- <= 0) return "undecided";
  if (comparing.tolerance) return near(a, b, comparing.tolerance, exact);
  const same = await sameNumerically(a, b);
  if (same === "unanswered") {
    // Whoever sends one such expression may have sent hundreds.
    comparing.engineCalls = 0;
    return "undecided";
  }
  // A log without a base is of base 10 to some and of base e to others.
  return same === "different" && (hasBareLog(a) || hasBareLog(b)) ? "undecided" : same;
}

function sameExactly(a: Expression, b: Expression): Equivalence | "undefined" {
  const [left, right] = [exactly(a), exactly(b)];
  if (left === "undefined" || right === "undefined") return "undefined";
  if (left === "unknown" || right === "unknown") return "undecided";
  const difference = differenceOf(left, right);
  if (difference === "unknown") return "undecided";
  return difference.above.size === 0 ? "equal" : "different";
}

async function near(
  found: Expression,
  expected: Expression,
  tolerance: NonNullable<AnswerCheck["tolerance"]>,
  otherwise: Equivalence,
): Promise<Equivalence> {
  const [value, target] = [await numberIn(found), await numberIn(expected)];
  if (!value || !target) return otherwise;
  const allowed = [
    decimal(tolerance.absolute ?? 0),
    multiply(absolute(target), decimal(tolerance.relative ?? 0)),
  ];
  const distance = absolute(subtract(value, target));
  return allowed.some((most) => compare(distance, most) <= 0) ? "equal" : "different";
}

async function numberIn(expression: Expression): Promise<Rational | null> {
  const exact = exactly(expression);
  const number = typeof exact === "string" ? null : exactNumber(exact);
  return number ?? (await numericValue(expression));
}

function decimal(number: number): Rational {
  return fromDecimal(String(number)) ?? rational(0n);
}

function hasBareLog(expression: Expression): boolean {
  switch (expression.op) {
    case "number":
    case "symbol":
      return false;
    case "negate":
      return hasBareLog(expression.of);
    case "call":
      return (expression.name === "log" && expression.of.length === 1) || expression.of.some(hasBareLog);
    default:
      return hasBareLog(expression.left) || hasBareLog(expression.right);
  }
}

type Sequence = Extract<Answer, { kind: "sequence" }>;

async function sameSequence(a: Sequence, b: Sequence, comparing: Comparing): Promise<Equivalence> {
  if (a.items.length !== b.items.length) return "different";
  const items = await allSame(a.items, b.items, comparing);
  if (items !== "equal") return items;
  // At an infinite end the bracket says nothing.
  const endless = (item: Answer | undefined) => item?.kind === "infinity";
  const opens = a.open === b.open || endless(a.items[0]);
  const closes = a.close === b.close || endless(a.items.at(-1));
  if (opens && closes) return "equal";
  return isInterval(a) || isInterval(b) ? "different" : "undecided";
}

// (1, 2] and (1, ∞) are intervals; (1, 2) may be a point, and [1, 2] a list.
function isInterval({ open, close, items }: Sequence): boolean {
  return (open === "(") !== (close === ")") || items.some(({ kind }) => kind === "infinity");
}

async function sameMatrix(
  a: readonly (readonly Answer[])[],
  b: readonly (readonly Answer[])[],
  comparing: Comparing,
): Promise<Equivalence> {
  if (a.length !== b.length || a[0]?.length !== b[0]?.length) return "different";
  return allSame(a.flat(), b.flat(), comparing);
}

async function allSame(
  a: readonly Answer[],
  b: readonly Answer[],
  comparing: Comparing,
): Promise<Equivalence> {
  let all: Equivalence = "equal";
  for (const [i, item] of a.entries()) {
    const other = b[i];
    const same = other ? await equivalent(item, other, comparing) : "different";
    if (same === "different") return same;
    if (same === "undecided") all = same;
  }
  return all;
}

interface Items {
  readonly items: readonly Answer[];
  readonly ordered: boolean;
}

function itemsOf(answer: Answer): Items | null {
  if (answer.kind === "set") return { items: answer.items, ordered: false };
  return answer.kind === "list" ? answer : null;
}

async function sameSeveral(
  a: Items,
  b: Items,
  found: Answer,
  expected: Answer,
  comparing: Comparing,
): Promise<Equivalence> {
  const inOrder =
    a.items.length === b.items.length ? await allSame(a.items, b.items, comparing) : "different";
  if (inOrder === "equal") return "equal";
  const same = await sameItems(a.items, b.items, comparing);
  // Of two lists without brackets nobody can say whether their order matters.
  const orderMatters = found.kind === "list" && expected.kind === "list" && (a.ordered || b.ordered);
  return same === "equal" && orderMatters ? "undecided" : same;
}

/** As sets: each item of the one among those of the other. */
async function sameItems(
  a: readonly Answer[],
  b: readonly Answer[],
  comparing: Comparing,
): Promise<Equivalence> {
  let all: Equivalence = "equal";
  for (const [items, others] of [
    [a, b],
    [b, a],
  ] as const) {
    for (const item of items) {
      let best: Equivalence = "different";
      for (const other of others) {
        const same = await equivalent(item, other, comparing);
        if (same === "equal") best = same;
        else if (same === "undecided" && best === "different") best = same;
        if (best === "equal") break;
      }
      if (best === "different") return best;
      if (best === "undecided") all = best;
    }
  }
  return all;
}

/** left − right of an equation as a polynomial over a denominator, or null. */
function differenceIn({ left, right }: Extract<Answer, { kind: "equation" }>) {
  const [over, under] = [exactly(left), exactly(right)];
  if (typeof over === "string" || typeof under === "string") return null;
  const difference = differenceOf(over, under);
  return difference === "unknown" ? null : difference;
}

/** Equations are the same where one is a multiple of the other; other pairs may still have the same solutions, but for two lines. */
function sameEquation(a: ReturnType<typeof differenceIn>, b: ReturnType<typeof differenceIn>): Equivalence {
  // A denominator with a variable has roots of its own.
  if (!a || !b || !isConstant(a.below) || !isConstant(b.below)) return "undecided";
  const [first] = a.above;
  if (!first) return b.above.size === 0 ? "equal" : "different";
  const partner = b.above.get(first[0]);
  if (partner && a.above.size === b.above.size) {
    const ratio = divide(first[1].coefficient, partner.coefficient);
    const proportional = [...a.above].every(([key, { coefficient }]) => {
      const other = b.above.get(key);
      return other !== undefined && equals(coefficient, multiply(ratio, other.coefficient));
    });
    if (proportional) return "equal";
  }
  return isLine(a.above) && isLine(b.above) ? "different" : "undecided";
}

type Terms = NonNullable<ReturnType<typeof differenceIn>>["above"];

function isConstant(terms: Terms): boolean {
  return [...terms.values()].every(({ powers }) => powers.every(([name]) => !isVariable(name)));
}

function isLine(terms: Terms): boolean {
  // Coefficients with roots or π could still be proportional by one of them.
  return [...terms.values()].every(({ powers, coefficient }) => {
    const [power, ...more] = powers;
    return (
      !isZero(coefficient) &&
      (!power || (more.length === 0 && isVariable(power[0]) && equals(power[1], rational(1n))))
    );
  });
}

function isVariable(name: string): boolean {
  return !/^\d/.test(name) && name !== "pi" && name !== "i";
}

async function ofDifferentKinds(found: Answer, expected: Answer, comparing: Comparing): Promise<Equivalence> {
  for (const [one, other] of [
    [found, expected],
    [expected, found],
  ] as const) {
    if (one.kind === "set" && one.items.length === 1 && one.items[0] && other.kind === "quantity")
      return equivalent(one.items[0], other, comparing);
    if (one.kind === "equation" && other.kind === "quantity") return solved(one, other, comparing);
    if (one.kind === "quantity" || one.kind === "infinity") {
      const several =
        other.kind === "sequence" ||
        other.kind === "matrix" ||
        other.kind === "union" ||
        other.kind === "infinity";
      if (several || (other.kind === "set" && other.items.length > 1))
        return noVariables(one) ? "different" : "undecided";
    }
  }
  return "undecided";
}

function noVariables(answer: Answer): boolean {
  if (answer.kind !== "quantity") return true;
  const exact = exactly(answer.value);
  return typeof exact !== "string" && exactNumber(exact) !== null;
}

/** y = 2x + 1 where 2x + 1 is asked, and 2 + 3 = 5 where 5 is. */
async function solved(
  { left, right }: Extract<Answer, { kind: "equation" }>,
  quantity: Quantity,
  comparing: Comparing,
): Promise<Equivalence> {
  const value = left.op === "symbol" ? right : right.op === "symbol" ? left : null;
  if (value) {
    const same = await sameMeasured(
      { kind: "quantity", value, measure: { kind: "none" } },
      quantity,
      comparing,
    );
    return same === "equal" ? same : "undecided";
  }
  if (sameExactly(left, right) !== "equal") return "undecided";
  return sameMeasured({ kind: "quantity", value: right, measure: { kind: "none" } }, quantity, comparing);
}
