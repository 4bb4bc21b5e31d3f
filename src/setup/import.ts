import { basename } from "node:path";
import type {
  Benchmark,
  BenchmarkFile,
  BenchmarkRow,
  DataLookup,
  ImportedJudgment,
  ImportedRow,
  OutputFormat,
} from "../benchmarks/benchmark.js";
import { benchmarks } from "../benchmarks/find.js";
import { filesAt, rowsOf } from "../benchmarks/rows.js";
import { CONFIG_DEFAULTS } from "../config/config.js";
import type { Comparison } from "../core/comparison.js";
import { InputError, UsageError } from "../core/errors.js";
import { type ImportedJudge, judgeId } from "../core/judge.js";
import type { Judgment } from "../core/judgment.js";
import { trial } from "../core/trial.js";
import { type DatasetRow, datasetHash } from "../datasets/read.js";
import { openRunFolder } from "../stores/run-folder.js";
import type { Manifest } from "../stores/store.js";
import { benchmarkRows } from "./benchmark-data.js";
import { runFolder } from "./runs.js";
import { touchstoneVersion } from "./version.js";

export interface ImportOptions {
  /** Name of an output format; without it the first row of each file decides. */
  readonly format?: string;
  /** The benchmark whose formats are meant; without it any. */
  readonly benchmark?: Benchmark;
  /** The benchmark's own data, for formats whose rows do not hold it: files or folders. */
  readonly data?: readonly string[];
  readonly seed?: number;
}

/** Published judge outputs, read: judges with their judgments, and the comparisons these are about. */
export interface ImportedOutputs {
  /** null for a table of verdicts on one's own comparisons. */
  readonly benchmark: Benchmark | null;
  readonly judges: readonly ImportedJudge[];
  readonly rows: readonly DatasetRow[];
  readonly judgments: readonly Judgment[];
  readonly files: readonly BenchmarkFile[];
  /** How many rows were of nothing in the data and were left out. */
  readonly passedOver: number;
}

/** Reads files of published outputs, all of one benchmark. Throws an InputError or a UsageError where a file is of no known format or does not fit. */
export async function readOutputs(
  paths: readonly string[],
  options: ImportOptions = {},
): Promise<ImportedOutputs> {
  const files = await filesAt(paths);
  const collected = new Map<string, DatasetRow>();
  const judges = new Map<string, ImportedJudge>();
  const judgments: Judgment[] = [];
  let benchmark: Benchmark | undefined;
  let data: Map<string, DatasetRow> | undefined;
  const lookup: DataLookup = { find: (id) => data?.get(id) };
  let passedOver = 0;
  for (const file of files) {
    let format: OutputFormat | undefined;
    let judge: ImportedJudge | undefined;
    for await (const row of rowsOf(file)) {
      if (!format) {
        const found = formatOf(file, row, options);
        if (!found) break;
        if (benchmark && benchmark !== found.benchmark)
          throw new UsageError(
            `${file.name}: outputs of ${found.benchmark.name} beside those of ${benchmark.name}; import them apart`,
          );
        ({ benchmark, format } = found);
        data ??= format.needsData ? await dataOf(benchmark, options) : new Map();
      }
      if (format.concerns?.(row, lookup) === false) {
        passedOver++;
        continue;
      }
      judge ??= enter(judges, identify(format, row));
      const imported = format.read(row, lookup);
      collect(collected, imported, row);
      judgments.push(
        ...imported.judgments.map((one) => judgmentOf(imported.comparison, one, judge?.id ?? "")),
      );
    }
  }
  if (!benchmark || judgments.length === 0)
    throw new InputError(
      paths.join(", "),
      "rows of published output",
      passedOver > 0 ? `${passedOver} rows of nothing in the data` : "none",
    );
  const rows = [...collected.values()];
  return { benchmark, judges: [...judges.values()], rows, judgments, files, passedOver };
}

