import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { touchstone } from "./support.js";

const COMMANDS = [
  ["demo"],
  ["init"],
  ["run"],
  ["judge"],
  ["report"],
  ["compare"],
  ["best-of-n"],
  ["audit"],
  ["benchmarks"],
  ["import"],
  ["score"],
  ["rescore"],
  ["sample"],
  ["reparse"],
  ["protocols"],
  ["runs", "list"],
  ["validate"],
  ["verify"],
  ["export"],
  ["doctor"],
];
const cwd = tmpdir();

describe("--help", () => {
  it("names every command, the exit codes and examples", async () => {
    const { code, stdout, stderr } = await touchstone(["--help"], { cwd });
    expect(code).toBe(0);
    expect(stderr).toBe("");
    for (const [name = ""] of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, "m"));
    expect(stdout).toContain("Examples:");
    expect(stdout).toContain("130 interrupted");
  });

  it.each(COMMANDS.map((command) => command.join(" ")))("of %s has examples", async (command) => {
    const { code, stdout } = await touchstone([...command.split(" "), "--help"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: touchstone ${command}`);
    expect(stdout).toMatch(new RegExp(`Examples:\\n  \\$ .*touchstone ${command}`));
  });

  it("loads nothing of the library, and no package but commander", async () => {
    const loaded = await modulesLoadedBy(["--help"]);
    const ours = loaded.filter((path) => path.includes(`${sep}dist${sep}`));
    expect(ours.length).toBeGreaterThan(5);
    expect(ours.filter((path) => !path.includes(`${sep}dist${sep}cli${sep}`))).toEqual([]);
    const packages = loaded.flatMap((path) => /node_modules[\\/]([^\\/]+)/.exec(path)?.[1] ?? []);
    expect([...new Set(packages)]).toEqual(["commander"]);
  });

  it("(the list above is able to see the library)", async () => {
    const loaded = await modulesLoadedBy(["runs", "list", "--runs-dir", "nowhere"]);
    expect(loaded.some((path) => path.endsWith(join("dist", "index.js")))).toBe(true);
  });
});

describe("usage", () => {
  it.each([
    [["--version"], 0],
    [[], 2],
    [["nonsense"], 2],
    [["run", "--no-such-flag"], 2],
    [["run", "--limit", "0"], 2],
    [["judge"], 2],
    [["run", "--fail-under", "agreement"], 2],
    [["report", "r", "--annotators", "anyone"], 2],
    [["report", "x", "--rule", "best"], 2],
  ] as const)("%j ends with %d", async (args, code) => {
    const ended = await touchstone(args, { cwd });
    expect(ended.code).toBe(code);
    if (code !== 0) expect(ended.stdout).toBe("");
    expect(ended.stderr).not.toContain("    at ");
  });
});

/** Paths of all files that the command line loads as modules. */
async function modulesLoadedBy(args: readonly string[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "touchstone-modules-"));
  const list = join(folder, "list.txt");
  const hooks = `import { appendFileSync } from "node:fs";
    export async function load(url, context, next) {
      appendFileSync(${JSON.stringify(list)}, url + "\\n");
      return next(url, context);
    }`;
  // Modules by import are seen by the hook; those by require stand in require's own cache at the end.
  const register = `import { appendFileSync } from "node:fs";
    import { createRequire, register } from "node:module";
    register("data:text/javascript," + encodeURIComponent(${JSON.stringify(hooks)}));
    const { cache } = createRequire(import.meta.url);
    process.on("exit", () => appendFileSync(${JSON.stringify(list)}, Object.keys(cache).join("\\n") + "\\n"));`;
  await writeFile(join(folder, "register.mjs"), register);
  const node = ["--import", pathToFileURL(join(folder, "register.mjs")).href];
  const { code } = await touchstone(args, { cwd: folder, node });
  expect(code).toBe(0);
  const lines = (await readFile(list, "utf8"))
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("node:"));
  return lines.map((line) => (line.startsWith("file:") ? decodeURIComponent(new URL(line).pathname) : line));
}
