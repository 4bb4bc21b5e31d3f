import { createRequire } from "node:module";
import { type Expression, variablesOf } from "./expression.js";
import { KillableWorker } from "./killable-worker.js";
import { overflows } from "./magnitude.js";
import {
  absolute,
  compare,
  fromDecimal,
  isZero,
  ONE,
  power,
  type Rational,
  rational,
  subtract,
  TooLarge,
} from "./rational.js";

/**
 * Whether two expressions have the same value, by computing both to 120 digits with a computer-algebra engine, at several points where
 * they have variables. A value counts where 60 and 120 digits give the same; "different" needs a difference far above what rounding
 * makes, "equal" agreement to about a hundred digits everywhere; "unanswered" is undecided because the engine
 * took too long.
 */
export async function sameNumerically(
  a: Expression,
  b: Expression,
): Promise<"equal" | "different" | "undecided" | "unanswered"> {
  const names = [...new Set([...variablesOf(a), ...variablesOf(b)])].sort();
  if (names.length > MOST_VARIABLES || sizeOf(a) + sizeOf(b) > LARGEST) return "undecided";
  const points = names.length === 0 ? [new Map<string, Rational>()] : pointsFor(names);
  if (points.some((point) => overflows(a, point) || overflows(b, point))) return "undecided";
  const pairs = await valuesAt([a, b], points);
  if (!pairs) return "unanswered";
  const verdicts = pairs.map(([left, right], i) => {
    const verdict = left && right ? closeness(left, right) : "unknown";
    return { verdict, negative: i >= POSITIVE_POINTS };
  });
  const count = (verdict: string, negative?: boolean) =>
    verdicts.filter(
      (found) => found.verdict === verdict && (negative === undefined || found.negative === negative),
    ).length;
  if (names.length === 0)
    return verdicts[0]?.verdict === "same" ? "equal" : count("apart") === 1 ? "different" : "undecided";
  // √(x²) and x part only where x < 0: what the variables stand for is not known here.
  if (count("apart", false) > 0) return "different";
  if (count("apart") > 0 || count("unknown") > 0 || count("near") > 0) return "undecided";
  return "equal";
}

/** The value of an expression without variables, good to 30 digits, or null. */
export async function numericValue(expression: Expression): Promise<Rational | null> {
  if (variablesOf(expression).size > 0 || sizeOf(expression) > LARGEST) return null;
  if (overflows(expression, new Map())) return null;
  const [values] = (await valuesAt([expression], [new Map()])) ?? [];
  return values?.[0] ?? null;
}

const MOST_VARIABLES = 6;
const LARGEST = 400;
const POSITIVE_POINTS = 4;
const NEGATIVE_POINTS = 3;
const DIGITS = [60, 120] as const;

function pointsFor(names: readonly string[]): Map<string, Rational>[] {
  return Array.from({ length: POSITIVE_POINTS + NEGATIVE_POINTS }, (_, k) => {
    const sign = k < POSITIVE_POINTS ? 1n : -1n;
    return new Map(
      // Fractions with primes, some below and some above 1, no two alike.
      names.map((name, i) => [
        name,
        rational(
          sign * BigInt([13, 101, 29, 7, 17, 83, 41][k] ?? 1) + BigInt(2 * i),
          BigInt([37, 43, 23, 19, 31, 53, 11][k] ?? 1) + BigInt(4 * i),
        ),
      ]),
    );
  });
}

function closeness(a: Rational, b: Rational): "same" | "apart" | "near" {
  const larger = compare(absolute(a), absolute(b)) > 0 ? absolute(a) : absolute(b);
  const scale = compare(larger, ONE) > 0 ? larger : ONE;
  const difference = absolute(subtract(a, b));
  const within = (digits: number) =>
    compare(difference, {
      numerator: scale.numerator,
      denominator: scale.denominator * 10n ** BigInt(digits),
    }) <= 0;
  if (within(100)) return "same";
  return within(25) ? "near" : "apart";
}

async function valuesAt(
  expressions: readonly Expression[],
  points: readonly ReadonlyMap<string, Rational>[],
): Promise<(Rational | null)[][] | null> {
  const asked = points.flatMap((point) => expressions.map((expression) => mathJson(expression, point)));
  const answer = await engine().ask({ expressions: asked, digits: DIGITS });
  if (!Array.isArray(answer) || answer.length !== asked.length) return null;
  const values = answer.map(agreed);
  return points.map((_, i) => values.slice(i * expressions.length, (i + 1) * expressions.length));
}

