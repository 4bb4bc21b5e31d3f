import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readRunFolder } from "../../src/stores/run-folder.js";
import { type Loopback, reply, startLoopback } from "../support/loopback.js";
import { all, temporaryDirectory } from "../support/runs.js";

const KILL_ME = fileURLToPath(new URL("../support/kill-me.mjs", import.meta.url));
const COMPARISONS = 400;

let server: Loopback;
let children: ChildProcess[] = [];

beforeEach(async () => {
  server = await startLoopback(({ body, index }) =>
    reply(`${body.messages[0]?.content} `.repeat(200), { latencyMs: 5 + (index % 10) }),
  );
});

afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  children = [];
  await server.close();
});

/** Starts the run in a child and kills it when it has counted so many judgments (or lets it end); gives the keys it counted. */
async function counted(folder: string, killAfter = Number.POSITIVE_INFINITY): Promise<string[]> {
  const child = spawn(process.execPath, [KILL_ME, folder, server.baseURL, String(COMPARISONS)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk;
    if (output.split("\n").length > killAfter) child.kill("SIGKILL");
  });
  await once(child, "close");
  return output.split("\n").filter((key) => /^[0-9a-f]{32}$/.test(key));
}

describe("a run killed with SIGKILL", () => {
  it("resumes with every counted judgment, none doubled, and asks again only what was in flight", async () => {
    const folder = join(await temporaryDirectory(), "run");
    const kept: string[] = [];
    for (const killAfter of [30, 150]) kept.push(...(await counted(folder, killAfter)));
    const before = server.requests.length;
    expect(kept.length).toBeGreaterThanOrEqual(180);
    expect(kept.length).toBeLessThan(COMPARISONS);

    kept.push(...(await counted(folder)));

    const reader = await readRunFolder(folder);
    const keys = (await all(reader.judgments())).map(({ trial }) => trial.key);
    expect(new Set(keys).size).toBe(COMPARISONS);
    expect(keys).toHaveLength(COMPARISONS);
    // Counted once, by whichever of the three processes, and stored.
    expect(new Set(kept).size).toBe(kept.length);
    expect(kept.filter((key) => !keys.includes(key))).toEqual([]);
    // No record stands twice in the file, and the calls repeated are at most those in flight at the two kills.
    const lines = (await readFile(join(folder, "judgments.jsonl"), "utf8")).trimEnd().split("\n");
    expect(lines).toHaveLength(COMPARISONS);
    expect(server.requests.length).toBeLessThanOrEqual(COMPARISONS + 2 * 16);
    expect(server.requests.length).toBeGreaterThan(before);
    expect(await all(reader.comparisons())).toHaveLength(COMPARISONS);
    expect(await all(reader.preferences())).toHaveLength(COMPARISONS);
  });

  it("has nothing left to ask once it is complete", async () => {
    const folder = join(await temporaryDirectory(), "run");
    await counted(folder);
    const { length } = server.requests;
    expect(length).toBe(COMPARISONS);
    expect(await counted(folder)).toEqual([]);
    expect(server.requests).toHaveLength(length);
  });
});
