import { describe, expect, it } from "vitest";
import type { Estimate } from "../../src/core/analysis.js";
import type { AskedJudge } from "../../src/core/judge.js";
import type { JudgmentRow } from "../../src/core/judgment.js";
import type { Preference } from "../../src/core/preference.js";
import { analyze } from "../../src/metrics/analyze.js";
import { checkGates } from "../../src/setup/gates.js";
import { comparing, decided, failed, judged, voted } from "./rows.js";

function pointwise(id: string): AskedJudge {
  return {
    ...{ kind: "asked", id, name: id, protocol: "pointwise", options: { scale: [1, 10] }, model: "m" },
    ...{ prompt: { name: "p", hash: "h" }, sampling: {} },
  };
}

function analysed(preferences: readonly Preference[], judgments: readonly JudgmentRow[], subset?: string) {
  const ids = [...new Set(preferences.map(({ comparison }) => comparison))];
  const comparisons = ids.map((id) => comparing(id, ["a", "b"], subset === undefined ? {} : { subset }));
  return analyze({ comparisons, preferences, judgments, judges: [{ judge: pointwise("j") }] });
}

function figures(...given: Parameters<typeof analysed>) {
  const { estimates } = analysed(...given);
  return (metric: string, subset: string | null = null) =>
    estimates.find((one) => one.metric === metric && one.judge === "j" && one.subset === subset);
}

/** What the figures by kind are called, in their order. */
function kindsIn(estimates: readonly Estimate[], metric = "false-pass-rate", judge = "j"): string[] {
  return estimates
    .filter((one) => one.judge === judge && one.metric.startsWith(`${metric}:`))
    .map((one) => one.metric.slice(metric.length + 1));
}

const scored = (comparison: string, id: string, score: number, judge = "j") =>
  judged(comparison, [id], decided({ kind: "scores", byId: Object.fromEntries([[id, score]]) }), { judge });

/** A check that a passed and b failed, in this way. */
function bFailed(comparison: string, error: string | null, more: object = {}): Preference {
  return {
    ...{ comparison, source: "verified", kind: "sets", good: ["a"], bad: ["b"] },
    ...(error === null ? {} : { errors: { b: error } }),
    ...more,
  };
}

