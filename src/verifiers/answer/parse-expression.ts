import type { Expression, FunctionName } from "./expression.js";
import { rational, TooLarge } from "./rational.js";
import { NotMathematics, type Token, tokensOf } from "./tokens.js";

const DEEPEST = 60;
const OTHER_NAMES: Readonly<Record<string, FunctionName>> = {
  ...{ asin: "arcsin", acos: "arccos", atan: "arctan" },
};
const INVERSES: Readonly<Record<string, FunctionName>> = { sin: "arcsin", cos: "arccos", tan: "arctan" };

/**
 * An expression in plain notation (`plainNotation`), in plain text or LaTeX; null where it cannot be read, could be read in several ways
 * (1/2x), or holds numbers of thousands of digits. ± has been resolved before.
 */
export function readExpression(text: string): Expression | null {
  try {
    const parser = new Parser(tokensOf(mixedNumbers(text)));
    const expression = parser.sum();
    return parser.atEnd() ? expression : null;
  } catch (error) {
    if (error instanceof NotMathematics || error instanceof TooLarge) return null;
    throw error;
  }
}

// "3 1/2" is three and a half.
function mixedNumbers(text: string): string {
  return text.replace(/(?<![\d.^/)}])(\d+) (\d+)\s?\/\s?(\d+)(?![\d.^/])/g, "($1+$2/$3)");
}

class Parser {
  private at = 0;
  private depth = 0;
  private bars = 0;
  private readonly tokens: readonly Token[];
  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  atEnd(): boolean {
    return this.at >= this.tokens.length;
  }

  sum(): Expression {
    if (++this.depth > DEEPEST) throw new NotMathematics("nested too deeply");
    let left = this.signedTerm();
    for (;;) {
      if (this.take("+")) left = { op: "add", left, right: this.term() };
      else if (this.take("-")) left = { op: "add", left, right: { op: "negate", of: this.term() } };
      else break;
    }
    this.depth--;
    return left;
  }

  private signedTerm(): Expression {
    if (this.take("-")) return { op: "negate", of: this.term() };
    this.take("+");
    return this.term();
  }

  private term(): Expression {
    let left = this.factor();
    let divided = false;
    for (;;) {
      if (this.take("*")) left = { op: "multiply", left, right: this.signedFactor() };
      else if (this.take("/")) {
        left = { op: "divide", left, right: this.signedFactor() };
        divided = true;
        continue;
      } else if (this.startsFactor()) {
        if (divided) throw new NotMathematics("a division before a product without a sign");
        left = this.besides(left);
      } else return left;
      divided = false;
    }
  }

  // Written side by side: a product, or a mixed number where a whole one stands before a fraction of numbers.
  private besides(left: Expression): Expression {
    const before = this.tokens[this.at - 1];
    const next = this.tokens[this.at];
    if (next?.kind === "number") throw new NotMathematics("two numbers side by side");
    const mixed =
      before?.kind === "number" && before.whole && next?.kind === "function" && next.name === "frac";
    const right = this.factor();
    const ofNumbers =
      right.op === "divide" &&
      right.left.op === "number" &&
      right.right.op === "number" &&
      left.op === "number";
    return { op: mixed && ofNumbers ? "add" : "multiply", left, right };
  }

  private signedFactor(): Expression {
    if (this.take("-")) return { op: "negate", of: this.factor() };
    this.take("+");
    return this.factor();
  }

  private factor(): Expression {
    let base = this.atom();
    for (;;) {
      if (this.take("!")) base = { op: "call", name: "factorial", of: [base] };
      else if (this.take("^")) return { op: "power", left: base, right: this.exponent() };
      else return base;
    }
  }

  private exponent(): Expression {
    if (++this.depth > DEEPEST) throw new NotMathematics("nested too deeply");
    const exponent = this.sign() === "{" ? this.group() : this.signedFactor();
    this.depth--;
    return exponent;
  }

  private atom(): Expression {
    const token = this.tokens[this.at];
    if (!token) throw new NotMathematics("an operand is missing");
    this.at++;
    switch (token.kind) {
      case "number":
        return { op: "number", value: token.value };
      case "symbol":
        return this.subscripted(token.name);
      case "function":
        return this.call(token.name);
      case "sign":
        this.at--;
        return this.bracketed(token.sign);
    }
  }

