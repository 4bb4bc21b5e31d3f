import { setTimeout as delay } from "node:timers/promises";

/** What a trial waits for while it needs no slot: another trial may use it meanwhile. The promise never rejects. */
export interface Pause {
  readonly until: Promise<unknown>;
}

/** Longer timers fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A pause of some seconds, which a signal ends. */
export function pauseFor(seconds: number, signal: AbortSignal): Pause {
  const milliseconds = Math.min(seconds * 1000, LONGEST_TIMER_MS);
  return { until: delay(milliseconds, undefined, { signal }).catch(() => undefined) };
}
