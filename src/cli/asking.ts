import type {
  AskingHooks,
  Call,
  Config,
  CostMeter,
  CostStop,
  Judgment,
  OpenRun,
  Progress,
} from "../index.js";
import { onInterrupt, resumingCommand } from "./interrupt.js";
import { tell } from "./output.js";
import { JUDGING, type ProgressWords, progressView } from "./progress.js";

/** What watches work that asks, among the hooks of what begins it. */
type Watching<Open> = Omit<AskingHooks<Open>, "fresh">;

interface Asking<Kept, Open, Result> {
  /** Begins to ask, with what watches it among the hooks. */
  readonly begin: (hooks: Watching<Open>) => AsyncGenerator<Kept, Result>;
  /** What is said when all is laid down; `show` draws a first state. */
  readonly announce: (open: Open, show: (progress: Progress) => void) => void;
  /** Counts what the calls cost. */
  readonly meter: (open: Open) => CostMeter<Kept>;
  readonly words: ProgressWords;
}

export type Ended = "finished" | "interrupted" | CostStop;

/** As `ask`, for judges of a config. */
export async function askJudges<Result>({
  config,
  ...asking
}: Pick<Asking<Judgment, OpenRun, Result>, "begin" | "announce"> & {
  readonly config: Config;
}): Promise<{ result: Result; ended: Ended }> {
  const { costMeter, judgePayees } = await import("../index.js");
  return ask({
    ...asking,
    meter: ({ judges }) => costMeter(judgePayees(judges), config),
    words: JUDGING,
  });
}

/** Asks what remains to be asked, with its progress on stderr. What was answered before an error stays, and the error says where. */
export async function ask<
  Kept extends { readonly calls: readonly Call[] },
  Open extends { readonly folder: string },
  Result,
>({ begin, announce, meter, words }: Asking<Kept, Open, Result>): Promise<{ result: Result; ended: Ended }> {
  let open: Open | undefined;
  let costStop: CostStop | undefined;
  let cost: CostMeter<Kept> | undefined;
  const interrupt = onInterrupt(() => open !== undefined);
  const progress = await progressView(() => cost?.total() ?? null, words);
  const records = begin({
    stop: interrupt.stop,
    abort: interrupt.abort,
    onReady(ready) {
      open = ready;
      cost = meter(ready);
      announce(ready, (now) => progress.show(now));
    },
    onFirstCall: ({ model, host }) => tell(`${words.sent} are sent to: ${host} (${model})`),
    onProgress: (now) => progress.show(now),
    onCostLimit(why) {
      costStop = why;
    },
  });
  try {
    for (let next = await records.next(); ; next = await records.next()) {
      if (next.done)
        return {
          result: next.value,
          ended: interrupt.stop.aborted ? "interrupted" : (costStop ?? "finished"),
        };
      cost?.add(next.value);
    }
  } catch (error) {
    progress.done();
    if (open)
      tell(`what was ${words.done} before is kept in ${open.folder}; the same command goes on from there`);
    throw error;
  } finally {
    progress.done();
    interrupt.release();
  }
}

/** Why no more was asked, and how to go on. */
export function tellCostStop(why: CostStop, { maxCost }: Pick<Config, "maxCost">): void {
  tell(`${COST_STOPS[why](maxCost)}\nto go on, and spend as much again: ${resumingCommand()}`);
}

const COST_STOPS: Readonly<Record<CostStop, (maxCost: number | undefined) => string>> = {
  reached: (maxCost) => `stopped: the calls of this command have cost the $${maxCost} that --max-cost allows`,
  unknown: () => "stopped: a reply came without its token counts, so that --max-cost cannot be held",
};
