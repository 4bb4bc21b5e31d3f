import { describe, expect, it } from "vitest";
import type { CallFailure } from "../../src/core/judgment.js";
import { seededRandom } from "../../src/core/random.js";
import { secondsToWait } from "../../src/run/retry.js";

const failure = (kind: CallFailure["kind"], retryAfterSeconds?: number): CallFailure => ({
  kind,
  message: "",
  ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
});
const middle = { random: () => 0.5 };

describe("waiting before the next attempt", () => {
  it("doubles its bound with each attempt, up to the longest", () => {
    const waits = [1, 2, 3, 4, 5].map((attempts) => secondsToWait(failure("server"), attempts, middle));
    expect(waits).toEqual([0.5, 1, 2, 4, 8]);
    expect(secondsToWait(failure("server"), 5, { ...middle, longestDelaySeconds: 3 })).toBe(1.5);
  });

  it("spreads over the whole range from 0", () => {
    const random = seededRandom("jitter");
    const waits = Array.from({ length: 500 }, () => secondsToWait(failure("network"), 3, { random }) ?? -1);
    expect(Math.min(...waits)).toBeLessThan(0.1);
    expect(Math.max(...waits)).toBeGreaterThan(3.9);
    expect(waits.every((wait) => wait >= 0 && wait < 4)).toBe(true);
  });

  it.each([0.2, 30, 61, 3600])(
    "is never shorter than a Retry-After of %d s, and little longer",
    (seconds) => {
      const random = seededRandom("retry-after");
      for (let i = 0; i < 200; i++) {
        const wait =
          secondsToWait(failure("rate-limit", seconds), 1, { firstDelaySeconds: 0.1, random }) ?? -1;
        expect(wait).toBeGreaterThanOrEqual(seconds);
        expect(wait).toBeLessThanOrEqual(seconds * 1.1);
      }
    },
  );

  it("there is none after the most attempts", () => {
    expect(secondsToWait(failure("server"), 5, middle)).not.toBeNull();
    expect(secondsToWait(failure("server"), 6, middle)).toBeNull();
    expect(secondsToWait(failure("server"), 1, { ...middle, maxAttempts: 1 })).toBeNull();
  });

  it.each(["timeout", "network", "rate-limit", "server", "malformed"] as const)(
    "%s may pass by itself",
    (kind) => {
      expect(secondsToWait(failure(kind), 1, middle)).not.toBeNull();
    },
  );

  it.each(["rejected", "unauthorized", "unknown-model", "replay-miss", "cancelled"] as const)(
    "%s does not",
    (kind) => {
      expect(secondsToWait(failure(kind, 1), 1, middle)).toBeNull();
    },
  );
});
