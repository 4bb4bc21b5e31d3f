import { describe, expect, it } from "vitest";
import { check, statuses } from "./follows.js";

describe("the form of a response", () => {
  it("has exactly so many bullet points, by * or -", async () => {
    expect(
      await statuses("detectable_format:number_bullet_lists", { num_bullets: 2 }, [
        "* one\n* two",
        "- one\n\n   * two",
        "intro\n\t-one\n-two\n",
        "* one\n** bold **\n* two",
        "* one\n* two\n* three",
        "text * one * two",
        "*",
        "",
      ]),
    ).toEqual(["passed", "passed", "passed", "passed", "failed", "failed", "failed", "failed"]);
    // A bare "*" takes the next line to itself, as the pattern of IFEval does: one bullet by "*", and one by "-".
    expect(await statuses("detectable_format:number_bullet_lists", { num_bullets: 1 }, ["*\n* two"])).toEqual(
      ["passed"],
    );
  });

  it("says one of the three answers", async () => {
    expect(
      await statuses("detectable_format:constrained_response", {}, [
        "Well. My answer is maybe.",
        "my answer is yes.",
        "My answer is yes",
      ]),
    ).toEqual(["passed", "failed", "failed"]);
  });

  it("highlights at least so much, in single or double asterisks; triple ones are both", async () => {
    expect(
      await statuses("detectable_format:number_highlighted_sections", { num_highlights: 2 }, [
        "*one* and *two*",
        "***one***",
        "**one**",
        "*one*",
        "* * and ** ** and ****",
        "*over\ntwo* lines",
      ]),
    ).toEqual(["passed", "passed", "failed", "failed", "failed", "failed"]);
  });

  it("has at least so many sections, each marked by the word and a number", async () => {
    expect(
      await statuses("detectable_format:multiple_sections", { num_sections: 2, section_spliter: "Section" }, [
        "Section 1\na\nSection 2\nb",
        "Section1 Section 22",
        "SECTION 1 SECTION 2",
        "Section one, Section two",
      ]),
    ).toEqual(["passed", "passed", "failed", "failed"]);
    expect(
      await statuses("detectable_format:multiple_sections", { num_sections: 1, section_spliter: "[§]" }, [
        "[§] 1",
        "§ 1",
      ]),
    ).toEqual(["passed", "failed"]);
  });

  it("is JSON and nothing else but its fence", async () => {
    expect(
      await statuses("detectable_format:json_format", {}, [
        '{"a": [1]}',
        '```json\n{"a": 1}\n```',
        '```\n"text"\n```',
        'Here: {"a": 1}',
        "{'a': 1}",
        "NaN",
        '{"a": 1} {"b": 2}',
        "[".repeat(100_000),
      ]),
    ).toEqual(["passed", "passed", "passed", "failed", "failed", "failed", "failed", "failed"]);
  });

  it("has a title on one line", async () => {
    expect(
      await statuses("detectable_format:title", {}, [
        "<<Ode>>",
        "x <<a>> y",
        "<<\nOde>>",
        "<<>>",
        "<< >>",
        "<Ode>",
      ]),
    ).toEqual(["passed", "passed", "failed", "failed", "failed", "failed"]);
  });
});

describe("the content of a response", () => {
  it("has at least so many placeholders, each on one line", async () => {
    expect(
      await statuses("detectable_content:number_placeholders", { num_placeholders: 2 }, [
        "[name] and [address]",
        "[][]",
        "[[nested] and [b]",
        "[[nested]]",
        "[over\nlines] [b]",
        "]a[ ]b[",
      ]),
    ).toEqual(["passed", "passed", "passed", "failed", "failed", "failed"]);
  });

  it("has a postscript by its mark", async () => {
    const of = (postscript_marker: string, ...responses: string[]) =>
      statuses("detectable_content:postscript", { postscript_marker }, responses);
    expect(await of("P.S.", "bye\np.s. hi", "P. S. hi", "PS hi", "P.S hi")).toEqual([
      "passed",
      "passed",
      "failed",
      "failed",
    ]);
    expect(await of("P.P.S", "P.P.S hi", "p. p. s.", "P.S. hi")).toEqual(["passed", "passed", "failed"]);
    expect(await of("N.B.*", "see n.b.* there", "n.b. there")).toEqual(["passed", "failed"]);
  });
});

