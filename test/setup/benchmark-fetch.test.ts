import { readFile } from "node:fs/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Benchmark } from "../../src/benchmarks/benchmark.js";
import { fetchBenchmark } from "../../src/setup/benchmark-fetch.js";
import { serveHub } from "../datasets/hub-server.js";
import { temporaryDirectory } from "../support/runs.js";

afterEach(() => {
  vi.unstubAllEnvs();
});

const of = (sources: Benchmark["sources"]): Benchmark => ({
  name: "tested",
  title: "Tested",
  about: { paper: "", home: "", licence: "", checked: "fixture only" },
  sources,
  rule: [],
  traps: [],
  read: () => [],
  official: () => [],
  outputs: [],
});

describe("fetching a benchmark's files", () => {
  it("takes those of every place it lies in, by names that tell the dataset", async () => {
    const files = { "a/one.jsonl": Buffer.from('{"x":1}\n'), "b/two.jsonl": Buffer.from('{"x":2}\n') };
    const hub = await serveHub(files);
    try {
      vi.stubEnv("HF_ENDPOINT", hub.url);
      vi.stubEnv("XDG_CACHE_HOME", await temporaryDirectory());
      const source = { kind: "hub", dataset: "team/set" } as const;
      const benchmark = of([
        { ...source, files: ["a/one.jsonl"] },
        { ...source, files: ["b/two.jsonl"] },
      ]);
      const fetched = await fetchBenchmark(benchmark);
      expect(fetched.map(({ name }) => name)).toEqual(["team/set/a/one.jsonl", "team/set/b/two.jsonl"]);
      expect(await readFile(fetched[1]?.path ?? "", "utf8")).toBe('{"x":2}\n');
    } finally {
      await hub.close();
    }
  });

  it("says so where no place is known", async () => {
    await expect(fetchBenchmark(of([]))).rejects.toThrow(/benchmark tested: .*name them with --data/);
  });
});
