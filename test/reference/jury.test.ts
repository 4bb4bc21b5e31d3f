import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { JudgmentRow } from "../../src/core/judgment.js";
import { analyze } from "../../src/metrics/analyze.js";
import { comparing, decided, failed, judged, prefers } from "../metrics/rows.js";
import { referenceFile } from "./data.js";

interface Row {
  readonly label: number;
  /** Earlier entries are generated metrics and references; the last holds the verdicts. */
  readonly results: readonly Readonly<Record<string, { readonly winner: string | null }>>[];
}
interface Cross {
  readonly pooled_vote_over_judges_and_both_orders: Readonly<
    Record<string, { judges: string[]; n: number; correct: number; wrong: number; tied: number }>
  >;
}

const file = referenceFile("reference.json");
const ORDERS = [
  ["swap = False", ["1", "2"]],
  ["swap = True", ["2", "1"]],
] as const;

describe("juries of LLMBar's stored judges, one vote an order", () => {
  if (!file) return void it.skip("reference data are absent: set TOUCHSTONE_REFERENCE_DATA", () => {});
  const { llmbar_cross: cross } = JSON.parse(readFileSync(file, "utf8")) as {
    llmbar_cross: Record<string, Cross>;
  };
  const expected = Object.entries(cross).flatMap(
    ([subset, { pooled_vote_over_judges_and_both_orders: pooled }]) =>
      Object.entries(pooled).map(([strategy, figures]) => ({ subset, strategy, ...figures })),
  );

  it.each(expected)("$subset, $strategy: $correct right, $wrong wrong, $tied tied", (figures) => {
    const { subset, judges, n, correct, wrong, tied } = figures;
    const files = judges.map((judge) => referenceFile(`llmbar/${subset}/evaluators/${judge}/result.json`));
    const rows = files.map((path) => (path ? (JSON.parse(readFileSync(path, "utf8")) as Row[]) : []));
    const labels = rows[0]?.map(({ label }) => String(label)) ?? [];
    const { estimates, judges: listed } = analyze({
      comparisons: labels.map((_, i) => comparing(`q${i}`, ["1", "2"])),
      preferences: labels.map((label, i) => prefers(`q${i}`, ["1", "2"], label)),
      judgments: judges.flatMap((judge, j) => judgmentsOf(judge, rows[j] ?? [])),
      juries: [{ name: "jury", members: judges, by: "votes" }],
    });
    const id = listed.find(({ name }) => name === "jury")?.id;
    const value = (metric: string) =>
      estimates.find((one) => one.metric === metric && one.judge === id && one.subset === null);
    expect(correct + wrong + tied).toBe(n);
    expect(value("agreement")).toMatchObject({ n, excluded: 0 });
    expect(value("agreement")?.value).toBeCloseTo((correct + tied / 2) / n, 12);
    expect(value("agreement-ties-dropped")?.n).toBe(n - tied);
    expect(value("agreement-ties-dropped")?.value).toBeCloseTo(correct / (correct + wrong), 12);
  });
});

/** The winners of the swapped order are stored by the unswapped names. */
function judgmentsOf(judge: string, rows: readonly Row[]): JudgmentRow[] {
  return rows.flatMap(({ results }, i) =>
    ORDERS.map(([name, presented]) => {
      const winner = results.at(-1)?.[name]?.winner ?? null;
      const reading =
        winner === "1" || winner === "2"
          ? decided({ kind: "duel", between: presented, winner })
          : failed("unparsed");
      return judged(`q${i}`, presented, reading, { judge });
    }),
  );
}
