import { describe, expect, it } from "vitest";
import { dataStudy } from "../../../src/metrics/data-study.js";
import { goldOf, usualResponses } from "../../../src/metrics/downstream/gold.js";
import { comparing, decided, judged, prefers } from "../rows.js";
import { ids, measured, rated, scored } from "./simulated.js";

const figure = (found: ReturnType<typeof measured>, metric: string) =>
  found.judges[0]?.figures.find((estimate) => estimate.metric === metric);

describe("figures without a policy", () => {
  // q0: gold 1 0 0 1 by scores 4 3 2 1. Of the pairs that differ, 1-2 and 1-3 are right, 4-2 and 4-3 wrong: 2 of 4.
  // q1: gold 0 1 1 1 by scores 2 2 1 0. Pair 1-2 is tied (½), 1-3 and 1-4 wrong: ½ of 3.
  const rows = [
    rated("q0", [1, 0, 0, 1], { authors: ["a", "a", "b", "b"] }),
    rated("q1", [0, 1, 1, 1], { authors: ["a", "a", "b", "c"] }),
  ];
  const judgments = [scored("q0", [4, 3, 2, 1]), scored("q1", [2, 2, 1, 0])];
  const found = measured({ rows, judgments });

  it("take accuracy over all pairs that differ in gold", () => {
    expect(figure(found, "accuracy")).toMatchObject({ n: 7, clusters: 2, excluded: 0 });
    expect(figure(found, "accuracy")?.value).toBeCloseTo(2.5 / 7, 12);
  });

  it("take tail accuracy among the highest scored quarter, two responses at least", () => {
    // q0: responses 1 and 2, right. q1: 1 and 2, tied.
    expect(figure(found, "tail-accuracy")).toMatchObject({ value: 0.75, n: 2 });
  });

  it("hold pairs of one author against pairs of two", () => {
    // One author: q0 1-2 right, 3-4 wrong; q1 1-2 ½. Two: q0 1-3 right, 2-4 wrong; q1 1-3 and 1-4 wrong.
    expect(figure(found, "accuracy-same-author")).toMatchObject({ value: 0.5, n: 3 });
    expect(figure(found, "accuracy-different-authors")).toMatchObject({ value: 0.25, n: 4 });
    expect(figure(found, "same-less-different-authors")).toMatchObject({ value: 0.25, n: 7 });
  });

  it("take the variance within prompts as a share of that of all scores, whatever the scale", () => {
    // Within: of 4 3 2 1 5/3, of 2 2 1 0 11/12; mean 31/24. All eight: mean 15/8, squares 39, (39 − 225/8)/7 = 87/56.
    expect(figure(found, "reward-variance")?.value).toBeCloseTo(31 / 24 / (87 / 56), 12);
    const far = measured({
      rows,
      judgments: [
        scored("q0", [1e6 + 40, 1e6 + 30, 1e6 + 20, 1e6 + 10]),
        scored("q1", [1e6 + 20, 1e6 + 20, 1e6 + 10, 1e6]),
      ],
    });
    expect(figure(far, "reward-variance")?.value).toBeCloseTo(31 / 24 / (87 / 56), 9);
  });

  it("find a judge that tells only prompts apart: nothing varies within, and every prompt is flat", () => {
    const flat = measured({ rows, judgments: [scored("q0", [9, 9, 9, 9]), scored("q1", [1, 1, 1, 1])] });
    expect(figure(flat, "reward-variance")?.value).toBe(0);
    expect(figure(flat, "flat-prompts")?.value).toBe(1);
    expect(figure(flat, "accuracy")?.value).toBe(0.5);
  });

  it("say why there is no comparison of authors where none is known", () => {
    const unknown = measured({ rows: [rated("q0", [1, 0])], judgments: [scored("q0", [2, 1])] });
    expect(figure(unknown, "accuracy-same-author")).toMatchObject({ value: null });
    expect(figure(unknown, "same-less-different-authors")?.reason).toMatch(/both of one author and of two/);
  });

  it("take a ranking for choosing, but neither for a proxy nor for a variance", () => {
    const [a = "", b = "", c = "", d = ""] = ids(4);
    const ranking = decided({ kind: "ranking", tiers: [[a], [b, c], [d]] });
    const ranked = measured({
      rows: [rows[0] ?? rated("q0", [1])],
      judgments: [judged("q0", [a, b, c, d], ranking)],
    });
    expect(ranked.judges[0]?.curve.at(-1)?.gold.value).toBe(1);
    expect(ranked.judges[0]?.curve.at(-1)?.proxy).toMatchObject({ value: null });
    expect(figure(ranked, "reward-variance")).toMatchObject({ value: null });
    expect(figure(ranked, "accuracy")?.value).toBe(0.5);
  });
});

