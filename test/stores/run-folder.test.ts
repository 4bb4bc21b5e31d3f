import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import {
  appendFile,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.js";
import type { Preference } from "../../src/core/preference.js";
import { listRuns, openRunFolder, readRunFolder } from "../../src/stores/run-folder.js";
import type { Manifest, Store } from "../../src/stores/store.js";
import { examineStore } from "../conformance/store.js";
import {
  all,
  askedJudge,
  comparisons,
  each,
  judgmentFor,
  manifestOf,
  preferenceFor,
  temporaryDirectory,
} from "../support/runs.js";

const judge = askedJudge("tested");
const manifest: Manifest = { ...manifestOf([]), judges: [judge] };

let folder: string;
beforeEach(async () => {
  folder = join(await temporaryDirectory(), "run");
});

const file = (name: string) => join(folder, name);
const opened = (more: Partial<Manifest> = {}) =>
  openRunFolder({ folder, manifest: { ...manifest, ...more } });
const withPreferences = (count: number) =>
  each(comparisons(count).map((comparison) => ({ comparison, preferences: [preferenceFor(comparison)] })));

async function filled(use: (store: Store) => Promise<unknown>): Promise<void> {
  const store = await opened();
  await use(store);
  await store.close();
}

describe("run folder", () => {
  examineStore(async () => {
    const own = join(await temporaryDirectory(), "run");
    return {
      open: () => openRunFolder({ folder: own, manifest }),
      tear: () => appendFile(join(own, "judgments.jsonl"), '{"key":"0123","trial":{"compar'),
    };
  });

  it("is made of plain files: a manifest, and lines of JSON with the key first and the raw text last", async () => {
    await filled(async (store) => {
      await store.addComparisons(withPreferences(1));
      await store.append(judgmentFor("q0"));
    });
    expect((await readdir(folder)).sort()).toEqual([
      "comparisons.jsonl",
      "judgments.jsonl",
      "manifest.json",
      "preferences.jsonl",
    ]);
    const line = await readFile(file("judgments.jsonl"), "utf8");
    expect(line).toMatch(
      /^\{"key":"[0-9a-f]{32}","trial":\{"comparison":"q0".*"text":"Good. \[\[A\]\]"\}\}\]\}\n$/,
    );
    expect(JSON.parse(await readFile(file("manifest.json"), "utf8"))).toEqual(manifest);
  });

  it("keeps what preferences say of responses by whatever name", async () => {
    const [comparison] = comparisons(1);
    if (!comparison) throw new Error("no comparison");
    const names = ["__proto__", "constructor"];
    const preference: Preference = {
      ...{ comparison: comparison.id, source: "verified", kind: "ratings" },
      scores: Object.fromEntries(names.map((name) => [name, 0])),
      errors: Object.fromEntries(names.map((name) => [name, "wrong-answer"])),
    };
    await filled((store) => store.addComparisons(each([{ comparison, preferences: [preference] }])));
    const [kept] = await all((await readRunFolder(folder)).preferences());
    expect(JSON.stringify(kept)).toBe(JSON.stringify(preference));
    expect(Object.keys(kept?.errors ?? {})).toEqual(names);
  });

  it("streams records of ten megabytes", async () => {
    const long = judgmentFor("q0", { critique: "long \u2028 ".repeat(1_000_000) });
    await filled(async (store) => {
      await store.append(judgmentFor("q1"));
      await store.append(long);
      await store.append(judgmentFor("q2"));
    });
    const store = await opened();
    const kept = await all(store.judgments());
    expect(kept.map(({ trial }) => trial.comparison)).toEqual(["q1", "q0", "q2"]);
    expect(kept[1]?.critique === long.critique).toBe(true);
    await store.close();
  });

  describe("damage", () => {
    it.each(["", "not json", '{"key":"0123","trial":', "null", '{"key":7}', "\uFFFD"])(
      "a broken line in the middle (%j) is named by its number and costs nothing else",
      async (broken) => {
        await filled((store) => store.append(judgmentFor("q0")));
        await appendFile(file("judgments.jsonl"), `${broken}\n`);
        await filled((store) => store.append(judgmentFor("q1")));
        const store = await opened();
        expect(store.warnings).toEqual(["judgments.jsonl line 2 is broken and was skipped"]);
        expect(await all(store.judgments())).toEqual([judgmentFor("q0"), judgmentFor("q1")]);
        await store.close();
      },
    );

    it("is not repaired by who only reads: a torn end is left out, reported, and left as it is", async () => {
      await filled((store) => store.append(judgmentFor("q0")));
      await appendFile(file("judgments.jsonl"), '{"key":');
      const before = await stat(file("judgments.jsonl"));
      const reader = await readRunFolder(folder);
      expect(reader.warnings.join()).toMatch(/judgments.jsonl.*torn/);
      expect(await all(reader.judgments())).toHaveLength(1);
      const after = await stat(file("judgments.jsonl"));
      expect([after.size, after.mtimeMs]).toEqual([before.size, before.mtimeMs]);
    });

    it("a kill at any byte of adding comparisons leaves none without its preferences and none twice", async () => {
      await filled((store) => store.addComparisons(withPreferences(4)));
      const preferences = await readFile(file("preferences.jsonl"));
      const whole = await readFile(file("comparisons.jsonl"));
      // Preferences are written before their comparisons: a kill leaves all of the first and a part of the second, or a part of the first.
      const cuts = [
        ...[0, 10, 150, whole.length - 1].map((size) => ({
          preferences: preferences.length,
          comparisons: size,
        })),
        ...[0, 10, 100, preferences.length - 1].map((size) => ({ preferences: size, comparisons: 0 })),
      ];
      for (const cut of cuts) {
        await writeFile(file("preferences.jsonl"), preferences.subarray(0, cut.preferences));
        await writeFile(file("comparisons.jsonl"), whole.subarray(0, cut.comparisons));
        const store = await opened();
        const ids = new Set((await all(store.comparisons())).map(({ id }) => id));
        expect(new Set((await all(store.preferences())).map(({ comparison }) => comparison))).toEqual(ids);
        await store.addComparisons(withPreferences(4));
        expect((await all(store.comparisons())).map(({ id }) => id)).toEqual(["q0", "q1", "q2", "q3"]);
        expect((await all(store.preferences())).map(({ comparison }) => comparison)).toEqual([
          "q0",
          "q1",
          "q2",
          "q3",
        ]);
        await store.close();
      }
    });
  });

  describe("manifest", () => {
    it.each<[string, Partial<Manifest>, RegExp]>([
      ["other repeats", { plan: { repeats: 2, seed: 7 } }, /plan\.repeats: expected 1 but found 2/],
      ["another seed", { plan: { repeats: 1, seed: 8 } }, /plan\.seed: expected 7 but found 8/],
      ["another judge", { judges: [askedJudge("other")] }, /judge tested@.*found none/],
      ["one judge more", { judges: [judge, askedJudge("other")] }, /no judge other@/],
      [
        "other data",
        { datasets: [{ path: "data.jsonl", sha256: "b".repeat(64), reading: { format: "jsonl" } }] },
        /dataset 1.*aaaa.*bbbb/,
      ],
    ])("%s is refused with what differs", async (_, more, message) => {
      await filled((store) => store.append(judgmentFor("q0")));
      const error = await opened(more).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(InputError);
      expect(String(error)).toMatch(message);
      // And the folder is free again.
      await filled(async (store) => expect(await all(store.judgments())).toHaveLength(1));
    });

    it("what does not make the run what it is may differ; the first manifest is kept", async () => {
      await filled(async () => {});
      const moved = manifest.datasets.map((dataset) => ({ ...dataset, path: "elsewhere.jsonl" }));
      const store = await opened({ name: "renamed", createdAt: "2030-01-01T00:00:00.000Z", datasets: moved });
      expect(store.manifest).toEqual(manifest);
      await store.close();
    });

    it("a folder with judgments and no manifest is refused rather than adopted", async () => {
      await filled((store) => store.append(judgmentFor("q0")));
      await rm(file("manifest.json"));
      await expect(opened()).rejects.toThrow(/manifest\.json/);
    });

    it.each(["", "{", "[]", '{"format":2}', '{"format":1,"judges":{}}'])(
      "%j is named as no manifest",
      async (text) => {
        await mkdir(folder, { recursive: true });
        await writeFile(file("manifest.json"), text);
        await expect(opened()).rejects.toThrow(/manifest\.json/);
        await expect(readRunFolder(folder)).rejects.toThrow(InputError);
      },
    );
  });

  describe("lock", () => {
    const holder = (more: object) =>
      writeFile(
        file("lock.json"),
        JSON.stringify({
          pid: 1,
          host: hostname(),
          since: "2026-01-01T00:00:00.000Z",
          processStart: null,
          ...more,
        }),
      );
    const deadPid = () => Number(execFileSync(process.execPath, ["-p", "process.pid"], { encoding: "utf8" }));

    beforeEach(() => filled((store) => store.append(judgmentFor("q0"))));

    it("of a dead process is taken over with a warning", async () => {
      const pid = deadPid();
      await holder({ pid });
      const store = await opened();
      expect(store.warnings.join()).toContain(`${pid}`);
      expect(await all(store.judgments())).toHaveLength(1);
      await store.close();
      expect(await readdir(folder)).not.toContain("lock.json");
    });

    it("of a process on another machine is respected, with a word on what to do", async () => {
      await holder({ host: "elsewhere" });
      await expect(opened()).rejects.toThrow(/process 1 on elsewhere.*lock\.json/);
    });

    it("of a living process is respected", async () => {
      await holder({ pid: process.ppid });
      await expect(opened()).rejects.toThrow(`process ${process.ppid}`);
    });

    it.runIf(process.platform === "linux")(
      "of a dead process whose number lives on in another is taken over",
      async () => {
        await holder({ pid: process.ppid, processStart: "1" });
        await filled(async (store) => expect(store.warnings.join()).toContain("no longer runs"));
      },
    );

    it("that is unreadable is taken over with a warning", async () => {
      await writeFile(file("lock.json"), "");
      await filled(async (store) => expect(store.warnings.join()).toContain("took over"));
    });

    it("is not asked by who only reads", async () => {
      const store = await opened();
      const reader = await readRunFolder(folder);
      expect(await all(reader.judgments())).toHaveLength(1);
      await store.append(judgmentFor("q1"));
      // What is read is the folder as it was.
      expect(await all(reader.judgments())).toHaveLength(1);
      await store.close();
    });
  });

  describe("reading and listing", () => {
    it("a reader gives comparisons, preferences, judgments and counts", async () => {
      await filled(async (store) => {
        await store.addComparisons(withPreferences(3));
        await store.append(judgmentFor("q0"));
        await store.append(judgmentFor("q1", { failed: "HTTP 500" }));
      });
      const reader = await readRunFolder(folder);
      expect(reader.counts).toEqual({ comparisons: 3, judgments: 2, failed: 1 });
      expect(await all(reader.comparisons())).toEqual(comparisons(3));
      expect(await all(reader.preferences())).toHaveLength(3);
      expect(reader.isSatisfied(judgmentFor("q0").trial.key)).toBe(true);
      expect(reader.isSatisfied(judgmentFor("q1").trial.key)).toBe(false);
    });

    it("runs are listed newest first, and a broken folder is listed with its reason", async () => {
      const directory = await temporaryDirectory();
      for (const [name, createdAt] of [
        ["older", "2026-01-01T00:00:00.000Z"],
        ["newer", "2026-02-01T00:00:00.000Z"],
      ] as const) {
        const own = { ...manifest, name, createdAt };
        const store = await openRunFolder({ folder: join(directory, name), manifest: own });
        await store.append(judgmentFor("q0"));
        await store.close();
      }
      await mkdir(join(directory, "broken"));
      await writeFile(join(directory, "broken", "manifest.json"), "{");
      await mkdir(join(directory, "empty"));
      await writeFile(join(directory, "a file"), "");
      const listings = await listRuns(directory);
      expect(listings).toMatchObject([
        { status: "readable", name: "newer", judges: ["tested"], counts: { judgments: 1, failed: 0 } },
        { status: "readable", name: "older" },
        { status: "broken", folder: join(directory, "broken") },
        { status: "broken", folder: join(directory, "empty") },
      ]);
      expect(await listRuns(join(directory, "nowhere"))).toEqual([]);
    });
  });

  it.runIf(existsSync("/dev/full"))(
    "a full disk is an error that names the file, for every append from then on",
    async () => {
      await filled(async () => {});
      await rm(file("judgments.jsonl"));
      await symlink("/dev/full", file("judgments.jsonl"));
      const store = await opened();
      for (const comparison of ["q0", "q1"]) {
        const judgment = judgmentFor(comparison);
        await expect(store.append(judgment)).rejects.toThrow(/cannot write .*judgments\.jsonl/);
        expect(store.isSatisfied(judgment.trial.key)).toBe(false);
      }
      await expect(store.close()).rejects.toThrow(/judgments\.jsonl/);
      expect(await readdir(folder)).not.toContain("lock.json");
    },
  );

  it.runIf(existsSync("/dev/full"))("no comparison is written before its preferences are", async () => {
    await filled(async () => {});
    await rm(file("preferences.jsonl"));
    await symlink("/dev/full", file("preferences.jsonl"));
    const store = await opened();
    await expect(store.addComparisons(withPreferences(2))).rejects.toThrow(/preferences\.jsonl/);
    expect(await readFile(file("comparisons.jsonl"), "utf8")).toBe("");
    await expect(store.close()).rejects.toThrow(/preferences\.jsonl/);
  });

  it("a log that was cut to nothing is an empty one", async () => {
    await filled((store) => store.append(judgmentFor("q0")));
    await truncate(file("judgments.jsonl"), 0);
    await filled(async (store) => expect(await all(store.judgments())).toEqual([]));
  });
});
