import { describe, expect, it } from "vitest";
import type { Analysis } from "../../src/core/analysis.js";
import type { Block } from "../../src/report/section.js";
import { sections } from "../../src/report/sections/all.js";
import { renderTerminal } from "../../src/report/terminal.js";
import { examineSection } from "../conformance/section.js";
import { analysisOf, estimate, judge, sampleAnalysis, withoutValues } from "./fixture.js";

for (const section of sections) examineSection(section);

describe("sections", () => {
  it("come in the order in which a reader needs them", () => {
    expect(sections.map(({ name }) => name)).toEqual([
      "leaderboard",
      "official",
      "remarks",
      "pairs",
      "ties",
      "subsets",
      "subset-figures",
      "votes",
      "consistency",
      "calibration",
      "verified",
      "ranking",
      "ceiling",
      "exclusions",
      "cost",
      "data",
    ]);
  });

  it("show every figure with its interval and its n", () => {
    const [row] = rowsOf("leaderboard", sampleAnalysis());
    expect(row).toEqual([
      "pairwise/gpt-4o-mini",
      "62.4 % [58.1, 66.5]",
      "412",
      "206",
      "23",
      "0.25 [0.16, 0.33] n=412",
      "12.1 % [9.0, 16.0] n=387",
      "5.3 % [4.0, 7.1] n=824",
    ]);
  });

  it("title agreement as the data allow, never with people who were not asked", () => {
    const given = sampleAnalysis();
    const agreementWith = "agreement with the constructed label";
    const text = textOf({ ...given, data: { ...given.data, sources: { constructed: 500 }, agreementWith } });
    expect(text).toContain(agreementWith);
    expect(text).not.toContain("agreement with people");
  });

  it("keep the judges in the order of the analysis and mute baselines and people", () => {
    const table = tableOf("leaderboard", sampleAnalysis());
    expect(table.rows.map(([label]) => label)).toEqual([
      "pairwise/gpt-4o-mini",
      "pointwise/法官-8B",
      "longest (baseline)",
      "first (baseline)",
      "people (leave-one-out)",
    ]);
    expect(table.muted).toEqual([2, 3, 4]);
  });

  it("tell two judges of one name apart by their ids", () => {
    const judges = [judge("same@1", { name: "same" }), judge("same@2", { name: "same" })];
    expect(rowsOf("leaderboard", analysisOf(judges)).map(([label]) => label)).toEqual([
      "same@1",
      "same@2",
      "people (leave-one-out)",
    ]);
  });

  it("say why there is no ceiling of people", () => {
    const reason = "no comparison has three annotators";
    const given = analysisOf([judge("alpha@1")]);
    const ceiling = estimate({ metric: "ceiling-people", value: null, n: 0, reason });
    const estimates = [...given.estimates.filter(({ metric }) => !metric.startsWith("ceiling")), ceiling];
    const blocks = render("ceiling", { ...given, estimates });
    expect(blocks).toEqual([
      { kind: "heading", text: "Ceiling" },
      { kind: "paragraph", text: `No ceiling is given: ${reason}.` },
    ]);
    expect(JSON.stringify(render("leaderboard", { ...given, estimates }))).toContain(`(1) ${reason}`);
  });

  it("say once, not in every cell, why nothing of a kind was measured", () => {
    const given = analysisOf([judge("alpha@1"), judge("beta@2")], { systems: [] });
    const estimates = withoutValues(given.estimates, "nothing was ranked");
    for (const name of ["consistency", "ranking", "ceiling"]) {
      const blocks = render(name, { ...given, estimates });
      expect(blocks.map(({ kind }) => kind)).toEqual(["heading", "paragraph"]);
      expect(JSON.stringify(blocks).match(/nothing was ranked/g)).toHaveLength(1);
    }
  });

  it("show every status a judgment can end in, also those that never came", () => {
    const { columns, rows } = tableOf("exclusions", sampleAnalysis());
    expect(columns.map(({ title }) => title).slice(3)).toEqual([
      "decided",
      "unparsed",
      "ambiguous",
      "out-of-range",
      "refused",
      "truncated",
      "empty",
      "undecided",
      "failed",
    ]);
    expect(rows[0]?.slice(1).map(plain)).toEqual([
      "412 of 500",
      "824",
      "780",
      "31",
      "5",
      "0",
      "1",
      "7",
      "0",
      "0",
      "0",
    ]);
  });

  it("leave an unknown cost unknown and say why", () => {
    const rows = rowsOf("cost", sampleAnalysis());
    expect(rows[0]?.at(-1)).toBe("$0.42 [0.40, 0.43] n=824");
    expect(rows[1]?.at(-1)).toBe("unknown (1)");
    expect(JSON.stringify(render("cost", sampleAnalysis()))).toContain("no price is known");
  });

  it("rank systems by the preference and place each judge's own figures beside it", () => {
    const [, systems] = render("ranking", sampleAnalysis()).filter(isTable);
    expect(systems?.columns[1]?.title).toBe("people");
    expect(systems?.rows.map((row) => row.slice(0, 3).map(plain))).toEqual([
      ["gpt-4", "1. 71.2 % n=160", "1. 65.5 % n=150"],
      ["llama-2", "2. 38.8 % n=160", "2. 45.5 % n=150"],
    ]);
  });

  it("show what more samples buy, for the judges that take several", () => {
    const judges = [judge("sampled@1"), judge("once@2")];
    const given = analysisOf(judges);
    const estimates = given.estimates.filter(
      ({ metric, judge: of }) => !metric.startsWith("votes-") || (of === "sampled@1" && metric !== "votes-2"),
    );
    const { columns, rows } = tableOf("votes", { ...given, estimates });
    expect(columns.map(({ title }) => title)).toEqual(["judge", "1 sample", "4 samples"]);
    expect(rows.map((row) => row.map(plain))).toEqual([
      ["sampled", "60.1 % [55.9, 64.2] n=412", "63.9 % [59.8, 68.0] n=412"],
    ]);
    expect(render("votes", { ...given, estimates: [] })).toEqual([]);
  });

  it("say by which rule all were read, and which judges have a rule of their own", () => {
    const own = { orders: "pooled", samples: "sum", value: "expected", firstSamples: 4 } as const;
    const blocks = render("data", analysisOf([judge("alpha@1", { rule: own }), judge("beta@2")]));
    const text = JSON.stringify(blocks);
    expect(text).toContain('["samples are joined by","each a vote"]');
    expect(text).toContain(
      "alpha: orders are joined by pooled, samples are joined by sum, value that is read expected, samples that count the first 4",
    );
    expect(text).not.toContain("beta:");
  });

  it("say which judges can be told apart, by which p, and how small a difference could have been", () => {
    const given = analysisOf([judge("alpha@1"), judge("beta@2"), judge("gamma@3")]);
    const [, summary] = render("pairs", given);
    expect(summary).toEqual({
      kind: "paragraph",
      text: "1 of 3 pairs can be told apart; the others are not distinguishable. p adjusted: Holm over 3 tests.",
    });
    const rows = rowsOf("pairs", given).map((row) => row.map(plain));
    expect(rows[0]).toEqual([
      "alpha",
      "beta",
      "+6.1 [3.1, 9.1]",
      "agrees more",
      "< 0.001",
      "0.001",
      "4.2",
      "412",
    ]);
    expect(rows[1]?.[3]).toBe("not distinguishable");
  });

  it("leave pairs beyond the clearest to the files, and say how many", () => {
    const given = analysisOf(Array.from({ length: 10 }, (_, i) => judge(`j${i}@${i}`)));
    expect(rowsOf("pairs", given)).toHaveLength(20);
    expect(JSON.stringify(render("pairs", given))).toContain(
      "25 further rows stand in the CSV and the JSON.",
    );
    const none = { ...given, pairs: given.pairs.map((pair) => ({ ...pair, distinguishable: false })) };
    expect(JSON.stringify(render("pairs", none))).toContain(
      "None of 45 pairs can be told apart: not distinguishable.",
    );
    expect(tableOf("pairs", none).columns.map(({ title }) => title)).not.toContain("verdict");
  });

  it("show calibration of the judges that say how sure they are, and from what", () => {
    const given = analysisOf([judge("sure@1"), judge("silent@2")]);
    const estimates = given.estimates.map((one) =>
      one.judge === "silent@2" &&
      ["brier", "auc", "ece", "log-loss", "selective-area"].some((m) => one.metric.startsWith(m))
        ? {
            ...one,
            value: null,
            interval: null,
            reason: "the judge states no probability, strength or score",
          }
        : one,
    );
    const rows = rowsOf("calibration", { ...given, estimates });
    expect(rows.map((row) => row[0])).toEqual(["sure"]);
    expect(plain(rows[0]?.[1] ?? "")).toBe("0.221 [0.205, 0.239] n=412");
    expect(JSON.stringify(render("calibration", { ...given, estimates }))).toContain(
      "sure: the probabilities it states",
    );
  });

  it("show a benchmark's official figures in its own unit, what cannot be computed with its reason, and what they must not be taken for", () => {
    const given = analysisOf([judge("alpha@1"), judge("beta@2")]);
    const figure = {
      name: "overall",
      value: 61.25,
      unit: "percent",
      interval: [52.5, 70] as const,
      n: 80,
      excluded: 3,
    } as const;
    const missing = {
      ...figure,
      name: "math",
      value: null,
      interval: null,
      n: 0,
      reason: "no pair of it was judged",
    };
    const ofOne = { ...missing, name: "coding", reason: "no coding pair has both games" };
    const official = ["alpha@1", "beta@2"].map((id, i) => ({
      ...{ benchmark: "judgebench", judge: id, n: 80 },
      figures: [
        figure,
        i === 0 ? ofOne : { ...figure, name: "coding" },
        missing,
        { ...missing, name: "chat" },
      ],
      caution: i === 0 ? null : "not comparable with a published leaderboard",
    }));
    const blocks = render("official", { ...given, official });
    const [table] = blocks.filter(isTable);
    expect(table?.rows).toEqual([
      ["overall", "61.25 % [52.50, 70.00] n=80", "61.25 % [52.50, 70.00] n=80"],
      ["coding", "– (1)", "61.25 % [52.50, 70.00] n=80"],
    ]);
    expect(JSON.stringify(blocks)).toContain("(1) no coding pair has both games");
    // What no judge has fills no row: its names stand beside the reason.
    expect(JSON.stringify(blocks)).toContain("math, chat: no pair of it was judged");
    expect(JSON.stringify(blocks)).toContain("Note: not comparable with a published leaderboard.");
    expect(render("official", given)).toEqual([]);
  });

  it("show each judge in each subset, baselines left to the files", () => {
    const given = analysisOf([judge("alpha@1"), judge("longest@2", { baseline: true })]);
    const rows = rowsOf("subset-figures", given);
    expect(rows.map((row) => row[0])).toEqual(["alpha · Chat", "alpha · Chat Hard", "alpha · Safety"]);
  });

  it("show the bounds of figures with many units excluded, and explain them where there are any", () => {
    const given = analysisOf([judge("alpha@1")]);
    expect(tableOf("leaderboard", given).columns.map(({ title }) => title)).not.toContain("bounds");
    const estimates = given.estimates.map((one) =>
      one.metric === "agreement" ? { ...one, bounds: [0.41, 0.72] as const } : one,
    );
    const shown = tableOf("leaderboard", { ...given, estimates });
    const at = shown.columns.findIndex(({ title }) => title === "bounds");
    expect(plain(shown.rows[0]?.[at] ?? "")).toBe("[41.0, 72.0]");
    expect(JSON.stringify(render("leaderboard", { ...given, estimates }))).toContain(
      "more than 5 % of the units",
    );
  });

  it("say whether a judge may stand in for one of the people, or why that is not known", () => {
    const given = analysisOf([judge("alpha@1")]);
    const [, alternative] = render("ceiling", given).filter(isTable);
    expect(alternative?.rows[0]?.map(plain)).toEqual(["alpha", "66.7 % n=201", "81.0 %", "passed"]);
    const reason = "2 annotators have 30 items";
    const without = given.estimates.map((one) =>
      one.metric.startsWith("alt-test") ? { ...one, value: null, interval: null, reason } : one,
    );
    expect(JSON.stringify(render("ceiling", { ...given, estimates: without }))).toContain(
      `The alternative annotator test is not given: ${reason}.`,
    );
  });

  it("hold judges against the verifier over all data, by subset, beside people and as a router", () => {
    const tables = render("verified", analysisOf([judge("alpha@1"), judge("longest@2", { baseline: true })]));
    const [against, bySubset, byError, calibration, threeWays, router] = tables
      .filter(isTable)
      .map(({ rows }) => rows.map((row) => row.map(plain)));
    expect(against?.[0]).toEqual([
      "alpha",
      "18.2 % [13.1, 24.7] n=170",
      "9.4 % [6.1, 14.2] n=212",
      "0.881 [0.842, 0.912] n=382",
      "14.1 % [10.1, 19.3] n=240",
      "2.5 % [1.1, 5.3] n=240",
    ]);
    // Baselines have no row by subset, and what has no figure has a dash.
    expect(bySubset?.map(([label, passes]) => [label, passes])).toEqual([
      ["alpha · Chat", "11.0 % n=50"],
      ["alpha · Chat Hard", "13.0 % n=51"],
      ["alpha · Safety", "15.0 % n=52"],
    ]);
    expect(byError).toEqual([
      ["alpha · wrong-answer", "21.1 % [14.2, 30.1] n=110", "16.2 % [10.8, 23.6] n=140"],
      ["alpha · length_constraints:number_words", "13.3 % [7.1, 23.6] n=60", "–"],
    ]);
    expect(calibration?.[0]?.slice(0, 3)).toEqual(["alpha", "0.151 [0.131, 0.174] n=240", "–"]);
    expect(threeWays?.[0]?.[5]).toBe("6.1 % [3.6, 10.2] n=201");
    expect(router?.[0]?.[1]).toBe("74.4 % [69.8, 78.5] n=412");
  });

  it("show false passes by kind of error only where kinds are named, and let no kind command a terminal", async () => {
    const given = analysisOf([judge("alpha@1")]);
    const without = given.estimates.filter(({ metric }) => !metric.includes(":"));
    expect(JSON.stringify(render("verified", given))).toContain("By kind of error");
    expect(JSON.stringify(render("verified", { ...given, estimates: without }))).not.toContain(
      "kind of error",
    );
    const odd = without.flatMap((one) =>
      one.metric === "false-pass-rate" && one.subset === null
        ? [one, { ...one, metric: "false-pass-rate:\u001b[31m<script>" }]
        : [one],
    );
    const text = await renderTerminal(render("verified", { ...given, estimates: odd }), {
      width: 80,
      color: false,
    });
    expect(text).toContain("alpha · ␛[31m<script>");
    expect(text).not.toContain("\u001b");
  });

  it("say nothing of a verifier where there is none", () => {
    const given = sampleAnalysis();
    const estimates = given.estimates.filter(
      ({ metric }) => !/^(false-|pass-|wrong-|no-pick|verified|three|odd|router)/.test(metric),
    );
    expect(render("verified", { ...given, estimates })).toEqual([]);
  });

  it("have nothing to say of what was not measured", () => {
    const given = analysisOf([], { estimates: [], systems: [], remarks: [] });
    const speaking = sections.filter((section) => section.render(given).length > 0);
    expect(speaking.map(({ name }) => name)).toEqual(["leaderboard", "data"]);
  });
});

type Table = Extract<Block, { kind: "table" }>;

function render(name: string, analysis: Analysis): readonly Block[] {
  return sections.find((section) => section.name === name)?.render(analysis) ?? [];
}

function isTable(block: Block): block is Table {
  return block.kind === "table";
}

function tableOf(name: string, analysis: Analysis): Table {
  const table = render(name, analysis).find(isTable);
  if (!table) throw new Error(`section ${name} shows no table`);
  return table;
}

function rowsOf(name: string, analysis: Analysis): string[][] {
  return tableOf(name, analysis).rows.map((row) => row.map(plain));
}

function textOf(analysis: Analysis): string {
  return JSON.stringify(sections.flatMap((section) => section.render(analysis)));
}

function plain(cell: string): string {
  return cell.replaceAll("\u00a0", " ");
}
