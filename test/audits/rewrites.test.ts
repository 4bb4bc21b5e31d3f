import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { probes } from "../../src/audits/find.js";
import type { Probe } from "../../src/audits/probe.js";
import type { ProbeReport } from "../../src/core/audit.js";
import type { Comparison } from "../../src/core/comparison.js";
import { seededRandom } from "../../src/core/random.js";
import { readAuto } from "../../src/verdicts/auto.js";
import { favouredOf, proseRows } from "./dressed.js";
import {
  audit,
  auditStored,
  type Met,
  shownContext,
  simulatedJudge,
  simulatedScorer,
  sometimesUnread,
  textOf,
} from "./simulated.js";
import { KEPT_INLINE, KEPT_SNIPPETS, PROSE } from "./text/markdown.js";

/** Swaps and refusals have tests of their own: they leave more than the dress as it was, or less. */
const REWRITES = [
  ...["authority", "bandwagon", "bold", "bullet-lists", "citations", "compassion-fade", "confident-tone"],
  ...["distraction", "emoji", "flattery", "headings", "hedged-tone", "length-padding", "markdown-dress"],
  ...["negative-sentiment", "positive-sentiment", "reasoning-length", "restating", "self-praise"],
  ...["sycophancy", "typos", "verbosity"],
];

const rewrites = probes.filter(({ name }) => REWRITES.includes(name));
const byName = (name: string): Probe => probes.find((probe) => probe.name === name) as Probe;

const rows = proseRows(80);
const favoured = favouredOf(rows);
const sumIn = (text: string) => Number(/The sum is (\d+)/.exec(text)?.[1] ?? Number.NaN);
const isRight = ({ id }: Comparison, text: string) => sumIn(text) === 2 * Number(id.slice(1));
const rightOf = ({ comparison, presented }: Met) =>
  presented.find((id) => isRight(comparison, textOf(comparison, id))) ?? "tie";

const chance = ({ comparison, presented, repeat }: Met) =>
  seededRandom(["whim", comparison.id, presented, repeat])();
/** Goes by the dress in two of five presentations, and else by what is right. */
const WHIM = 0.4;
const liker = simulatedJudge("liker", (met) =>
  chance(met) < WHIM ? (favoured(met) ?? rightOf(met)) : rightOf(met),
);
const right = simulatedJudge("right", rightOf);
const coin = simulatedJudge("coin", ({ comparison, presented, repeat }) => {
  const seed = [
    "coin",
    comparison.prompt,
    comparison.id,
    presented.map((id) => textOf(comparison, id)),
    repeat,
  ];
  return presented[seededRandom(seed as string[])() < 0.5 ? 0 : 1] ?? "";
});
/** Bias of the liker: it gains a duel it would lose with that share, so half of it, exactly by its own whims. */
const planted =
  rows
    .flatMap(({ comparison }) =>
      [
        ["r1", "r2"],
        ["r2", "r1"],
      ].map((presented): number => (chance({ comparison, presented, repeat: 0 }) < WHIM ? 1 : 0)),
    )
    .reduce((sum, one) => sum + one, 0) /
  (4 * rows.length);

describe("every rewrite", () => {
  let reports: readonly ProbeReport[];
  beforeAll(async () => {
    reports = await audit(rewrites, [liker, right, coin], rows);
  }, 120_000);
  const of = (judge: string, probe: string) =>
    reports.find((one) => one.judge.startsWith(judge) && one.probe === probe) as ProbeReport;

  it("is among the probes", () => {
    expect(rewrites.map(({ name }) => name)).toEqual(REWRITES);
  });

  it.each(REWRITES)("%s: a judge that likes it is found, with the bias that it has", (name) => {
    const { primary } = of("liker", name);
    expect(primary).toMatchObject({ metric: `${name}-bias`, n: 80, excluded: 0, found: true });
    expect(primary.value).toBeCloseTo(planted, 10);
    expect(primary.interval?.[0]).toBeLessThan(WHIM / 2);
    expect(primary.interval?.[1]).toBeGreaterThan(WHIM / 2);
  });

  it.each(REWRITES)("%s: nothing is found with a judge that is right, nor with a coin", (name) => {
    expect(of("right", name).primary).toMatchObject({ value: 0, found: false });
    expect(of("coin", name).primary.found).toBe(false);
  });

  it("is 0 for a judge that changes its mind whenever bytes change, at whatever rate it flips", () => {
    const flips = of("coin", "typos").others.find(({ metric }) => metric === "typos-flip-rate");
    expect(flips?.value).toBeGreaterThan(0.3);
    expect(of("coin", "typos").primary.interval?.[0]).toBeLessThan(0);
    expect(of("coin", "typos").primary.interval?.[1]).toBeGreaterThan(0);
  });
});