/** Writes imported outputs as a run folder, which every command reads like a run of one's own. Resolves to the folder. */
export async function writeImport(
  outputs: ImportedOutputs,
  options: { readonly runsDirectory?: string; readonly name?: string; readonly seed?: number },
): Promise<string> {
  const { runsDirectory = CONFIG_DEFAULTS.runsDirectory, seed = CONFIG_DEFAULTS.seed } = options;
  const manifest: Manifest = {
    format: 1,
    touchstone: touchstoneVersion(),
    node: process.versions.node,
    createdAt: new Date().toISOString(),
    name: options.name ?? `${outputs.benchmark?.name ?? "verdicts"}-${outputs.judges[0]?.name ?? "outputs"}`,
    datasets: await Promise.all(
      outputs.files.map(async ({ path }) => ({
        path: basename(path),
        sha256: await datasetHash(path),
        reading: { import: outputs.benchmark?.name ?? "verdicts" },
      })),
    ),
    judges: outputs.judges,
    plan: { repeats: 1, seed },
    ...(outputs.benchmark ? { benchmark: outputs.benchmark.name } : {}),
    origin: "imported",
  };
  const folder = runFolder(runsDirectory, manifest);
  const store = await openRunFolder({ folder, manifest });
  try {
    await store.addComparisons(each(outputs.rows));
    for (const judgment of outputs.judgments) {
      if (!store.isSatisfied(judgment.trial.key)) await store.append(judgment);
    }
  } finally {
    await store.close();
  }
  return folder;
}

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

function formatOf(
  file: BenchmarkFile,
  row: BenchmarkRow,
  options: ImportOptions,
): { benchmark: Benchmark; format: OutputFormat } | null {
  const among = (options.benchmark ? [options.benchmark] : benchmarks).flatMap((benchmark) =>
    benchmark.outputs.map((format) => ({ benchmark, format })),
  );
  if (options.format !== undefined) {
    const named = among.find(({ format }) => format.name === options.format);
    // A folder of outputs holds the data they are of, too.
    if (named) return file.found && !named.format.recognises(row) ? null : named;
    const known = among.map(({ format }) => format.name).join(", ");
    throw new UsageError(`format ${options.format}: no such output format (there are: ${known})`);
  }
  const fitting = among.filter(({ format }) => format.recognises(row));
  const [only, more] = fitting;
  if (only && !more) return only;
  if (!only && file.found) return null;
  const found = only
    ? `a row that fits ${fitting.map(({ format }) => format.name).join(" and ")}: name the format`
    : "a row of none";
  const known = among.map(({ format }) => format.name).join(", ");
  throw new InputError(file.name, `output of one of ${known}`, found);
}

async function dataOf(benchmark: Benchmark, { data, seed = CONFIG_DEFAULTS.seed }: ImportOptions) {
  if (!data || data.length === 0) {
    throw new UsageError(
      `${benchmark.name}: these outputs do not hold all they are about: name the benchmark's own files with --data`,
    );
  }
  const rows = new Map<string, DatasetRow>();
  for await (const row of benchmarkRows(benchmark, await filesAt(data), { seed }))
    rows.set(row.comparison.id, row);
  return rows;
}

function identify(format: OutputFormat, row: BenchmarkRow): ImportedJudge {
  const { name, model, prompt } = format.judgeOf(row);
  const identity = {
    kind: "imported",
    name,
    format: format.name,
    ...(model === undefined ? {} : { model }),
    ...(prompt === undefined ? {} : { prompt }),
  } as const;
  return { ...identity, id: judgeId(identity) };
}

function enter(judges: Map<string, ImportedJudge>, judge: ImportedJudge): ImportedJudge {
  const known = judges.get(judge.id) ?? judge;
  judges.set(judge.id, known);
  return known;
}

/** The same comparison may stand in several files; what is said of it must be the same. */
function collect(rows: Map<string, DatasetRow>, imported: ImportedRow, row: BenchmarkRow): void {
  const { comparison, preferences } = imported;
  const known = rows.get(comparison.id);
  if (!known) rows.set(comparison.id, { comparison, preferences });
  else if (textsOf(known.comparison) !== textsOf(comparison))
    throw new InputError(row.subject, `the texts that ${comparison.id} has in an earlier row`, "others");
}

function textsOf({ prompt, responses }: Comparison): string {
  return JSON.stringify([prompt, responses]);
}

function judgmentOf(comparison: Comparison, one: ImportedJudgment, judge: string): Judgment {
  const { presented, among, repeat, reading, published, critique, text, usd, seconds } = one;
  return {
    trial: trial({
      ...{ comparison: comparison.id, judge, presented, repeat },
      ...(among === undefined ? {} : { among }),
    }),
    reading,
    published,
    critique,
    calls: [],
    imported: {
      text,
      ...(usd === undefined ? {} : { usd }),
      ...(seconds === undefined ? {} : { seconds }),
    },
  };
}
