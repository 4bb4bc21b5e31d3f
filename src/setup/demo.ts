import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { baselines } from "../baselines/find.js";
import type { Analysis } from "../core/analysis.js";
import type { Json } from "../core/json.js";
import { readRunFolder } from "../stores/run-folder.js";
import type { RunRecords } from "../stores/store.js";
import { analyzeRecords } from "./analysis.js";

/** The starter set and the recorded runs, as the package ships them. */
export const STARTER_SET = fileURLToPath(
  new URL("../../datasets/starter/comparisons.jsonl", import.meta.url),
);
const RECORDINGS = fileURLToPath(new URL("../../datasets/starter/recordings/", import.meta.url));
/** One model asked by every protocol about the same comparisons. */
const BY_PROTOCOL = fileURLToPath(new URL("../../datasets/starter/recordings-by-protocol/", import.meta.url));

export interface Recording {
  readonly judge: string;
  readonly folder: string;
  readonly prompt: string;
  readonly judgments: number;
  readonly comparisons: number;
  readonly origin: string;
  readonly notes: Readonly<Record<string, Json>>;
}

export interface Demo {
  /** Recorded judges and baselines on the same comparisons. */
  readonly recorded: Analysis | null;
  /** One recorded model asked in several ways about the same comparisons; a table of its own, since it is over fewer of them. */
  readonly byProtocol: Analysis | null;
  /** The baselines on the whole starter set, judged now. */
  readonly starter: Analysis;
  readonly recordings: readonly Recording[];
  readonly judgedNow: number;
}

type RunTheBaselines = (
  data: string,
  runsDirectory: string,
  judges: readonly string[],
) => Promise<{ folder: string; judgments: number }>;

/**
 * Runs the baselines on the starter set through the whole pipeline, in a folder that is removed again, and reads the recorded runs by
 * their trial keys, so that a later edit of a prompt does not break them. Needs no key and no network.
 */
export async function demoWith(runBaselines: RunTheBaselines): Promise<Demo> {
  const folder = await mkdtemp(join(tmpdir(), "touchstone-demo-"));
  try {
    const live = await runBaselines(
      STARTER_SET,
      folder,
      baselines.map(({ name }) => name),
    );
    const starter = await analyzeRecords([await readRunFolder(live.folder)]);
    const [runs, asked] = await Promise.all([runsIn(RECORDINGS), runsIn(BY_PROTOCOL)]);
    return {
      recorded: runs.length ? await analyzeRecords(runs) : null,
      byProtocol: asked.length ? await analyzeRecords(asked) : null,
      starter,
      recordings: (await Promise.all(runs.map(describeRecording))).flat(),
      judgedNow: live.judgments,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runsIn(folder: string): Promise<RunRecords[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  return Promise.all(folders.sort().map(readRunFolder));
}

async function describeRecording(run: RunRecords): Promise<Recording[]> {
  const counts = new Map<string, { judgments: number; comparisons: Set<string> }>();
  for await (const { trial } of run.judgments()) {
    const count = counts.get(trial.judge) ?? { judgments: 0, comparisons: new Set<string>() };
    count.judgments++;
    count.comparisons.add(trial.comparison);
    counts.set(trial.judge, count);
  }
  return run.manifest.judges.flatMap((judge) => {
    const count = counts.get(judge.id);
    if (judge.kind !== "asked" || !count) return [];
    return {
      judge: judge.name,
      folder: run.location,
      prompt: `${judge.prompt.name} ${judge.prompt.hash.slice(0, 12)}`,
      judgments: count.judgments,
      comparisons: count.comparisons.size,
      origin: run.manifest.origin ?? "recorded",
      notes: { ...run.manifest.notes },
    };
  });
}
