import type { Config } from "../config/config.js";
import type { Check, CheckKind } from "../core/check.js";
import type { Comparison } from "../core/comparison.js";
import type { ErrorKind } from "../core/error-kind.js";
import { InputError } from "../core/errors.js";
import type { Preference, PreferenceValue } from "../core/preference.js";
import type { DatasetRow } from "../datasets/read.js";
import { addPrompt, type PassCounts } from "../metrics/pass-at-k.js";
import { verify } from "../verifiers/find.js";
import { statusOfAll, type Verification, type VerificationStatus } from "../verifiers/verifier.js";
import { clusterOfRow, type DataHooks, dataSources } from "./data.js";

/** What all checks of a comparison say of one of its responses. */
export interface VerifiedResponse {
  readonly comparison: string;
  readonly response: string;
  readonly author?: string;
  readonly status: VerificationStatus;
  /** 1 where every check passed, 0 where one failed, else null: what cannot be told is no reward. */
  readonly reward: 0 | 1 | null;
  /** Of one that failed: its kind of error by the first check that it failed. */
  readonly error?: ErrorKind;
  readonly checks: readonly ({ readonly kind: CheckKind } & Verification)[];
}

/** A row as it was read but for the preferences, and what was found of its responses (nothing where it has no check). */
export interface VerifiedRow {
  readonly row: DatasetRow;
  readonly responses: readonly VerifiedResponse[];
}

export interface VerifyOptions {
  /**
   * How the outcome is said: "preferences" a duel (of two responses) or sets of good and bad ones, where there are both; "ratings" the
   * rewards of all that were decided. Default "preferences".
   */
  readonly as?: "preferences" | "ratings";
}

/**
 * Computes every check of a dataset. Rows that are decided, even in part, get a verified preference in the place of those they had; other
 * preferences stay. Throws an InputError where data cannot be read or a check cannot be used.
 */
export async function* verifyData(
  data: Pick<Config, "data" | "benchmark" | "seed">,
  { as = "preferences", ...hooks }: VerifyOptions & DataHooks = {},
): AsyncGenerator<VerifiedRow> {
  for (const source of await dataSources(data, hooks)) {
    for await (const row of source.rows()) {
      const { comparison, preferences, checks = [] } = row;
      const responses: VerifiedResponse[] = [];
      if (checks.length > 0)
        for (const response of comparison.responses)
          responses.push(await verified(comparison, response, checks));
      if (responses.every(({ reward }) => reward === null)) yield { row, responses };
      else {
        const kept = preferences.filter(({ source: from }) => from !== "verified");
        yield {
          row: { ...row, preferences: [...kept, ...preferenceOf(comparison, responses, as)] },
          responses,
        };
      }
    }
  }
}

/** How many checks of each kind, and how many responses, passed, failed or could not be told. */
export interface VerifyCounts {
  rows: number;
  /** Rows with a check. */
  checked: number;
  /** Rows that got a verified preference. */
  preferred: number;
  readonly responses: Record<VerificationStatus, number>;
  /** Responses that failed, by their kind of error. */
  readonly errors: Record<ErrorKind, number>;
  readonly checks: Partial<Record<CheckKind, Record<VerificationStatus, number>>>;
}

export function verifyCounts(): VerifyCounts {
  return { rows: 0, checked: 0, preferred: 0, responses: none(), errors: {}, checks: {} };
}

/** Counts one more row. */
export function countVerified(counts: VerifyCounts, { row, responses }: VerifiedRow): void {
  counts.rows++;
  if (responses.length === 0) return;
  counts.checked++;
  const decided = responses.some(({ reward }) => reward !== null);
  if (decided && row.preferences.some(({ source }) => source === "verified")) counts.preferred++;
  for (const { status, error, checks } of responses) {
    counts.responses[status]++;
    if (error !== undefined) counts.errors[error] = (counts.errors[error] ?? 0) + 1;
    for (const check of checks) {
      const ofKind = counts.checks[check.kind] ?? none();
      ofKind[check.status]++;
      counts.checks[check.kind] = ofKind;
    }
  }
}

/**
 * Counts one more row towards `passAtKFigures`: how many of its responses passed, were decided and are there, in all and by author, and no
 * text. A row is a prompt; rows of the same prompt share a cluster where they name none. Rows without checks are no part of it.
 */
export function countPasses(counts: PassCounts, { row, responses }: VerifiedRow): void {
  if (responses.length > 0) addPrompt(counts, clusterOfRow(row.comparison), responses);
}

async function verified(
  comparison: Comparison,
  { id, text, author }: Comparison["responses"][number],
  checks: readonly Check[],
): Promise<VerifiedResponse> {
  const found: ({ readonly kind: CheckKind } & Verification)[] = [];
  for (const [i, check] of checks.entries())
    found.push({ kind: check.kind, ...(await named(comparison, i, verify(text, check))) });
  const status = statusOfAll(found.map((one) => one.status));
  const [error] = found.flatMap((one) => (one.status === "failed" ? [one.error] : []));
  return {
    ...{ comparison: comparison.id, response: id, ...(author === undefined ? {} : { author }) },
    ...{ status, reward: status === "passed" ? 1 : status === "failed" ? 0 : null },
    ...(error === undefined ? {} : { error }),
    checks: found,
  };
}

/** An error of a check names the row that it stands in. */
async function named(
  comparison: Comparison,
  i: number,
  verification: Promise<Verification>,
): Promise<Verification> {
  try {
    return await verification;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`comparison ${comparison.id}, checks[${i}]`, error.expected, error.found);
  }
}

function preferenceOf(
  { id, responses: { length } }: Comparison,
  responses: readonly VerifiedResponse[],
  as: NonNullable<VerifyOptions["as"]>,
): Preference[] {
  const value = as === "ratings" ? ratings(responses) : preference(responses, length);
  if (!value) return [];
  const errors = responses.flatMap(({ response, error }) =>
    error === undefined ? [] : [[response, error] as const],
  );
  const named = errors.length === 0 ? {} : { errors: Object.fromEntries(errors) };
  return [{ comparison: id, source: "verified", ...value, ...named }];
}

function ratings(responses: readonly VerifiedResponse[]): PreferenceValue {
  const scores = responses.flatMap(({ response, reward }) =>
    reward === null ? [] : [[response, reward] as const],
  );
  return { kind: "ratings", scores: Object.fromEntries(scores) };
}

// What cannot be told is in neither set, and two that both passed are not for that reason as good as each other.
function preference(responses: readonly VerifiedResponse[], of: number): PreferenceValue | null {
  const having = (wanted: 0 | 1) =>
    responses.flatMap(({ response, reward }) => (reward === wanted ? [response] : []));
  const [good, bad] = [having(1), having(0)];
  const [[winner], [loser]] = [good, bad];
  if (winner === undefined || loser === undefined) return null;
  return of === 2 ? { kind: "duel", between: [winner, loser], winner } : { kind: "sets", good, bad };
}

function none(): Record<VerificationStatus, number> {
  return { passed: 0, failed: 0, undecided: 0 };
}
