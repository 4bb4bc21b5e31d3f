import type { Progress } from "../index.js";
import { keepAtFoot } from "./output.js";

/** Seconds between two progress lines where stderr is not a terminal. */
const PLAIN_INTERVAL = 10;
/** Seconds between two redrawings of the live line while nothing happens, and at least between two while much does. */
const LIVE_INTERVAL = 1;
const LIVE_SHORTEST = 0.1;

/** How work that asks is spoken of. */
export interface ProgressWords {
  /** What tasks that are carried out are. */
  readonly done: string;
  /** What tasks are whose reply holds nothing that can be used. */
  readonly unread: string;
  /** What is sent. */
  readonly sent: string;
}

export const JUDGING: ProgressWords = { done: "judged", unread: "unread", sent: "prompts and responses" };

export interface ProgressView {
  show(progress: Progress): void;
  /** Leaves the last state standing. */
  done(): void;
}

/**
 * One live line on a terminal, a line every ten seconds anywhere else. Never anything on stdout.
 * `cost` says what the calls so far cost; null where that is not known.
 */
export async function progressView(
  cost: () => number | null,
  words: ProgressWords = JUDGING,
  stream: NodeJS.WriteStream = process.stderr,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ProgressView> {
  // A terminal without a size (some that are only emulated) would be shown nothing at all.
  const isLive =
    stream.isTTY === true && stream.rows > 0 && stream.columns > 0 && environment.TERM !== "dumb";
  const line = (progress: Progress) => progressLine(progress, cost(), { words });
  return isLive ? liveView(line, stream) : plainView(line, stream);
}

async function liveView(
  line: (progress: Progress) => string,
  stream: NodeJS.WriteStream,
): Promise<ProgressView> {
  const { createLogUpdate } = await import("log-update");
  const live = createLogUpdate(stream, { showCursor: true });
  let last: Progress | undefined;
  let drawnAt = 0;
  const draw = () => {
    if (!last) return;
    drawnAt = Date.now();
    live(line(last).slice(0, Math.max(20, stream.columns - 1)));
  };
  const timer = setInterval(draw, LIVE_INTERVAL * 1000).unref();
  keepAtFoot({
    sayAbove(text) {
      live.clear();
      stream.write(text);
      draw();
    },
  });
  return {
    show(progress) {
      last = progress;
      if (Date.now() - drawnAt >= LIVE_SHORTEST * 1000) draw();
    },
    done() {
      clearInterval(timer);
      keepAtFoot(undefined);
      draw();
      live.done();
      last = undefined;
    },
  };
}

function plainView(line: (progress: Progress) => string, stream: NodeJS.WriteStream): ProgressView {
  let last: Progress | undefined;
  let written = "";
  const write = () => {
    if (!last) return;
    written = line(last);
    stream.write(`${written}\n`);
  };
  const timer = setInterval(write, PLAIN_INTERVAL * 1000).unref();
  return {
    show(progress) {
      last = progress;
    },
    done() {
      clearInterval(timer);
      if (last && line(last) !== written) write();
      last = undefined;
    },
  };
}

/** The state of a run of which nothing has been carried out yet. */
export function progressAtStart({ trials, satisfied }: { trials: number; satisfied: number }): Progress {
  const none = { done: 0, reused: 0, failed: 0, unread: 0, inFlight: 0, waiting: 0, retries: 0 };
  return {
    ...none,
    total: trials,
    satisfiedBefore: satisfied,
    inputTokens: 0,
    outputTokens: 0,
    startedAt: Date.now(),
  };
}

/** done/total, what came from where, what went wrong, cost and tokens, time left, in flight. */
export function progressLine(
  progress: Progress,
  cost: number | null,
  { now = Date.now(), words = JUDGING }: { readonly now?: number; readonly words?: ProgressWords } = {},
): string {
  const { done, total, satisfiedBefore, reused, failed, unread, retries, inFlight } = progress;
  const { inputTokens, outputTokens } = progress;
  const parts = [`${satisfiedBefore + done}/${total} ${words.done}`];
  if (satisfiedBefore + reused > 0) parts.push(`${satisfiedBefore + reused} cached`);
  parts.push(`${failed} failed`, `${unread} ${words.unread}`);
  if (retries > 0) parts.push(`${retries} retries`);
  parts.push(cost === null ? "cost unknown" : cost === 0 ? "$0" : `$${cost.toFixed(4)}`);
  if (inputTokens + outputTokens > 0) parts.push(`${inputTokens} tokens in, ${outputTokens} out`);
  const left = secondsLeft(progress, now);
  if (left !== null) parts.push(`${duration(left)} left`);
  parts.push(`${inFlight} in flight`);
  return parts.join(" · ");
}

function secondsLeft({ done, total, satisfiedBefore, startedAt }: Progress, now: number): number | null {
  const remaining = total - satisfiedBefore - done;
  if (done === 0 || remaining <= 0) return null;
  return ((now - startedAt) / 1000 / done) * remaining;
}

function duration(seconds: number): string {
  const rounded = Math.round(seconds);
  if (rounded < 60) return `${rounded} s`;
  if (rounded < 3600) return `${Math.floor(rounded / 60)} min ${rounded % 60} s`;
  return `${Math.floor(rounded / 3600)} h ${Math.floor((rounded % 3600) / 60)} min`;
}