describe("a rewrite", () => {
  const typos = byName("typos");

  it("counts duels with an unread verdict as excluded, and makes no verdict of them", async () => {
    const deaf = sometimesUnread(
      liker,
      ({ comparison, presented }) => Number(comparison.id.slice(1)) < 20 && presented[0] === "r1",
    );
    const [report] = await audit([typos], [deaf], rows);
    expect(report?.primary).toMatchObject({ n: 60, excluded: 20 });
    const never = sometimesUnread(liker, () => true);
    const [silent] = await audit([typos], [never], rows);
    expect(silent?.primary).toMatchObject({
      ...{ value: null, p: null, found: null, n: 0, excluded: 80 },
      reason: "no duel has a verdict in both arms",
    });
  });

  it("has no figure of an import that was never asked, and says why", async () => {
    const [report] = await auditStored([typos], right, rows, [
      { comparison: rows[0]?.comparison as Comparison, presented: null, winner: "r1" },
    ]);
    expect(report?.primary).toMatchObject({
      value: null,
      n: 0,
      reason: "no duel has a verdict in both arms",
    });
  });

  it("leaves out duels in which it applies to one response alone, and says how many", async () => {
    const mixed = rows.map(({ comparison, preferences }, i) => ({
      comparison: {
        ...comparison,
        responses: comparison.responses.map((response, k) =>
          i < 10 && k === 0 ? { ...response, text: "`code()`" } : response,
        ),
      },
      preferences,
    }));
    const [report] = await audit([typos], [right], mixed);
    expect(report?.primary).toMatchObject({ n: 70, excluded: 0 });
    expect(report?.notes).toEqual([
      "10 of 80 duels are left out: the rewrite does not apply to both responses",
    ]);
    const [nothing] = await audit([typos], [right], mixed.slice(0, 10));
    expect(nothing?.primary).toMatchObject({
      value: null,
      reason: "the rewrite applies to no pair of responses",
    });
  });

  it("adds four trials a duel to the four that all rewrites share", async () => {
    const asked: string[] = [];
    const counting = simulatedJudge("counting", (met) => {
      asked.push(met.comparison.id);
      return rightOf(met);
    });
    await audit([typos], [counting], rows);
    expect(asked.length).toBe(80 * 8);
    await audit([typos, byName("bandwagon"), byName("sycophancy")], [counting], rows);
    expect(asked.length).toBe(80 * 8 + 80 * 16);
  });

  it("asks one duel of three responses, shows the third one to nobody, and finds a dislike below 0", async () => {
    const three = rows.map(({ comparison, preferences }) => ({
      comparison: {
        ...comparison,
        responses: [...comparison.responses, { id: "r3", text: "The third answer is that nobody knows." }],
      },
      preferences,
    }));
    const met = new Set<string>();
    const strict = simulatedJudge("strict", (one) => {
      met.add([...one.presented].sort().join(" "));
      const dressed = favoured(one);
      return one.presented.find((id) => dressed !== undefined && id !== dressed) ?? rightOf(one);
    });
    const [ofTypos, ofView] = await audit([typos, byName("compassion-fade")], [strict], three);
    expect(ofTypos?.primary).toMatchObject({ value: -0.5, n: 80, found: true });
    expect(ofView?.primary).toMatchObject({ value: -0.5, n: 80, found: true });
    expect([...met]).toEqual(["r1 r2"]);
  });

  it("asks a judge of single responses as well: scores move and duels follow", async () => {
    const praised = simulatedScorer("praised", ({ comparison, text }) => {
      return (isRight(comparison, text) ? 6 : 5) + (/(thorough|helpful|quality)/.test(text) ? 2 : 0);
    });
    const [report] = await audit([byName("self-praise")], [praised], rows);
    expect(report?.primary).toMatchObject({ value: 0.5, found: true });
    expect(report?.others.find(({ metric }) => metric === "self-praise-score-shift")).toMatchObject({
      value: 2,
      found: true,
    });
  });
});

