import type { Expression } from "./expression.js";
import {
  type Budget,
  type Polynomial,
  polynomial,
  product,
  rationalValue,
  scaled,
  sum,
} from "./polynomial.js";
import {
  divide,
  floor,
  isWhole,
  isZero,
  negate,
  ONE,
  power,
  type Rational,
  rational,
  TooLarge,
} from "./rational.js";

/** A quotient of two polynomials; the lower one is not 0. */
export interface Fraction {
  readonly above: Polynomial;
  readonly below: Polynomial;
}

/** "unknown": it holds something that is not algebra over roots of rationals; "undefined": it divides by 0. */
export type Exact = Fraction | "unknown" | "undefined";

const MOST_PRODUCTS = 200_000;
const LARGEST_POWER = 500;

/** An expression in exact form. Bounded in time and memory: what would take too much is "unknown". */
export function exactly(expression: Expression): Exact {
  try {
    return fractionOf(expression, { left: MOST_PRODUCTS });
  } catch (error) {
    if (error instanceof Stopped) return error.as;
    if (error instanceof TooLarge) return "unknown";
    throw error;
  }
}

/** a − b as one fraction: equal to 0 exactly where a and b are the same. */
export function differenceOf(a: Fraction, b: Fraction): Fraction | "unknown" {
  try {
    return plus(a, minus(b), { left: MOST_PRODUCTS });
  } catch (error) {
    if (error instanceof TooLarge) return "unknown";
    throw error;
  }
}

/** The number that an exact form is, or null where it is none (it has a variable, a root, π). */
export function exactNumber({ above, below }: Fraction): Rational | null {
  const [over, under] = [rationalValue(above), rationalValue(below)];
  return over && under ? divide(over, under) : null;
}

class Stopped extends Error {
  readonly as: "unknown" | "undefined";
  constructor(as: "unknown" | "undefined") {
    super(as);
    this.as = as;
  }
}

function fractionOf(expression: Expression, budget: Budget): Fraction {
  switch (expression.op) {
    case "number":
      return whole(polynomial(expression.value));
    case "symbol":
      // One transcendental number is as free as a variable; of two together nobody knows.
      if (expression.name === "e") throw new Stopped("unknown");
      return whole(polynomial(ONE, [[expression.name, ONE]]));
    case "negate":
      return minus(fractionOf(expression.of, budget));
    case "add":
      return plus(fractionOf(expression.left, budget), fractionOf(expression.right, budget), budget);
    case "multiply":
      return times(fractionOf(expression.left, budget), fractionOf(expression.right, budget), budget);
    case "divide":
      return times(
        fractionOf(expression.left, budget),
        inverse(fractionOf(expression.right, budget)),
        budget,
      );
    case "power":
      return raised(fractionOf(expression.left, budget), fractionOf(expression.right, budget), budget);
    case "call":
      return called(expression, budget);
  }
}

function called({ name, of }: Extract<Expression, { op: "call" }>, budget: Budget): Fraction {
  const [first, second] = of.map((argument) => fractionOf(argument, budget));
  const value = first && exactNumber(first);
  const other = second && exactNumber(second);
  if (!first || !value) throw new Stopped("unknown");
  switch (name) {
    case "root":
      if (!other) throw new Stopped("unknown");
      return isZero(other) ? stop("undefined") : realRoot(value, other, budget);
    case "abs":
      return whole(polynomial(value.numerator < 0n ? negate(value) : value));
    case "floor":
      return whole(polynomial(rational(floor(value))));
    case "ceil":
      return whole(polynomial(rational(-floor(negate(value)))));
    case "factorial":
      return whole(polynomial(rational(factorial(value))));
    case "binomial":
      return other ? whole(polynomial(binomial(value, other))) : stop("unknown");
    default:
      return stop("unknown");
  }
}

function raised(base: Fraction, exponent: Fraction, budget: Budget): Fraction {
  const times_ = exactNumber(exponent);
  if (!times_) throw new Stopped("unknown");
  if (!isWhole(times_)) {
    const value = exactNumber(base);
    return value ? rootOf(value, times_, budget) : stop("unknown");
  }
  const value = exactNumber(base);
  if (value && isZero(value) && times_.numerator <= 0n) throw new Stopped("undefined");
  const count = Number(times_.numerator);
  if (value && Number.isSafeInteger(count)) return whole(polynomial(power(value, count)));
  if (Math.abs(count) > LARGEST_POWER) throw new TooLarge("a power is too large");
  let result = whole(polynomial(ONE));
  let square = count < 0 ? inverse(base) : base;
  for (let rest = Math.abs(count); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = times(result, square, budget);
    if (rest > 1) square = times(square, square, budget);
  }
  return result;
}

