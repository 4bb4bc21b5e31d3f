import { basename } from "node:path";
import { findBenchmark } from "../benchmarks/find.js";
import { filesAt } from "../benchmarks/rows.js";
import { CONFIG_DEFAULTS, type Config, type DataConfig } from "../config/config.js";
import { InputError } from "../core/errors.js";
import { hashJson } from "../core/hash.js";
import type { JsonObject } from "../core/json.js";
import type { PromptRow, SamplePrompt } from "../core/sample.js";
import { type DatasetRow, type DatasetSource, datasetHash, readDataset } from "../datasets/read.js";
import { promptOf, readPrompts } from "../datasets/read-prompts.js";
import { KeyIndex } from "../stores/key-index.js";
import type { Manifest } from "../stores/store.js";
import { benchmarkRows } from "./benchmark-data.js";
import { fetchBenchmark } from "./benchmark-fetch.js";

/** What the readers have to say while they read: rows passed over, values read in a documented but unusual way. */
export interface DataHooks {
  readonly onInvalid?: (error: InputError) => void;
  readonly onNote?: (note: string) => void;
}

/** Where comparisons come from: a file of any shape, or a public benchmark's files. */
export interface DataSource {
  /** For messages. */
  readonly path: string;
  rows(): AsyncGenerator<DatasetRow>;
  /** The prompts alone: also of a file that holds no responses. */
  prompts(): AsyncGenerator<PromptRow>;
  /** What the manifest says of it: each file's hash, and how it was read. */
  described(): Promise<Manifest["datasets"]>;
}

/** The data of a config, each source in full. A benchmark without files is fetched. */
export async function dataSources(
  config: Pick<Config, "data"> & Partial<Config>,
  { onInvalid, onNote }: DataHooks = {},
): Promise<DataSource[]> {
  // Taken out one by one: what else a caller's hooks hold (an environment with keys) would stand in the manifest as a way of reading.
  const hooks = { ...(onInvalid ? { onInvalid } : {}), ...(onNote ? { onNote } : {}) };
  const given = [config.data].flat();
  const seed = config.seed ?? CONFIG_DEFAULTS.seed;
  if (config.benchmark !== undefined) return [await benchmarkSource(config.benchmark, given, seed, hooks)];
  return given.map((source) =>
    fileSource({ ...(typeof source === "string" ? { path: source } : source), seed, ...hooks }),
  );
}

function fileSource(source: DatasetSource): DataSource {
  const { path, onInvalid: _invalid, onNote: _note, ...reading } = source;
  return {
    path,
    rows: () => readDataset(source),
    prompts: () => readPrompts(source),
    described: async () => [
      {
        path: basename(path),
        sha256: await datasetHash(path),
        reading: JSON.parse(JSON.stringify(reading)) as JsonObject,
      },
    ],
  };
}

async function benchmarkSource(
  name: string,
  given: readonly (string | DataConfig)[],
  seed: number,
  { onInvalid }: DataHooks,
): Promise<DataSource> {
  const benchmark = findBenchmark(name);
  const paths = given.map((source) => (typeof source === "string" ? source : source.path));
  const skips = given.some((source) => typeof source !== "string" && source.skipInvalid === true);
  const files = paths.length > 0 ? await filesAt(paths) : await fetchBenchmark(benchmark);
  const rows = () =>
    benchmarkRows(benchmark, files, { seed, ...(skips ? { onInvalid: onInvalid ?? (() => {}) } : {}) });
  return {
    path: benchmark.title,
    rows,
    async *prompts() {
      for await (const row of rows()) yield promptOf(row);
    },
    described: () =>
      Promise.all(
        files.map(async (file) => ({
          path: file.name,
          sha256: await datasetHash(file.path),
          reading: { benchmark: name, seed },
        })),
      ),
  };
}

/** The rows of all sources, one after the other; rows of the same prompt share a cluster where they name none. Throws an InputError that names both files where two have a comparison of the same id. */
export async function* readAll(sources: readonly DataSource[]): AsyncGenerator<DatasetRow> {
  const rows = eachOnce(
    sources,
    (source) => source.rows(),
    ({ comparison }) => comparison.id,
  );
  for await (const row of rows) yield { ...row, comparison: withCluster(row.comparison) };
}

/** The prompts of all sources, in the way of `readAll`. */
export async function* readAllPrompts(sources: readonly DataSource[]): AsyncGenerator<PromptRow> {
  const rows = eachOnce(
    sources,
    (source) => source.prompts(),
    ({ prompt }) => prompt.id,
  );
  for await (const row of rows) yield { ...row, prompt: withCluster(row.prompt) };
}

async function* eachOnce<Row>(
  sources: readonly DataSource[],
  rowsOf: (source: DataSource) => AsyncIterable<Row>,
  idOf: (row: Row) => string,
): AsyncGenerator<Row> {
  const ids = new KeyIndex();
  /** How many ids each file and those before it have: an id's number tells which file it came from. */
  const idsUpTo: number[] = [];
  for (const source of sources) {
    const before = ids.size;
    for await (const row of rowsOf(source)) {
      const number = sources.length > 1 ? ids.add(idOf(row)) : 0;
      if (number < before) {
        const earlier = sources[idsUpTo.findIndex((upTo) => number < upTo)];
        throw repeatedId(idOf(row), source.path, earlier?.path ?? "another file");
      }
      yield row;
    }
    idsUpTo.push(ids.size);
  }
}

function withCluster<Prompted extends SamplePrompt>(prompted: Prompted): Prompted {
  return { ...prompted, cluster: clusterOfRow(prompted) };
}

/**
 * The cluster a row names, else that of its prompt: comparisons of one prompt are not independent. Only the data knows of other ties between
 * rows; this one shows in the rows themselves.
 */
export function clusterOfRow({ cluster, prompt }: Pick<SamplePrompt, "cluster" | "prompt">): string {
  return cluster ?? `prompt-${hashJson(JSON.parse(JSON.stringify(prompt))).slice(0, 16)}`;
}

/** What the manifest says of the data. */
export async function describeSources(sources: readonly DataSource[]): Promise<Manifest["datasets"]> {
  return (await Promise.all(sources.map((source) => source.described()))).flat();
}

function repeatedId(id: string, path: string, earlier: string): InputError {
  const fromRow = /^row-\d+$/.test(id) ? " (ids made of row numbers: map an id column)" : "";
  return new InputError(path, `ids that ${earlier} does not have`, `${JSON.stringify(id)} in both${fromRow}`);
}
