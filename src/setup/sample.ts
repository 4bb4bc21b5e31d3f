import { rm } from "node:fs/promises";
import { CONFIG_DEFAULTS } from "../config/config.js";
import { seededRandom } from "../core/random.js";
import type { PromptRow, Sample } from "../core/sample.js";
import type { PlannedDraw } from "../run/draw-sample.js";
import { drawSamples } from "../run/draw-samples.js";
import { openSampleFolder, type SampleManifest, type SampleStore } from "../stores/sample-folder.js";
import { costLimit, policyPayees } from "./cost.js";
import type { AskingHooks } from "./laid-run.js";
import type { LoadHooks } from "./load.js";
import { exists, setAside } from "./runs.js";
import type { SampleConfig } from "./sample-config.js";
import {
  drawsOfPrompt,
  type LoadedSample,
  loadSample,
  openSampleReplies,
  selectedPrompts,
} from "./sample-load.js";
import { type SampleCounts, type SampledRow, SampledRows } from "./sample-rows.js";

export interface SampleHooks extends LoadHooks, AskingHooks<OpenSample> {
  /** Each prompt with its responses, in the order of the data, when all is drawn or no more is asked. Not where `stop` was given. */
  readonly onRow?: (row: SampledRow) => void | Promise<void>;
}

/** Samples that are laid down on disk and ready to go on. */
export interface OpenSample {
  readonly folder: string;
  readonly manifest: SampleManifest;
  /** Responses to be drawn in all, and how many of them are there already. */
  readonly draws: number;
  readonly satisfied: number;
  readonly warnings: readonly string[];
}

/** Samples as they stand when the drawing ends. */
export interface SampledSet extends OpenSample {
  readonly counts: SampleCounts;
}

/**
 * Draws responses to the prompts of a dataset, each stored before it is yielded. Breaking out of the loop, a signal or a crash loses nothing:
 * the same config goes on where it stopped, and one that wants more responses goes on from there. When it ends, each prompt is handed to
 * `onRow` with its responses.
 *
 * Throws a UsageError or an InputError where config, data or models do not fit, and RunStopped where an endpoint refuses the key or does
 * not know the model; what was drawn before stays.
 */
export async function* drawResponses(
  config: SampleConfig,
  hooks: SampleHooks = {},
): AsyncGenerator<Sample, SampledSet> {
  const loaded = await loadSample(config, hooks);
  const limit = costLimit(config, policyPayees(loaded.manifest.policies), hooks);
  const replies = await openSampleReplies(loaded, hooks.fresh === true);
  try {
    if (hooks.fresh) await setAside(loaded.folder);
    const { store, open } = await layDown(loaded);
    try {
      hooks.onReady?.(open);
      const samples = drawSamples({
        draws: remaining(loaded, store),
        store,
        ...{ total: open.draws, satisfiedBefore: open.satisfied },
        concurrency: config.concurrency ?? CONFIG_DEFAULTS.concurrency,
        retry: {
          maxAttempts: config.maxAttempts ?? CONFIG_DEFAULTS.maxAttempts,
          random: seededRandom(["retry", loaded.seed]),
        },
        stop: limit.signal,
        ...(replies ? { reuse: replies } : {}),
        ...(hooks.abort ? { abort: hooks.abort } : {}),
        ...(hooks.onProgress ? { onProgress: hooks.onProgress } : {}),
        ...(hooks.onFirstCall ? { onFirstCall: hooks.onFirstCall } : {}),
      });
      for await (const sample of samples) {
        limit.add(sample);
        yield sample;
      }
      return { ...open, counts: await handOut(loaded, store, hooks) };
    } finally {
      await store.close();
    }
  } finally {
    await replies?.close();
  }
}

/** The draws that are not there yet, prompt by prompt. */
async function* remaining(loaded: LoadedSample, store: SampleStore): AsyncGenerator<PlannedDraw> {
  for await (const row of wanted(loaded, store))
    for (const planned of drawsOfPrompt(row, loaded)) if (!store.isSatisfied(planned.draw.key)) yield planned;
}

async function* wanted({ ids }: LoadedSample, store: SampleStore): AsyncGenerator<PromptRow> {
  for await (const row of store.prompts()) if (!ids || ids.has(row.prompt.id)) yield row;
}

/** Opens the folder with the prompts in it, and counts. Where that fails (a bad row), a new folder is not left behind. */
async function layDown(loaded: LoadedSample): Promise<{ store: SampleStore; open: OpenSample }> {
  const { folder, manifest } = loaded;
  const isNew = !(await exists(folder));
  const store = await openSampleFolder(folder, manifest);
  try {
    await store.addPrompts(selectedPrompts(loaded));
    let [draws, satisfied] = [0, 0];
    for await (const row of wanted(loaded, store)) {
      for (const { draw } of drawsOfPrompt(row, loaded)) {
        draws++;
        if (store.isSatisfied(draw.key)) satisfied++;
      }
    }
    return { store, open: { folder, manifest: store.manifest, draws, satisfied, warnings: store.warnings } };
  } catch (error) {
    await store.close();
    // Nothing was asked yet, so nothing that was paid for can be in it.
    if (isNew) await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function handOut(loaded: LoadedSample, store: SampleStore, hooks: SampleHooks): Promise<SampleCounts> {
  const rows = new SampledRows(loaded.styles, loaded.seed);
  for await (const prompt of wanted(loaded, store)) {
    const keys = drawsOfPrompt(prompt, loaded).map(({ draw }) => draw.key);
    const row = rows.row(prompt, await store.samplesOf(keys));
    if (row && !hooks.stop?.aborted) await hooks.onRow?.(row);
  }
  return rows.counts();
}
