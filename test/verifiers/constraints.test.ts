import { describe, expect, it } from "vitest";
import { constraintsVerifier } from "../../src/verifiers/constraints.js";
import { verify } from "../../src/verifiers/find.js";

const commas = { id: "punctuation:no_comma" };
const quoted = { id: "startend:quotation" };
const sentences = {
  id: "length_constraints:number_sentences",
  arguments: { num_sentences: 2, relation: "at least", unused: null },
};

describe("the constraints verifier", () => {
  it("passes where every instruction is followed, and names each", async () => {
    expect(await verify('"all of it"', { kind: "constraints", instructions: [commas, quoted] })).toEqual({
      status: "passed",
      reason: "2 of 2 instructions followed",
      parts: [
        { name: "punctuation:no_comma", status: "passed", reason: "without commas" },
        { name: "startend:quotation", status: "passed", reason: "between quotation marks" },
      ],
    });
  });

  it("fails where one is not followed, even beside an undecided one, and is undecided where one is", async () => {
    const status = async (response: string, ...instructions: { id: string }[]) =>
      (await constraintsVerifier.verify(response, { kind: "constraints", instructions })).status;
    expect(await status("a, b", commas, quoted)).toBe("failed");
    expect(await status("Mr. X", commas, sentences)).toBe("undecided");
    expect(await status("Mr. X, Mrs. Y", commas, sentences)).toBe("failed");
    expect(await status("X", sentences, { id: "detectable_format:json_format" })).toBe("failed");
  });

  it("fails a blank response by every instruction, whatever it asks", async () => {
    for (const response of ["", " \n\t\u2003\x85"])
      expect(
        await verify(response, { kind: "constraints", instructions: [commas], mode: "loose" }),
      ).toMatchObject({
        status: "failed",
        parts: [{ reason: "a blank response" }],
      });
  });

  it("reads loosely without the first line, the last line, both, and without asterisks", async () => {
    const loose = async (response: string, instruction = quoted) =>
      (
        await constraintsVerifier.verify(response, {
          kind: "constraints",
          instructions: [instruction],
          mode: "loose",
        })
      ).status;
    expect(await loose('Sure!\n"all"')).toBe("passed");
    expect(await loose('"all"\nHope that helps.')).toBe("passed");
    expect(await loose('Sure!\n\n"all"\n\nHope that helps.')).toBe("passed");
    expect(await loose('Sure!\n**"all"**\nHope that helps.')).toBe("passed");
    expect(await loose('**"all"**')).toBe("passed");
    // Two lines before it are one too many, and no other mark of emphasis goes.
    expect(await loose('Sure!\nHere:\n"all"')).toBe("failed");
    expect(await loose('_"all"_')).toBe("failed");
    // Its first line alone has the comma; asterisks do not count as bullet points once they are gone.
    expect(await loose("Well, yes\nno commas", commas)).toBe("passed");
    expect(await loose("a, b\nc, d", commas)).toBe("failed");
  });

  it("is undecided loosely where no reading passes but one may", async () => {
    const check = { kind: "constraints", mode: "loose", instructions: [sentences] } as const;
    expect((await constraintsVerifier.verify("one\nDr. Who", check)).status).toBe("undecided");
    expect((await constraintsVerifier.verify("Who? Me\nDr. Who", check)).status).toBe("passed");
    expect((await constraintsVerifier.verify("one\ntwo", check)).status).toBe("failed");
  });
});
