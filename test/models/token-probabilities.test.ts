import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tokenProbabilitiesOf } from "../../src/models/token-probabilities.js";

interface Entry {
  readonly token?: unknown;
  readonly bytes?: unknown;
  readonly logprob?: unknown;
  readonly top_logprobs?: unknown;
}

const entry = (token: string, more: Entry = {}): Entry => ({
  token,
  logprob: -0.5,
  top_logprobs: [],
  ...more,
});
const listOf = (...tokens: readonly (string | Entry | null)[]) => ({
  content: tokens.map((token) => (typeof token === "string" ? entry(token) : token)),
});

/** [place, token] of all that was placed. */
function places(logprobs: unknown, text: string, hasReasoning = false) {
  return tokenProbabilitiesOf(logprobs, text, { hasReasoning })?.map(({ at, token }) => [at, token]);
}

/** The bytes of a text, cut into tokens of some bytes each, as OpenAI lists them. */
const byteTokens = (text: string, size: number): Entry[] => {
  const bytes = [...Buffer.from(text)];
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => {
    const part = bytes.slice(i * size, (i + 1) * size);
    return entry(Buffer.from(part).toString(), { bytes: part });
  });
};

describe("token probabilities: where tokens stand", () => {
  it("each stands where the tokens before it end", () => {
    expect(places(listOf("The", " answer", ":", " A"), "The answer: A")).toEqual([
      [0, "The"],
      [3, " answer"],
      [10, ":"],
      [11, " A"],
    ]);
  });

  it("counts characters as JavaScript does, whatever the tokens' bytes", () => {
    expect(places(listOf("é", "😀", " 中", "A"), "é😀 中A")).toEqual([
      [0, "é"],
      [1, "😀"],
      [3, " 中"],
      [5, "A"],
    ]);
  });

  it("a character split over several tokens stands where its first one begins, and the others nowhere", () => {
    const split = [...Buffer.from("😀")];
    const logprobs = listOf(
      "A ",
      entry("\\xf0\\x9f", { bytes: split.slice(0, 2) }),
      entry("\\x98\\x80", { bytes: split.slice(2) }),
      " B",
    );
    expect(places(logprobs, "A 😀 B")).toEqual([
      [0, "A "],
      [2, "\\xf0\\x9f"],
      [4, " B"],
    ]);
  });

  it("around a split character that the server wrote as �, what stands before and after is placed", () => {
    const logprobs = listOf("Good", " \ufffd", "\ufffd", "\ufffd", " so", " B");
    expect(places(logprobs, "Good 😀 so B")).toEqual([
      [0, "Good"],
      [7, " so"],
      [10, " B"],
    ]);
  });

  it("with reasoning in front nothing before a split character is placed: it may be the reasoning's", () => {
    const logprobs = listOf("Good", " \ufffd", "\ufffd", "</think>", "Good", " \ufffd", "\ufffd", " B");
    expect(places(logprobs, "Good 😀 B", true)).toEqual([[7, " B"]]);
  });

  it("an entry that is null, or has no token, is passed by like one that cannot be made out", () => {
    expect(places(listOf("A", null, "C"), "ABC")).toEqual([
      [0, "A"],
      [2, "C"],
    ]);
    expect(places(listOf("A", { logprob: -1 }, "C"), "ABC")).toEqual([
      [0, "A"],
      [2, "C"],
    ]);
  });

  it("the verdict's token is the one of the text, not the same letter in the reasoning before it", () => {
    const reasoning = ["<think>", "A", " or", " B", "?", " A", "</think>", "\n\n"];
    const logprobs = {
      content: [...reasoning.map((token) => entry(token, { logprob: -3 })), entry("A"), entry("<|im_end|>")],
    };
    expect(tokenProbabilitiesOf(logprobs, "A", { hasReasoning: true })).toEqual([
      { at: 0, token: "A", logprob: -0.5, top: [] },
    ]);
  });

  it("end marks and what the server trimmed at either end have no place", () => {
    expect(
      places(listOf("<|channel|>", "final", "<|message|>", " Yes", ".\n", "\n", "</s>"), "Yes."),
    ).toEqual([
      [0, " Yes"],
      [3, ".\n"],
    ]);
    expect(places(listOf("Yes", "<end_of_turn>"), "Yes")).toEqual([[0, "Yes"]]);
    expect(places(listOf("Yes", "</s>"), "Yes</s>")).toEqual([
      [0, "Yes"],
      [3, "</s>"],
    ]);
  });

  it("a fence that the server took off a JSON answer has no place", () => {
    const listed = listOf("```", "json", "\n", "{\n", ' "', "s", '":', " ", "5", "\n", "}\n", "```", "");
    expect(places(listed, '{\n "s": 5\n}')?.find(([, token]) => token === "5")).toEqual([8, "5"]);
    expect(places(listOf("5", "```"), "5```")).toEqual([
      [0, "5"],
      [1, "```"],
    ]);
  });

  it.each([
    ["a list of another text", listOf("No", " way", "."), "Yes, sure."],
    ["a list that was cut in front", listOf(" sure", "."), "Yes, sure."],
    ["a list that was cut behind", listOf("Yes", ","), "Yes, sure."],
    ["a list with a hole in it", listOf("Yes", " sure", "."), "Yes, sure."],
    ["token ids in place of tokens", listOf("token_id:12", "token_id:7"), "Yes."],
    ["an empty text", listOf("Yes"), ""],
    ["an empty list", listOf(), "Yes"],
  ])("%s places nothing rather than something wrong", (_, logprobs, text) => {
    expect(places(logprobs, text)).toEqual([]);
  });

  it("takes the tokens where the bytes are of something else, and a vocabulary's marks for spaces and line feeds", () => {
    expect(places(listOf(entry("Yes", { bytes: [1, 2] }), entry(".", { bytes: [] })), "Yes.")).toEqual([
      [0, "Yes"],
      [3, "."],
    ]);
    const marked = listOf("▁So", entry("▁Yes", { top_logprobs: [{ token: "▁No", logprob: -1 }] }), "Ċ");
    expect(tokenProbabilitiesOf(marked, "So Yes\n", { hasReasoning: false })?.[1]).toMatchObject({
      at: 2,
      token: " Yes",
      top: [{ token: " No", logprob: -1 }],
    });
  });

  it("any text cut into bytes anywhere has each token at its own bytes", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", minLength: 1 }),
        fc.integer({ min: 1, max: 5 }),
        (given, size) => {
          const text = Buffer.from(given).toString();
          const tokens = byteTokens(text, size);
          const found = tokenProbabilitiesOf({ content: tokens }, text, { hasReasoning: false }) ?? [];
          const starts = tokens.map((_, i) => i * size);
          const before = found.map(({ at }) => Buffer.byteLength(text.slice(0, at)));
          expect(starts).toEqual(expect.arrayContaining(before));
          expect(new Set(before).size).toBe(before.length);
          if (size === 1) expect(found).toHaveLength([...text].length);
        },
      ),
    );
  });

  it("takes time linear in a long reply of hostile tokens", () => {
    const seconds = (size: number) => {
      const text = " \ufffd<".repeat(size);
      const tokens = Array.from({ length: 2 * size }, (_, i) => entry(i % 2 ? "\ufffd" : " <"));
      const start = performance.now();
      tokenProbabilitiesOf({ content: tokens }, text, { hasReasoning: false });
      return (performance.now() - start) / 1000;
    };
    // Four times the work, for sixteen times of which only work that is not linear, or a machine that stalls three times, would ask.
    const [short, long] = [seconds(10_000), Math.min(seconds(40_000), seconds(40_000), seconds(40_000))];
    expect(long).toBeLessThan(16 * Math.max(short, 0.05));
  });
});

