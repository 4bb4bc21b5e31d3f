import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type Behaviour,
  type ChatRequest,
  type Loopback,
  reply,
  startLoopback,
} from "../support/loopback.js";
import { temporaryDirectory } from "../support/runs.js";
import { ANSI, firstVerdict, rightVerdict, touchstone, writePairs } from "./support.js";

let cwd: string;
let server: Loopback;
let answer: (request: ChatRequest) => Behaviour;

beforeEach(async () => {
  cwd = await temporaryDirectory();
  answer = rightVerdict;
  server = await startLoopback((request) => answer(request));
});
afterEach(() => server.close());

const auditSmall = (...more: string[]) => [
  ...["audit", "-d", "pairs.jsonl", "-j", "small", "--base-url", server.baseURL],
  ...more,
];

interface AuditDocument {
  readonly format: number;
  readonly analysis: { readonly judges: readonly { readonly name: string; readonly judgments: number }[] };
  readonly probes: readonly {
    readonly probe: string;
    readonly primary: {
      readonly value: number | null;
      readonly found: boolean | null;
      readonly n: number;
      readonly excluded: number;
    };
  }[];
  readonly cards: readonly {
    readonly name: string;
    readonly statements: readonly { readonly verdict: string; readonly use: string }[];
  }[];
}

const documentOf = (stdout: string) => JSON.parse(stdout) as AuditDocument;
const primaryOf = (stdout: string, name: string) =>
  documentOf(stdout).probes.find(({ probe }) => probe === name)?.primary;

