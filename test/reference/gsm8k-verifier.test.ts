import { describe, expect, it } from "vitest";
import { gsm8k } from "../../src/benchmarks/gsm8k.js";
import { passAtKFigures, passCounts } from "../../src/metrics/pass-at-k.js";
import { countPasses, countVerified, verifyCounts, verifyData } from "../../src/setup/verify.js";
import * as stats from "../../src/stats/all.js";
import { verify } from "../../src/verifiers/find.js";
import type { VerificationStatus } from "../../src/verifiers/verifier.js";
import { type Json, referenceFigures, rowsIn } from "./benchmark-files.js";
import { referenceFile } from "./data.js";

const expected: Json = referenceFigures().gsm8k;
const file = expected && referenceFile("gsm8k/example_model_solutions.lines-0001-0660.jsonl");

/** What the verifier says of every solution, and the file's flag beside it, problem by problem. */
interface Verified {
  readonly solver: string;
  readonly text: string;
  readonly status: VerificationStatus;
  readonly flag: boolean;
}

describe("the answer verifier on GSM8K's published solutions", () => {
  if (!file) return void it.skip("no figures or no file of GSM8K", () => {});
  const solvers: string[] = Object.keys(expected).filter((name) => expected[name].is_correct !== undefined);
  let problems: readonly (readonly Verified[])[] | undefined;
  const verified = async () => {
    problems ??= await verifyAll(file);
    return problems;
  };
  const passed = async (solver: string) =>
    (await verified()).map(
      (solutions) => solutions.find((one) => one.solver === solver)?.status === "passed",
    );

  it("agrees with the flag of every solution of every solver, and leaves none undecided", async () => {
    const all = (await verified()).flat();
    expect(all).toHaveLength(expected.n * solvers.length);
    expect(all.filter(({ status, flag }) => status !== (flag ? "passed" : "failed"))).toEqual([]);
  });

  it("gives each solver its accuracy with its Wilson interval", async () => {
    for (const solver of solvers) {
      const flags = await passed(solver);
      const right = flags.filter(Boolean).length;
      expect(right, solver).toBe(expected[solver].is_correct);
      expect(right / flags.length, solver).toBeCloseTo(expected[solver].accuracy, 12);
      expect(stats.wilson(right, flags.length), solver).toEqual(
        expected[solver].wilson95.map((end: number) => expect.closeTo(end, 12)),
      );
    }
  });

  it("gives each two solvers their McNemar table", async () => {
    for (const [pair, figures] of Object.entries<Json>(expected.mcnemar)) {
      const [first = [], second = []] = await Promise.all(pair.split(" vs ").map(passed));
      const onlyFirst = first.filter((right, i) => right && !second[i]).length;
      const onlySecond = second.filter((right, i) => right && !first[i]).length;
      expect([onlyFirst, onlySecond], pair).toEqual([figures.only_first, figures.only_second]);
      const p = stats.mcnemar(onlyFirst, onlySecond)?.exactP ?? Number.NaN;
      expect(Math.abs(p / figures.exact_p - 1), pair).toBeLessThan(1e-9);
    }
  });

  it("counts the problems by their solvers", async () => {
    const right = (await verified()).map(
      (solutions) => solutions.filter(({ status }) => status === "passed").length,
    );
    for (const [solved, items] of Object.entries(expected.items_by_number_of_correct_solvers))
      expect(
        right.filter((count) => count === Number(solved)),
        solved,
      ).toHaveLength(items as number);
  });

  it("gives each solver its accuracy as pass@1, and as pass@4 of all the share of problems that any solved", async () => {
    const passes = passCounts();
    for await (const row of verifyData({ data: file, benchmark: "gsm8k" })) countPasses(passes, row);
    const { all, authors, unnamed } = passAtKFigures(passes);
    expect([all.curve.map(({ k }) => k), unnamed]).toEqual([[1, 2, 4], 0]);
    expect(authors.map(({ author }) => author).sort()).toEqual([...solvers].sort());
    for (const { author, curve } of authors) {
      const { accuracy, wilson95 } = expected[author];
      expect(curve, author).toMatchObject([
        {
          k: 1,
          estimate: {
            ...{ value: expect.closeTo(accuracy, 12), n: expected.n, excluded: 0 },
            interval: wilson95.map((end: number) => expect.closeTo(end, 12)),
          },
        },
      ]);
    }
    // By the file's figures alone: of c solvers that are right, the draws of k of 4 that hold one.
    const items: Record<string, number> = expected.items_by_number_of_correct_solvers;
    const missed: Readonly<Record<number, readonly number[]>> = {
      1: [1, 3 / 4, 1 / 2, 1 / 4, 0],
      2: [1, 1 / 2, 1 / 6, 0, 0],
      4: [1, 0, 0, 0, 0],
    };
    for (const { k, estimate } of all.curve) {
      const none = Object.entries(items).reduce(
        (sum, [solved, n]) => sum + n * (missed[k]?.[Number(solved)] ?? Number.NaN),
        0,
      );
      expect(estimate.value, `pass@${k}`).toBeCloseTo(1 - none / expected.n, 12);
      expect(estimate, `pass@${k}`).toMatchObject({ n: expected.n, clusters: expected.n, excluded: 0 });
    }
  });

  it("names one kind of error of each solution that failed, and of none that passed", async () => {
    const counts = verifyCounts();
    const named: string[] = [];
    for await (const row of verifyData({ data: file, benchmark: "gsm8k" }, { as: "ratings" })) {
      countVerified(counts, row);
      const [said] = row.row.preferences;
      if (said?.kind !== "ratings") throw new Error("a problem has ratings");
      const failed = Object.entries(said.scores).flatMap(([id, score]) => (score === 0 ? [id] : []));
      expect(Object.keys(said.errors ?? {}), row.row.comparison.id).toEqual(failed);
      named.push(...Object.values(said.errors ?? {}));
    }
    // Of what failed, the solutions without a line that gives an answer: told by the texts alone.
    const failed = (await verified()).flat().filter(({ flag }) => !flag);
    const silent = failed.filter(({ text }) => !/^A: *\S/m.test(text)).length;
    expect(counts.responses.failed).toBe(failed.length);
    expect(counts.errors).toEqual({ "wrong-answer": failed.length - silent, "no-answer": silent });
    expect(named).toHaveLength(failed.length);
    expect(silent).toBeGreaterThan(0);
  });

  it("passes every problem's own solution", async () => {
    const rows = await rowsIn(gsm8k, { path: file, name: "example_model_solutions.jsonl" });
    for (const { comparison, checks = [] } of rows)
      for (const check of checks)
        expect((await verify(comparison.reference ?? "", check)).status, comparison.id).toBe("passed");
  });
});

async function verifyAll(path: string): Promise<Verified[][]> {
  const problems: Verified[][] = [];
  for (const row of await rowsIn(gsm8k, { path, name: "example_model_solutions.jsonl" })) {
    const [check, ...more] = row.checks ?? [];
    const [said] = row.preferences;
    if (!check || more.length > 0 || said?.kind !== "sets")
      throw new Error("a problem has one check and one pair of sets");
    const solutions: Verified[] = [];
    for (const { id, author = "", text } of row.comparison.responses) {
      const { status } = await verify(text, check);
      solutions.push({ solver: author, text, status, flag: said.good.includes(id) });
    }
    problems.push(solutions);
  }
  return problems;
}