// The cube root of -8 is -2 where the sign says root; (-8)^(1/3) may be another number.
function realRoot(value: Rational, degree: Rational, budget: Budget): Fraction {
  const odd = isWhole(degree) && degree.numerator % 2n !== 0n;
  if (odd && value.numerator < 0n) return minus(rootOf(negate(value), divide(ONE, degree), budget));
  return rootOf(value, divide(ONE, degree), budget);
}

const ROOT_COSTS = 2_000;

/** value^exponent for a broken exponent, by the primes of the value; of a negative value only the square root, with i. */
function rootOf(value: Rational, exponent: Rational, budget: Budget): Fraction {
  budget.left -= ROOT_COSTS;
  if (budget.left < 0) throw new TooLarge("there are too many roots");
  if (isZero(value)) return exponent.numerator > 0n ? whole(polynomial(value)) : stop("undefined");
  if (exponent.numerator > 1_000n || exponent.numerator < -1_000n || exponent.denominator > 1_000n)
    throw new TooLarge("a root is too large");
  const powers = new Map<string, Rational>();
  const magnitude = value.numerator < 0n ? -value.numerator : value.numerator;
  for (const [prime, count] of primesOf(magnitude)) powers.set(`${prime}`, scale(exponent, count));
  for (const [prime, count] of primesOf(value.denominator)) powers.set(`${prime}`, scale(exponent, -count));
  if (value.numerator < 0n) {
    if (exponent.denominator === 2n) powers.set("i", rational(exponent.numerator));
    // The real odd root and the principal one differ: which was meant nobody can say.
    else throw new Stopped("unknown");
  }
  return whole(polynomial(ONE, [...powers]));
}

function scale(exponent: Rational, by: bigint): Rational {
  return rational(exponent.numerator * by, exponent.denominator);
}

/** The primes of a number with their powers. Throws TooLarge where two primes beyond a hundred thousand may hide in it. */
function primesOf(number: bigint): Map<bigint, bigint> {
  const primes = new Map<bigint, bigint>();
  let rest = number;
  for (let prime = 2n; prime * prime <= rest; prime += prime === 2n ? 1n : 2n) {
    if (prime > 100_000n) throw new TooLarge("the number under a root is too large");
    while (rest % prime === 0n) {
      primes.set(prime, (primes.get(prime) ?? 0n) + 1n);
      rest /= prime;
    }
  }
  if (rest > 1n) primes.set(rest, (primes.get(rest) ?? 0n) + 1n);
  return primes;
}

function factorial(of: Rational): bigint {
  if (!isWhole(of) || of.numerator < 0n || of.numerator > 1_000n) throw new Stopped("unknown");
  let result = 1n;
  for (let factor = 2n; factor <= of.numerator; factor++) result *= factor;
  return result;
}

function binomial(n: Rational, k: Rational): Rational {
  if (!isWhole(n) || !isWhole(k) || k.numerator < 0n || k.numerator > n.numerator)
    throw new Stopped("unknown");
  return divide(
    rational(factorial(n)),
    rational(factorial(k) * factorial(rational(n.numerator - k.numerator))),
  );
}

function whole(above: Polynomial): Fraction {
  return { above, below: polynomial(ONE) };
}

function plus(a: Fraction, b: Fraction, budget: Budget): Fraction {
  return {
    above: sum(product(a.above, b.below, budget), product(b.above, a.below, budget)),
    below: product(a.below, b.below, budget),
  };
}

function minus({ above, below }: Fraction): Fraction {
  return { above: scaled(above, rational(-1n)), below };
}

function times(a: Fraction, b: Fraction, budget: Budget): Fraction {
  return { above: product(a.above, b.above, budget), below: product(a.below, b.below, budget) };
}

function inverse({ above, below }: Fraction): Fraction {
  if (above.size === 0) throw new Stopped("undefined");
  return { above: below, below: above };
}

function stop(as: "unknown" | "undefined"): never {
  throw new Stopped(as);
}
