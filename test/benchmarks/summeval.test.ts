import { describe, expect, it } from "vitest";
import type { BenchmarkRow } from "../../src/benchmarks/benchmark.js";
import { summEval } from "../../src/benchmarks/summeval.js";
import type { JudgmentRow } from "../../src/core/judgment.js";
import type { DatasetRow } from "../../src/datasets/source.js";
import { figuresOf, figureValue, judgmentRow, NOT_READ, rawRow, SEEDED, scores } from "./judgment-rows.js";

const raw = (
  doc: string,
  system: string,
  rating: unknown = 4,
  more: Record<string, unknown> = {},
  file?: string,
) =>
  rawRow(
    {
      ...{ doc_id: doc, system_id: system, source: `Article ${doc}`, system_output: `Summary by ${system}` },
      ...{
        reference: "Short.",
        scores: { coherence: rating, consistency: 5, fluency: 5, relevance: rating, overall: 4 },
      },
      ...more,
    },
    1,
    file,
  );
const read = (row: BenchmarkRow): readonly DatasetRow[] => summEval.read(row, SEEDED);

describe("SummEval's rows", () => {
  it("are a comparison a dimension, with the experts' mean", () => {
    const rows = read(raw("d1", "M0", 3.6667));
    expect(rows.map(({ comparison }) => comparison.subset)).toEqual([
      ...["coherence", "consistency", "fluency", "relevance"],
    ]);
    expect(rows[0]).toMatchObject({
      comparison: {
        id: "summeval-d1-M0-coherence",
        prompt: "Summarize this article.\n\nArticle d1",
        reference: "Short.",
        responses: [{ id: "r1", text: "Summary by M0", author: "M0" }],
      },
      preferences: [{ source: "human", kind: "ratings", scores: { r1: 3.6667 } }],
    });
    expect(new Set(rows.map(({ comparison }) => comparison.rubric)).size).toBe(4);
    const clusters = [raw("d1", "M0"), raw("d1", "M1")].map((row) => read(row)[0]?.comparison.cluster);
    expect(clusters[0]).toBe(clusters[1]);
  });

  it.each([
    [raw("d1", "M0", "4"), '"scores.coherence" to be a number from 1 to 5 but found the text "4"'],
    [raw("d1", "M0", 0), '"scores.coherence" to be a number from 1 to 5 but found the number 0'],
    [raw("d1", "M0", 4, { scores: null }), '"scores.coherence" to be a number from 1 to 5 but found nothing'],
    [raw("d1", "M0", 4, { system_output: undefined }), '"system_output" to be text but found nothing'],
    [raw("d1", "M0", 4, { doc_id: undefined }), '"doc_id" to be an id but found nothing'],
  ])("are refused where they are malformed", (row, message) => {
    expect(() => read(row)).toThrow(message);
  });
});

/** Coherence ratings of an article's summaries with the judge's samples of each; null is a sample that is not read. */
type Article = readonly (readonly [rating: number, samples: readonly (number | null)[]])[];

function judged(articles: Readonly<Record<string, Article>>): {
  rows: DatasetRow[];
  judgments: JudgmentRow[];
} {
  const rows: DatasetRow[] = [];
  const judgments: JudgmentRow[] = [];
  for (const [doc, summaries] of Object.entries(articles)) {
    for (const [i, [rating, samples]] of summaries.entries()) {
      const own = read(raw(doc, `M${i}`, rating));
      rows.push(...own);
      const id = own[0]?.comparison.id ?? "";
      samples.forEach((score, repeat) => {
        judgments.push(judgmentRow(id, ["r1"], score === null ? NOT_READ : scores({ r1: score }), repeat));
      });
    }
  }
  return { rows, judgments };
}