// The value to 120 digits, where the one to 60 is the same: what cancellation has eaten is no value.
function agreed(texts: unknown): Rational | null {
  if (!Array.isArray(texts)) return null;
  const [coarse, fine] = texts.map((text) => (typeof text === "string" ? decimal(text) : null));
  if (!coarse || !fine) return null;
  const difference = absolute(subtract(coarse, fine));
  const scale = compare(absolute(fine), ONE) > 0 ? absolute(fine) : ONE;
  return compare(difference, { numerator: scale.numerator, denominator: scale.denominator * 10n ** 30n }) <= 0
    ? fine
    : null;
}

function decimal(text: string): Rational | null {
  try {
    const value = fromDecimal(text);
    return value && (isZero(value) || compare(absolute(value), power(rational(10n), 1_000)) < 0)
      ? value
      : null;
  } catch (error) {
    if (error instanceof TooLarge) return null;
    throw error;
  }
}

function sizeOf(expression: Expression): number {
  switch (expression.op) {
    case "number":
      return (
        1 + String(expression.value.numerator).length / 20 + String(expression.value.denominator).length / 20
      );
    case "symbol":
      return 1;
    case "negate":
      return 1 + sizeOf(expression.of);
    case "call":
      return expression.of.reduce((sum, argument) => sum + sizeOf(argument), 1);
    default:
      return 1 + sizeOf(expression.left) + sizeOf(expression.right);
  }
}

type MathJson = string | { num: string } | readonly MathJson[];

const HEADS = { add: "Add", multiply: "Multiply", divide: "Divide", power: "Power" } as const;
const CALLS = {
  ...{ sin: "Sin", cos: "Cos", tan: "Tan", cot: "Cot", sec: "Sec", csc: "Csc" },
  ...{ arcsin: "Arcsin", arccos: "Arccos", arctan: "Arctan", sinh: "Sinh", cosh: "Cosh", tanh: "Tanh" },
  ...{ exp: "Exp", ln: "Ln", log: "Log", root: "Root", abs: "Abs" },
  ...{ factorial: "Factorial", floor: "Floor", ceil: "Ceil", binomial: "Binomial" },
} as const;

function mathJson(expression: Expression, point: ReadonlyMap<string, Rational>): MathJson {
  switch (expression.op) {
    case "number":
      return number(expression.value);
    case "symbol": {
      const value = point.get(expression.name);
      if (value) return number(value);
      return expression.name === "pi" ? "Pi" : expression.name === "e" ? "ExponentialE" : "ImaginaryUnit";
    }
    case "negate":
      return ["Negate", mathJson(expression.of, point)];
    case "call":
      return [CALLS[expression.name], ...expression.of.map((argument) => mathJson(argument, point))];
    default:
      return [HEADS[expression.op], mathJson(expression.left, point), mathJson(expression.right, point)];
  }
}

function number({ numerator, denominator }: Rational): MathJson {
  return denominator === 1n
    ? { num: String(numerator) }
    : ["Divide", { num: String(numerator) }, { num: String(denominator) }];
}

/**
 * Runs in a thread of its own: the engine heeds no time limit in large powers, and some of them would take hours. A string, since the
 * sources are TypeScript where tests run them and a thread can load no such file on Node 20.
 */
const ENGINE = `
const { parentPort, workerData } = require("node:worker_threads");
const { ComputeEngine } = require(workerData);
const engine = new ComputeEngine();
const valueOf = (expression, digits) => {
  try {
    engine.precision = digits;
    const { json } = engine.box(expression).N();
    return typeof json === "number" ? String(json) : typeof json?.num === "string" ? json.num : null;
  } catch {
    return null;
  }
};
parentPort.on("message", ({ expressions, digits }) => {
  parentPort.postMessage(expressions.map((expression) => digits.map((count) => valueOf(expression, count))));
});
parentPort.postMessage("ready");
`;

let shared: KillableWorker | undefined;

function engine(): KillableWorker {
  shared ??= new KillableWorker(ENGINE, createRequire(import.meta.url).resolve("@cortex-js/compute-engine"), {
    ...{ start: 20_000, each: 2_000 },
    megabytes: 512,
  });
  return shared;
}
