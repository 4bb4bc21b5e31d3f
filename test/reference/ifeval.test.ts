import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ConstraintsCheck } from "../../src/core/check.js";
import { constraintsVerifier, instructionIds } from "../../src/verifiers/constraints.js";
import type { VerificationStatus } from "../../src/verifiers/verifier.js";
import type { Json } from "./benchmark-files.js";
import { referenceFile } from "./data.js";

const MODES = ["strict", "loose"] as const;
/** The totals that the data's README states: prompts whose every flag is given, and single instructions. */
const TOTALS = {
  prompts: { n: 239, strict: 190, loose: 196 },
  instructions: { n: 376, strict: 318, loose: 325 },
};
/**
 * English texts of one and three words ("etchings", "YES", an estate agent's name) that IFEval's language detector took for another
 * language, which is why their flags are false. Nothing of their language can be told from so few letters.
 */
const TOO_SHORT_TO_TELL = [158, 189, 251];

const flagsFile = referenceFile("ifeval/expected_flags.json");
const inputFile = flagsFile && referenceFile("ifeval/input_data.lines-001-270.jsonl");
const responseFile =
  inputFile && referenceFile("ifeval/input_response_data_gpt4_20231107_145030.lines-001-270.jsonl");

describe("IFEval's checks of GPT-4's responses", () => {
  if (!flagsFile || !inputFile || !responseFile) return void it.skip("no file of IFEval", () => {});
  const expected: Json[] = JSON.parse(readFileSync(flagsFile, "utf8")).rows;
  const inputs = lines(inputFile);
  const responses = lines(responseFile);

  it("meet every kind of instruction that can be checked", () => {
    expect(new Set(inputs.flatMap((row) => row.instruction_id_list))).toEqual(new Set(instructionIds()));
  });

  for (const mode of MODES)
    it(`give the flags that are given, ${mode}, and their totals`, async () => {
      expect(expected).toHaveLength(270);
      const differing: string[] = [];
      const prompts = { n: 0, followed: 0 };
      const instructions = { n: 0, followed: 0 };
      for (const [i, row] of expected.entries()) {
        expect(responses[i].prompt).toBe(inputs[i].prompt);
        const { parts = [] } = await constraintsVerifier.verify(
          responses[i].response,
          checkOf(inputs[i], mode),
        );
        expect(parts.map(({ name }) => name)).toEqual(row.ids);
        const flags: (boolean | null)[] = row[mode];
        for (const [j, flag] of flags.entries()) {
          if (flag === null) continue;
          const status = parts[j]?.status;
          if (status !== statusOf(flag)) differing.push(`line ${row.line} ${row.ids[j]}: ${flag}, ${status}`);
          instructions.n++;
          if (status === "passed") instructions.followed++;
        }
        if (flags.includes(null)) continue;
        prompts.n++;
        if (parts.every(({ status }) => status === "passed")) prompts.followed++;
      }
      expect(differing).toEqual(
        TOO_SHORT_TO_TELL.map((line) => {
          const id = line === 251 ? "change_case:english_capital" : "change_case:english_lowercase";
          return `line ${line} ${id}: false, undecided`;
        }),
      );
      expect(prompts).toEqual({ n: TOTALS.prompts.n, followed: TOTALS.prompts[mode] });
      expect(instructions).toEqual({ n: TOTALS.instructions.n, followed: TOTALS.instructions[mode] });
    });
});

function checkOf(row: Json, mode: "strict" | "loose"): ConstraintsCheck {
  const instructions = row.instruction_id_list.map((id: string, i: number) => ({
    id,
    arguments: row.kwargs[i],
  }));
  return { kind: "constraints", instructions, mode };
}

function statusOf(flag: boolean): VerificationStatus {
  return flag ? "passed" : "failed";
}

function lines(file: string): Json[] {
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}
