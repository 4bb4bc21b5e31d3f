import { EXIT } from "./exit.js";
import { tell } from "./output.js";

export interface Interrupt {
  /** The first signal: ask no more, let what is in flight finish. */
  readonly stop: AbortSignal;
  /** The second: give up what is in flight. */
  readonly abort: AbortSignal;
  release(): void;
}

/**
 * Turns Ctrl-C (and SIGTERM) into a clean end: once to drain, twice to give up, three times to leave at once.
 * As long as nothing has `begun`, there is nothing to drain and the first one leaves.
 */
export function onInterrupt(begun: () => boolean = () => true): Interrupt {
  const stop = new AbortController();
  const abort = new AbortController();
  const listener = () => {
    if (abort.signal.aborted) process.exit(EXIT.interrupted);
    if (!begun()) {
      tell(`interrupted before anything was asked\nto go on: ${resumingCommand()}`);
      process.exit(EXIT.interrupted);
    }
    if (stop.signal.aborted) {
      tell("giving up what is in flight …");
      abort.abort();
      return;
    }
    tell("finishing what is in flight (Ctrl-C again gives it up) …");
    stop.abort();
  };
  process.on("SIGINT", listener);
  process.on("SIGTERM", listener);
  return {
    stop: stop.signal,
    abort: abort.signal,
    release() {
      process.off("SIGINT", listener);
      process.off("SIGTERM", listener);
    },
  };
}

/** The command line that goes on where this one stopped, fit to be pasted into a shell: as it was typed, but for --fresh, which would begin again. */
export function resumingCommand(argv: readonly string[] = process.argv): string {
  return ["touchstone", ...argv.slice(2).filter((word) => word !== "--fresh")]
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(" ");
}
