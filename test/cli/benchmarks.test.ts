import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { startLoopback } from "../support/loopback.js";
import { temporaryDirectory } from "../support/runs.js";
import { ANSI, rightVerdict, touchstone } from "./support.js";

let cwd: string;
beforeEach(async () => {
  cwd = await temporaryDirectory();
});
const cli = (...args: readonly string[]) => touchstone(args, { cwd });

const row = (i: number) => ({
  ...{ pair_id: `p${i}`, original_id: i, source: i < 3 ? "mmlu-pro-law" : "livebench-math", label: "A>B" },
  ...{ question: `What is ${i} + ${i}?`, response_model: "writer" },
  ...{ response_A: `It is ${2 * i}.`, response_B: `It is ${2 * i + 1}.` },
});

/** Decisions of both games, the second in the swapped frame; the text says the same. */
const judged = (i: number, ...decisions: readonly (string | null)[]) => ({
  ...row(i),
  judge_name: "arena_hard",
  judgments: decisions.map((decision) => ({
    judgment: {
      judge_model: "m",
      prompt: "…",
      response: decision ? `Because.\n[[${decision}]]` : "I cannot say.",
    },
    decision,
  })),
});

// Right in both games; right and tie; right and wrong; wrong and nothing read: two of four are right, 2 of 3 knowledge and 0 of 1 mathematics.
const outputs = [
  judged(0, "A>B", "B>A"),
  judged(1, "A>B", "A=B"),
  judged(2, "A>B", "A>B"),
  judged(3, "B>A", null),
];
const jsonl = (rows: readonly object[]) => rows.map((one) => `${JSON.stringify(one)}\n`).join("");

describe("score", () => {
  it("prints the official figures of published outputs as one document that scripts can rely on", async () => {
    await writeFile(join(cwd, "outputs.jsonl"), jsonl(outputs));
    const { code, stdout } = await cli(
      "score",
      "--benchmark",
      "judgebench",
      "--outputs",
      "outputs.jsonl",
      "--json",
    );
    expect(code).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      benchmark: "judgebench",
      judge: expect.stringContaining("arena_hard"),
      n: 4,
    });
    expect(document.metrics.overall).toEqual({
      value: 50,
      unit: "percent",
      interval: [expect.any(Number), expect.any(Number)],
      n: 4,
      excluded: 0,
    });
    expect(document.metrics.knowledge.value).toBeCloseTo(200 / 3, 12);
    expect(document.metrics.math).toMatchObject({ value: 0, n: 1, interval: null });
    expect(document.metrics.coding).toMatchObject({ value: null, reason: expect.any(String) });
  });

  it("takes several files after one flag, and says who is who", async () => {
    await writeFile(join(cwd, "one.jsonl"), jsonl(outputs));
    const other = outputs.map((one) => ({ ...one, judge_name: "auto_j" }));
    await writeFile(join(cwd, "two.jsonl"), jsonl(other));
    const { stdout } = await cli(
      "score",
      "--benchmark",
      "judgebench",
      "--json",
      "--outputs",
      "one.jsonl",
      "two.jsonl",
    );
    const { scores } = JSON.parse(stdout);
    expect(new Set(scores.map(({ judge }: { judge: string }) => judge)).size).toBe(2);
  });

  it("takes further files that the benchmark's rule can use, of outputs and of stored runs, and refuses them elsewhere", async () => {
    const annotation = (i: number) => ({
      ...{ instruction: `Say ${i}.`, output_1: "x".repeat(i + 1), generator_1: "base", annotator: "judge" },
      ...{ output_2: "y", generator_2: "model", dataset: "d", preference: 1 + (i % 2) },
    });
    await writeFile(join(cwd, "annotations.json"), JSON.stringify([0, 1].map(annotation)));
    const terms = "np.tanh(std_delta_len),instruction_difficulty,not_gamed_baseline.astype(float)";
    await writeFile(join(cwd, "baseline_base.csv"), `,${terms}\nmodel,-1.5,2,0\n`);
    await writeFile(join(cwd, "instruction_difficulty.csv"), ",instruction_difficulty\n0,0\n1,0\n");
    const further = ["--with", "baseline_base.csv", "--with", "instruction_difficulty.csv", "--json"];
    const ofOutputs = await cli("score", "--outputs", "annotations.json", ...further);
    expect(JSON.parse(ofOutputs.stdout).metrics["length-controlled-win-rate"]).toMatchObject({
      value: 50,
      n: 2,
    });
    await cli("import", "alpaca-eval-annotations", "annotations.json", "--no-report");
    const [run = ""] = await readdir(join(cwd, "touchstone-runs"));
    const { metrics } = JSON.parse((await cli("score", run, ...further)).stdout);
    expect(metrics["length-controlled-win-rate"]).toMatchObject({ value: 50, n: 2 });
    // A report is given no further file, but its texts are measured as they stream by.
    const { official } = JSON.parse((await cli("report", run, "--json")).stdout);
    const reported = new Map(
      official[0].figures.map((figure: { name: string; value: number }) => [figure.name, figure.value]),
    );
    expect(reported.get("length-controlled-win-rate")).toBeNull();
    expect(reported.get("win-rate-at-equal-length")).toBe(metrics["win-rate-at-equal-length"].value);
    const elsewhere = await cli("score", run, "--benchmark", "judgebench", "--with", "baseline_base.csv");
    expect(elsewhere).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("judgebench uses no further files"),
    });
  });

  it("says what is wrong: a benchmark or format nobody knows, a file of none, a malformed row", async () => {
    await writeFile(join(cwd, "other.jsonl"), jsonl([{ hello: "world" }]));
    await writeFile(join(cwd, "bad.jsonl"), jsonl([outputs[0] ?? {}, { ...outputs[1], response_A: null }]));
    const of = async (...args: readonly string[]) => {
      const { code, stderr } = await cli("score", ...args);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await of("--benchmark", "nobody", "--outputs", "other.jsonl")).toMatch(
      /no such benchmark.*judgebench/,
    );
    expect(await of("--outputs", "other.jsonl")).toMatch(
      /other\.jsonl: expected output of one of .*judgebench-outputs/,
    );
    expect(await of("--outputs", "bad.jsonl")).toMatch(/bad\.jsonl row 2.*response_A/);
    expect(await of("--outputs", "missing.jsonl")).toMatch(/missing\.jsonl/);
    expect(await of()).toMatch(/name a run, or files with --outputs/);
  });
});

