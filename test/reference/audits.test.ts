import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { findProbes } from "../../src/audits/find.js";
import type { ImportedRow } from "../../src/benchmarks/benchmark.js";
import { judgeBench } from "../../src/benchmarks/judgebench.js";
import { judgeBenchOutputs } from "../../src/benchmarks/judgebench-outputs.js";
import { llmBar } from "../../src/benchmarks/llmbar.js";
import { llmBarResults } from "../../src/benchmarks/llmbar-results.js";
import type { AuditFigure, ProbeReport } from "../../src/core/audit.js";
import { type ImportedJudge, judgeId } from "../../src/core/judge.js";
import type { Judgment } from "../../src/core/judgment.js";
import { trial } from "../../src/core/trial.js";
import { auditing } from "../../src/setup/audit.js";
import { type Json, referenceFigures } from "./benchmark-files.js";
import { filesBelow, type PublishedOutputs, readOutputs } from "./published-outputs.js";

const { judgebench = {}, llmbar = {} }: Json = referenceFigures();
const outputs = filesBelow("judgebench/outputs", ".jsonl");
const results = filesBelow("llmbar", "result.json");

describe("the offline probes over JudgeBench's published outputs", () => {
  const known = Object.keys(judgebench).filter((name) => judgebench[name].by_category);
  if (known.length === 0) it.skip("no figures of JudgeBench", () => {});
  for (const name of known) {
    const file = outputs.find((one) => basename(one, ".jsonl") === name);
    it.skipIf(!file)(`${name}: flips and picks by order, over all and by category`, async () => {
      const reports = await audited(await readOutputs(judgeBench, judgeBenchOutputs, file ?? ""));
      const { by_category: categories, position } = judgebench[name];
      expect(countsOf(reports)).toEqual({
        first: position.first,
        second: position.second,
        flipsToFirst: position.flips_to_first,
        flipsToSecond: position.flips_to_second,
      });
      expectReasons(reports);
      const orders = reportOf(reports, "order");
      for (const [category, expected] of Object.entries<Json>(categories)) {
        const own = ratesOf(orders, category === "overall" ? null : category);
        expect(own, category).toEqual(flipsIn(expected));
      }
      const judgments = categories.overall.n * 2;
      const shown = figureOf(orders, "order-first-shown");
      expect(shown.n + shown.excluded).toBe(judgments);
      expect(shown.excluded).toBe(categories.overall.null_order1 + categories.overall.null_order2);
      if (position.flip_binom_p !== null) expectSignTest(orders.primary, position.flip_binom_p);
    });
  }
});

describe("the offline probes over LLMBar's published results", () => {
  const known = Object.keys(llmbar).flatMap((set) =>
    Object.keys(llmbar[set]).map((evaluator) => ({ set, evaluator })),
  );
  if (known.length === 0) it.skip("no figures of LLMBar", () => {});
  for (const { set, evaluator } of known) {
    const file = results.find((one) => one === `llmbar/${set}/evaluators/${evaluator}/result.json`);
    it.skipIf(!file)(`${set}, ${evaluator}: flips and picks by order`, async () => {
      const reports = await audited(await readOutputs(llmBar, llmBarResults, file ?? ""));
      const expected = llmbar[set][evaluator];
      expect(countsOf(reports)).toEqual({
        first: expected.picks_first_shown,
        second: expected.picks_second_shown,
        flipsToFirst: expected.flip_always_first,
        flipsToSecond: expected.flip_always_second,
      });
      expectReasons(reports);
      const orders = reportOf(reports, "order");
      const flips = expected.flip_always_first + expected.flip_always_second;
      expect(figureOf(orders, "order-flip-rate").value).toBeCloseTo(
        flips / (flips + expected.consistent_nonnull),
        12,
      );
      if (expected.flip_binom_p !== null) expectSignTest(orders.primary, expected.flip_binom_p);
    });
  }
});

/** What a single asking of two responses can say, and why it can say no more. */
function expectReasons(reports: readonly ProbeReport[]): void {
  expect(reportOf(reports, "repeats").primary.reason).toBe("no duel was asked twice");
  expect(reportOf(reports, "transitivity").primary.reason).toBe(
    "no three responses are judged in all three pairs",
  );
  const split = reportOf(reports, "variance-split");
  const parts = split.others.filter(({ metric }) => /^variance-split-(order|item-order|rest)$/.test(metric));
  const sum = [split.primary, ...parts].reduce((all, { value }) => all + (value ?? 0), 0);
  expect(sum).toBeCloseTo(1, 9);
  expect(figureOf(split, "variance-split-repeat").reason).toBe("nothing was asked twice");
}

/** Every consistency probe over published judgments, by what was published: where that is not what is read today, the figures are of it. */
async function audited({ judge, rows }: PublishedOutputs): Promise<readonly ProbeReport[]> {
  const about: Omit<ImportedJudge, "id"> = { kind: "imported", format: "published", ...judge };
  const imported: ImportedJudge = { ...about, id: judgeId(about) };
  const under = await auditing({
    probes: findProbes(["consistency"]),
    judges: [{ stored: imported }],
    rows,
    judgments: rows.flatMap((row) => judgmentsOf(row, imported.id)),
    seed: 20,
    resamples: 100,
  });
  // An import can be asked nothing more.
  expect(under.remaining()).toEqual([]);
  return under.report();
}

function judgmentsOf({ comparison, judgments }: ImportedRow, judge: string): Judgment[] {
  return judgments.map(({ presented, repeat, reading, published }) => ({
    trial: trial({ comparison: comparison.id, judge, presented, repeat }),
    reading: published ?? reading,
    ...{ critique: null, calls: [] },
  }));
}

function reportOf(reports: readonly ProbeReport[], probe: string): ProbeReport {
  const report = reports.find((one) => one.probe === probe);
  if (!report) throw new Error(`there is no report of ${probe}`);
  return report;
}

function figureOf(
  { primary, others }: ProbeReport,
  metric: string,
  subset: string | null = null,
): AuditFigure {
  const figure = [primary, ...others].find((one) => one.metric === metric && one.subset === subset);
  if (!figure) throw new Error(`there is no figure ${metric} of ${subset ?? "all"}`);
  return figure;
}

function countsOf(reports: readonly ProbeReport[]) {
  const value = (name: string) => figureOf(reportOf(reports, "order"), `order-${name}`).value;
  return {
    first: value("first-shown"),
    second: value("second-shown"),
    flipsToFirst: value("flips-towards-first"),
    flipsToSecond: value("flips-towards-second"),
  };
}

/** Flips by the figures of one category: duels with a null in either order are excluded and counted. */
function flipsIn({ n, pairs_with_null: nulls, both_first: first, both_second: second }: Json) {
  const both = n - nulls;
  return { n: both, excluded: nulls, bias: (first - second) / both, flips: (first + second) / both };
}

function ratesOf(orders: ProbeReport, subset: string | null) {
  const bias = figureOf(orders, "order-bias", subset);
  const flips = figureOf(orders, "order-flip-rate", subset);
  expect([flips.n, flips.excluded]).toEqual([bias.n, bias.excluded]);
  return { n: bias.n, excluded: bias.excluded, bias: bias.value, flips: flips.value };
}

/** Where every flip lies in a cluster of its own, flipping signs by cluster is the exact binomial test. */
function expectSignTest({ p }: AuditFigure, expected: number): void {
  expect(p).not.toBeNull();
  expect(Math.abs((p ?? 1) - expected)).toBeLessThanOrEqual(1e-9 * expected);
}
