import type { JsonObject } from "../../../src/core/json.js";
import { constraintsVerifier } from "../../../src/verifiers/constraints.js";
import type { VerifiedPart } from "../../../src/verifiers/verifier.js";

/** What the constraints verifier says of one instruction. */
export async function check(
  id: string,
  given: JsonObject,
  response: string,
  mode: "strict" | "loose" = "strict",
): Promise<VerifiedPart> {
  const instructions = [{ id, arguments: given }];
  const { parts: [part] = [] } = await constraintsVerifier.verify(response, {
    kind: "constraints",
    instructions,
    mode,
  });
  if (!part) throw new Error("no part");
  return part;
}

/** The status for each response, in order. */
export function statuses(id: string, given: JsonObject, responses: readonly string[]): Promise<string[]> {
  return Promise.all(responses.map(async (response) => (await check(id, given, response)).status));
}