  private subscripted(name: string): Expression {
    if (!this.take("_")) return { op: "symbol", name };
    const braces = this.take("{");
    const index = this.tokens[this.at++];
    const text =
      index?.kind === "number" && index.whole
        ? String(index.value.numerator)
        : index?.kind === "symbol"
          ? index.name
          : null;
    if (text === null || (braces && !this.take("}")))
      throw new NotMathematics("a subscript that cannot be read");
    return { op: "symbol", name: `${name}_${text}` };
  }

  private bracketed(sign: string): Expression {
    if (sign === "√") {
      this.at++;
      return root(this.atom(), 2n);
    }
    if (sign === "|") {
      this.at++;
      this.bars++;
      const inner = this.sum();
      this.bars--;
      this.expect("|");
      return { op: "call", name: "abs", of: [inner] };
    }
    return this.group();
  }

  private group(): Expression {
    const closer = { "(": ")", "[": "]", "{": "}" }[this.sign() ?? ""];
    if (!closer) throw new NotMathematics("an operand is missing");
    this.at++;
    // A bar within brackets opens anew.
    const bars = this.bars;
    this.bars = 0;
    const inner = this.sum();
    this.bars = bars;
    this.expect(closer);
    return inner;
  }

  private call(name: string): Expression {
    switch (name) {
      case "frac":
        return { op: "divide", left: this.group(), right: this.group() };
      case "binom":
        return { op: "call", name: "binomial", of: [this.group(), this.group()] };
      case "sqrt": {
        const degree = this.sign() === "[" ? this.group() : null;
        const of = this.atom();
        return degree ? { op: "call", name: "root", of: [of, degree] } : root(of, 2n);
      }
      case "cbrt":
        return root(this.atom(), 3n);
      case "log":
      case "lg": {
        const base = this.take("_") ? this.exponent() : null;
        const of = this.argument();
        return { op: "call", name: "log", of: base ? [of, base] : [of] };
      }
      default:
        return this.applied(OTHER_NAMES[name] ?? (name as FunctionName));
    }
  }

  private applied(name: FunctionName): Expression {
    if (!this.take("^")) return { op: "call", name, of: [this.argument()] };
    const exponent = this.exponent();
    const inverse =
      exponent.op === "negate" && exponent.of.op === "number" && exponent.of.value.numerator === 1n;
    if (inverse) {
      const arc = INVERSES[name];
      if (!arc) throw new NotMathematics("the inverse of a function");
      return { op: "call", name: arc, of: [this.argument()] };
    }
    return { op: "power", left: { op: "call", name, of: [this.argument()] }, right: exponent };
  }

  // Without brackets an argument reaches over numbers and symbols (sin 2x), not over signs or further functions.
  private argument(): Expression {
    if (++this.depth > DEEPEST) throw new NotMathematics("nested too deeply");
    const bracketed = "([{|".includes(this.sign() ?? " ");
    let argument = bracketed ? this.atom() : this.factor();
    if (bracketed && this.sign() === "^") throw new NotMathematics("a power after a function's bracket");
    while (!bracketed && this.tokens[this.at]?.kind === "symbol")
      argument = { op: "multiply", left: argument, right: this.factor() };
    this.depth--;
    return argument;
  }

  private startsFactor(): boolean {
    const token = this.tokens[this.at];
    if (!token) return false;
    if (token.kind !== "sign") return true;
    return token.sign === "|" ? this.bars === 0 : ["(", "[", "{", "√"].includes(token.sign);
  }

  private sign(): string | undefined {
    const token = this.tokens[this.at];
    return token?.kind === "sign" ? token.sign : undefined;
  }

  private take(sign: string): boolean {
    if (this.sign() !== sign) return false;
    this.at++;
    return true;
  }

  private expect(sign: string): void {
    if (!this.take(sign)) throw new NotMathematics(`no ${sign}`);
  }
}

function root(of: Expression, degree: bigint): Expression {
  return { op: "call", name: "root", of: [of, { op: "number", value: rational(degree) }] };
}
