import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import type { Check } from "../core/check.js";
import { describe, InputError } from "../core/errors.js";
import type { Json } from "../core/json.js";
import type { Policy, PromptRow, Sample, SamplePrompt, Style } from "../core/sample.js";
import { JsonlLog, recordsOf } from "./jsonl-log.js";
import { KeyIndex } from "./key-index.js";
import type { Section } from "./lines.js";
import { takeLock } from "./lock.js";
import { essencesMustAgree, MANIFEST, readManifestFile, writeManifest } from "./manifest-file.js";
import { type IndexedRecord, RecordIndex } from "./record-index.js";
import { brokenLine, tornWarning } from "./run-records.js";
import { SAMPLES, sampleOf, sampleRecords } from "./sample-record.js";
import type { FolderManifest } from "./store.js";

const PROMPTS = "prompts.jsonl";

/** What a folder of samples holds samples of. How many each prompt gets is not part of it: a larger number goes on where a smaller one ended. */
export interface SampleManifest extends FolderManifest {
  readonly kind: "samples";
  readonly policies: readonly Policy[];
  readonly styles: readonly Style[];
}

/** Where drawn responses are kept. Samples are only ever added; per draw the last that did not fail is the one that counts. */
export interface SampleStore {
  readonly manifest: SampleManifest;
  readonly location: string;
  readonly warnings: readonly string[];
  /** Adds the prompts that are not there yet. */
  addPrompts(rows: AsyncIterable<PromptRow>): Promise<void>;
  prompts(): AsyncIterable<PromptRow>;
  /** Whether a sample is stored under this draw's key that did not fail. */
  isSatisfied(drawKey: string): boolean;
  /** The samples that count of these draws; undefined where a draw has none. */
  samplesOf(drawKeys: readonly string[]): Promise<(Sample | undefined)[]>;
  /** Resolves when the record is written (it then survives the death of this process). */
  append(sample: Sample): Promise<void>;
  close(): Promise<void>;
}

/**
 * Creates a folder of samples, or opens one to go on with it. Throws where another process writes it, and an InputError where it holds
 * samples of other prompts, models or styles.
 */
export async function openSampleFolder(
  folder: string,
  manifest: SampleManifest,
  { fsyncSeconds = 1 }: { readonly fsyncSeconds?: number } = {},
): Promise<SampleStore> {
  await mkdir(folder, { recursive: true });
  const lock = await takeLock(folder);
  const logs: JsonlLog[] = [];
  const opened = async (name: string) => {
    const log = await JsonlLog.open(join(folder, name), fsyncSeconds);
    logs.push(log);
    return log;
  };
  const close = async () => {
    try {
      for (const log of logs.splice(0)) await log.close();
    } finally {
      await lock.release();
    }
  };
  try {
    const kept = await agreedManifest(folder, manifest);
    const [prompts, samples] = [await opened(PROMPTS), await opened(SAMPLES)];
    const warnings = [
      ...(lock.warning === undefined ? [] : [`${folder}: ${lock.warning}`]),
      ...tornWarning(PROMPTS, prompts.tornBytes),
      ...tornWarning(SAMPLES, samples.tornBytes),
    ];
    const ids = new KeyIndex();
    for await (const { prompt } of promptsIn(prompts, (line) => warnings.push(brokenLine(PROMPTS, line))))
      ids.add(prompt.id);
    const index = new RecordIndex();
    for await (const { sample, lineNumber, ...place } of sampleRecords(samples)) {
      if (sample) index.add(indexed(sample, place));
      else warnings.push(brokenLine(SAMPLES, lineNumber));
    }
    return {
      manifest: kept,
      location: folder,
      warnings,
      addPrompts: (rows) => addPrompts(prompts, ids, rows),
      prompts: () => promptsIn(prompts, () => {}),
      isSatisfied: (key) => index.isSatisfied(key),
      samplesOf: (keys) => readSamples(samples.path, index, keys),
      async append(sample) {
        const line = JSON.stringify(sample);
        const offset = await samples.append(line);
        index.add(indexed(sample, { offset, length: Buffer.byteLength(line) }));
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function agreedManifest(folder: string, wanted: SampleManifest): Promise<SampleManifest> {
  const value = await readManifestFile(folder);
  if (value === undefined) {
    await writeManifest(folder, wanted);
    return wanted;
  }
  if (!isSampleManifest(value))
    throw new InputError(join(folder, MANIFEST), "a manifest of samples", describe(value));
  essencesMustAgree(`samples ${folder}`, essence(value), essence(wanted));
  return value;
}

function isSampleManifest(value: unknown): value is SampleManifest {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "samples";
}

function essence({ datasets, policies, styles }: SampleManifest): Record<string, Json> {
  const plain = (value: object): Json => JSON.parse(JSON.stringify(value));
  return Object.fromEntries([
    ...datasets.map(({ sha256, reading }, i) => [`dataset ${i + 1}`, { sha256, reading }] as const),
    ...policies.map((policy) => [`model ${policy.model}`, plain(policy)] as const),
    ...styles.map((style) => [`style ${style.name}`, plain(style)] as const),
  ]);
}

async function addPrompts(log: JsonlLog, ids: KeyIndex, rows: AsyncIterable<PromptRow>): Promise<void> {
  for await (const { prompt, checks } of rows) {
    if (ids.numberOf(prompt.id) !== undefined) continue;
    ids.add(prompt.id);
    const { id, ...rest } = prompt;
    await log.append(JSON.stringify({ id, ...rest, ...(checks.length === 0 ? {} : { checks }) }));
  }
  await log.sync();
}

async function* promptsIn(
  section: Section,
  onBroken: (lineNumber: number) => void,
): AsyncGenerator<PromptRow> {
  for await (const { value, lineNumber } of recordsOf(section)) {
    if (isStoredPrompt(value)) {
      const { checks = [], ...prompt } = value;
      yield { prompt, checks };
    } else onBroken(lineNumber);
  }
}

async function readSamples(
  path: string,
  index: RecordIndex,
  keys: readonly string[],
): Promise<(Sample | undefined)[]> {
  const file = await open(path, "r");
  try {
    const found: (Sample | undefined)[] = [];
    for (const key of keys) {
      const place = index.placeOf(key);
      if (!place) {
        found.push(undefined);
        continue;
      }
      const bytes = Buffer.allocUnsafe(place.length);
      const { bytesRead } = await file.read(bytes, 0, place.length, place.offset);
      const value: unknown = JSON.parse(bytes.toString("utf8", 0, bytesRead));
      found.push(sampleOf(value));
    }
    return found;
  } finally {
    await file.close();
  }
}

function indexed({ draw, calls }: Sample, place: Pick<IndexedRecord, "offset" | "length">): IndexedRecord {
  return { key: draw.key, satisfies: calls.every(({ status }) => status === "answered"), ...place };
}

function isStoredPrompt(value: unknown): value is SamplePrompt & { readonly checks?: readonly Check[] } {
  return (
    typeof value === "object" &&
    value !== null &&
    "id" in value &&
    typeof value.id === "string" &&
    "prompt" in value
  );
}
