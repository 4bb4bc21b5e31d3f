import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorStatus, type Loopback, startLoopback } from "../support/loopback.js";
import { temporaryDirectory } from "../support/runs.js";
import { rightVerdict, start, touchstone, writePairs } from "./support.js";

let cwd: string;
let server: Loopback | undefined;

beforeEach(async () => {
  cwd = await temporaryDirectory();
});
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const run = (...more: string[]) => touchstone(["run", ...more], { cwd });

/** The message of a command that must fail as a user's mistake: code 2, one message, no stack, nothing on stdout. */
async function refusal(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await touchstone(args, { cwd });
  expect(stderr).not.toContain("    at ");
  expect(stderr).not.toContain("unexpected error");
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  return stderr;
}

describe("data that cannot be read", () => {
  it("is a missing file, a folder, an empty file", async () => {
    await mkdir(join(cwd, "folder"));
    await writeFile(join(cwd, "empty.jsonl"), "");
    expect(await refusal("run", "-d", "none.jsonl", "-j", "longest")).toContain(
      "none.jsonl: expected a file but found none",
    );
    expect(await refusal("run", "-d", "folder", "-j", "longest")).toContain(
      "folder: expected a file but found a folder",
    );
    expect(await refusal("run", "-d", "empty.jsonl", "-j", "longest")).toContain(
      "empty.jsonl: expected at least one row",
    );
    expect(await refusal("validate", "none.jsonl")).toContain("expected a file but found none");
  });

  it.skipIf(process.getuid?.() === 0)("is a file that may not be read", async () => {
    const path = await writePairs(cwd, 1);
    await chmod(path, 0);
    expect(await refusal("run", "-d", "pairs.jsonl", "-j", "longest")).toContain("may not be read");
  });

  it("is a bad row, which is named, and passed over and counted with --skip-invalid", async () => {
    const path = await writePairs(cwd, 2);
    await writeFile(path, `${await readFile(path, "utf8")}{"prompt":"?","chosen":null,"rejected":"no"}\n`);
    expect(await refusal("run", "-d", "pairs.jsonl", "-j", "longest")).toMatch(
      /pairs\.jsonl row 3: expected "chosen"/,
    );
    const skipped = await run("-d", "pairs.jsonl", "-j", "longest", "--skip-invalid", "--json");
    expect(skipped.code).toBe(0);
    expect(skipped.stderr).toMatch(/skipped: .*row 3/);
    expect(JSON.parse(skipped.stdout).data.comparisons).toBe(2);
  });

  it("is the same id in two files: both are named", async () => {
    await writePairs(cwd, 2, "a.jsonl");
    await writePairs(cwd, 2, "b.jsonl");
    const message = await refusal("run", "-d", "a.jsonl", "-d", "b.jsonl", "-j", "longest");
    expect(message).toContain('b.jsonl: expected ids that a.jsonl does not have but found "q0" in both');
  });
});

describe("a config that cannot be used", () => {
  const config = (name: string, text: string) => writeFile(join(cwd, name), text);

  it("says what is missing where there is none", async () => {
    expect(await refusal("run")).toContain("no data: give --data FILE");
    await writePairs(cwd, 1);
    expect(await refusal("run", "-d", "pairs.jsonl")).toContain("no judge: give --judge MODEL");
    expect(await refusal("doctor")).toContain("no judge");
    expect(await refusal("run", "-c", "none.yaml")).toMatch(
      /config .*none\.yaml: expected a file but found none/,
    );
    expect(await refusal("run", "-c", ".")).toMatch(/expected a file but found a folder/);
  });

  it("is bad JSON, bad YAML, a module that throws", async () => {
    await config("a.json", "{ nope");
    await config("b.yaml", "data: [1\njudges: }");
    await config("c.ts", "throw new Error('my own mistake');\nexport default {};");
    await config("d.toml", "data = 1");
    expect(await refusal("run", "-c", "a.json")).toMatch(/config .*a\.json: /);
    expect(await refusal("run", "-c", "b.yaml")).toMatch(/config .*b\.yaml: /);
    expect(await refusal("run", "-c", "c.ts")).toContain("my own mistake");
    expect(await refusal("run", "-c", "d.toml")).toContain("expected an extension among ts,");
  });

  it("names every field that does not fit", async () => {
    await config(
      "touchstone.config.yaml",
      "data: pairs.jsonl\njudges:\n  - modle: small\nconcurency: 3\nlimit: many\n",
    );
    const message = await refusal("run");
    expect(message).toContain('unknown field "concurency" (did you mean "concurrency"?)');
    await config("touchstone.config.yaml", "data: pairs.jsonl\njudges:\n  - modle: small\nlimit: many\n");
    const both = await refusal("run");
    expect(both).toContain(
      'judges[0]: unknown field "modle" (did you mean "model"?); expected a judge\'s name, { model, … }, { reward, … } or { baseline, … }',
    );
    expect(both).toContain('limit: expected a number but found the text "many"');
  });
});

