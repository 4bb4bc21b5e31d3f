import {
  add as addRational,
  floor,
  isZero,
  multiply as multiplyRational,
  ONE,
  power as powerOf,
  type Rational,
  rational,
  TooLarge,
  weight,
} from "./rational.js";

/**
 * A sum of terms over the rationals. A term's key names its factors: variables and π to whole powers, roots of primes to powers between
 * 0 and 1, and at most one i. Real roots of distinct primes are linearly independent over the rationals (Besicovitch 1940), so two sums
 * are equal exactly where their terms are.
 */
export type Polynomial = ReadonlyMap<string, Term>;

export interface Term {
  readonly coefficient: Rational;
  /** Powers by the factor's name; a prime's name is its digits. In the order of names. */
  readonly powers: readonly (readonly [name: string, power: Rational])[];
}

const MOST_TERMS = 2_000;

/** How many products of terms with small coefficients may still be formed for one question; large ones count for many. */
export interface Budget {
  left: number;
}

export function polynomial(coefficient: Rational, powers: Term["powers"] = []): Polynomial {
  return collect([reduced(coefficient, new Map(powers))]);
}

export function sum(a: Polynomial, b: Polynomial): Polynomial {
  return collect([...a.values(), ...b.values()]);
}

export function product(a: Polynomial, b: Polynomial, budget: Budget): Polynomial {
  budget.left -= a.size * b.size * Math.max(heaviest(a), heaviest(b));
  if (budget.left < 0) throw new TooLarge("the expression has too many terms");
  const terms: Term[] = [];
  for (const left of a.values()) {
    for (const right of b.values()) {
      const powers = new Map(left.powers);
      for (const [name, power] of right.powers)
        powers.set(name, addRational(powers.get(name) ?? rational(0n), power));
      terms.push(reduced(multiplyRational(left.coefficient, right.coefficient), powers));
    }
  }
  return collect(terms);
}

export function scaled(of: Polynomial, factor: Rational): Polynomial {
  return collect(
    [...of.values()].map((term) => ({ ...term, coefficient: multiplyRational(term.coefficient, factor) })),
  );
}

/** The value of a polynomial that has no factors but numbers, else null. */
export function rationalValue(of: Polynomial): Rational | null {
  if (of.size === 0) return rational(0n);
  const [only] = of.values();
  return of.size === 1 && only?.powers.length === 0 ? only.coefficient : null;
}

function heaviest(of: Polynomial): number {
  return [...of.values()].reduce((most, { coefficient }) => Math.max(most, weight(coefficient)), 1);
}

// i² is -1, and a prime's power from 1 on goes into the coefficient: what stays is the one way to write the term.
function reduced(coefficient: Rational, powers: ReadonlyMap<string, Rational>): Term {
  let number = coefficient;
  const kept: (readonly [string, Rational])[] = [];
  for (const [name, power] of powers) {
    if (name === "i") {
      const turn = ((power.numerator % 4n) + 4n) % 4n;
      if (turn >= 2n) number = multiplyRational(number, rational(-1n));
      if (turn % 2n === 1n) kept.push([name, ONE]);
    } else if (/^\d/.test(name)) {
      const whole = floor(power);
      const rest = addRational(power, rational(-whole));
      const prime = BigInt(name);
      number = multiplyRational(number, powerOf(rational(prime), Number(whole)));
      if (!isZero(rest)) kept.push([name, rest]);
    } else if (!isZero(power)) {
      kept.push([name, power]);
    }
  }
  kept.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return { coefficient: number, powers: kept };
}

function collect(terms: readonly Term[]): Polynomial {
  const collected = new Map<string, Term>();
  for (const term of terms) {
    const key = term.powers
      .map(([name, { numerator, denominator }]) => `${name}^${numerator}/${denominator}`)
      .join(" ");
    const before = collected.get(key);
    collected.set(
      key,
      before ? { ...term, coefficient: addRational(before.coefficient, term.coefficient) } : term,
    );
  }
  for (const [key, { coefficient }] of collected) if (isZero(coefficient)) collected.delete(key);
  if (collected.size > MOST_TERMS) throw new TooLarge("the expression has too many terms");
  return collected;
}
