import type { Benchmark, BenchmarkFile, BenchmarkSource } from "../benchmarks/benchmark.js";
import { UsageError } from "../core/errors.js";
import { fetchGitHubFile } from "../datasets/download/github.js";
import { fetchHubFile, hubFiles } from "../datasets/download/hub.js";

/** A benchmark's files out of the cache, fetched where they are not there. Throws a UsageError where no place is known. */
export async function fetchBenchmark({ name, sources }: Benchmark): Promise<BenchmarkFile[]> {
  if (sources.length === 0)
    throw new UsageError(`benchmark ${name}: it is not known where its files lie; name them with --data`);
  const fetched: BenchmarkFile[] = [];
  for (const source of sources)
    fetched.push(...(source.kind === "hub" ? await fromHub(source) : await fromGitHub(source)));
  return fetched;
}

async function fromHub({
  dataset,
  files,
  revision,
}: Extract<BenchmarkSource, { kind: "hub" }>): Promise<BenchmarkFile[]> {
  // Files that are not named are all that hold rows, of one and the same commit.
  const known =
    files.length > 0
      ? { files, ...(revision === undefined ? {} : { revision }) }
      : await hubFiles(dataset, revision === undefined ? {} : { revision });
  const fetched: BenchmarkFile[] = [];
  for (const file of known.files) {
    const { path } = await fetchHubFile({ ...known, dataset, file });
    // Where a benchmark is several datasets, their names tell the subset.
    fetched.push({ path, name: `${dataset}/${file}` });
  }
  return fetched;
}

async function fromGitHub({
  repository,
  commit,
  files,
}: Extract<BenchmarkSource, { kind: "github" }>): Promise<BenchmarkFile[]> {
  const fetched: BenchmarkFile[] = [];
  for (const file of files)
    fetched.push({ path: (await fetchGitHubFile({ repository, commit, file })).path, name: file });
  return fetched;
}
