import type { Check, CheckKind } from "../core/check.js";
import * as all from "./all.js";
import type { AnyVerifier, Verification, Verifier } from "./verifier.js";

/** Every verifier that is registered. */
export const verifiers: readonly AnyVerifier[] = Object.values(all satisfies Record<string, AnyVerifier>);

/** Whether a response passes a check, by the verifier of its kind; undecided where there is none. */
export async function verify(response: string, check: Check): Promise<Verification> {
  const verifier = verifiers.find(({ kind }) => kind === check.kind) as Verifier<CheckKind> | undefined;
  if (!verifier) return { status: "undecided", reason: `there is no verifier of ${check.kind} checks` };
  return verifier.verify(response, check);
}
