import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findBaseline } from "../../src/baselines/find.js";
import { combine } from "../../src/combine/combine.js";
import type { Analysis } from "../../src/core/analysis.js";
import type { Comparison } from "../../src/core/comparison.js";
import { duelOutcome } from "../../src/core/duel.js";
import type { JudgmentRow } from "../../src/core/judgment.js";
import type { Preference } from "../../src/core/preference.js";
import type { Reading } from "../../src/core/reading.js";
import { trial } from "../../src/core/trial.js";
import { analyze } from "../../src/metrics/analyze.js";
import { pairedDifference } from "../../src/metrics/paired.js";
import { referenceFile } from "./data.js";

const pandaFile = referenceFile("pandalm/testset-v1.json");
const pandaVerdicts = referenceFile("pandalm/pandalm-7b-testset-v1.json");
const haikuFile = referenceFile(
  "judgebench/outputs/claude-3-5-sonnet-20240620__arena_hard__claude-3-haiku-20240307.jsonl",
);
const sonnetPairs = referenceFile("judgebench/data/claude-3-5-sonnet-20240620.jsonl");
const absent = "reference data are absent: set TOUCHSTONE_REFERENCE_DATA";

describe("PandaLM, 999 pairs with three annotators", () => {
  if (!pandaFile || !pandaVerdicts) return void it.skip(absent, () => {});
  const { comparisons, preferences, judgments } = pandaLM(pandaFile, pandaVerdicts);
  const rows = [
    ...judgments,
    ...["longest", "shortest", "first"].flatMap((name) => judgedBy(name, comparisons)),
  ];
  const analysis = analyze({ comparisons, preferences, judgments: rows });

  it("have a majority everywhere, 105 times a tie", () => {
    expect(analysis.data).toMatchObject({
      comparisons: 999,
      duels: 999,
      duelTies: 105,
      duelsSplit: 0,
      clusters: 170,
      annotatorsPerComparison: 3,
      agreementWith: "agreement with people",
    });
  });

  it("are matched by the longer response 610 times, ties counted", () => {
    expect(figure(analysis, "agreement-ties-counted", "longest").value).toBeCloseTo(610 / 999, 12);
  });

  it("leave the shorter response what the longer one does not get, and the first one a coin's half", () => {
    const [longest, shortest] = ["longest", "shortest"].map(
      (name) => figure(analysis, "agreement", name).value ?? 0,
    );
    expect((longest ?? 0) + (shortest ?? 0)).toBeCloseTo(1, 12);
    expect(figure(analysis, "agreement", "first").value).toBe(0.5);
    expect(figure(analysis, "order-flip-rate", "first").value).toBe(1);
  });

  it("are matched by PandaLM-7B 667 times; of those with a winner 635 times, with 75 ties", () => {
    expect(figure(analysis, "agreement-ties-counted", "pandalm-7b")).toMatchObject({ n: 999, excluded: 0 });
    expect(figure(analysis, "agreement-ties-counted", "pandalm-7b").value).toBeCloseTo(667 / 999, 12);
    expect(figure(analysis, "agreement", "pandalm-7b").value).toBeCloseTo((635 + 75 / 2) / 894, 12);
    expect(figure(analysis, "agreement-ties-dropped", "pandalm-7b").value).toBeCloseTo(635 / 819, 12);
  });

  it("are agreed on by one person with the rest to 0.956, by PandaLM-7B with the same rest to 0.679", () => {
    const people = analysis.estimates.find(({ metric }) => metric === "ceiling-people");
    const judge = figure(analysis, "ceiling-judge", "pandalm-7b");
    expect(people?.value).toBeCloseTo(0.956, 3);
    expect(judge.value).toBeCloseTo(0.679, 3);
    expect(judge.n).toBe(people?.n);
  });

  it("rank the five systems, and PandaLM-7B ranks them nearly so", () => {
    const people = analysis.systems.find(({ judge }) => judge === null);
    expect(people?.systems.map(({ author }) => author)).toEqual([
      "llama-7b",
      "pythia-6.9b",
      "bloom-7b",
      "opt-7b",
      "cerebras-gpt-6.7B",
    ]);
    expect(figure(analysis, "systems-spearman", "pandalm-7b").value).toBeCloseTo(0.9, 12);
    expect(figure(analysis, "systems-kendall", "pandalm-7b").value).toBeCloseTo(0.8, 12);
  });

  it("tell PandaLM-7B from the longer response", () => {
    const side = (id: string) => ({
      id,
      name: id,
      judgments: rows.filter(({ trial }) => trial.judge === id),
    });
    const pair = pairedDifference({
      comparisons,
      preferences,
      left: side("pandalm-7b"),
      right: side("longest"),
    });
    expect(pair.difference.n).toBe(894);
    expect(pair.remark).toMatch(/^pandalm-7b shows more agreement with people than longest: /);
  });
});