describe("a response as a whole", () => {
  it("gives two different answers", async () => {
    expect(
      await statuses("combination:two_responses", {}, [
        "one\n******\ntwo",
        "******one******two******",
        "one******one ",
        "one******two******three",
        "one************two",
        "one",
      ]),
    ).toEqual(["passed", "passed", "failed", "failed", "failed", "failed"]);
  });

  it("repeats the request first", async () => {
    expect(
      await statuses("combination:repeat_prompt", { prompt_to_repeat: "Why (a+)? " }, [
        " why (A+)? Because.",
        "Sure: Why (a+)?",
        "Why aa?",
      ]),
    ).toEqual(["passed", "failed", "failed"]);
  });

  it("ends with the phrase, quotes after it aside", async () => {
    expect(
      await statuses("startend:end_checker", { end_phrase: "The End." }, [
        '"So. THE END."\n',
        "The End. Really.",
        "The End",
      ]),
    ).toEqual(["passed", "failed", "failed"]);
  });

  it("stands between quotation marks", async () => {
    expect(await statuses("startend:quotation", {}, [' "all"\n', '"', "“all”", '"a" b', '""'])).toEqual([
      "passed",
      "failed",
      "failed",
      "failed",
      "passed",
    ]);
  });

  it("has no comma", async () => {
    expect(await statuses("punctuation:no_comma", {}, ["a; b", "a, b", "日本、語"])).toEqual([
      "passed",
      "failed",
      "passed",
    ]);
  });

  it("can be 1 MB of whatever a pattern would go back over", async () => {
    const given = {
      ...{
        keywords: ["(a+)+$"],
        forbidden_words: ["(a+)+$"],
        keyword: "(a+)+$",
        letter: "<",
        postscript_marker: "x",
      },
      ...{
        num_words: 1,
        num_sentences: 1,
        num_paragraphs: 1,
        nth_paragraph: 1,
        num_bullets: 1,
        num_sections: 1,
      },
      ...{ num_placeholders: 1, num_highlights: 1, first_word: "x", end_phrase: "x", prompt_to_repeat: "x" },
      ...{ relation: "at least", let_relation: "at least", capital_relation: "at least", language: "en" },
      ...{ frequency: 1, let_frequency: 1, capital_frequency: 1, section_spliter: "\n" },
    };
    const { instructionIds, constraintsVerifier } = await import("../../../src/verifiers/constraints.js");
    const instructions = instructionIds().map((id) => ({
      id,
      arguments: { ...given, section_spliter: "<" },
    }));
    const pieces = [
      "\n",
      " ",
      "<",
      "[",
      "*",
      "* ",
      "?",
      "A",
      "'A",
      "a-",
      "\ud800",
      "p.",
      "-\n",
      "`",
      "9",
      '"',
    ];
    for (const [i, piece] of pieces.entries()) {
      const response = piece.repeat(1_000_000 / piece.length);
      const start = performance.now();
      // Loosely it is the same work eight times, so once is enough.
      const mode = i === 0 ? "loose" : "strict";
      const { parts } = await constraintsVerifier.verify(response, {
        kind: "constraints",
        instructions,
        mode,
      });
      expect(parts).toHaveLength(25);
      // Linear work takes well under a second a reading on an idle machine; quadratic work would take hours.
      expect(performance.now() - start, JSON.stringify(piece)).toBeLessThan(60_000);
    }
  }, 300_000);
});

it("an unknown instruction is an error that lists the known ones", async () => {
  await expect(check("keywords:no_such", {}, "x")).rejects.toThrow(
    'punctuation:no_comma but found "keywords:no_such"',
  );
  await expect(check("constructor", {}, "x")).rejects.toThrow("expected one of");
});
