import { CONSTANTS, FUNCTION_NAMES } from "./expression.js";
import { fromDecimal, type Rational } from "./rational.js";

export type Token =
  | { readonly kind: "number"; readonly value: Rational; readonly whole: boolean }
  | { readonly kind: "symbol"; readonly name: string }
  | { readonly kind: "function"; readonly name: string }
  /** An operator, a bracket or a bar. */
  | { readonly kind: "sign"; readonly sign: string };

/** Thrown where a text is no mathematics that can be read in one way. */
export class NotMathematics extends Error {
  override name = "NotMathematics";
}

const MOST_TOKENS = 1_000;
const FUNCTIONS: ReadonlySet<string> = new Set([
  ...FUNCTION_NAMES.filter((name) => !["root", "factorial", "binomial"].includes(name)),
  ...["sqrt", "cbrt", "frac", "binom", "lg", "asin", "acos", "atan"],
]);
const GREEK =
  /^(?:alpha|beta|gamma|delta|epsilon|varepsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|rho|sigma|tau|phi|varphi|chi|psi|omega|Delta|Omega)$/;
/** Two or three letters that are a word and no product. */
const WORDS = new Set(
  "a an and are as at be but by can day did do for get go had has her him his if in is it its let may men my no nor not of off on one or our out per set she so sum six ten the to too two up us use was we who yes you".split(
    " ",
  ),
);
const TOKEN =
  /\s+|(?<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,6}(?![\d.]))?)|\\(?<command>[A-Za-z]+)|(?<letters>[A-Za-z]+)|(?<greek>[α-ωπ])|(?<sign>[-+*/^_(){}[\]|!±√∞,])/uy;

/** The tokens of an expression in plain notation. Throws NotMathematics, or TooLarge for a number of thousands of digits. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const loneWord = /^[A-Za-z]{2,}$/.test(text);
  while (TOKEN.lastIndex < text.length) {
    const groups = TOKEN.exec(text)?.groups;
    if (!groups) throw new NotMathematics("a sign that no expression has");
    const { number, command, letters, greek, sign } = groups;
    if (number) tokens.push({ kind: "number", value: numberOf(number), whole: /^\d+$/.test(number) });
    else if (command) tokens.push(ofCommand(command));
    else if (letters) tokens.push(...ofLetters(letters, loneWord));
    else if (greek) tokens.push({ kind: "symbol", name: greek === "π" ? "pi" : greek });
    else if (sign) tokens.push({ kind: "sign", sign });
    if (tokens.length > MOST_TOKENS) throw new NotMathematics("too long");
  }
  return tokens;
}

function numberOf(text: string): Rational {
  const value = fromDecimal(text);
  if (!value) throw new NotMathematics("a numeral that cannot be read");
  return value;
}

function ofCommand(name: string): Token {
  if (FUNCTIONS.has(name)) return { kind: "function", name };
  if (GREEK.test(name)) return { kind: "symbol", name };
  throw new NotMathematics(`the command \\${name}`);
}

function ofLetters(letters: string, lone: boolean): Token[] {
  if (FUNCTIONS.has(letters) && !["frac", "binom"].includes(letters))
    return [{ kind: "function", name: letters }];
  if (letters.length === 1 || CONSTANTS.has(letters) || GREEK.test(letters))
    return [{ kind: "symbol", name: letters }];
  // "ab" beside other signs is a product; alone, or longer, it is a word.
  if (lone || letters.length > 3 || WORDS.has(letters.toLowerCase())) throw new NotMathematics("words");
  return [...letters].map((name) => ({ kind: "symbol", name }));
}
