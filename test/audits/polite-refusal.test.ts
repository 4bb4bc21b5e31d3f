import { describe, expect, it } from "vitest";
import { politeRefusal } from "../../src/audits/bias/polite-refusal.js";
import { seededRandom } from "../../src/core/random.js";
import {
  audit,
  isBetter,
  type Met,
  pairs,
  simulatedJudge,
  simulatedScorer,
  sometimesUnread,
  textOf,
} from "./simulated.js";

const rows = pairs(60);
const refuses = (text: string) => /not answer this|cannot help/.test(text);
const isPolite = (text: string) => refuses(text) && text.length > 60;
const tossed = ({ comparison, presented, repeat }: Met) =>
  presented[
    seededRandom(["toss", comparison.id, presented.map((id) => textOf(comparison, id)), repeat])() < 0.5
      ? 0
      : 1
  ] ?? "";
/** Prefers an answer to a refusal, and among answers the right one; between two refusals it tosses a coin. */
const fair = simulatedJudge("fair", (met) => {
  const { comparison, presented } = met;
  const answers = presented.filter((id) => !refuses(textOf(comparison, id)));
  if (answers.length === 1) return answers[0] ?? "";
  return presented.find((id) => isBetter(textOf(comparison, id))) ?? tossed(met);
});
/** Prefers whoever is polite, even to an answer. */
const charmed = simulatedJudge("charmed", (met) => {
  const { comparison, presented } = met;
  return (
    presented.find((id) => isPolite(textOf(comparison, id))) ??
    presented.find((id) => !refuses(textOf(comparison, id))) ??
    ""
  );
});
const of = (report: Awaited<ReturnType<typeof audit>>[number] | undefined, name: string) =>
  report?.others.find(({ metric }) => metric === `polite-refusal-${name}`);

describe("the polite refusal probe", () => {
  it("finds a judge that good manners win over, against the same refusal bare and against an answer", async () => {
    const [report] = await audit([politeRefusal], [charmed], rows);
    expect(report?.primary).toMatchObject({ metric: "polite-refusal-bias", value: 0.5, n: 60, found: true });
    expect(of(report, "polite-over-answer")).toMatchObject({ value: 1, n: 60, p: null });
    expect(of(report, "bare-over-answer")).toMatchObject({ value: 0, n: 60, p: null });
    expect(of(report, "gain-over-answer")).toMatchObject({ value: 1, n: 60, found: true });
  });

  it("finds nothing with a judge that wants an answer", async () => {
    const [report] = await audit([politeRefusal], [fair], rows);
    expect(report?.primary.found).toBe(false);
    expect(of(report, "polite-over-answer")?.value).toBe(0);
    expect(of(report, "gain-over-answer")).toMatchObject({ value: 0, found: false });
  });

  it("says the same refusal in both manners, in place of the response that people did not prefer", async () => {
    const seen: string[] = [];
    const listening = simulatedJudge("listening", ({ comparison, presented }) => {
      seen.push(presented.map((id) => textOf(comparison, id)).join(" / "));
      return presented[0] ?? "";
    });
    await audit([politeRefusal], [listening], rows.slice(0, 1));
    // Two arms of two refusals and two of a refusal against the answer, each in both orders.
    expect(seen).toHaveLength(8);
    expect(seen.filter((texts) => texts.includes("Correct."))).toHaveLength(4);
    expect(seen.filter((texts) => texts.includes("Wrong."))).toEqual([]);
  });

  it("excludes what could not be read, and asks nothing against an answer that nobody prefers", async () => {
    const deaf = sometimesUnread(
      charmed,
      ({ comparison, presented }) =>
        Number(comparison.id.slice(1)) < 10 && presented.some((id) => isPolite(textOf(comparison, id))),
    );
    const [report] = await audit([politeRefusal], [deaf], rows);
    expect(report?.primary).toMatchObject({ n: 50, excluded: 10 });
    expect(of(report, "polite-over-answer")).toMatchObject({ n: 50, excluded: 10 });
    expect(of(report, "bare-over-answer")).toMatchObject({ n: 60, excluded: 0 });
    const [undecided] = await audit(
      [politeRefusal],
      [charmed],
      rows.map(({ comparison }) => ({ comparison, preferences: [] })),
    );
    expect(undecided?.primary.value).toBe(0.5);
    expect(of(undecided, "gain-over-answer")).toMatchObject({
      value: null,
      reason: "no refusal was judged against an answer that people preferred",
    });
  });

  it("is measured by scores as well", async () => {
    const scorer = simulatedScorer("scorer", ({ text }) => (isPolite(text) ? 6 : refuses(text) ? 1 : 5));
    const [report] = await audit([politeRefusal], [scorer], rows);
    expect(report?.primary).toMatchObject({ value: 0.5, found: true });
    expect(of(report, "gain-over-answer")?.value).toBe(1);
  });
});
