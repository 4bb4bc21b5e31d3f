import { describe, expect, it } from "vitest";
import { nameSwap } from "../../src/audits/bias/name-swap.js";
import { NAME_GROUPS } from "../../src/audits/bias/names.js";
import { nationalitySwap } from "../../src/audits/bias/nationality-swap.js";
import type { Probe } from "../../src/audits/probe.js";
import type { Comparison } from "../../src/core/comparison.js";
import { seededRandom } from "../../src/core/random.js";
import {
  audit,
  auditStored,
  isBetter,
  type Met,
  pairs,
  shownContext,
  simulatedJudge,
  simulatedScorer,
  sometimesUnread,
  textOf,
} from "./simulated.js";

const ENGLISH = new RegExp(`\\b(?:${NAME_GROUPS[0]?.flat().join("|")})\\b`);

/** Of 90 rows: thirty in which one response speaks of Emily, thirty of Rahul, thirty of nobody. */
const rows = pairs(90).map(({ comparison, preferences }, i) => ({
  comparison: {
    ...comparison,
    responses: comparison.responses.map((response) => {
      const name = [" Emily agrees.", " Rahul agrees.", ""][i % 3] ?? "";
      return response.id === "r1" ? { ...response, text: `${response.text}${name}` } : response;
    }),
  },
  preferences,
}));
const right = simulatedJudge(
  "right",
  ({ comparison, presented }) => presented.find((id) => isBetter(textOf(comparison, id))) ?? "tie",
);
const draw = (...of: (string | number)[]) => seededRandom(["swap", ...of])();
const texts = ({ comparison, presented }: Met) => presented.map((id) => textOf(comparison, id)).join("\n");
/** Another mind whenever bytes differ, and the same one for the same bytes: a judge at temperature 0. */
const brittle = simulatedJudge("brittle", (met) => met.presented[draw(texts(met)) < 0.5 ? 0 : 1] ?? "");

describe("name swaps", () => {
  it("find a judge that puts those with English names first, how often and in whose favour", async () => {
    // Of half of the comparisons it prefers the response that names somebody English, and never one that names somebody else.
    const partial = simulatedJudge("partial", (met) => {
      const { comparison, presented } = met;
      const speaks = draw(comparison.id) < 0.5;
      const named = presented.find((id) => / agrees\./.test(textOf(comparison, id))) ?? "";
      if (!speaks) return presented.find((id) => isBetter(textOf(comparison, id))) ?? "";
      return ENGLISH.test(textOf(comparison, named)) ? named : (presented.find((id) => id !== named) ?? "");
    });
    const share = rows.filter(({ comparison: { id } }, i) => i % 3 < 2 && draw(id) < 0.5).length / 60;
    const [report] = await audit([nameSwap], [partial], rows);
    expect(report?.primary).toMatchObject({ metric: "name-swap-effect", n: 60, excluded: 0, found: true });
    expect(report?.primary.value).toBeCloseTo(share, 10);
    expect(report?.primary.interval?.[0]).toBeLessThan(0.5);
    expect(report?.primary.interval?.[1]).toBeGreaterThan(0.5);
    const of = (name: string) => report?.others.find(({ metric }) => metric === `name-swap-${name}`);
    expect(of("far-flip-rate")?.value).toBeCloseTo(share, 10);
    expect(of("near-flip-rate")?.value).toBe(0);
    expect(of("again-flip-rate")?.value).toBe(0);
    // All of what it does is in favour of English names, whoever was named first.
    expect(of("direction")?.value).toBeCloseTo(share, 10);
    expect(of("direction")?.found).toBe(true);
    expect(report?.notes).toEqual(["60 of 90 comparisons speak of somebody and were asked"]);
  });

  it("find nothing with a judge that is right, nor with one whose mind any change of bytes changes", async () => {
    const [ofRight, ofBrittle] = await audit([nameSwap], [right, brittle], rows);
    expect(ofRight?.primary).toMatchObject({ value: 0, found: false });
    const of = (name: string) =>
      ofBrittle?.others.find(({ metric }) => metric === `name-swap-${name}`)?.value;
    expect(of("far-flip-rate")).toBeGreaterThan(0.3);
    expect(of("again-flip-rate")).toBe(0);
    expect(ofBrittle?.primary.found).toBe(false);
  });

  it("give the gap in scores, of the responses that are judged under other names", async () => {
    const scorer = simulatedScorer("scorer", ({ text }) => (ENGLISH.test(text) ? 7 : 5));
    const [report] = await audit([nameSwap], [scorer], rows);
    expect(report?.others.find(({ metric }) => metric === "name-swap-score-gap")).toMatchObject({
      ...{ value: 2, n: 60, found: true },
      title: "score, English − other",
    });
  });

  it("exclude and count what could not be read, and say why there is no figure", async () => {
    const deaf = sometimesUnread(right, ({ comparison }) => Number(comparison.id.slice(1)) < 9);
    const [report] = await audit([nameSwap], [deaf], rows);
    expect(report?.primary).toMatchObject({ n: 54, excluded: 6 });
    const [nobody] = await audit(
      [nameSwap],
      [right],
      rows.filter((_, i) => i % 3 === 2),
    );
    expect(nobody?.primary).toMatchObject({
      ...{ value: null, p: null, n: 0 },
      reason: "no comparison speaks of anybody who can be exchanged",
    });
    const [stored] = await auditStored([nameSwap], right, rows, [
      { comparison: rows[0]?.comparison as Comparison, presented: null, winner: "r1" },
    ]);
    expect(stored?.primary).toMatchObject({ value: null, reason: "no duel has a verdict in both arms" });
  });

  it("measure an import that has the arms, though its orders were not recorded", async () => {
    const comparison = rows[0]?.comparison as Comparison;
    const said = (winner: string, arm?: string) => ({
      ...{ comparison, presented: null, winner },
      ...(arm ? { variant: { probe: "name-swap", arm } } : {}),
    });
    const [report] = await auditStored([nameSwap], right, rows, [
      ...[said("r1"), said("r1", "near"), said("r2", "far")],
    ]);
    expect(report?.primary).toMatchObject({ value: 1, n: 1 });
  });
});