describe("token probabilities: how likely", () => {
  const only = (more: Entry) =>
    tokenProbabilitiesOf(listOf(entry("A", more)), "A", { hasReasoning: false })?.[0];

  it("alternatives come likeliest first, and those that cannot be read are left out", () => {
    const top = [
      { token: "C", logprob: -4 },
      { token: "A", logprob: -0.5 },
      null,
      { token: 7, logprob: -1 },
      { token: "D" },
      { token: "E", logprob: null },
      { token: "F", logprob: "-inf" },
      { token: "B", logprob: -2 },
    ];
    expect(only({ top_logprobs: top })?.top).toEqual([
      { token: "A", logprob: -0.5 },
      { token: "B", logprob: -2 },
      { token: "C", logprob: -4 },
      { token: "F", logprob: -9999 },
    ]);
  });

  it.each<[unknown, number | undefined]>([
    [-9999, -9999],
    [-1e300, -9999],
    [1e-7, 0],
    [0.9, undefined],
    [null, undefined],
    ["high", undefined],
    [undefined, undefined],
  ])("a logarithm of %s is %s", (logprob, read) => {
    expect(only({ logprob })?.logprob).toBe(read);
  });

  it("a token without its own probability has that of the list of likeliest", () => {
    expect(only({ logprob: null, top_logprobs: [{ token: "A", logprob: -0.1 }] })?.logprob).toBe(-0.1);
  });

  it.each([undefined, null, [], { content: null }, { content: {} }, { tokens: ["A"], token_logprobs: [-1] }])(
    "%j is no list",
    (logprobs) => {
      expect(tokenProbabilitiesOf(logprobs, "A", { hasReasoning: false })).toBeUndefined();
    },
  );
});
