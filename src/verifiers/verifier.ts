import type { CheckKind, CheckOf } from "../core/check.js";
import type { ErrorKind } from "../core/error-kind.js";

/** What a verifier found of one response. "undecided" is never "wrong": it says that this verifier cannot tell. */
export type Verification = VerificationOutcome & {
  /** Why, in one line. It may quote the response, which is not to be trusted. */
  readonly reason: string;
  /** What was looked at, where that is less than the response: its final answer, its program. */
  readonly found?: string;
  /** The parts that were looked at one by one: tests, instructions, sections. */
  readonly parts?: readonly VerifiedPart[];
};

export type VerificationStatus = "passed" | "failed" | "undecided";

/** What failed says how: one of its verifier's `errors`. */
export type VerificationOutcome =
  | { readonly status: "passed" | "undecided" }
  | { readonly status: "failed"; readonly error: ErrorKind };

export interface VerifiedPart {
  readonly name: string;
  readonly status: VerificationStatus;
  readonly reason: string;
}

/** A computed judge with a truth. One file, one line in `all.ts`. */
export interface Verifier<Kind extends CheckKind = CheckKind> {
  readonly name: string;
  /** The kind of check that it computes. */
  readonly kind: Kind;
  /** The kinds of error that it tells apart: a closed list, none of which another verifier has. */
  readonly errors: readonly ErrorKind[];
  /**
   * Whether the response passes the check. Whatever the response holds, it ends in bounded time and memory and does not throw; where the
   * check itself cannot be used (an invalid pattern, an unknown instruction) it throws an InputError whose subject is the check.
   */
  verify(response: string, check: CheckOf<Kind>): Promise<Verification>;
}

/** A verifier of one kind, whichever it is. */
export type AnyVerifier = { readonly [Kind in CheckKind]: Verifier<Kind> }[CheckKind];

/** What all checks of a response say together: failed where one has, else undecided where one is, else passed. */
export function statusOfAll(statuses: readonly VerificationStatus[]): VerificationStatus {
  if (statuses.includes("failed")) return "failed";
  return statuses.length === 0 || statuses.includes("undecided") ? "undecided" : "passed";
}