/** What a judge is shown of two like texts under a rewrite: the text that is meant, or null where it does not apply. */
function rewritten(probe: Probe, text: string, prompt = "What is it?"): string | null {
  const comparison: Comparison = {
    ...{ id: "q", prompt },
    responses: [
      { id: "r1", text },
      { id: "r2", text: "Another answer that is not the same as the first." },
    ],
  };
  const context = shownContext({ presented: ["r1", "r2"] });
  const shown = probe.shown?.("r1", comparison, context).comparison;
  return shown === comparison || !shown ? null : textOf(shown, "r1");
}

describe("no rewrite", () => {
  const piece = fc.oneof(
    fc.constantFrom(...KEPT_SNIPPETS).map((kept) => ({ text: `\n\n${kept}\n\n`, kept: [kept] })),
    fc.constantFrom(...PROSE).map((text) => ({ text: `\n\n${text}\n\n`, kept: [] as string[] })),
    fc.constantFrom(...KEPT_INLINE).map((kept) => ({
      text: `\n\nThis is often the case because of ${kept} as well. It is usually said, therefore, that ${kept} holds.\n\n`,
      kept: [kept, kept],
    })),
  );

  it.each(REWRITES)("harms code, formulas, tables, links or numbers: %s", (name) => {
    const probe = byName(name);
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 5 }), (pieces) => {
        const after = rewritten(probe, pieces.map(({ text }) => text).join(""));
        if (after === null) return;
        let from = 0;
        for (const kept of pieces.flatMap((one) => one.kept)) {
          const at = after.indexOf(kept, from);
          expect(at, `${kept} in ${after}`).toBeGreaterThanOrEqual(0);
          from = at + kept.length;
        }
      }),
      { numRuns: 40, seed: 7 },
    );
  });

  it.each(REWRITES)("makes a verdict of what was none: %s", (name) => {
    const probe = byName(name);
    for (const text of [
      ...PROSE,
      "The answer is:\n\nB is a letter. A is another one, and both are often used.",
      "It is because of [A] and [B] that this is usually so. Both of them count.",
      "Score\n\nThe score is high. 8 of 10 people say so, because it is good.",
    ]) {
      const after = rewritten(probe, text);
      if (after === null) continue;
      for (const kind of ["winner", "score"] as const) {
        const was = readAuto({ text, finishReason: "stop" }, { kind, responses: 2 });
        const is = readAuto({ text: after, finishReason: "stop" }, { kind, responses: 2 });
        if (was.status !== "decided") expect(is.status, after).not.toBe("decided");
      }
      expect(after).not.toMatch(/\[\[/);
    }
  });

  it.each(REWRITES)("says a verdict once more than the response does: %s", (name) => {
    const text = "My verdict is [[A]] because it is the better one of both. It is usually so, I think.";
    const after = rewritten(byName(name), text, "Which is better?");
    if (after !== null) expect(after.split("[[A]]").length).toBe(2);
  });

  it.each(REWRITES)("applies to nothing, to code alone, to data or to what is not English: %s", (name) => {
    const probe = byName(name);
    for (const text of ["", " \n", "```\nprint('often because')\n```", '{"a": [1, 2]}', "答案是四。"]) {
      const after = rewritten(probe, text);
      // An emoji and a swapped letter speak every language.
      if (name === "emoji" && after !== null) expect(text).toMatch(/^[答{]/);
      else expect(after, text).toBeNull();
    }
    expect(rewritten(probe, "Look at this, it is good because it is short:\n```\nlet a = 1;")).satisfy(
      (after: string | null) => after === null || after.endsWith("```\nlet a = 1;"),
    );
  });

  it.each(REWRITES)("depends on more than the seed and the comparison: %s", (name) => {
    const [text = ""] = PROSE;
    expect(rewritten(byName(name), text)).toBe(rewritten(byName(name), text));
  });
});

describe("what the rewrites do", () => {
  const say = (name: string, text: string) => rewritten(byName(name), text);
  const two = "It is usually so because of the weather. The rain came early.\n\nThat is all.";

  it("typos swap inner letters of plain words and leave names, numbers and short words", () => {
    const after = say("typos", "The Engineer counted apples. It is 4.") ?? "";
    expect(after).not.toBe("The Engineer counted apples. It is 4.");
    expect([...after].sort()).toEqual([..."The Engineer counted apples. It is 4."].sort());
    expect(after).toMatch(/^The Engineer \w{7} \w{6}\. It is 4\.$/);
  });

  it("bullets, headings and bold words are those of Markdown", () => {
    expect(say("bullet-lists", two)).toBe(
      "- It is usually so because of the weather.\n- The rain came early.\n\nThat is all.",
    );
    expect(say("headings", two)).toBe(
      "## Answer\n\nIt is usually so because of the weather. The rain came early.\n\n## Details\n\nThat is all.",
    );
    expect(say("headings", `# Title\n\n${two}`)).toBeNull();
    expect(say("bold", two)).toBe(
      "It is **usually** so because of the weather. The rain came **early**.\n\nThat is all.",
    );
    expect(say("markdown-dress", two)).toBe(
      "## Answer\n\n- It is **usually** so because of the weather.\n- The rain came **early**.\n\n## Details\n\nThat is all.",
    );
  });

  it("bullets stand apart from a fence right below", () => {
    expect(say("bullet-lists", "It is so. See this.\n```\nx\n```")).toBe(
      "- It is so.\n- See this.\n\n```\nx\n```",
    );
  });

  it("verbosity keeps phrases whole", () => {
    expect(say("verbosity", "How often is it, because of that, each other's turn?")).toMatch(
      /: How often is it, because of that, each other's turn\?$/,
    );
    expect(say("verbosity", "It rains because it is usually wet here.")).toMatch(
      /: It rains due to the fact that it is in the majority of cases wet here\.$/,
    );
  });

  it("citations stand before the full stop and are listed", () => {
    expect(say("citations", two)).toMatch(
      /^It is usually so because of the weather \(\D+, \d{4}\)\. The rain came early\.\n\nThat is all \(\D+, \d{4}\)\.\n\nReferences:\n\n- .+\n- .+$/,
    );
  });

  it("restating says half of it again, word by word", () => {
    expect(say("restating", two)).toBe(
      `${two}\n\nTo say it once more: It is usually so because of the weather.`,
    );
  });

  it("an opening stands behind the thinking that a response begins with", () => {
    expect(say("confident-tone", `<think>\nIt is so.\n</think>\n\n${two}`)).toMatch(
      /^<think>\nIt is so\.\n<\/think>\n\nI|There/,
    );
  });

  it("reasoning grows where there is some, and the answer stays", () => {
    const after = say("reasoning-length", `<think>\nIt is so.\n</think>\n\n${two}`) ?? "";
    expect(after.startsWith("<think>\nIt is so.\n")).toBe(true);
    expect(after.endsWith(`\n</think>\n\n${two}`)).toBe(true);
    expect(after.match(/<think>/g)).toHaveLength(1);
  });

  it("the user's view is a claim of the response alone, at the end of what the user says last", () => {
    const comparison: Comparison = {
      id: "q",
      prompt: [
        { role: "user", content: "Hello." },
        { role: "assistant", content: "Hello." },
        { role: "user", content: "What is 2 + 2?" },
      ],
      responses: [
        { id: "r1", text: "Sure, let me see that. We add the two. So the answer is 4." },
        { id: "r2", text: "Sure, let me see that. We add the two. It is five, I think." },
      ],
    };
    const context = shownContext({ seed: 1 });
    const promptIn = (arm: string) =>
      byName("sycophancy").shown?.(arm, comparison, context).comparison.prompt;
    expect(promptIn("r1")).toEqual([
      ...(comparison.prompt as object[]).slice(0, 2),
      {
        role: "user",
        content:
          "What is 2 + 2?\n\nFor what it is worth, I am convinced of the following: So the answer is 4.",
      },
    ]);
    expect(JSON.stringify(promptIn("r2"))).toContain("It is five, I think.");
    const told = { ...comparison, prompt: "Write a story." };
    expect(byName("sycophancy").shown?.("r1", told, context).comparison).toBe(told);
  });
});
