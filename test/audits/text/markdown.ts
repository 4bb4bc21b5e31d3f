/** Snippets of Markdown that a rewrite must leave whole, wherever they stand; written for the tests. */
export const KEPT_SNIPPETS: readonly string[] = [
  "```python\nif total > 10:\n    print('Because it is. Often, too.')\n```",
  "~~~\n# No heading. No. 7 is code.\n- no item\n~~~",
  "````\n```\ninside. The fence goes on.\n```\n````",
  "| name | total |\n|------|-------|\n| usually | 1,234.5 |",
  "$$\nx = \\frac{1}{2}. \\text{Therefore it holds. Also}\n$$",
  "\\[ a_{12} = 3.5 \\]",
  "\\begin{align}\nx &= 1 \\\\\ny &= 2\n\\end{align}",
  "    indented(code, 42)",
  "> A quoted sentence. And another one, often quoted.",
];

/** Parts of prose that must be there as they were. */
export const KEPT_INLINE: readonly string[] = [
  "`because(x, 1)`",
  "$because+2$",
  "https://because.example/often?therefore=1",
  "[because often](https://a.example/also)",
  "3.14159",
  "1,000,000",
  "\\boxed{42}",
  "often_used_name",
  '"because it is often usually"',
];

/** Prose that rewrites may change. */
export const PROSE: readonly string[] = [
  "This is usually the case because the numbers are counted together. Often there is another way.",
  "- The first point is also important for readers.\n- The second point follows therefore.",
  "1. Begin with the smaller number.\n2. Then continue with the larger number.",
  "Both ways lead to the same result, as everybody knows. Although it may seem strange, each step is simple!",
];

export const MARKDOWN: readonly string[] = [...KEPT_SNIPPETS, ...KEPT_INLINE, ...PROSE];
