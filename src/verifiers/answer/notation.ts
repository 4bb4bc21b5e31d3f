/** What ends a matrix's row in plain notation. */
export const ROW_END = "⏎";

/** Signs and commands that are only another way to write something. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/\\left\s*\./g, ""],
  [/\\right\s*\./g, ""],
  [/\\(?:left|right|bigl?|Bigl?|bigr|Bigr|displaystyle|textstyle|limits|phantom)(?![A-Za-z])/g, ""],
  [/(\d)(?:\{,\}|\\,|\\!|\\ |~|_|\u2009|\u202f|\u00a0)(?=\d{3}(?!\d))/g, "$1"],
  [/\\!/g, ""],
  [/\\[,;:> ]|\\q?quad(?![A-Za-z])|~|[\u00a0\u2009\u202f\u200b]/g, " "],
  [/\\[dtc]frac(?![A-Za-z])/g, "\\frac"],
  [/\\(?:cdot|times|ast)(?![A-Za-z])|[×·⋅∙∗]/g, "*"],
  [/\*\*/g, "^"],
  [/\\div(?![A-Za-z])|[÷∕⁄]/g, "/"],
  [/[−–—‒]/g, "-"],
  [/\\pm(?![A-Za-z])/g, "±"],
  [/\\(?:leq?|leqslant)(?![A-Za-z])|<=/g, "≤"],
  [/\\(?:geq?|geqslant)(?![A-Za-z])|>=/g, "≥"],
  [/\\lt(?![A-Za-z])/g, "<"],
  [/\\gt(?![A-Za-z])/g, ">"],
  [/\\neq?(?![A-Za-z])|!=/g, "≠"],
  [/\\approx(?![A-Za-z])/g, "≈"],
  [/\\in(?![A-Za-z])/g, "∈"],
  [/\\cup(?![A-Za-z])/g, "∪"],
  [/\\(?:emptyset|varnothing)(?![A-Za-z])/g, "∅"],
  [/\\infty(?![A-Za-z])/g, "∞"],
  [/\\pi(?![A-Za-z])/g, "π"],
  [/\^\s*(?:\\circ|\{\s*\\circ\s*\})(?![A-Za-z])|\\degree(?![A-Za-z])|º/g, "°"],
  [/\\[lr]vert(?![A-Za-z])|\\\|/g, "|"],
  [/\\%|％/g, "%"],
  [/\\\$/g, "$"],
  [/\\([{}])/g, "$1"],
  [/²/g, "^2"],
  [/³/g, "^3"],
  [/½/g, "(1/2)"],
  [/¼/g, "(1/4)"],
  [/¾/g, "(3/4)"],
  [/\\frac\s*(\d)\s*(\d)(?!\d)/g, "\\frac{$1}{$2}"],
  [/\\frac\s*(\d)\s*\{/g, "\\frac{$1}{"],
  [/\\sqrt\s*(\d)(?!\d)/g, "\\sqrt{$1}"],
];

/**
 * A written answer with one sign for each thing: no mathematics delimiters, spacing commands, emphasis or final full stop; \text{…} and
 * its like are the text they hold. Takes time linear in the text.
 *
 * @example plainNotation("$\\left(\\dfrac12,\\,5\\right)$.") // "(\\frac{1}{2}, 5)"
 */
export function plainNotation(written: string): string {
  // Before anything else: the second half of a row's end would be read as the start of a command.
  let text = unwrapped(written.replace(/\\\\/g, ROW_END));
  for (const [sign, plain] of SIGNS) text = text.replace(sign, plain);
  text = text.replace(/(?<![\d.] ?)\d{1,3}(?: \d{3})+(?! ?[\d./])/g, (digits) => digits.replaceAll(" ", ""));
  text = withoutTextCommands(text);
  return text.replace(/\s+/g, " ").replace(/ \^/g, "^").trim();
}

function unwrapped(written: string): string {
  let text = written
    .trim()
    .replace(/\\[()]|\\\[|\\\](?!\s*[,)\]])/g, " ")
    .trim();
  for (let before = ""; before !== text; ) {
    before = text;
    text = text
      .replace(/^(?:\*\*|__|`+)(?=\S)/, "")
      .replace(/(?:\*\*|__|`+)$/, "")
      .trim();
    text = text.replace(/[.,;]$/, "").trim();
  }
  const dollars = text.match(/(?<!\\)\$/g)?.length ?? 0;
  // An even number of them delimits mathematics; a lone one is money.
  return dollars % 2 === 0 ? text.replace(/(?<!\\)\$/g, " ").trim() : text;
}

function withoutTextCommands(text: string): string {
  const command =
    /\\(?:text(?:bf|it|rm|normal)?|math(?:rm|bf|it|sf|bb|cal)?|mbox|operatorname|boldsymbol)\s*\{([^{}]*)\}/g;
  return text.replace(command, (_, inner: string) => ` ${inner} `);
}
