import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type Behaviour,
  type ChatRequest,
  errorStatus,
  type Loopback,
  reply,
  startLoopback,
} from "../support/loopback.js";
import { temporaryDirectory } from "../support/runs.js";
import { ANSI, start, touchstone } from "./support.js";

let cwd: string;
let server: Loopback;
let answer: (request: ChatRequest) => Behaviour | Promise<Behaviour>;

beforeEach(async () => {
  cwd = await temporaryDirectory();
  answer = solver;
  server = await startLoopback((request) => answer(request));
  await write(
    "prompts.jsonl",
    ...["2 + 2", "3 + 3", "4 + 4"].map((sum, i) => ({
      ...{ id: `q${i}`, prompt: `${sum}?` },
      checks: [{ kind: "answer", answer: String(2 * (i + 2)) }],
    })),
  );
  await writeFile(join(cwd, "think.md"), "Think first.\n");
});
afterEach(() => server.close());

/** Right every second time, and thinks aloud where it is told to. */
function solver({ body, index }: ChatRequest): Behaviour {
  const [asked] = body.messages.slice(-1);
  const right = 2 * Number(asked?.content[0]);
  const said = `The answer is ${index % 2 === 0 ? right : right + 1}`;
  return reply(body.messages[0]?.role === "system" ? `<think>\nStep ${index}.\n</think>\n${said}` : said);
}