describe("touchstone audit", () => {
  it("finds a judge that picks whatever stands first, and writes it into the judge card", async () => {
    answer = firstVerdict;
    await writePairs(cwd, 12);
    const args = auditSmall("--probes", "order,repeats", "--json", "--card", "card.md");
    const { code, stdout, stderr } = await touchstone(args, { cwd });
    expect(code).toBe(0);
    expect(primaryOf(stdout, "order")).toMatchObject({ value: 1, found: true, n: 12 });
    expect(primaryOf(stdout, "repeats")).toMatchObject({ value: 0, found: null, n: 12 });
    // Both orders, asked twice: what two probes want alike is asked once.
    expect(server.requests).toHaveLength(48);
    expect(stderr).toContain("48 trials are wanted, 0 already judged");
    const card = await readFile(join(cwd, "card.md"), "utf8");
    const refused = card.slice(card.indexOf("## May not be used"), card.indexOf("## Not known"));
    expect(refused).toMatch(/\n- with each pair asked in one order only: order: .* 100\.0 %/);
  });

  it("goes on where it stopped, uses what a run asked, and leaves the run's figures alone", async () => {
    await writePairs(cwd, 4);
    const run = ["run", "-d", "pairs.jsonl", "-j", "small", "--base-url", server.baseURL, "--json"];
    const before = await touchstone(run, { cwd });
    expect(server.requests).toHaveLength(8);
    const { stderr } = await touchstone(auditSmall("--probes", "order,length-padding,neutral-edit"), { cwd });
    // A second asking of both orders, and two arms in both orders for each of two rewrites.
    expect(server.requests).toHaveLength(8 + 8 + 2 * 16);
    expect(stderr).toContain("48 trials are wanted, 8 already judged");
    const again = await touchstone(auditSmall("--probes", "order,length-padding,neutral-edit"), { cwd });
    expect(again.code).toBe(0);
    expect(server.requests).toHaveLength(48);
    const after = await touchstone(run, { cwd });
    expect(server.requests).toHaveLength(48);
    const judged = ({ stdout }: { stdout: string }) =>
      (JSON.parse(stdout) as AuditDocument["analysis"]).judges.find(({ name }) => name === "pairwise:small");
    expect(judged(before)?.judgments).toBe(8);
    // The second asking is an ordinary one; the arms of probes are not.
    expect(judged(after)?.judgments).toBe(16);
  });

  it("prices an audit probe by probe and sends nothing", async () => {
    await writePairs(cwd, 3);
    await writeFile(
      join(cwd, "prices.json"),
      JSON.stringify({
        version: "test",
        models: { small: { inputPerMillion: 1, outputPerMillion: 2, source: "made up" } },
      }),
    );
    const args = auditSmall(
      "--probes",
      "order,faithfulness,length-padding",
      "--dry-run",
      "--prices",
      "prices.json",
    );
    const { code, stdout } = await touchstone([...args, "--json"], { cwd });
    expect(code).toBe(0);
    expect(server.requests).toHaveLength(0);
    const { trials, satisfied, rows } = JSON.parse(stdout) as {
      trials: number;
      satisfied: number;
      rows: { probe: string | null; trials: number; calls: number; usd: [number, number] | null }[];
    };
    expect(satisfied).toBe(0);
    expect(rows.map(({ probe }) => probe).sort()).toEqual([null, "faithfulness", "length-padding"].sort());
    // Critiques are written before they can be given back: what hangs on them is foreseen all the same.
    expect(rows.find(({ probe }) => probe === "faithfulness")?.trials).toBeGreaterThanOrEqual(3 * 8);
    expect(rows.reduce((sum, row) => sum + row.trials, 0)).toBe(trials);
    for (const { calls, usd } of rows) {
      expect(calls).toBeGreaterThan(0);
      expect(usd?.[1]).toBeGreaterThan(usd?.[0] ?? 0);
    }
    const text = await touchstone(args, { cwd });
    expect(text.stdout).toContain("Nothing was sent");
    expect(text.stdout).not.toMatch(ANSI);
  });

  it("measures what a stored run holds and asks nothing more", async () => {
    answer = firstVerdict;
    await writePairs(cwd, 6);
    await touchstone(["run", "-d", "pairs.jsonl", "-j", "small", "--base-url", server.baseURL], { cwd });
    const asked = server.requests.length;
    const { code, stdout } = await touchstone(["audit", "pairs", "--json"], { cwd });
    expect(code).toBe(0);
    expect(server.requests).toHaveLength(asked);
    expect(primaryOf(stdout, "order")).toMatchObject({ value: 1, n: 6 });
    expect(primaryOf(stdout, "length-padding")).toMatchObject({ value: null, found: null });
    const text = await touchstone(["audit", "pairs", "-o", "audit.md", "-o", "audit.csv"], { cwd });
    expect(text.stdout).toBe("");
    expect(await readFile(join(cwd, "audit.csv"), "utf8")).toContain("order-bias,");
    expect(await readFile(join(cwd, "audit.md"), "utf8")).toContain("## Findings");
  });

  it("keeps failures and unread replies out of every figure, and counts them", async () => {
    let asked = 0;
    answer = (request) => (asked++ % 3 === 0 ? reply("I would rather not say.") : rightVerdict(request));
    await writePairs(cwd, 9);
    const { stdout } = await touchstone(auditSmall("--probes", "order", "--json", "--concurrency", "1"), {
      cwd,
    });
    const { value, n, excluded } = primaryOf(stdout, "order") ?? { value: null, n: 0, excluded: 0 };
    expect(value).toBe(0);
    expect(excluded).toBeGreaterThan(0);
    expect(n + excluded).toBe(9);
  });

  it("asks rewrites of one's own", async () => {
    await writePairs(cwd, 2);
    const rewrites = ["q0", "q1"].flatMap((comparison) =>
      ["r1", "r2"].map((response) => ({
        comparison,
        response,
        rewrite: "mine",
        text: `Said otherwise, ${response}.`,
      })),
    );
    await writeFile(join(cwd, "mine.jsonl"), rewrites.map((row) => `${JSON.stringify(row)}\n`).join(""));
    const args = auditSmall("--rewrites", "mine.jsonl", "--probes", "mine", "--json");
    const { code, stdout } = await touchstone(args, { cwd });
    expect(code).toBe(0);
    expect(primaryOf(stdout, "mine")).toMatchObject({ n: 2 });
    expect(server.requests.some(({ body }) => JSON.stringify(body).includes("Said otherwise, r1."))).toBe(
      true,
    );
  });

  it.each([
    [["audit"], "give a stored run, or --data FILE with --judge MODEL"],
    [["audit", "-d", "pairs.jsonl"], "no judge: give --judge MODEL"],
    [["audit", "-d", "pairs.jsonl", "-j", "longest", "--probes", "lenght"], "length-padding"],
    [["audit", "nothing-there"], "no such run"],
    [["audit", "some-run", "-j", "longest"], "a stored run is measured as it is"],
    [["audit", "-d", "pairs.jsonl", "-j", "longest", "--card", "card.pdf"], ".md or .json"],
  ])("says what is wrong with %j", async (args, said) => {
    await writePairs(cwd, 1);
    const { code, stdout, stderr } = await touchstone(args, { cwd });
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(said);
  });

  it("lists the probes with their questions", async () => {
    const { code, stdout } = await touchstone(["audit", "--list"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/order +consistency +Does the verdict change when the responses/);
  });
});
