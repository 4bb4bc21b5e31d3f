import { describe, expect, it } from "vitest";
import { lengthPadding } from "../../src/audits/bias/length-padding.js";
import { neutralEdit } from "../../src/audits/bias/neutral-edit.js";
import { order } from "../../src/audits/consistency/order.js";
import { seededRandom } from "../../src/core/random.js";
import { audit, isBetter, pairs, simulatedJudge, simulatedScorer, textOf } from "./simulated.js";

const right = simulatedJudge(
  "right",
  ({ comparison, presented }) => presented.find((id) => isBetter(textOf(comparison, id))) ?? "tie",
);
const first = simulatedJudge("first", ({ presented }) => presented[0] ?? "");
const longest = simulatedJudge("longest", ({ comparison, presented: [a = "", b = ""] }) => {
  const longer = textOf(comparison, a).length - textOf(comparison, b).length;
  return longer === 0 ? "tie" : longer > 0 ? a : b;
});
const coin = simulatedJudge("coin", ({ comparison, presented, repeat }) => {
  const texts = presented.map((id) => textOf(comparison, id));
  return presented[seededRandom(["coin", comparison.id, texts, repeat])() < 0.5 ? 0 : 1] ?? "";
});
const rows = pairs(60);

describe("the order probe", () => {
  it("finds a judge that always picks the response shown first, and nothing with one that is right", async () => {
    const [of, ofRight] = await audit([order], [first, right], rows);
    expect(of?.primary).toMatchObject({ value: 1, n: 60, excluded: 0, found: true });
    expect(of?.others.map(({ metric, value }) => [metric, value])).toEqual([
      ["order-flip-rate", 1],
      ["order-half-flip-rate", 0],
      ["order-flips-towards-first", 60],
      ["order-flips-towards-second", 0],
      ["order-first-shown", 120],
      ["order-second-shown", 0],
    ]);
    expect(ofRight?.primary).toMatchObject({ value: 0, found: false });
  });
});

describe("rewrites", () => {
  it("find a judge that likes length, and none with one that is right or that tosses a coin", async () => {
    const reports = await audit([lengthPadding, neutralEdit], [longest, right, coin], rows);
    const of = (judge: string, probe: string) =>
      reports.find((one) => one.judge.startsWith(judge) && one.probe === probe)?.primary;
    expect(of("longest", "length-padding")).toMatchObject({ value: 0.5, found: true, n: 60 });
    expect(of("right", "length-padding")).toMatchObject({ value: 0, found: false });
    expect(of("coin", "length-padding")?.found).toBe(false);
    expect(of("coin", "neutral-edit")?.found).toBe(false);
  });

  it("put flips beside those of an identical second asking", async () => {
    const [report] = await audit([lengthPadding, neutralEdit], [coin], rows);
    const of = (name: string) =>
      report?.others.find(({ metric }) => metric === `length-padding-${name}`)?.value;
    for (const rate of ["flip-rate", "again-flip-rate", "neutral-flip-rate"]) {
      expect(of(rate)).toBeGreaterThan(0.35);
      expect(of(rate)).toBeLessThan(0.65);
    }
  });

  it("measure scores, where a judge gives them alone", async () => {
    const scorer = simulatedScorer(
      "scorer",
      ({ text }) => (isBetter(text) ? 8 : 3) + (text.length > 60 ? 1 : 0),
    );
    const [report] = await audit([lengthPadding], [scorer], rows);
    expect(report?.others.find(({ metric }) => metric === "length-padding-score-shift")).toMatchObject({
      value: 1,
      n: 120,
      found: true,
    });
  });
});