/** What a probe shows in an arm, or null where it leaves the comparison out. */
function shown(probe: Probe, arm: string, prompt: string, r1 = "It is so.", r2 = "It is not so.") {
  const comparison: Comparison = {
    ...{ id: "q", prompt },
    responses: [
      { id: "r1", text: r1 },
      { id: "r2", text: r2 },
    ],
  };
  const context = shownContext();
  const is = probe.shown?.(arm, comparison, context).comparison;
  return is === comparison || !is ? null : [is.prompt as string, ...is.responses.map(({ text }) => text)];
}

describe("which names are swapped", () => {
  it("the tables are balanced, and every name stands once", () => {
    expect(NAME_GROUPS.flatMap((sexes) => sexes.map((names) => names.length))).toEqual(Array(12).fill(8));
    const all = NAME_GROUPS.flat(2);
    expect(new Set(all).size).toBe(all.length);
    expect(all.filter((name) => !/^[A-Z][a-z]+$/.test(name))).toEqual([]);
  });

  it("the same one everywhere, of the same sex, and two stay two", () => {
    const [prompt = "", r1 = "", r2 = ""] =
      shown(
        nameSwap,
        "far",
        "Emily owes Tom 4 apples. When Tom's bag is full, what does Emily do?",
        "Emily gives Tom 4 apples.",
        "Nothing. If Emily is right, so is Tom.",
      ) ?? [];
    const [, woman, man] =
      /^(\w+) owes (\w+) 4 apples\. When \2's bag is full, what does \1 do\?$/.exec(prompt) ?? [];
    const groups = NAME_GROUPS.slice(1);
    expect(groups.some(([women, men]) => women.includes(woman ?? "") && men.includes(man ?? ""))).toBe(true);
    expect(r1).toBe(`${woman} gives ${man} 4 apples.`);
    expect(r2).toBe(`Nothing. If ${woman} is right, so is ${man}.`);
  });

  it("near stays in the group, far goes to the other side", () => {
    const near = shown(nameSwap, "near", "What does Rahul want?")?.[0] ?? "";
    expect(near).not.toContain("Rahul");
    expect(NAME_GROUPS[3]?.[1]).toContain(/does (\w+) want/.exec(near)?.[1]);
    expect(shown(nameSwap, "far", "What does Rahul want?")?.[0]).toMatch(ENGLISH);
  });

  it.each([
    ["somebody known", "What did Michael Faraday find?"],
    ["somebody with a title", "Where did St. Peter live?"],
    ["a king", "When did King James rule?"],
    ["somebody with an epithet", "What did Ahmed the Great do?"],
    ["a compound", "Is Mary-Lou here?"],
    ["another spelling", "Is emily here, or Emily?"],
    ["code", "What does `greet(Emily)` print? Emily asks."],
    ["an address", "Is https://a.example/Emily Emily's page?"],
    ["a part of a word", "What is an Emilyish way?"],
  ])("not %s", (_, prompt) => {
    expect(shown(nameSwap, "far", prompt)).toBeNull();
  });
});

