import { describe, expect, it } from "vitest";
import { adjusted, type Measured } from "../../../src/audits/adjusted.js";
import { judgeCards } from "../../../src/audits/card.js";
import type { Probe } from "../../../src/audits/probe.js";
import type { PairFigures } from "../../../src/core/analysis.js";
import type { Audit, ProbeFigure, ProbeMeasure } from "../../../src/core/audit.js";
import { analyze } from "../../../src/metrics/analyze.js";
import { renderCards } from "../../../src/report/audit/card.js";
import { renderAudit } from "../../../src/report/audit/writers.js";

const HOSTILE = "evil\u001b[31m\u202e<script>alert(1)</script>|=cmd()";
const JUDGE = { kind: "computed", id: "j@1", name: HOSTILE, rule: "j", options: {} } as const;

function figure(name: string, more: Partial<ProbeFigure> = {}): ProbeFigure {
  return {
    ...{ metric: name, title: `${name} in words`, judge: JUDGE.id, subset: null, unit: "fraction" },
    ...{ value: 0.2, interval: [0.1, 0.3], n: 40, clusters: 40, excluded: 2, p: 0.001, ...more },
  };
}

function probe(name: string, within?: readonly [number, number]): Probe {
  return {
    ...{ name, family: "bias", title: name, question: `Is it ${name}?` },
    ...(within ? { use: { to: `whatever is ${name}`, within } } : {}),
    plan: () => [],
    measure: () => ({ primary: figure(name), others: [] }),
  };
}

function auditOf(measured: readonly (readonly [Probe, ProbeMeasure])[]): Audit {
  const analysis = analyze({
    comparisons: [{ id: "q", responses: [{ id: "r1" }, { id: "r2" }] }],
    preferences: [],
    judgments: [],
    judges: [{ judge: JUDGE }],
  });
  const reports = adjusted(
    measured.map(([own, measure]): Measured => ({ probe: own, judge: JUDGE.id, measure })),
  );
  const probes = measured.map(([own]) => own);
  return { seed: 20, analysis, probes: reports, cards: judgeCards({ analysis, reports, probes }) };
}

const statementsOf = (audit: Audit) =>
  audit.cards[0]?.statements.filter(({ use }) => use.startsWith("whatever")).map(({ verdict }) => verdict);

describe("p of an audit", () => {
  it("is adjusted by Holm over the primary figures and by Benjamini–Hochberg over the rest", () => {
    const of = (p: number | null) => ({ primary: figure("a", { p }), others: [figure("b", { p })] });
    const { probes } = auditOf([
      [probe("x"), of(0.01)],
      [probe("y"), of(0.02)],
      [probe("z"), of(0.3)],
      [probe("w"), of(null)],
    ]);
    // Holm: 3 · 0.01; max(that, 2 · 0.02); 0.3. Benjamini–Hochberg: min(3/1 · 0.01, 3/2 · 0.02, …); 3/2 · 0.02; 0.3.
    expect(probes.map(({ primary }) => primary.pAdjusted)).toEqual([0.03, 0.04, 0.3, null]);
    expect(probes.map(({ others }) => others[0]?.pAdjusted)).toEqual([0.03, 0.03, 0.3, null]);
    expect(probes.map(({ primary }) => primary.found)).toEqual([true, true, false, null]);
  });
});

