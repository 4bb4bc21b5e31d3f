import { createRequire } from "node:module";
import { KillableWorker } from "../killable-worker.js";
import { type Expression, someCall, variablesOf } from "./expression.js";
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
  ZERO,
} from "./rational.js";

/**
 * Whether two expressions have the same value, by computing both to 120 digits with a computer-algebra engine, at several points where
 * they have variables. A value counts where 60 and 120 digits give the same. "different" needs a difference far above what rounding
 * makes, "equal" agreement to 80 digits at every point where they have real values; "unanswered" is undecided because the engine took
 * too long.
 */
export async function sameNumerically(
  a: Expression,
  b: Expression,
): Promise<"equal" | "different" | "undecided" | "unanswered"> {
  const names = [...new Set([...variablesOf(a), ...variablesOf(b)])].sort();
  if (names.length > MOST_VARIABLES || sizeOf(a) + sizeOf(b) > LARGEST) return "undecided";
  // At the points, which are fractions, factorials mean nothing that n! was meant to be.
  if (countsBroken(a) || countsBroken(b)) return "undecided";
  const points = (names.length === 0 ? [{ at: new Map(), sign: 1 as const }] : pointsFor(names)).filter(
    ({ at }) => !overflows(a, at) && !overflows(b, at),
  );
  if (points.length === 0) return "undecided";
  const pairs = await valuesAt(
    [a, b],
    points.map(({ at }) => at),
  );
  if (!pairs) return "unanswered";
  const found = pairs.map(([left, right], i) => ({
    closeness: closeness(left, right),
    sign: points[i]?.sign,
  }));
  const count = (wanted: Closeness) => found.filter((one) => one.closeness === wanted).length;
  // √(x²) and x part only where x < 0: what the variables stand for is not known here.
  if (found.some((one) => one.closeness === "apart" && one.sign === 1)) return "different";
  if (count("apart") + count("unknown") > 0) return "undecided";
  if (names.length === 0) return count("same") === 1 ? "equal" : "undecided";
  // |x − 5| is 5 − x at every point below 5.
  return count("same") >= FEWEST_POINTS && !isPiecewise(a) && !isPiecewise(b) ? "equal" : "undecided";
}

/** The value of an expression without variables, good to 45 digits, or null. */
export async function numericValue(expression: Expression): Promise<Rational | null> {
  if (variablesOf(expression).size > 0 || sizeOf(expression) > LARGEST) return null;
  if (overflows(expression, new Map())) return null;
  const [values] = (await valuesAt([expression], [new Map()])) ?? [];
  const value = values?.[0];
  return value === undefined || value === "complex" ? null : value;
}

const MOST_VARIABLES = 6;
const LARGEST = 400;
const FEWEST_POINTS = 3;
const DIGITS = [60, 120] as const;
/** Fractions of primes, from near 0 to beyond 100. */
const POSITIONS: readonly (readonly [bigint, bigint])[] = [
  [13n, 37n],
  [101n, 43n],
  [229n, 23n],
  [4001n, 31n],
  [53n, 59n],
];

interface Point {
  readonly at: ReadonlyMap<string, Rational>;
  readonly sign: 1 | -1;
}

// Of two variables now the one and now the other is the larger.
function pointsFor(names: readonly string[]): Point[] {
  return ([1, -1] as const).flatMap((sign) =>
    POSITIONS.map(([above, below]) => ({
      at: new Map(
        names.map((name, i) => [
          name,
          rational(BigInt(sign) * (above + BigInt(2 * i)), below + BigInt(4 * i)),
        ]),
      ),
      sign,
    })),
  );
}

function isPiecewise(expression: Expression): boolean {
  return someCall(
    expression,
    (call) => ["abs", "floor", "ceil"].includes(call.name) && variablesOf(call).size > 0,
  );
}

/** Whether it has a factorial or a binomial coefficient of anything but plain numerals. */
function countsBroken(expression: Expression): boolean {
  return someCall(
    expression,
    ({ name, of }) => ["factorial", "binomial"].includes(name) && of.some(({ op }) => op !== "number"),
  );
}

/** A value good to 45 digits or more; one that is not real; null where none could be computed. */
type Value = Rational | "complex" | null;
/** "outside": neither has a real value there. */
type Closeness = "same" | "apart" | "unknown" | "outside";

function closeness(a: Value = null, b: Value = null): Closeness {
  if (a === "complex" && b === "complex") return "outside";
  if (!a || !b || a === "complex" || b === "complex") return "unknown";
  const larger = compare(absolute(a), absolute(b)) > 0 ? absolute(a) : absolute(b);
  if (within(subtract(a, b), larger, 80)) return "same";
  return within(subtract(a, b), larger, 40) ? "unknown" : "apart";
}

/** Whether a difference is at most 10^-digits of a value. */
function within(difference: Rational, of: Rational, digits: number): boolean {
  const { numerator, denominator } = absolute(of);
  return compare(absolute(difference), { numerator, denominator: denominator * 10n ** BigInt(digits) }) <= 0;
}

async function valuesAt(
  expressions: readonly Expression[],
  points: readonly ReadonlyMap<string, Rational>[],
): Promise<Value[][] | null> {
  const asked = points.flatMap((point) => expressions.map((expression) => mathJson(expression, point)));
  const answer = await engine().ask({ expressions: asked, digits: DIGITS });
  if (!Array.isArray(answer) || answer.length !== asked.length) return null;
  const values = answer.map(agreed);
  return points.map((_, i) => values.slice(i * expressions.length, (i + 1) * expressions.length));
}

// The value to 120 digits, where the one to 60 is the same; what shrinks with the digits is what rounding leaves of 0.
function agreed(texts: unknown): Value {
  if (!Array.isArray(texts)) return null;
  if (texts.includes("complex")) return texts.every((text) => text === "complex") ? "complex" : null;
  const [coarse, fine] = texts.map((text) => (typeof text === "string" ? decimal(text) : null));
  if (!coarse || !fine) return null;
  if (within(subtract(coarse, fine), fine, 45)) return fine;
  return within(coarse, ONE, 45) && within(fine, ONE, 100) ? ZERO : null;
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
    if (Array.isArray(json) && json[0] === "Complex") return "complex";
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
  const require = createRequire(import.meta.url);
  shared ??= new KillableWorker(ENGINE, require.resolve("@cortex-js/compute-engine"), {
    ...{ start: 20_000, each: 2_000 },
    megabytes: 512,
  });
  return shared;
}
