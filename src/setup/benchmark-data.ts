import type { Benchmark, BenchmarkFile } from "../benchmarks/benchmark.js";
import { rowsOf } from "../benchmarks/rows.js";
import { InputError } from "../core/errors.js";
import type { DatasetRow } from "../datasets/read.js";

interface ReadOptions {
  /** Places the responses of rows whose order tells the winner. */
  readonly seed: number;
  /** Called for each row that cannot be read, which is then left out; without it the first such row throws. */
  readonly onInvalid?: (error: InputError) => void;
}

/** A benchmark's comparisons with what is said of them, row by row. Throws an InputError that names the row, also where an id comes twice or no row is the benchmark's. */
export async function* benchmarkRows(
  benchmark: Benchmark,
  files: readonly BenchmarkFile[],
  { seed, onInvalid }: ReadOptions,
): AsyncGenerator<DatasetRow> {
  const ids = new Set<string>();
  const enter = (read: DatasetRow, subject: string): DatasetRow => {
    const { id } = read.comparison;
    if (ids.has(id)) throw new InputError(subject, "an id of its own", `${JSON.stringify(id)} again`);
    ids.add(id);
    return read;
  };
  const waiting: DatasetRow[] = [];
  for (const file of files) {
    for await (const row of rowsOf(file)) {
      try {
        const read = benchmark.read(row, { seed });
        if (benchmark.gather) waiting.push(...read);
        else for (const one of read) yield enter(one, row.subject);
      } catch (error) {
        if (!onInvalid || !(error instanceof InputError)) throw error;
        onInvalid(error);
      }
    }
  }
  for (const one of benchmark.gather?.(waiting) ?? []) yield enter(one, benchmark.title);
  if (ids.size === 0) {
    const names = files.map(({ name }) => name).join(", ");
    throw new InputError(names, `rows of ${benchmark.title}`, "none");
  }
}
