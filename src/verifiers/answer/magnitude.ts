import type { Expression } from "./expression.js";
import type { Rational } from "./rational.js";

/** Whether a part of an expression is beyond 10^308: a tower of powers, say, on which the engine would work for hours. */
export function overflows(expression: Expression, point: ReadonlyMap<string, Rational>): boolean {
  let beyond = false;
  // NaN where doubles do not know: that part is the engine's to look at.
  const rough = (part: Expression): number => {
    const value = roughly(part, point, rough);
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) beyond = true;
    return value;
  };
  rough(expression);
  return beyond;
}

function roughly(
  expression: Expression,
  point: ReadonlyMap<string, Rational>,
  rough: (part: Expression) => number,
): number {
  const double = ({ numerator, denominator }: Rational) => Number(numerator) / Number(denominator);
  switch (expression.op) {
    case "number":
      return double(expression.value);
    case "symbol": {
      const value = point.get(expression.name);
      if (value) return double(value);
      return expression.name === "pi" ? Math.PI : expression.name === "e" ? Math.E : Number.NaN;
    }
    case "negate":
      return -rough(expression.of);
    case "call": {
      const [of = Number.NaN] = expression.of.map(rough);
      if (expression.name === "factorial") return of > 170 ? Number.POSITIVE_INFINITY : 1;
      if (["exp", "sinh", "cosh"].includes(expression.name)) return Math.exp(Math.abs(of));
      return expression.name === "abs" ? Math.abs(of) : Number.NaN;
    }
    case "add":
      return rough(expression.left) + rough(expression.right);
    case "multiply":
      return rough(expression.left) * rough(expression.right);
    case "divide":
      return rough(expression.left) / rough(expression.right);
    case "power":
      return rough(expression.left) ** rough(expression.right);
  }
}
