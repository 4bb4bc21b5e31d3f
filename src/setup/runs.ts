import type { Dirent } from "node:fs";
import { access, readdir, rename } from "node:fs/promises";
import { basename, extname, join, resolve } from "node:path";
import { CONFIG_DEFAULTS, type Config } from "../config/config.js";
import { UsageError } from "../core/errors.js";
import { hashJson } from "../core/hash.js";
import { takeLock } from "../stores/lock.js";
import { type RunFolderReader, readRunFolder } from "../stores/run-folder.js";
import type { Manifest } from "../stores/store.js";
import { touchstoneVersion } from "./version.js";

/** What a run of this config is a run of. */
export function manifestOf(
  config: Config,
  datasets: Manifest["datasets"],
  judges: Manifest["judges"],
): Manifest {
  return {
    format: 1,
    touchstone: touchstoneVersion(),
    node: process.versions.node,
    createdAt: new Date().toISOString(),
    name:
      config.name ??
      config.benchmark ??
      basename(datasets[0]?.path ?? "run", extname(datasets[0]?.path ?? "")),
    datasets,
    judges,
    ...(config.benchmark === undefined ? {} : { benchmark: config.benchmark }),
    plan: { repeats: config.repeats ?? CONFIG_DEFAULTS.repeats, seed: config.seed ?? CONFIG_DEFAULTS.seed },
  };
}

/**
 * Where a run lives: its name, and the hash of data, judges and plan. The same command therefore finds the same folder and goes on;
 * limits, concurrency and endpoints are not part of it.
 */
export function runFolder(runsDirectory: string, manifest: Manifest): string {
  const { datasets, judges, plan } = manifest;
  const identity = hashJson(
    JSON.parse(JSON.stringify([datasets.map(({ sha256, reading }) => ({ sha256, reading })), judges, plan])),
  );
  return join(resolve(runsDirectory), `${fileNameFrom(manifest.name)}-${identity.slice(0, 10)}`);
}

/**
 * Moves a run out of the way, so that the same command starts anew and nothing that was paid for is lost.
 * Throws a TouchstoneError where a living process writes it.
 */
export async function setAside(folder: string): Promise<string | null> {
  if (!(await isRun(folder))) return null;
  // Whoever holds the lock would go on writing into the folder that was moved away.
  const lock = await takeLock(folder);
  await lock.release();
  for (let n = 1; ; n++) {
    const aside = `${folder}.old-${n}`;
    if (await exists(aside)) continue;
    await rename(folder, aside);
    return aside;
  }
}

/** Whether a run was set aside by `setAside`. */
export function isSetAside(folder: string): boolean {
  return /\.old-\d+$/.test(folder);
}

/**
 * The folder of a run that a user names by path, by folder name, or by the start of one (runs set aside only in full).
 * Throws a UsageError that says what there is.
 */
export async function findRun(named: string, runsDirectory: string): Promise<string> {
  if (await isRun(named)) return resolve(named);
  const known = await runFolders(runsDirectory);
  const exact = known.find((folder) => basename(folder) === named);
  if (exact) return exact;
  const current = known.filter((folder) => !isSetAside(folder));
  const matches = current.filter((folder) => named !== "" && basename(folder).startsWith(named));
  if (matches.length === 1 && matches[0]) return matches[0];
  const names = (folders: readonly string[]) => folders.map((folder) => basename(folder)).join(", ");
  if (matches.length > 1) throw new UsageError(`run ${named}: several begin so: ${names(matches)}`);
  const hint = current.length ? `there are: ${names(current)}` : "there are none yet";
  throw new UsageError(`run ${named}: no such run in ${runsDirectory} (${hint})`);
}

/** Every run folder of a directory, by name; [] where the directory does not exist. */
export async function runFolders(runsDirectory: string): Promise<string[]> {
  const entries = await readdir(runsDirectory, { withFileTypes: true }).catch(noneIfMissing);
  const folders = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(resolve(runsDirectory), entry.name));
  const runs: string[] = [];
  for (const folder of folders.sort()) if (await isRun(folder)) runs.push(folder);
  return runs;
}

/** The records of a run that may not have begun; undefined where it has not. Throws an InputError where its manifest is broken. */
export async function storedRun(folder: string): Promise<RunFolderReader | undefined> {
  return (await isRun(folder)) ? readRunFolder(folder) : undefined;
}

// The name comes from a user's file: only what is safe in a file name on every system is kept.
export function fileNameFrom(name: string): string {
  const safe = name
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "");
  return safe.slice(0, 60) || "run";
}

async function isRun(folder: string): Promise<boolean> {
  return exists(join(folder, "manifest.json"));
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function noneIfMissing(error: unknown): Dirent[] {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
  throw error;
}