describe("JudgeBench, 270 pairs of Claude 3.5 Sonnet", () => {
  if (!haikuFile || !sonnetPairs) return void it.skip(absent, () => {});
  const { comparisons, preferences, judgments } = judgeBench(haikuFile);
  const analysis = analyze({
    comparisons,
    preferences,
    judgments: [...judgments, ...judgedBy("longest", comparisons)],
  });

  it("are matched by the longer response 118 times", () => {
    expect(comparisons).toHaveLength(readFileSync(sonnetPairs, "utf8").trim().split("\n").length);
    expect(figure(analysis, "agreement-ties-counted", "longest").value).toBeCloseTo(118 / 270, 12);
    expect(analysis.data.agreementWith).toBe("agreement with the verified label");
  });

  it("are flipped by claude-3-haiku 37 times towards the first response and 7 times towards the second", () => {
    expect(figure(analysis, "flips-towards-first", "claude-3-haiku").value).toBe(37);
    expect(figure(analysis, "flips-towards-second", "claude-3-haiku").value).toBe(7);
    // 13 pairs have a verdict that could not be read.
    expect(figure(analysis, "order-flip-rate", "claude-3-haiku")).toMatchObject({ n: 257, excluded: 13 });
    expect(figure(analysis, "order-flip-rate", "claude-3-haiku").value).toBeCloseTo(44 / 257, 12);
    expect(figure(analysis, "order-bias-p", "claude-3-haiku").value).toBeLessThan(1e-5);
    expect(figure(analysis, "unread-rate", "claude-3-haiku").value).toBeCloseTo(13 / 540, 12);
  });

  it("are judged rightly by claude-3-haiku 87 times when its orders are combined, which is JudgeBench's own rule", () => {
    const outcomes = comparisons.map((comparison) => {
      const own = judgments.filter(({ trial }) => trial.comparison === comparison.id);
      const decision = combine(own, comparison, { orders: "mean" });
      return decision.status === "decided" ? duelOutcome(decision.verdict, ["A", "B"]) : null;
    });
    const labels = preferences.map((preference) => duelOutcome(preference, ["A", "B"]));
    expect(outcomes.filter((outcome, i) => outcome === labels[i])).toHaveLength(87);
    expect(outcomes.filter((outcome) => outcome === "tie")).toHaveLength(104);
  });
});

function figure(analysis: Analysis, metric: string, judge: string) {
  const found = analysis.estimates.find(
    (estimate) => estimate.metric === metric && estimate.judge === judge && estimate.subset === null,
  );
  if (!found) throw new Error(`no ${metric} of ${judge}`);
  return found;
}

function judgedBy(name: string, comparisons: readonly Comparison[]): JudgmentRow[] {
  const baseline = findBaseline(name).configure({});
  return comparisons.flatMap((comparison) =>
    baseline.layouts(comparison).map((presented) => ({
      trial: trial({ comparison: comparison.id, judge: name, presented, repeat: 0 }),
      reading: baseline.judge(comparison, presented, 0),
      calls: [],
    })),
  );
}

function pandaLM(file: string, verdictFile: string) {
  const rows = JSON.parse(readFileSync(file, "utf8")) as {
    idx: number;
    cmp_key: string;
    instruction: string;
    input: string;
    response1: unknown;
    response2: unknown;
    annotator1: number;
    annotator2: number;
    annotator3: number;
  }[];
  const verdicts = JSON.parse(readFileSync(verdictFile, "utf8")) as { idx: number; pandalm_result: number }[];
  const comparisons = rows.map((row): Comparison => {
    const [first = "", second = ""] = row.cmp_key.split("_");
    return {
      id: `panda-${row.idx}`,
      prompt: `${row.instruction}\n${row.input}`,
      cluster: `${row.instruction}\n${row.input}`,
      responses: [
        // Six of the responses are JSON booleans.
        { id: "r1", text: String(row.response1), author: first },
        { id: "r2", text: String(row.response2), author: second },
      ],
    };
  });
  const winner = (label: number) => ["tie", "r1", "r2"][label] ?? "";
  const preferences = rows.flatMap((row) =>
    [row.annotator1, row.annotator2, row.annotator3].map(
      (label, i): Preference => ({
        comparison: `panda-${row.idx}`,
        source: "human",
        annotator: `annotator${i + 1}`,
        kind: "duel",
        between: ["r1", "r2"],
        winner: winner(label),
      }),
    ),
  );
  const judgments = verdicts.map(
    ({ idx, pandalm_result }): JudgmentRow => ({
      trial: trial({ comparison: `panda-${idx}`, judge: "pandalm-7b", presented: ["r1", "r2"], repeat: 0 }),
      reading: decided("r1", "r2", winner(pandalm_result)),
      calls: [],
    }),
  );
  return { comparisons, preferences, judgments };
}

function judgeBench(file: string) {
  const rows = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map(
      (line) =>
        JSON.parse(line) as {
          pair_id: string;
          question: string;
          response_A: string;
          response_B: string;
          label: string;
          judgments: { decision: string | null }[];
        },
    );
  const comparisons = rows.map(
    (row): Comparison => ({
      id: row.pair_id,
      prompt: row.question,
      responses: [
        { id: "A", text: row.response_A },
        { id: "B", text: row.response_B },
      ],
    }),
  );
  const preferences = rows.map(
    (row): Preference => ({
      comparison: row.pair_id,
      source: "verified",
      kind: "duel",
      between: ["A", "B"],
      winner: row.label[0] ?? "",
    }),
  );
  const judgments = rows.flatMap((row) =>
    row.judgments.map(({ decision }, game): JudgmentRow => {
      // The second game showed the responses swapped, and its decision speaks of what was shown.
      const [first, second] = game === 0 ? (["A", "B"] as const) : (["B", "A"] as const);
      const winner = decision === "A>B" ? first : decision === "B>A" ? second : "tie";
      const unread: Reading = { status: "ambiguous", reason: "two verdicts" };
      return {
        trial: trial({
          comparison: row.pair_id,
          judge: "claude-3-haiku",
          presented: [first, second],
          repeat: 0,
        }),
        reading: decision === null ? unread : decided(first, second, winner),
        calls: [],
      };
    }),
  );
  return { comparisons, preferences, judgments };
}

function decided(first: string, second: string, winner: string): Reading {
  return { status: "decided", verdict: { kind: "duel", between: [first, second], winner } };
}