describe("what counts as a judge's score", () => {
  const rows = [rated("q0", [1, 0, 0])];
  const [a = "", b = "", c = ""] = ids(3);
  const scores = (byId: Readonly<Record<string, number>>) => decided({ kind: "scores", byId });

  it("is the mean of the scores of responses that were judged alone", () => {
    const alone = [3, 5].flatMap((score, repeat) => [
      judged("q0", [a], scores({ [a]: score }), { repeat }),
      judged("q0", [b], scores({ [b]: 4.5 }), { repeat }),
      judged("q0", [c], scores({ [c]: 1 }), { repeat }),
    ]);
    const [judge] = measured({ rows, judgments: alone }).judges;
    // 4, 4.5 and 1: the best of three is wrong, and the proxies are on the judge's own scale.
    expect(judge?.curve.at(-1)?.gold.value).toBe(0);
    expect(judge?.curve.at(-1)?.proxy.value).toBeCloseTo((4.5 - 9.5 / 3) / Math.sqrt(43 / 12), 12);
  });

  it("is no score that was given beside one rival out of more: there duels won are what counts", () => {
    const duels = [
      judged("q0", [a, b], scores({ [a]: 2, [b]: 1 })),
      judged("q0", [a, c], scores({ [a]: 2, [c]: 1 })),
      judged("q0", [b, c], scores({ [b]: 9, [c]: 8 })),
    ];
    const [judge] = measured({ rows, judgments: duels }).judges;
    expect(judge?.curve.at(-1)?.gold.value).toBe(1);
    expect(judge?.curve.at(-1)?.proxy.value).toBeNull();
  });
});

describe("gold", () => {
  const pair = comparing("q0", ids(2));
  const [a = "", b = ""] = ids(2);
  const sets = (source: "verified" | "constructed", good: string[], bad: string[]) =>
    ({ comparison: "q0", source, kind: "sets", good, bad }) as const;

  it("is of one source and one kind: checks before people before constructions, ratings before sets", () => {
    const human = { comparison: "q0", source: "human", kind: "ratings", scores: { [a]: 4, [b]: 2 } } as const;
    const gold = (...said: Parameters<typeof dataStudy>[1][]) =>
      goldOf(
        dataStudy(
          [pair],
          said.flatMap((one) => [...one]),
        ),
      );
    expect(gold([sets("verified", [b], [a]), human])).toMatchObject({
      source: "verified",
      kind: "sets",
      isShare: true,
    });
    expect(gold([sets("constructed", [b], [a]), human])).toMatchObject({ source: "human", isShare: false });
    expect(goldOf(dataStudy([pair], [sets("verified", [b], [a]), human]), "human")?.prompts[0]?.gold).toEqual(
      [4, 2],
    );
  });

  it("is the mean of several annotators", () => {
    const by = (annotator: string, scores: Record<string, number>) =>
      ({ comparison: "q0", source: "human", annotator, kind: "ratings", scores }) as const;
    const data = dataStudy([pair], [by("x", { [a]: 4, [b]: 1 }), by("y", { [a]: 1 })]);
    expect(goldOf(data)?.prompts[0]?.gold).toEqual([2.5, 1]);
  });

  it("is not made of duels, nor of a response that is in neither set or in both", () => {
    expect(goldOf(dataStudy([pair], [prefers("q0", [a, b], a)]))).toBeNull();
    const data = dataStudy([pair], [sets("verified", [a, b], [b])]);
    expect(goldOf(data)?.prompts[0]).toMatchObject({ ids: [a], gold: [1], without: 1 });
    expect(usualResponses(goldOf(data)?.prompts ?? [])).toBeNull();
  });
});