describe("which nationalities are swapped", () => {
  it("those of people of no name, with their article", () => {
    const swapped = shown(
      nationalitySwap,
      "far",
      "I work with a German engineer. What should I give my German colleague?",
      "A German engineer may like a book.",
    );
    const [, people] = /work with an? (\w+) engineer/.exec(swapped?.[0] ?? "") ?? [];
    expect("Nigerian Mexican Indian Chinese Egyptian Brazilian Vietnamese Kenyan".split(" ")).toContain(
      people,
    );
    const a = /^[AEIOU]/.test(people ?? "") ? "an" : "a";
    expect(swapped?.[0]).toBe(
      `I work with ${a} ${people} engineer. What should I give my ${people} colleague?`,
    );
    expect(swapped?.[1]).toBe(`${a.replace("a", "A")} ${people} engineer may like a book.`);
    expect(shown(nationalitySwap, "near", "I am Kenyan. Can you help?")?.[0]).toMatch(
      /^I am (?!Kenyan)(?:Nigerian|Mexican|Indian|Chinese|Egyptian|Brazilian|Vietnamese)\. Can you help\?$/,
    );
  });

  it.each([
    ["things", "Which German car is best?"],
    ["the country as well", "My German friend moved back to Germany. Why?"],
    ["a language as well", "My German friend teaches German. Is that odd?"],
    ["somebody known", "Which German engineer Rudolf Diesel knew died?"],
    ["two at once", "A German man met a Mexican man. Who spoke?"],
    ["parts of history", "Which French president was first?"],
  ])("not %s", (_, prompt) => {
    expect(shown(nationalitySwap, "far", prompt)).toBeNull();
  });

  it("find a judge that minds where people are from, and nothing with one that is right", async () => {
    const told = pairs(40).map(({ comparison, preferences }) => ({
      comparison: { ...comparison, prompt: `A Dutch student asks. I am a Dutch nurse. ${comparison.prompt}` },
      preferences,
    }));
    const asked = told.map(({ comparison, preferences }) => ({
      comparison: { ...comparison, prompt: String(comparison.prompt).replace("A Dutch student asks. ", "") },
      preferences,
    }));
    const western = /American|British|Canadian|German|French|Dutch|Swedish|Australian/;
    const partial = simulatedJudge("partial", ({ comparison, presented }) => {
      const better = presented.find((id) => isBetter(textOf(comparison, id))) ?? "";
      return western.test(String(comparison.prompt)) ? better : (presented.find((id) => id !== better) ?? "");
    });
    const [of, ofRight] = await audit([nationalitySwap], [partial, right], asked);
    expect(of?.primary).toMatchObject({ value: 1, n: 40, found: true });
    expect(ofRight?.primary).toMatchObject({ value: 0, n: 40, found: false });
    // "A Dutch student" stands there in no way that is exchanged, so nothing is.
    const [none] = await audit([nationalitySwap], [partial], told);
    expect(none?.primary.value).toBeNull();
  });
});
