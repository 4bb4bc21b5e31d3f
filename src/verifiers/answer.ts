import type { Verification, Verifier } from "./verifier.js";

/** The final answer of a response against the right one. */
export const answerVerifier: Verifier<"answer"> = {
  name: "answer",
  kind: "answer",
  async verify(response, { answer }): Promise<Verification> {
    const found = response.trimEnd().split("\n").at(-1)?.trim() ?? "";
    if ([answer].flat().includes(found)) return { status: "passed", reason: "the same text", found };
    return { status: "undecided", reason: "another text", found };
  },
};
