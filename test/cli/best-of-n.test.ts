import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { temporaryDirectory } from "../support/runs.js";
import { touchstone } from "./support.js";

let cwd: string;
beforeEach(async () => {
  cwd = await temporaryDirectory();
});
const cli = (...args: readonly string[]) => touchstone(args, { cwd });

// The longest response is right in one of two prompts, the shortest in the other, the middle one in none; a third prompt has no gold.
const row = (id: string, ...good: readonly number[]) => ({
  id,
  prompt: "2 + 2?",
  responses: ["4", "four", "It is four."].map((text, i) => ({ id: `r${i}`, text })),
  preferences: good.length
    ? [
        {
          source: "verified",
          kind: "ratings",
          scores: Object.fromEntries(good.map((value, i) => [`r${i}`, value])),
        },
      ]
    : [],
});
const rows = [row("a", 0, 0, 1), row("b", 1, 0, 0), row("c")];

async function stored(data: readonly object[]): Promise<string> {
  await writeFile(join(cwd, "data.jsonl"), data.map((one) => `${JSON.stringify(one)}\n`).join(""));
  await cli("run", "--data", "data.jsonl", "--judge", "longest", "--judge", "shortest");
  const [run = ""] = await readdir(join(cwd, "touchstone-runs"));
  return run;
}

describe("best-of-n", () => {
  it("says what the stored judges would have chosen, as JSON and as tables", async () => {
    const run = await stored(rows);
    const { code, stdout, stderr } = await cli(
      "best-of-n",
      run,
      "--judge",
      "longest",
      "--judge",
      "shortest",
      "--json",
    );
    expect([code, stderr]).toEqual([0, ""]);
    const found = JSON.parse(stdout);
    expect(found).toMatchObject({
      format: 1,
      n: 3,
      gold: { source: "verified", prompts: 2, withoutGold: 1 },
    });
    expect(found.judges.map(({ name }: { name: string }) => name).sort()).toEqual(["longest", "shortest"]);
    for (const { curve } of found.judges) {
      // Each picks right in one prompt of two; of three random responses one is.
      expect(curve[2].gold).toMatchObject({ value: 0.5, n: 2 });
      expect(curve[2].random.value).toBeCloseTo(1 / 3, 12);
      expect(curve[2].regret.value).toBeCloseTo(0.5, 12);
    }
    const tables = await cli("best-of-n", run, "-n", "2");
    expect(tables.code).toBe(0);
    expect(tables.stdout).toContain("Best of 2");
    expect(tables.stdout).toContain("longest");
  });

  it("says what is missing: gold, so many responses, a judge of that name", async () => {
    const run = await stored(rows);
    expect(await cli("best-of-n", run, "-n", "4")).toMatchObject({ code: 2 });
    expect((await cli("best-of-n", run, "-n", "4")).stderr).toMatch(
      /no prompt has a gold reward of more than 3 responses/,
    );
    expect((await cli("best-of-n", run, "--gold", "human")).stderr).toMatch(
      /expected a human gold reward .* verify DATA --as ratings/,
    );
    expect((await cli("best-of-n", run, "--judge", "nobody")).stderr).toMatch(
      /--judge nobody: no such judge; known are .*longest/,
    );
  });
});
