import type { CallFailure } from "../core/judgment.js";
import type { Random } from "../core/random.js";

export interface RetryPolicy {
  /** Attempts in all, the first among them. Default 6. */
  readonly maxAttempts?: number;
  /** The longest first wait. Each further one may be twice as long. Default 1. */
  readonly firstDelaySeconds?: number;
  /** The longest wait that is our own choice; an endpoint's Retry-After may be longer and is honoured. Default 60. */
  readonly longestDelaySeconds?: number;
  /** Spreads the waits, so that calls refused together do not come back together. */
  readonly random: Random;
}

/** Failures that may pass by themselves. */
const PASSING: readonly CallFailure["kind"][] = ["timeout", "network", "rate-limit", "server", "malformed"];

/**
 * Seconds to wait before the next attempt; null where there is to be none. Exponential back-off with full jitter (a uniform
 * draw from 0 to the bound, which doubles with each attempt), and never less than the endpoint's Retry-After.
 * Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 *
 * @param attempts - made so far, 1 or more
 * @example secondsToWait({ kind: "server", message: "" }, 3, { random: () => 0.5 }) // 2: half of 1 · 2²
 */
export function secondsToWait(failure: CallFailure, attempts: number, policy: RetryPolicy): number | null {
  const { maxAttempts = 6, firstDelaySeconds = 1, longestDelaySeconds = 60, random } = policy;
  if (!PASSING.includes(failure.kind) || attempts >= maxAttempts) return null;
  const bound = Math.min(longestDelaySeconds, firstDelaySeconds * 2 ** (attempts - 1));
  const draw = random();
  // A tenth more at most than was asked for: all that were refused together were told the same time.
  return Math.max(draw * bound, (failure.retryAfterSeconds ?? 0) * (1 + draw / 10));
}
