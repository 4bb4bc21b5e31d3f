import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { reparseRun } from "../../src/pipeline.js";

const STARTER = fileURLToPath(new URL("../../datasets/starter/", import.meta.url));
const folders = (
  await Promise.all(
    ["recordings", "recordings-by-protocol", "recordings-in-process", "recordings-audit"].map(async (set) => {
      const entries = await readdir(join(STARTER, set), { withFileTypes: true });
      return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(set, name));
    }),
  )
).flat();

describe("the recorded runs of real models", () => {
  it.each(folders)("%s reads today as it is stored", async (folder) => {
    const { judges, written } = await reparseRun(join(STARTER, folder));
    expect(written).toBe(0);
    expect(judges.length).toBeGreaterThan(0);
    for (const judge of judges) {
      expect(judge).toMatchObject({
        status: "read",
        changed: 0,
        failed: 0,
        incomplete: 0,
        withoutComparison: 0,
      });
      expect(judge.judgments).toBeGreaterThan(0);
    }
  });
});
