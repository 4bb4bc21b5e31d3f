import { InputError } from "../core/errors.js";
import * as families from "./constraints/all.js";
import { Arguments, type Family, type Instruction, type Outcome } from "./constraints/instruction.js";
import { isBlank, strip } from "./constraints/text.js";
import { statusOfAll, type VerificationOutcome, type VerifiedPart, type Verifier } from "./verifier.js";

const INSTRUCTIONS: ReadonlyMap<string, Instruction> = new Map(
  Object.values(families satisfies Record<string, Family>).flatMap((family: Family) =>
    Object.entries(family),
  ),
);

const BLANK = "blank-response";
const SEVERAL = "several-instructions";

/**
 * The instruction-following checks of IFEval (Zhou et al. 2023, arXiv:2311.07911), each instruction a part. A blank response follows none.
 * What IFEval decides with a trained model is decided where no model could say otherwise, else undecided: the number of sentences, of words
 * in capitals, and the language of a short text.
 */
export const constraintsVerifier: Verifier<"constraints"> = {
  name: "constraints",
  kind: "constraints",
  errors: [...INSTRUCTIONS.keys(), SEVERAL, BLANK],
  async verify(response, { instructions, mode }) {
    const checks = instructions.map(({ id, arguments: values }) => ({
      name: id,
      follows: instruction(id)(new Arguments(id, values)),
    }));
    const texts = mode === "loose" ? looseReadings(response) : [response];
    const parts: VerifiedPart[] = [];
    for (const { name, follows } of checks) parts.push({ name, ...(await anyOf(texts, follows)) });
    const passed = parts.filter((part) => part.status === "passed").length;
    return {
      ...outcomeOf(response, parts),
      reason: `${passed} of ${parts.length} instructions followed`,
      parts,
    };
  },
};

/** The ids of every instruction that can be checked. */
export function instructionIds(): string[] {
  return [...INSTRUCTIONS.keys()];
}

/**
 * The one instruction that was not followed is the error. Where several were not it is none of these: a judge that overlooks one may see
 * another, which would say nothing of how often it overlooks the one.
 */
function outcomeOf(response: string, parts: readonly VerifiedPart[]): VerificationOutcome {
  const status = statusOfAll(parts.map((part) => part.status));
  if (status !== "failed") return { status };
  if (isBlank(response)) return { status, error: BLANK };
  const [only = SEVERAL, ...more] = parts.flatMap((part) => (part.status === "failed" ? [part.name] : []));
  return { status, error: more.length === 0 ? only : SEVERAL };
}

function instruction(id: string): Instruction {
  const known = INSTRUCTIONS.get(id);
  if (known) return known;
  throw new InputError("the constraints check", `one of ${instructionIds().join(", ")}`, JSON.stringify(id));
}

/** The response as it is, without its first line, its last line or both, and each of these without asterisks: eight, as IFEval has it. */
function looseReadings(response: string): string[] {
  const lines = response.split("\n");
  const shorter = [lines.slice(1), lines.slice(0, -1), lines.slice(1, -1)].map((kept) =>
    strip(kept.join("\n")),
  );
  const texts = [response, ...shorter];
  return [...new Set([...texts, ...texts.map((text) => text.replaceAll("*", ""))])];
}

/** Passed where one of the texts passes; undecided where none does but one may. The reason is the first text's that is so. */
async function anyOf(
  texts: readonly string[],
  follows: (text: string) => Outcome | Promise<Outcome>,
): Promise<Outcome> {
  let outcome: Outcome = { status: "failed", reason: "a blank response" };
  for (const [i, text] of texts.entries()) {
    const next = isBlank(text) ? outcome : await follows(text);
    if (next.status === "passed") return next;
    if (i === 0 || (next.status === "undecided" && outcome.status === "failed")) outcome = next;
  }
  return outcome;
}