describe("import", () => {
  it("makes a run folder of published outputs that report, score and rescore read, with no call", async () => {
    await writeFile(join(cwd, "outputs.jsonl"), jsonl(outputs));
    const imported = await cli("import", "judgebench-outputs", "outputs.jsonl", "--json");
    expect(imported.code).toBe(0);
    const analysis = JSON.parse(imported.stdout);
    expect(analysis.judges.find(({ baseline }: { baseline: boolean }) => !baseline)).toMatchObject({
      judgments: 8,
      origin: "imported",
    });
    expect(analysis.official[0].figures.find(({ name }: { name: string }) => name === "overall").value).toBe(
      50,
    );
    const [run = ""] = await readdir(join(cwd, "touchstone-runs"));
    const report = await cli("report", run);
    expect(report.stdout).toMatch(/Official figures of judgebench/);
    expect(report.stdout).not.toMatch(ANSI);
    const scored = JSON.parse((await cli("score", run, "--json")).stdout);
    expect(scored.metrics.overall.value).toBe(50);
  });

  it("can be done twice: nothing is doubled", async () => {
    await writeFile(join(cwd, "outputs.jsonl"), jsonl(outputs));
    await cli("import", "auto", "outputs.jsonl", "--no-report");
    const again = JSON.parse((await cli("import", "auto", "outputs.jsonl", "--json")).stdout);
    expect(await readdir(join(cwd, "touchstone-runs"))).toHaveLength(1);
    expect(again.judges.find(({ baseline }: { baseline: boolean }) => !baseline).judgments).toBe(8);
  });
});

describe("import verdicts", () => {
  const data = [1, 2].map((i) => ({ id: `p${i}`, prompt: "?", response_1: "x", response_2: "y", winner: i }));
  const table = [
    "pair,verdict,model,completion",
    'p1,1,m1,"The first. [[A]]"',
    'p2,1,m1,"The second. [[B]]"',
    'p2,,m2,"=no idea"',
  ];
  const map = [
    "--map",
    "comparison=pair,winner=verdict,judge=model,text=completion",
    "--labels",
    "a=1,b=2,tie=0",
  ];

  it("reads any table of verdicts on one's own comparisons: what was published is kept beside what the text says", async () => {
    await writeFile(join(cwd, "pairs.jsonl"), jsonl(data));
    await writeFile(join(cwd, "v.csv"), `${table.join("\n")}\n`);
    const { code, stdout } = await cli(
      "import",
      "verdicts",
      "v.csv",
      "--data",
      "pairs.jsonl",
      ...map,
      "--json",
    );
    expect(code).toBe(0);
    const { estimates, judges, official } = JSON.parse(stdout);
    expect(official).toBeUndefined();
    const of = (name: string) => judges.find((judge: { name: string }) => judge.name === name);
    const agreement = (name: string) =>
      estimates.find(
        (one: { metric: string; judge: string; subset: null }) =>
          one.metric === "agreement" && one.judge === of(name).id && one.subset === null,
      );
    // By its texts m1 is right twice; what the table says of p2 is wrong, and stays beside it.
    expect(agreement("m1")).toMatchObject({ value: 1, n: 2 });
    expect(of("m2").statuses).toEqual({ unparsed: 1 });
    const [run = ""] = await readdir(join(cwd, "touchstone-runs"));
    const stored = await readFile(join(cwd, "touchstone-runs", run, "judgments.jsonl"), "utf8");
    const [, second, third] = stored
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(second.published.verdict.winner).not.toBe(second.reading.verdict.winner);
    expect(second.imported).toEqual({ text: "The second. [[B]]" });
    expect(third.published).toMatchObject({ status: "unparsed" });
  });

  it("names what is wrong: no data, a column that is not there, an id nobody knows, a winner that is none", async () => {
    await writeFile(join(cwd, "pairs.jsonl"), jsonl(data));
    const of = async (rows: readonly string[], ...args: readonly string[]) => {
      await writeFile(join(cwd, "v.csv"), `${rows.join("\n")}\n`);
      const { code, stderr } = await cli("import", "verdicts", "v.csv", ...args);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await of(table)).toMatch(/name the comparisons they are about with --data/);
    expect(await of(table, "--data", "pairs.jsonl")).toMatch(/v\.csv row 1: expected a column "comparison"/);
    expect(await of(["comparison,winner", "p9,A"], "--data", "pairs.jsonl")).toMatch(
      /row 1: expected the id of a comparison/,
    );
    expect(await of(["comparison,winner", "p1,Z"], "--data", "pairs.jsonl")).toMatch(
      /row 1: expected "winner" to name the winner/,
    );
    expect(await of(table, "--data", "pairs.jsonl", "--map", "nonsense=pair")).toMatch(
      /one of comparison, judge, winner, text/,
    );
  });
});

