import { mkdir, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { findRun, manifestOf, runFolder, runFolders, setAside, storedRun } from "../../src/setup/runs.js";
import { openRunFolder } from "../../src/stores/run-folder.js";
import type { Manifest } from "../../src/stores/store.js";
import { temporaryDirectory } from "../support/runs.js";

let runs: string;
beforeEach(async () => {
  runs = await temporaryDirectory();
});

const manifest = (more: Partial<Manifest> = {}): Manifest => ({
  ...manifestOf(
    { data: "x.jsonl", judges: [] },
    [{ path: "pairs.jsonl", sha256: "a", reading: { seed: 20 } }],
    [],
  ),
  ...more,
});

async function make(name: string): Promise<string> {
  const folder = join(runs, name);
  await (await openRunFolder({ folder, manifest: manifest() })).close();
  return folder;
}

describe("a run's folder", () => {
  it("is named by its data file and by data, judges and plan; not by where the data lies or when it was made", () => {
    const folder = runFolder(runs, manifest());
    expect(basename(folder)).toMatch(/^pairs-[0-9a-f]{10}$/);
    expect(runFolder(runs, manifest({ createdAt: "1999", node: "1" }))).toBe(folder);
    expect(
      runFolder(
        runs,
        manifest({ datasets: [{ path: "elsewhere.jsonl", sha256: "a", reading: { seed: 20 } }] }),
      ),
    ).toBe(folder);
    for (const other of [
      { datasets: [{ path: "pairs.jsonl", sha256: "b", reading: { seed: 20 } }] },
      { datasets: [{ path: "pairs.jsonl", sha256: "a", reading: { seed: 21 } }] },
      { plan: { repeats: 2, seed: 20 } },
    ]) {
      expect(runFolder(runs, manifest(other))).not.toBe(folder);
    }
  });

  it("has a name that is safe in every file system", () => {
    for (const name of ["../../etc/passwd", "a\nb", "...", "è / ü", "con:aux", "x".repeat(300), ""]) {
      const folder = runFolder(runs, manifest({ name }));
      expect(basename(folder)).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]*-[0-9a-f]{10}$/);
      expect(folder.length - runs.length).toBeLessThan(80);
    }
  });
});

describe("finding a run", () => {
  it("goes by path, by name, and by the start of a name", async () => {
    const folder = await make("pairs-12ab");
    expect(await findRun(folder, "elsewhere")).toBe(folder);
    expect(await findRun("pairs-12ab", runs)).toBe(folder);
    expect(await findRun("pa", runs)).toBe(folder);
  });

  it("says what there is where none or several fit", async () => {
    await expect(findRun("pairs", runs)).rejects.toThrow("there are none yet");
    await make("pairs-1");
    await make("pairs-2");
    await make("pairs");
    await expect(findRun("pair", runs)).rejects.toThrow("several begin so: pairs, pairs-1, pairs-2");
    expect(basename(await findRun("pairs", runs))).toBe("pairs");
    await expect(findRun("other", runs)).rejects.toThrow("there are: pairs, pairs-1, pairs-2");
    await expect(findRun("", runs)).rejects.toThrow("no such run");
  });

  it("is not led astray by a folder of that name that is no run", async () => {
    await mkdir(join(runs, "notes"));
    expect(await runFolders(runs)).toEqual([]);
    await expect(findRun(join(runs, "notes"), runs)).rejects.toThrow("no such run");
    expect(await storedRun(join(runs, "notes"))).toBeUndefined();
  });
});

describe("setting a run aside", () => {
  it("keeps each under a name of its own, which only the full name finds", async () => {
    const folder = await make("pairs-1");
    expect(await setAside(folder)).toBe(`${folder}.old-1`);
    await make("pairs-1");
    expect(await setAside(folder)).toBe(`${folder}.old-2`);
    expect(await setAside(folder)).toBeNull();
    await make("pairs-1");
    expect(await readdir(runs)).toHaveLength(3);
    expect(await findRun("pairs", runs)).toBe(folder);
    expect(await findRun("pairs-1.old-2", runs)).toBe(`${folder}.old-2`);
  });

  it("is refused while a living process writes it", async () => {
    const folder = join(runs, "pairs-1");
    const store = await openRunFolder({ folder, manifest: manifest() });
    await expect(setAside(folder)).rejects.toThrow(`written by process ${process.pid}`);
    await store.close();
    expect(await readdir(runs)).toEqual(["pairs-1"]);
  });
});
