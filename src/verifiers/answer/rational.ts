/** An exact fraction in lowest terms; the denominator is positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Numbers of more bits than this are not computed with. */
const MOST_BITS = 8_000;

/** Thrown where exact arithmetic would take more room or time than an answer is worth: the question stays undecided, or goes to numbers. */
export class TooLarge extends Error {
  override name = "TooLarge";
}

export const ZERO: Rational = { numerator: 0n, denominator: 1n };
export const ONE: Rational = { numerator: 1n, denominator: 1n };

/** The fraction in lowest terms. The denominator must not be 0. */
export function rational(numerator: bigint, denominator = 1n): Rational {
  const divisor = greatestCommonDivisor(numerator, denominator) * (denominator < 0n ? -1n : 1n);
  return checked({ numerator: numerator / divisor, denominator: denominator / divisor });
}

export function add(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, negate(b));
}

export function negate({ numerator, denominator }: Rational): Rational {
  return { numerator: -numerator, denominator };
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** b must not be 0. */
export function divide(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** base^exponent for a whole exponent; a negative one needs a base other than 0. Throws TooLarge before it computes what is too large. */
export function power(base: Rational, exponent: number): Rational {
  const times = Math.abs(exponent);
  if (Math.max(bits(base.numerator), bits(base.denominator)) * times > MOST_BITS)
    throw new TooLarge("a power is too large");
  const raised = {
    numerator: base.numerator ** BigInt(times),
    denominator: base.denominator ** BigInt(times),
  };
  return exponent < 0 ? rational(raised.denominator, raised.numerator) : raised;
}

export function isZero({ numerator }: Rational): boolean {
  return numerator === 0n;
}

export function isWhole({ denominator }: Rational): boolean {
  return denominator === 1n;
}

export function equals(a: Rational, b: Rational): boolean {
  return a.numerator === b.numerator && a.denominator === b.denominator;
}

/** Negative, 0 or positive as a is less than, equal to or more than b. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function absolute({ numerator, denominator }: Rational): Rational {
  return { numerator: numerator < 0n ? -numerator : numerator, denominator };
}

/**
 * The value of a decimal numeral, with an exponent where it has one.
 *
 * @example fromDecimal("-1.25e2") // -125
 */
export function fromDecimal(text: string): Rational | null {
  const parts = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d{1,6}))?$/i.exec(text);
  if (!parts) return null;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = parts;
  if (whole === "" && fraction === "") return null;
  const scale = Number(exponent) - fraction.length;
  if (whole.length + fraction.length + Math.abs(scale) > MOST_BITS / 4)
    throw new TooLarge("a number is too long");
  const digits = BigInt(`${sign === "-" ? "-" : ""}${whole}${fraction}`);
  return scale < 0 ? rational(digits, 10n ** BigInt(-scale)) : rational(digits * 10n ** BigInt(scale));
}

function checked(value: Rational): Rational {
  if (bits(value.numerator) + bits(value.denominator) > 2 * MOST_BITS)
    throw new TooLarge("a number is too large");
  return value;
}

function bits(value: bigint): number {
  return value === 0n ? 0 : value.toString(16).length * 4;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** The largest whole number that is not more. */
export function floor({ numerator, denominator }: Rational): bigint {
  const quotient = numerator / denominator;
  return numerator < 0n && numerator % denominator !== 0n ? quotient - 1n : quotient;
}

/** How much longer than for a small one arithmetic with this number takes. */
export function weight({ numerator, denominator }: Rational): number {
  return (1 + Math.max(bits(numerator), bits(denominator)) / 256) ** 2;
}