describe("rescore", () => {
  it("shows the same judgments under every policy, with bounds that hold them all", async () => {
    await writeFile(join(cwd, "outputs.jsonl"), jsonl(outputs));
    await cli("import", "auto", "outputs.jsonl", "--no-report");
    const [run = ""] = await readdir(join(cwd, "touchstone-runs"));
    const { judges } = JSON.parse((await cli("rescore", run, "--json")).stdout);
    const [{ policies, bounds, official }] = judges;
    const value = (failures: string, ties: string) =>
      policies.find(
        (one: { failures: string; ties: string }) => one.failures === failures && one.ties === ties,
      ).estimate.value;
    // Values of the four pairs, ties ½: 1, ¾, ½, and of the last one wrong game and one that is worth what the policy says.
    expect(value("drop", "half")).toBeCloseTo((1 + 0.75 + 0.5 + 0) / 4, 12);
    expect(value("half", "half")).toBeCloseTo((1 + 0.75 + 0.5 + 0.25) / 4, 12);
    expect(value("quarter", "half")).toBeCloseTo((1 + 0.75 + 0.5 + 0.125) / 4, 12);
    expect(value("tie", "half")).toBe(value("half", "half"));
    expect(value("wrong", "half")).toBe(value("drop", "half"));
    expect(value("drop", "wrong")).toBeCloseTo((1 + 0.5 + 0.5 + 0) / 4, 12);
    expect(bounds).toEqual([(1 + 0.75 + 0.5 + 0) / 4, (1 + 0.75 + 0.5 + 0.5) / 4]);
    for (const { estimate, ties } of policies) {
      if (ties !== "half") continue;
      expect(estimate.value).toBeGreaterThanOrEqual(bounds[0] - 1e-12);
      expect(estimate.value).toBeLessThanOrEqual(bounds[1] + 1e-12);
    }
    expect(official.some(({ name }: { name: string }) => name === "overall")).toBe(true);
    expect((await cli("rescore", run, "--policy", "hope")).stderr).toMatch(
      /one of drop, half, quarter, tie, wrong, official/,
    );
  });
});

describe("run --benchmark", () => {
  it("judges the benchmark's rows and prints its official figures with what they must not be taken for", async () => {
    const server = await startLoopback(rightVerdict);
    try {
      await mkdir(join(cwd, "data"));
      await writeFile(join(cwd, "data", "pairs.jsonl"), jsonl([0, 1, 2, 3].map(row)));
      const args = [
        "run",
        "--benchmark",
        "judgebench",
        "--data",
        "data",
        "-j",
        "small",
        "--base-url",
        server.baseURL,
      ];
      const { code, stdout, stderr } = await cli(...args, "--max-errors", "1");
      expect(stderr).toContain("judgebench-");
      expect(code).toBe(0);
      expect(stdout).toMatch(/Official figures of judgebench/);
      expect(stdout.replace(/\s+/g, " ")).toContain("not comparable with a published leaderboard");
      expect(server.requests.length).toBe(8);
      await writeFile(
        join(cwd, "theirs.md"),
        "---\nprotocol: pairwise\n---\nWhich? {{ prompt }} 1: {{ response_a }} 2: {{ response_b }}\n",
      );
      const theirs = await cli(...args, "--prompt", "./theirs.md", "--max-errors", "1");
      const shown = theirs.stdout.replace(/\s+/g, " ");
      expect(shown).toContain("only if it is the benchmark's own prompt");
      expect(shown).not.toContain("Touchstone's prompt");
    } finally {
      await server.close();
    }
  });
});

describe("benchmarks", () => {
  it("lists what is known, and of one its rule, its traps and the outputs it can read", async () => {
    const { stdout } = await cli("benchmarks");
    expect(stdout).toMatch(/judgebench .*published output/);
    const one = (await cli("benchmarks", "judgebench")).stdout.replace(/\s+/g, " ");
    for (const words of [
      "Official rule:",
      "Known to be wrong or fragile:",
      "judgebench-outputs:",
      "licence:",
    ])
      expect(one).toContain(words);
  });
});