describe("a judge card", () => {
  it.each([
    ["all of the interval within", { value: 0.01, interval: [-0.02, 0.04], p: 0.6 }, "may"],
    ["all of it without", { value: 0.2, interval: [0.1, 0.3], p: 0.9 }, "may not"],
    ["across the edge, found", { value: 0.09, interval: [0.03, 0.15], p: 0.001 }, "may not"],
    ["across the edge, not found", { value: 0.09, interval: [-0.01, 0.19], p: 0.08 }, "not known"],
    ["found, but no larger than is granted", { value: 0.04, interval: [0.02, 0.06], p: 0.001 }, "not known"],
    ["not measured", { value: null, interval: null, p: null, reason: "nothing to measure" }, "not known"],
  ] as const)("speaks of a use by its interval: %s", (_, more, verdict) => {
    const audit = auditOf([[probe("x", [-0.05, 0.05]), { primary: figure("x-bias", more), others: [] }]]);
    expect(statementsOf(audit)).toEqual([verdict]);
  });

  it("is silent on a probe that grants nothing", () => {
    expect(statementsOf(auditOf([[probe("x"), { primary: figure("x-bias"), others: [] }]]))).toEqual([]);
  });

  it("holds the figures behind each sentence", () => {
    const primary = figure("x-bias");
    const [card] = auditOf([[probe("x", [-0.05, 0.05]), { primary, others: [] }]]).cards;
    const said = card?.statements.find(({ use }) => use === "whatever is x");
    expect(said?.figures).toEqual([expect.objectContaining(primary)]);
    expect(said?.because).toContain("20.0 % [10.0 %, 30.0 %]");
  });

  it.each([
    ["surely rare", [0, 0, 0], 100, "may"],
    ["rare so far, and not surely", [0.02, 0, 0], 98, "not known"],
    ["refusals, where every reply could be read", [0, 0.4, 0], 60, "may not"],
    ["each rare and all together not", [0.03, 0.03, 0.03], 91, "not known"],
  ] as const)("counts refusals and failures as no verdict too: %s", (_, rates, decided, verdict) => {
    const audit = auditOf([]);
    const [judge] = audit.analysis.judges;
    if (!judge) throw new Error("the analysis has a judge");
    // Rates of exactly 0.02 are given a wide interval, all others a narrow one.
    const estimates = ["unread-rate", "refused-rate", "failed-rate"].map((metric, i) => {
      const value = rates[i] ?? 0;
      return figure(metric, { value, interval: value === 0.02 ? [0, 0.08] : [value - 0.01, value + 0.01] });
    });
    const analysis = {
      ...audit.analysis,
      judges: [{ ...judge, judgments: 100, statuses: { decided } }],
      estimates: estimates.map((one) => ({
        ...one,
        interval: [Math.max(0, one.interval?.[0] ?? 0), one.interval?.[1] ?? 1] as const,
      })),
    };
    const [card] = judgeCards({ analysis, reports: [], probes: [] });
    expect(card?.statements.find(({ use }) => use.startsWith("without a second"))?.verdict).toBe(verdict);
  });

  it("turns the difference from a baseline round where the judge stands on its right", () => {
    const audit = auditOf([]);
    const estimate = { ...figure("difference", { value: -0.2, interval: [-0.3, -0.1] }), judge: null };
    const pair = {
      ...{ left: "base@1", right: JUDGE.id, subset: null, difference: estimate },
      ...{ pAdjusted: { ...estimate, value: 0.01 }, distinguishable: true },
    } as unknown as PairFigures;
    const [judge] = audit.analysis.judges;
    if (!judge) throw new Error("the analysis has a judge");
    const analysis = {
      ...audit.analysis,
      judges: [judge, { ...judge, id: "base@1", name: "longest", baseline: true }],
      pairs: [pair],
    };
    const [card] = judgeCards({ analysis, reports: [], probes: [] });
    const said = card?.statements.find(({ use }) => use.startsWith("in place of"));
    expect(said).toMatchObject({ verdict: "may" });
    expect(said?.because).toContain("20.0 % [10.0 %, 30.0 %]");
  });
});

describe("an audit's report", () => {
  const audit = auditOf([
    [
      probe("x", [-0.05, 0.05]),
      {
        primary: figure("x-bias"),
        others: [
          figure("x-rate", { p: null }),
          figure("x-none", { value: null, interval: null, reason: HOSTILE, p: null }),
        ],
        curves: [
          {
            ...{ name: "x-curve", title: HOSTILE, x: "votes", y: "agreement" },
            points: [{ x: 1, y: 0.5, interval: [0.4, 0.6], n: 10 }],
          },
        ],
        notes: [HOSTILE],
      },
    ],
  ]);

  it.each(["terminal", "md", "json", "csv"] as const)(
    "lets no text of %s command anything",
    async (format) => {
      const text = await renderAudit(audit, format);
      expect(text).not.toMatch(/\u001b|\u202e/);
      if (format === "md") expect(text).not.toContain("<script>");
      expect(text).toContain("x");
    },
  );

  it("shows each figure with its n, its interval and what it excludes", async () => {
    const text = await renderAudit(audit, "terminal", { width: 160 });
    expect(text).toMatch(/x-bias in words +20\.0 % \[10\.0, 30\.0\] +40 +2 +0\.001 +yes/);
    expect(text).toMatch(/1 +50\.0 % \[40\.0, 60\.0\]/);
  });

  it("puts what asking again moves beside the differences", async () => {
    const repeats = {
      primary: figure("repeats-flip-rate"),
      others: [figure("repeats-agreement-sd", { value: 0.021, interval: null })],
    };
    const text = await renderAudit(auditOf([[probe("repeats"), repeats]]), "terminal", { width: 140 });
    expect(text).toMatch(/Noise floor\n[\s\S]{0,400} 2\.1 % n=40 +– +–/);
    expect(await renderAudit(audit, "terminal")).not.toContain("Noise floor");
  });

  it("has rows for its figures in CSV, with both p", async () => {
    const csv = await renderAudit(audit, "csv");
    expect(csv).toMatch(/^x-bias,.*p 0\.001\\?, adjusted 0\.001/m);
  });

  it("renders with no judge and no probe", async () => {
    const none = { ...auditOf([]), cards: [] };
    for (const format of ["terminal", "md", "json", "csv"] as const)
      expect(await renderAudit(none, format)).toMatch(/\n$/);
    expect(renderCards(none, "json")).toContain('"cards": []');
  });
});