const write = (name: string, ...rows: readonly object[]) =>
  writeFile(join(cwd, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
const rowsOf = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
const fileRows = async (name: string) => rowsOf(await readFile(join(cwd, name), "utf8"));
const sample = (...more: string[]) => [
  ...["sample", "-d", "prompts.jsonl", "-m", "small", "--base-url", server.baseURL],
  ...more,
];

describe("touchstone sample", () => {
  it("draws in two styles; what it writes is verified, judged, compared by best-of-n and exported in both styles", async () => {
    const drawn = await touchstone(
      sample("-n", "4", "--style", "concise", "--style", "reasoning=think.md", "-o", "responses.jsonl"),
      { cwd },
    );
    expect([drawn.code, drawn.stdout]).toEqual([0, ""]);
    expect(drawn.stderr).toContain(`prompts are sent to: ${server.host} (small)`);
    expect(drawn.stderr).toContain("24/24 drawn · 0 failed · 0 withheld");
    expect(drawn.stderr).toContain("3 of 3 prompts have responses: 24 responses");
    expect(drawn.stderr).not.toMatch(ANSI);

    const verified = await touchstone(
      ["verify", "responses.jsonl", "--as", "ratings", "-o", "verified.jsonl", "--json"],
      { cwd },
    );
    expect(JSON.parse(verified.stdout).responses).toMatchObject({ passed: 12, failed: 12, undecided: 0 });
    const run = await touchstone(["run", "-d", "verified.jsonl", "-j", "longest", "--json"], { cwd });
    expect(run.code).toBe(0);
    const best = await touchstone(["best-of-n", "verified", "--judge", "longest", "--json"], { cwd });
    expect(JSON.parse(best.stdout)).toMatchObject({ n: 8 });

    const exported = await touchstone(["export", "verified", "--format", "sft"], { cwd });
    const lines = rowsOf(exported.stdout);
    expect(lines.map(({ style }) => style)).toEqual(
      Array.from({ length: 3 }, () => ["concise", "reasoning"]).flat(),
    );
    for (const [i, { style, prompt, completion, reward }] of lines.entries()) {
      const asked = { role: "user", content: `${Math.floor(i / 2) + 2} + ${Math.floor(i / 2) + 2}?` };
      const isConcise = style === "concise";
      expect(prompt).toEqual(isConcise ? [asked] : [{ role: "system", content: "Think first." }, asked]);
      const right = `The answer is ${2 * (Math.floor(i / 2) + 2)}`;
      const [{ content }] = completion;
      if (isConcise) expect(content).toBe(right);
      else expect(content).toMatch(new RegExp(`^<think>\nStep \\d+\\.\n</think>\n\n${right}$`));
      expect(reward).toBe(1);
    }
  });

  it("goes on after it was killed: no response is asked for twice, and the rows are whole", async () => {
    answer = async (request) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return solver(request);
    };
    const killed = start(sample("-n", "10", "--concurrency", "2", "-o", "responses.jsonl"), { cwd });
    while (server.requests.length < 12) await new Promise((resolve) => setTimeout(resolve, 5));
    killed.child.kill("SIGKILL");
    await killed.ended;
    expect(await readdir(cwd)).not.toContain("responses.jsonl");

    const before = server.requests.length;
    const resumed = await touchstone(sample("-n", "10", "--concurrency", "2", "-o", "responses.jsonl"), {
      cwd,
    });
    expect(resumed.code).toBe(0);
    const already = Number(/30 responses, (\d+) already drawn/.exec(resumed.stderr)?.[1]);
    expect(already).toBeGreaterThanOrEqual(10);
    expect(server.requests.length - before).toBe(30 - already);
    const rows = await fileRows("responses.jsonl");
    expect(rows.map(({ responses }) => responses.length)).toEqual([10, 10, 10]);
  });

  it("is interrupted cleanly, writes no half of a file, and says how to go on", async () => {
    answer = async (request) => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      return solver(request);
    };
    const started = start(sample("-n", "20", "--concurrency", "1", "-o", "responses.jsonl"), { cwd });
    while (server.requests.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    started.child.kill("SIGINT");
    const { code, stderr } = await started.ended;
    expect(code).toBe(130);
    expect(stderr).toContain("every response is kept in");
    expect(stderr).toContain("to go on: touchstone sample -d prompts.jsonl");
    expect((await readdir(cwd)).filter((name) => name.startsWith("responses"))).toEqual([]);
  });

  it("writes rows to stdout, or with --json the counts alone", async () => {
    const rows = await touchstone(sample("-n", "1"), { cwd });
    expect(rowsOf(rows.stdout).map(({ id, responses }) => [id, responses.length])).toEqual([
      ["q0", 1],
      ["q1", 1],
      ["q2", 1],
    ]);
    const counts = await touchstone(sample("-n", "1", "--json"), { cwd });
    expect(JSON.parse(counts.stdout)).toMatchObject({ prompts: 3, rows: 3, whole: 3 });
    expect(server.requests).toHaveLength(3);
  });

  it("says with --dry-run what would be asked, and sends nothing", async () => {
    const { code, stdout } = await touchstone(sample("-n", "16", "--dry-run"), { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain("48 responses: 48 calls, 0 replies found in earlier samples");
    expect(stdout).toContain("cost unknown (no price given)");
    expect(server.requests).toHaveLength(0);
    expect(await readdir(cwd)).not.toContain("touchstone-samples");
  });

  it("ends with 3 where more failed than is allowed, keeps what came, and asks again only for the rest", async () => {
    answer = (request) =>
      request.index < 2 ? errorStatus(500, { message: "\u001b[31mdown" }) : solver(request);
    const failing = await touchstone(
      sample("-n", "2", "--max-attempts", "1", "--concurrency", "1", "-o", "responses.jsonl"),
      { cwd },
    );
    expect(failing.code).toBe(3);
    expect(failing.stderr).toContain("2 of 3 prompts have responses: 4 responses, 2 failed");
    expect(failing.stderr).toContain("2 of 6 responses were not drawn, more than --max-errors 0.1 allows");
    expect(failing.stderr).not.toMatch(ANSI);
    expect(await fileRows("responses.jsonl")).toHaveLength(2);
    const again = await touchstone(sample("-n", "2", "-o", "responses.jsonl"), { cwd });
    expect([again.code, server.requests.length]).toEqual([0, 8]);
  });

  it("passes further fields of the request body on", async () => {
    const extra = [
      "--extra",
      'chat_template_kwargs={"enable_thinking":false}',
      "--extra",
      "reasoning_effort=low",
    ];
    expect((await touchstone(sample("-n", "1", "--limit", "1", ...extra), { cwd })).code).toBe(0);
    expect(server.requests[0]?.body).toMatchObject({
      chat_template_kwargs: { enable_thinking: false },
      reasoning_effort: "low",
    });
  });

  it("reads prompts out of any table by a map", async () => {
    await writeFile(join(cwd, "sums.csv"), "no,ask,sol\n7,1 + 1?,2\n");
    const mapped = await touchstone(
      [
        "sample",
        "-d",
        "sums.csv",
        "--map",
        "id=no,prompt=ask,reference=sol",
        "-n",
        "2",
        "-m",
        "small",
      ].concat("--base-url", server.baseURL),
      { cwd },
    );
    expect(rowsOf(mapped.stdout)).toMatchObject([
      { id: "7", prompt: "1 + 1?", reference: "2", responses: [{ author: "small" }, { author: "small" }] },
    ]);
  });

  it.each([
    [["-m", "small"], "no prompts: give --data FILE or --benchmark NAME"],
    [["-d", "prompts.jsonl"], "no model: give --model NAME"],
    [["-d", "prompts.jsonl", "-m", "a", "-m", "b", "--gguf", "x.gguf"], "expected one --model but found 2"],
    [
      ["-d", "prompts.jsonl", "-m", "small", "--style", "s=none.md"],
      "style s: none.md cannot be read (ENOENT)",
    ],
    [["-d", "prompts.jsonl", "-m", "small", "--style", "=think.md"], "expected a style to have a name"],
    [["-d", "none.jsonl", "-m", "small"], "none.jsonl"],
    [["-d", "prompts.jsonl", "-m", "small", "-n", "0"], "expected a whole number from 1 up"],
    [["-d", "prompts.jsonl", "-m", "small", "--map", "winner=x"], "responses are not read here"],
  ])("refuses %j with a clear error and exit code 2", async (flags, message) => {
    const { code, stdout, stderr } = await touchstone(["sample", "--base-url", server.baseURL, ...flags], {
      cwd,
    });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
  });
});
