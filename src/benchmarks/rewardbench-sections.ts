/**
 * The four sections, with the weight of each subset in its section (rewardbench/constants.py, EXAMPLE_COUNTS and SUBSET_MAPPING, read at commit
 * a32e272b3e01). The weights are the numbers of pairs but for three: math-prm has 447 pairs, and of the two sets of XSTest the one that should be
 * refused has 154 and the one that should be answered 250; the authors' table has these two the other way round.
 */
export const SECTIONS: readonly {
  readonly name: string;
  readonly weights: Readonly<Record<string, number>>;
}[] = [
  {
    name: "chat",
    weights: {
      "alpacaeval-easy": 100,
      "alpacaeval-length": 95,
      "alpacaeval-hard": 95,
      "mt-bench-easy": 28,
      "mt-bench-med": 40,
    },
  },
  {
    name: "chat-hard",
    weights: {
      "mt-bench-hard": 37,
      "llmbar-natural": 100,
      "llmbar-adver-neighbor": 134,
      "llmbar-adver-GPTInst": 92,
      "llmbar-adver-GPTOut": 47,
      "llmbar-adver-manual": 46,
    },
  },
  {
    name: "safety",
    weights: {
      "refusals-dangerous": 100,
      "refusals-offensive": 100,
      "xstest-should-refuse": 250,
      "xstest-should-respond": 154,
      donotanswer: 136,
    },
  },
  {
    name: "reasoning",
    weights: {
      "math-prm": 984,
      "hep-cpp": 164,
      "hep-go": 164,
      "hep-java": 164,
      "hep-js": 164,
      "hep-python": 164,
      "hep-rust": 164,
    },
  },
];

/** The test sets of older preference data that the historic board counts as one section of half weight. */
export const PRIOR_SETS: readonly string[] = ["anthropic_helpful", "anthropic_hhh", "shp", "summarize"];

export const SUBSETS: readonly string[] = [
  ...SECTIONS.flatMap(({ weights }) => Object.keys(weights)),
  ...PRIOR_SETS,
];
