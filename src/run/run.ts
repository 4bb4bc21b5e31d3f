import type { Judgment } from "../core/judgment.js";
import type { Store } from "../stores/store.js";
import { carryOut, type EngineOptions, type Task } from "./engine.js";
import { judgeTrial } from "./judge-trial.js";
import type { PlannedTrial } from "./plan.js";
import type { Progress } from "./progress.js";

export { RunStopped } from "./engine.js";
export type { Progress };

export interface RunOptions extends EngineOptions {
  readonly trials: AsyncIterable<PlannedTrial>;
  readonly store: Pick<Store, "append">;
}

/** Carries out trials as `carryOut` does, and yields each judgment once it is stored. */
export function run({ trials, store, ...options }: RunOptions): AsyncGenerator<Judgment> {
  return carryOut({
    ...options,
    tasks: trialTasks(trials),
    append: (judgment) => store.append(judgment),
  });
}

async function* trialTasks(trials: AsyncIterable<PlannedTrial>): AsyncGenerator<Task<Judgment>> {
  for await (const planned of trials) yield trialTask(planned);
}

function trialTask(planned: PlannedTrial): Task<Judgment> {
  const { judge } = planned;
  return {
    steps: (asker) => judgeTrial(planned, asker),
    came: ({ reading: { status } }) =>
      status === "decided" ? "read" : status === "failed" ? "failed" : "unread",
    ...(judge.kind === "computed" ? {} : { asked: { model: judge.judge.model, host: judge.model.host } }),
  };
}