describe("false passes by kind of error", () => {
  // The middle of 1 to 10 is 5.5. a is scored 5 throughout, so that it falsely fails and b wins wherever it falsely passes.
  //     b    kind of error
  // q1  3    wrong-answer
  // q2  6    wrong-answer
  // q3  5.5  no-answer
  // q4  –    wrong-answer
  // q5  9    none is named
  const kinds = { q1: "wrong-answer", q2: "wrong-answer", q3: "no-answer", q4: "wrong-answer", q5: null };
  const preferences = Object.entries(kinds).map(([id, kind]) => bFailed(id, kind));
  const judgments = [
    ...Object.keys(kinds).map((id) => scored(id, "a", 5)),
    ...[scored("q1", "b", 3), scored("q2", "b", 6), scored("q3", "b", 5.5), scored("q5", "b", 9)],
    judged("q4", ["b"], failed("unparsed")),
  ];

  it("are the share of each kind that the judge passes, with what is left out", () => {
    const find = figures(preferences, judgments);
    expect(find("false-pass-rate:wrong-answer")).toMatchObject({
      ...{ value: 1 / 2, n: 2, clusters: 2, excluded: 1 },
      bounds: [1 / 3, 2 / 3],
    });
    expect(find("false-pass-rate:no-answer")).toMatchObject({ value: 1, n: 1, excluded: 0 });
    const { value = null, interval = null } = find("false-pass-rate:wrong-answer") ?? {};
    expect(interval?.[0]).toBeLessThan(value ?? 0);
    expect(interval?.[1]).toBeGreaterThan(value ?? 1);
  });

  it("have beside them how often the judge picks such a response over one that passed", () => {
    const find = figures(preferences, judgments);
    expect(find("wrong-pick-rate:wrong-answer")).toMatchObject({ value: 1 / 2, n: 2, excluded: 1 });
    expect(find("wrong-pick-rate:no-answer")).toMatchObject({ value: 1, n: 1 });
    const votes = Object.keys(kinds).map((id) => voted(id, ["a", "b"], id === "q3" ? "tie" : "b"));
    const ofPairs = figures(preferences, votes);
    expect(ofPairs("wrong-pick-rate:wrong-answer")).toMatchObject({ value: 1, n: 3 });
    expect(ofPairs("wrong-pick-rate:no-answer")).toMatchObject({ value: 0, n: 1 });
    expect(ofPairs("false-pass-rate:no-answer")).toMatchObject({
      ...{ value: null, n: 0, excluded: 1 },
      reason: "the judge scored none of these responses",
    });
  });

  it("add up to the false passes over all, with the responses of which no kind is named", () => {
    const { estimates } = analysed(preferences, judgments);
    const kindsFound = kindsIn(estimates);
    expect(kindsFound).toEqual(["wrong-answer", "no-answer", "unnamed"]);
    for (const metric of ["false-pass-rate", "wrong-pick-rate"]) {
      const of = (name: string) => estimates.find((one) => one.judge === "j" && one.metric === name);
      const parts = kindsFound.map((kind) => of(`${metric}:${kind}`));
      const sum = (take: (one: Estimate) => number) =>
        parts.reduce((total, one) => total + (one ? take(one) : Number.NaN), 0);
      const all = of(metric);
      expect(sum(({ n }) => n)).toBe(all?.n);
      expect(sum(({ excluded }) => excluded)).toBe(all?.excluded);
      expect(sum(({ n, value }) => n * (value ?? 0))).toBeCloseTo((all?.n ?? 0) * (all?.value ?? 0), 12);
    }
  });

  it("are not there for false fails, nor where no kind is named", () => {
    expect(kindsIn(analysed(preferences, judgments).estimates, "false-fail-rate")).toEqual([]);
    const unnamed = preferences.map(({ comparison }) => bFailed(comparison, null));
    const names = analysed(unnamed, judgments).estimates.map(({ metric }) => metric);
    expect(names.filter((name) => name.includes(":"))).toEqual([]);
  });

  it("are not taken for a subset of the same name, nor by a gate on the figure over all", () => {
    const analysis = analysed(preferences, judgments, "wrong-answer");
    const find = figures(preferences, judgments, "wrong-answer");
    expect(find("false-pass-rate", "wrong-answer")).toMatchObject({ n: 4 });
    expect(find("false-pass-rate:wrong-answer")).toMatchObject({ n: 2 });
    expect(find("false-pass-rate:wrong-answer", "wrong-answer")).toBeUndefined();
    const gates = checkGates(analysis, { "false-pass-rate": 0, "false-pass-rate:no-answer": 0 });
    expect(gates.map(({ found }) => found)).toEqual(
      ["false-pass-rate", "false-pass-rate:no-answer"].map((name) => find(name)?.interval?.[0]),
    );
  });

  it("are of twelve kinds at most, the commonest by what failed, and the others together", () => {
    // k13 and k14 once each, k12 down to k1 twice to thirteen times.
    const said = Array.from({ length: 14 }, (_, i) => `k${i + 1}`).flatMap((kind, i) =>
      Array.from({ length: Math.max(1, 13 - i) }, (_, at) => bFailed(`${kind}-${at}`, kind)),
    );
    // A kind that calls itself by the word for the rest, commonest of all, is of the rest.
    const more = Array.from({ length: 20 }, (_, at) => bFailed(`more-${at}`, at === 0 ? "unnamed" : "other"));
    // One judge read nothing but the rarest kind: its table has the rows of the other's.
    const rows = [
      ...[...said, ...more].map(({ comparison }) => scored(comparison, "b", 9)),
      scored("k14-0", "b", 9, "i"),
    ];
    const { estimates } = analysed([...said, ...more], rows);
    const commonest = Array.from({ length: 12 }, (_, i) => `k${i + 1}`);
    for (const judge of ["i", "j"])
      expect(kindsIn(estimates, "false-pass-rate", judge)).toEqual([...commonest, "other", "unnamed"]);
    const of = (metric: string) => estimates.find((one) => one.judge === "j" && one.metric === metric);
    expect(of("false-pass-rate:k12")).toMatchObject({ value: 1, n: 2 });
    expect(of("false-pass-rate:other")).toMatchObject({ value: 1, n: 2 + 19 });
    expect(of("false-pass-rate:unnamed")).toMatchObject({ value: 1, n: 1 });
  });

  it("know kinds by whatever name, and are no kind of what an object inherits", () => {
    const odd = ["__proto__", "constructor", "toString", "=cmd|x", "\u001b[2J"];
    const find = figures(
      [...odd.map((kind, i) => bFailed(`q${i}`, kind)), bFailed("named", null, { errors: { a: "passed" } })],
      [...odd.map((_, i) => scored(`q${i}`, "b", 9)), scored("named", "b", 9)],
    );
    for (const kind of odd) expect(find(`false-pass-rate:${kind}`), kind).toMatchObject({ value: 1, n: 1 });
    expect(find("false-pass-rate:unnamed")).toMatchObject({ n: 1 });
    // Nobody named an error of a response that passed and is called so.
    const inherited = analyze({
      comparisons: [comparing("q", ["constructor", "__proto__"]), comparing("r", ["a", "b"])],
      preferences: [
        {
          comparison: "q",
          source: "verified",
          kind: "sets",
          good: ["__proto__"],
          bad: ["constructor"],
          errors: {},
        },
        bFailed("r", "wrong-answer"),
      ],
      judgments: [scored("q", "constructor", 9)],
      judges: [{ judge: pointwise("j") }],
    });
    expect(kindsIn(inherited.estimates)).toEqual(["wrong-answer", "unnamed"]);
  });

  it("are unnamed where two checks name two kinds, and heed nobody but checks", () => {
    const two = [bFailed("q1", "wrong-answer"), bFailed("q1", "no-answer")];
    const same = [bFailed("q2", "wrong-answer"), bFailed("q2", "wrong-answer"), bFailed("q2", null)];
    const people = bFailed("q2", "no-answer", { source: "human" });
    const { estimates } = analysed([...two, ...same, people], [scored("q1", "b", 9), scored("q2", "b", 9)]);
    expect(kindsIn(estimates)).toEqual(["wrong-answer", "unnamed"]);
    expect(estimates.find(({ metric }) => metric === "false-pass-rate:wrong-answer")).toMatchObject({ n: 1 });
  });
});