describe("flags that nobody can use", () => {
  it.each([
    [
      ["-j", "pointwise:m", "--orders", "both"],
      "--orders: no judge has the option orders: pointwise:m has scale, ",
    ],
    [["-j", "longest", "--no-ties"], "--no-ties: no judge has the option ties: longest has none"],
    [
      ["-j", "m", "-j", "longest", "--scale", "1-5"],
      "--scale: no judge has the option scale: pairwise:m has orders, ties, ",
    ],
  ])("%j", async (args, message) => {
    await writePairs(cwd, 1);
    expect(await refusal("run", "-d", "pairs.jsonl", ...args)).toContain(message);
  });

  it("are used where one of the judges can, and only by that one", async () => {
    await writePairs(cwd, 1);
    const args = [
      "-j",
      "pairwise:m",
      "-j",
      "pointwise:m",
      "--scale",
      "1-5",
      "--orders",
      "as-given",
      "--base-url",
      "http://127.0.0.1:9/v1",
      "--dry-run",
      "--json",
    ];
    const { code, stdout } = await run("-d", "pairs.jsonl", ...args);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).judges).toMatchObject([{ trials: 1 }, { trials: 2 }]);
  });

  it("and the same judge twice is refused", async () => {
    await writePairs(cwd, 1);
    expect(await refusal("run", "-d", "pairs.jsonl", "-j", "longest", "-j", "longest")).toContain(
      "judge longest is given twice",
    );
  });
});

describe("a closed pipe", () => {
  it("ends the output quietly, and leaves the exit code what it is", async () => {
    await writePairs(cwd, 40);
    const args = ["run", "-d", "pairs.jsonl", "-j", "longest", "--fail-under", "agreement=0.9", "--json"];
    const { child, ended } = start(args, { cwd });
    child.stdout?.destroy();
    const { code, stderr } = await ended;
    expect(stderr).not.toContain("EPIPE");
    expect(stderr).not.toContain("    at ");
    expect(code).toBe(1);
  });
});

describe("a key", () => {
  const KEY = "abcdef-very-secret-9876543210";

  it("reaches no record, no report and no message, even where the endpoint echoes it", async () => {
    await writePairs(cwd, 2);
    server = await startLoopback((request) =>
      request.index % 2 === 0
        ? errorStatus(400, { message: `bad request of ${request.headers.authorization} (${KEY})` })
        : rightVerdict(request),
    );
    const { stdout, stderr } = await touchstone(
      ["run", "-d", "pairs.jsonl", "-j", "small", "--base-url", server.baseURL, "--json", "-o", "r.md"],
      {
        cwd,
        env: { OPENAI_API_KEY: KEY },
      },
    );
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    const written = await everyFileBelow(cwd);
    expect(written.some((text) => text.includes("bad request of"))).toBe(true);
    for (const text of [stdout, stderr, ...written]) expect(text).not.toContain("very-secret");
  });

  it("is not repeated where it was put in place of a variable's name or into the config", async () => {
    await writePairs(cwd, 1);
    for (const key of [`sk-${KEY}`, "gsk_0123456789abcdefgh"]) {
      const message = await refusal("run", "-d", "pairs.jsonl", "-j", "small", "--api-key-env", key);
      expect(message).not.toContain(key.slice(4));
    }
    await writeFile(
      join(cwd, "touchstone.config.json"),
      JSON.stringify({ data: "pairs.jsonl", judges: [{ model: "m", apiKey: KEY }] }),
    );
    const message = await refusal("run");
    expect(message).toContain("apiKeyEnv names the environment variable");
    expect(message).not.toContain(KEY);
  });
});

async function everyFileBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), "utf8")));
}
