import { basename } from "node:path";
import { CONFIG_DEFAULTS, type Config, type DataConfig } from "../config/config.js";
import type { Comparison } from "../core/comparison.js";
import { InputError } from "../core/errors.js";
import { hashJson } from "../core/hash.js";
import type { JsonObject } from "../core/json.js";
import { type DatasetRow, type DatasetSource, datasetHash, readDataset } from "../datasets/read.js";
import { KeyIndex } from "../stores/key-index.js";
import type { Manifest } from "../stores/store.js";

/** What the readers have to say while they read: rows passed over, values read in a documented but unusual way. */
export interface DataHooks {
  readonly onInvalid?: (error: InputError) => void;
  readonly onNote?: (note: string) => void;
}

/** The data files of a config, each in full. */
export function dataSources(config: Config, hooks: DataHooks = {}): DatasetSource[] {
  return [config.data].flat().map((source: string | DataConfig) => ({
    ...(typeof source === "string" ? { path: source } : source),
    seed: config.seed ?? CONFIG_DEFAULTS.seed,
    ...hooks,
  }));
}

/** The rows of all sources, one after the other; rows of the same prompt share a cluster where they name none. Throws an InputError that names both files where two have a comparison of the same id. */
export async function* readAll(sources: readonly DatasetSource[]): AsyncGenerator<DatasetRow> {
  const ids = new KeyIndex();
  /** How many ids each file and those before it have: an id's number tells which file it came from. */
  const idsUpTo: number[] = [];
  for (const source of sources) {
    const before = ids.size;
    for await (const row of readDataset(source)) {
      const number = sources.length > 1 ? ids.add(row.comparison.id) : 0;
      if (number < before) {
        const earlier = sources[idsUpTo.findIndex((upTo) => number < upTo)];
        throw repeatedId(row.comparison.id, source.path, earlier?.path ?? "another file");
      }
      yield { ...row, comparison: withCluster(row.comparison) };
    }
    idsUpTo.push(ids.size);
  }
}

// Comparisons of one prompt are not independent. Only the data knows of other ties between rows; this one shows in the rows themselves.
function withCluster(comparison: Comparison): Comparison {
  if (comparison.cluster !== undefined) return comparison;
  return {
    ...comparison,
    cluster: `prompt-${hashJson(JSON.parse(JSON.stringify(comparison.prompt))).slice(0, 16)}`,
  };
}

/** What the manifest says of the data: each file's hash, and how it was read. */
export async function describeSources(sources: readonly DatasetSource[]): Promise<Manifest["datasets"]> {
  return Promise.all(
    sources.map(async ({ path, onInvalid: _invalid, onNote: _note, ...reading }) => ({
      path: basename(path),
      sha256: await datasetHash(path),
      reading: JSON.parse(JSON.stringify(reading)) as JsonObject,
    })),
  );
}

function repeatedId(id: string, path: string, earlier: string): InputError {
  const fromRow = /^row-\d+$/.test(id) ? " (ids made of row numbers: map an id column)" : "";
  return new InputError(path, `ids that ${earlier} does not have`, `${JSON.stringify(id)} in both${fromRow}`);
}
