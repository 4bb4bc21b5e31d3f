import type { Sample } from "../core/sample.js";
import { drawTask, type PlannedDraw } from "./draw-sample.js";
import { carryOut, type EngineOptions, type Task } from "./engine.js";

interface DrawOptions extends EngineOptions {
  readonly draws: AsyncIterable<PlannedDraw>;
  readonly store: { append(sample: Sample): Promise<void> };
}

/** Draws responses as `carryOut` carries out tasks, and yields each sample once it is stored. */
export function drawSamples({ draws, store, ...options }: DrawOptions): AsyncGenerator<Sample> {
  return carryOut({ ...options, tasks: drawTasks(draws), append: (sample) => store.append(sample) });
}

async function* drawTasks(draws: AsyncIterable<PlannedDraw>): AsyncGenerator<Task<Sample>> {
  for await (const planned of draws) yield drawTask(planned);
}
