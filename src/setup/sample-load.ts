import { basename, extname, join, resolve } from "node:path";
import { CONFIG_DEFAULTS } from "../config/config.js";
import { UsageError } from "../core/errors.js";
import { hashJson } from "../core/hash.js";
import { type PromptRow, responseDraw, type Style } from "../core/sample.js";
import type { PlannedDraw } from "../run/draw-sample.js";
import { IN_SAMPLES, openReplyLookup } from "../stores/reply-lookup.js";
import type { SampleManifest } from "../stores/sample-folder.js";
import type { ReplyLookup } from "../stores/store.js";
import { type DataSource, dataSources, describeSources, readAllPrompts } from "./data.js";
import type { LoadHooks } from "./load.js";
import { fileNameFrom, isSetAside, runFolders } from "./runs.js";
import {
  type BoundPolicy,
  bindPolicies,
  drawsOf,
  SAMPLE_DEFAULTS,
  type SampleConfig,
} from "./sample-config.js";
import { selectedIds } from "./selection.js";
import { touchstoneVersion } from "./version.js";

/** Everything that a config says, looked up. Nothing is open and nothing was sent. */
export interface LoadedSample {
  readonly config: SampleConfig;
  readonly sources: readonly DataSource[];
  /** Of which prompts responses are drawn; null for all. */
  readonly ids: ReadonlySet<string> | null;
  readonly n: number;
  readonly styles: readonly Style[];
  readonly policies: readonly BoundPolicy[];
  readonly manifest: SampleManifest;
  readonly folder: string;
  readonly samplesDirectory: string;
  readonly seed: number;
}

/** Throws a UsageError or an InputError where the config does not fit, the data cannot be read, or a model cannot be asked. */
export async function loadSample(config: SampleConfig, hooks: LoadHooks): Promise<LoadedSample> {
  if ([config.data].flat().length === 0 && config.benchmark === undefined)
    throw new UsageError("sample: data names no file");
  const { n, styles } = drawsOf(config);
  const seed = config.seed ?? CONFIG_DEFAULTS.seed;
  const policies = await bindPolicies(config, hooks.environment ?? process.env);
  const reading = { ...config, judges: [] };
  // Only one of the passes over the data speaks of its oddities, or each would be reported twice.
  const quiet = readAllPrompts(await dataSources(reading, { onInvalid: () => {} }));
  const ids = await selectedIds(selectable(quiet), config, seed);
  const sources = await dataSources(reading, hooks);
  const manifest = manifestOf(
    config,
    await describeSources(sources),
    policies.map(({ policy }) => policy),
    styles,
  );
  const { samplesDirectory = SAMPLE_DEFAULTS.samplesDirectory } = config;
  const folder = sampleFolder(samplesDirectory, manifest);
  return { config, sources, ids, n, styles, policies, manifest, folder, samplesDirectory, seed };
}

/** The prompts that responses are drawn for, in the order of the data. */
export async function* selectedPrompts({ sources, ids }: LoadedSample): AsyncGenerator<PromptRow> {
  let remaining = ids?.size ?? Number.POSITIVE_INFINITY;
  for await (const row of readAllPrompts(sources)) {
    if (ids && !ids.has(row.prompt.id)) continue;
    yield row;
    if (--remaining === 0) return;
  }
}

/**
 * The replies that need not be asked for: those of all folders of samples, or of this one alone where the config says so; undefined where
 * none may be used. What was set aside by `fresh` is not used again.
 */
export async function openSampleReplies(
  { config, folder, samplesDirectory }: LoadedSample,
  fresh: boolean,
): Promise<ReplyLookup | undefined> {
  if (fresh) return undefined;
  const known = config.reuse === false ? [folder] : await runFolders(samplesDirectory);
  return openReplyLookup(
    known.filter((one) => !isSetAside(one)),
    IN_SAMPLES,
  );
}

/** All draws of a prompt: model by model, style by style. */
export function drawsOfPrompt(
  { prompt: { id, prompt } }: PromptRow,
  { policies, styles, n }: Pick<LoadedSample, "policies" | "styles" | "n">,
): PlannedDraw[] {
  return policies.flatMap(({ policy, model }) =>
    styles.flatMap((style) =>
      Array.from({ length: n }, (_, number) => ({
        draw: responseDraw({ prompt: id, model: policy.model, style: style.name, number }),
        ...{ prompt, policy, style, model },
      })),
    ),
  );
}

async function* selectable(rows: AsyncIterable<PromptRow>) {
  for await (const { prompt } of rows) yield { comparison: { ...prompt, responses: [] } };
}

function manifestOf(
  { name, benchmark }: SampleConfig,
  datasets: SampleManifest["datasets"],
  policies: SampleManifest["policies"],
  styles: readonly Style[],
): SampleManifest {
  const path = datasets[0]?.path ?? "samples";
  return {
    format: 1,
    kind: "samples",
    touchstone: touchstoneVersion(),
    node: process.versions.node,
    createdAt: new Date().toISOString(),
    name: name ?? benchmark ?? basename(path, extname(path)),
    ...{ datasets, policies, styles },
  };
}

/** Where samples live: by the hash of data, models and styles; so the same command goes on, and one that asks for more responses too. */
function sampleFolder(directory: string, { name, datasets, policies, styles }: SampleManifest): string {
  const identity = hashJson(
    JSON.parse(
      JSON.stringify([datasets.map(({ sha256, reading }) => ({ sha256, reading })), policies, styles]),
    ),
  );
  return join(resolve(directory), `${fileNameFrom(name)}-${identity.slice(0, 10)}`);
}
