import type { Config, CostStop, Judgment, OpenRun, Progress, RunHooks } from "../index.js";
import { onInterrupt, resumingCommand } from "./interrupt.js";
import { tell } from "./output.js";
import { progressView } from "./progress.js";

interface Asking<Result> {
  readonly config: Config;
  /** Begins to ask, with what watches it among the hooks. */
  readonly begin: (hooks: RunHooks) => AsyncGenerator<Judgment, Result>;
  /** What is said when the run is laid down; `show` draws a first state. */
  readonly announce: (open: OpenRun, show: (progress: Progress) => void) => void;
}

/** Asks what remains to be asked, with its progress on stderr. What was judged before an error stays, and the error says where. */
export async function ask<Result>({
  config,
  begin,
  announce,
}: Asking<Result>): Promise<{ result: Result; ended: "finished" | "interrupted" | CostStop }> {
  const { costMeter } = await import("../index.js");
  let open: OpenRun | undefined;
  let costStop: CostStop | undefined;
  let cost: ReturnType<typeof costMeter> | undefined;
  const interrupt = onInterrupt(() => open !== undefined);
  const progress = await progressView(() => cost?.total() ?? null);
  const judgments = begin({
    stop: interrupt.stop,
    abort: interrupt.abort,
    onReady(ready) {
      open = ready;
      cost = costMeter(ready.judges, config);
      announce(ready, (now) => progress.show(now));
    },
    onFirstCall: ({ model, host }) => tell(`prompts and responses are sent to: ${host} (${model})`),
    onProgress: (now) => progress.show(now),
    onCostLimit(why) {
      costStop = why;
    },
  });
  try {
    for (let next = await judgments.next(); ; next = await judgments.next()) {
      if (next.done)
        return {
          result: next.value,
          ended: interrupt.stop.aborted ? "interrupted" : (costStop ?? "finished"),
        };
      cost?.add(next.value);
    }
  } catch (error) {
    progress.done();
    if (open) tell(`what was judged before is kept in ${open.folder}; the same command goes on from there`);
    throw error;
  } finally {
    progress.done();
    interrupt.release();
  }
}

/** Why no more was asked, and how to go on. */
export function tellCostStop(why: CostStop, { maxCost }: Config): void {
  tell(`${COST_STOPS[why](maxCost)}\nto go on, and spend as much again: ${resumingCommand()}`);
}

const COST_STOPS: Readonly<Record<CostStop, (maxCost: number | undefined) => string>> = {
  reached: (maxCost) => `stopped: the calls of this command have cost the $${maxCost} that --max-cost allows`,
  unknown: () => "stopped: a reply came without its token counts, so that --max-cost cannot be held",
};