describe("G-Eval's rule on SummEval", () => {
  const { rows, judgments } = judged({
    // Means 2, 3, 4 against 1, 2, 3: every correlation is 1.
    a: [
      [1, [2, 2]],
      [2, [3, 3]],
      [3, [4, 4]],
    ],
    // The third summary's second sample is not read. As 0 its mean is 2 and the judge says 4, 3, 2 of 1, 2, 3: every correlation
    // is −1. Left out it is 4: the judge says 4, 3, 4. Deviations 1/3, −2/3, 1/3 against −1, 0, 1: Pearson 0; ranks 2.5, 1, 2.5
    // against 1, 2, 3: Spearman 0; of three pairs one is tied, one concordant, one discordant: Kendall 0.
    b: [
      [1, [4, 4]],
      [2, [3, 3]],
      [3, [4, null]],
    ],
    // The experts' ratings are all equal: passed over.
    c: [
      [5, [1, 1]],
      [5, [2, 2]],
    ],
  });
  const figures = figuresOf(summEval, rows, judgments);

  it("takes means of samples with failures as 0, correlates within articles and averages over those that have one", () => {
    for (const name of ["pearson", "spearman", "kendall"]) {
      // a: 1, b: −1.
      expect(figureValue(figures, `coherence-${name}`), name).toBeCloseTo(0, 12);
      expect(figures.get(`coherence-${name}`)).toMatchObject({ n: 2, excluded: 1, unit: "score" });
      // a: 1, b: 0.
      expect(figureValue(figures, `coherence-${name}-failures-left-out`), name).toBeCloseTo(0.5, 12);
    }
  });

  it("has no figure of a dimension nobody judged, and no average then", () => {
    expect(figures.get("fluency-spearman")).toMatchObject({
      value: null,
      n: 0,
      reason: "no article has summaries on which scores and ratings both differ",
    });
    expect(figures.get("average-spearman")).toMatchObject({
      value: null,
      reason: expect.stringMatching(/a dimension/),
    });
    expect([...figures.keys()]).toHaveLength(30);
  });

  it("averages the four dimensions", () => {
    const all = ["x", "y"].flatMap((doc) =>
      [1, 2, 3].flatMap((rating) =>
        read(
          raw(doc, `M${rating}`, rating, {
            scores: { coherence: rating, consistency: rating, fluency: rating, relevance: 4 - rating },
          }),
        ),
      ),
    );
    const same = all.map(({ comparison: { id } }) =>
      judgmentRow(id, ["r1"], scores({ r1: Number(/M(\d)/.exec(id)?.[1]) })),
    );
    // 1, 1, 1 and −1.
    expect(figureValue(figuresOf(summEval, all, same), "average-kendall")).toBeCloseTo(0.5, 12);
  });

  it("takes a call that failed for no sample", () => {
    const first = rows[0]?.comparison.id ?? "";
    const failed = judgmentRow(first, ["r1"], { status: "failed", reason: "timeout" }, 2);
    expect(figureValue(figuresOf(summEval, rows, [...judgments, failed]), "coherence-pearson")).toBeCloseTo(
      0,
      12,
    );
  });
});

describe("G-Eval's result files", () => {
  const [format] = summEval.outputs;
  const none = { find: () => undefined };
  const result = (all_responses: unknown, file = "results/gpt4_rel_detailed.json") =>
    raw("d1", "M0", 4, { all_responses }, file);

  it("hold samples, of which the number at the beginning counts", () => {
    const row = result(["4", " 3.5\n", "Rating: 4", "- 2", "5. Good", "1.2.3", "", "."]);
    expect(format?.recognises(row)).toBe(true);
    expect(format?.recognises(raw("d1", "M0"))).toBe(false);
    const read = format?.read(row, none);
    expect(read?.comparison.id).toBe("summeval-d1-M0-relevance");
    const found = read?.judgments.map(({ published }) =>
      published.status === "decided" && published.verdict.kind === "scores"
        ? published.verdict.byId.r1
        : published.status,
    );
    expect(found).toEqual([4, 3.5, "unparsed", "unparsed", 5, "unparsed", "unparsed", "unparsed"]);
    expect(read?.judgments.map(({ repeat }) => repeat)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it("give one judge by their four files, and are refused where the name tells no dimension", () => {
    const names = ["coh", "con", "flu", "rel"].map(
      (short) => format?.judgeOf(result(["4"], `results/gpt4_${short}_detailed.json`)).name,
    );
    expect(new Set(names)).toEqual(new Set(["gpt4"]));
    expect(() => format?.read(result(["4"], "results/gpt4.json"), none)).toThrow(
      "a file whose name tells the dimension: coh, con, flu or rel between _ or - but found the text",
    );
    expect(() => format?.read(result([4]), none)).toThrow(
      '"all_responses[0]" to be text but found the number 4',
    );
  });
});
