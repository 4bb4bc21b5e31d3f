import { describe, expect, it } from "vitest";
import type { AskedJudge, Judge } from "../../src/core/judge.js";
import type { JudgmentRow } from "../../src/core/judgment.js";
import type { Preference, PreferenceValue } from "../../src/core/preference.js";
import { type AnalyzeInput, analyze } from "../../src/metrics/analyze.js";
import { comparing, decided, failed, judged, prefers, voted } from "./rows.js";

const pair = ["a", "b"] as const;

const pointwise: AskedJudge = {
  kind: "asked",
  id: "j",
  name: "j",
  protocol: "pointwise",
  options: { scale: [1, 10] },
  model: "m",
  prompt: { name: "p", hash: "h" },
  sampling: {},
};

function verified(comparison: string, value: PreferenceValue): Preference {
  return { comparison, source: "verified", ...value };
}

const aPassed: PreferenceValue = { kind: "sets", good: ["a"], bad: ["b"] };

function scored(comparison: string, id: string, score: number, repeat = 0): JudgmentRow {
  const verdict = { kind: "scores", byId: Object.fromEntries([[id, score]]) } as const;
  return judged(comparison, [id], decided(verdict), { repeat });
}

function figures(input: Omit<AnalyzeInput, "judges">, judge: Judge | null = pointwise) {
  const analysis = analyze({ ...input, judges: judge ? [{ judge }] : [] });
  return (metric: string, subset: string | null = null) =>
    analysis.estimates.find((one) => one.metric === metric && one.judge === "j" && one.subset === subset);
}

describe("false passes and false fails", () => {
  // a passed and b failed, each time. The middle of 1 to 10 is 5.5, and 5.5 itself is a pass.
  //     a    b
  // q1  8    3     both as the verifier says
  // q2  5    6     a failed wrongly, b passed wrongly
  // q3  9    5.5   b passed wrongly
  // q4  5.4  –     a failed wrongly, b not read
  const comparisons = ["q1", "q2", "q3", "q4"].map((id) =>
    comparing(id, pair, { subset: id < "q3" ? "sums" : "proofs" }),
  );
  const preferences = comparisons.map(({ id }) => verified(id, aPassed));
  const judgments = [
    ...[scored("q1", "a", 8), scored("q1", "b", 3)],
    ...[scored("q2", "a", 5), scored("q2", "b", 6)],
    ...[scored("q3", "a", 9), scored("q3", "b", 5.5)],
    ...[scored("q4", "a", 5.4), judged("q4", ["b"], failed("unparsed"))],
  ];
  const data = { comparisons, preferences, judgments };

  it("are counted response by response, at the middle of the judge's scale", () => {
    const find = figures(data);
    expect(find("false-pass-rate")).toMatchObject({ value: 2 / 3, n: 3, clusters: 3, excluded: 1 });
    // The one that was not read, failed rightly or passed wrongly.
    expect(find("false-pass-rate")?.bounds).toEqual([2 / 4, 3 / 4]);
    expect(find("false-fail-rate")).toMatchObject({ value: 2 / 4, n: 4, clusters: 4, excluded: 0 });
    for (const metric of ["false-pass-rate", "false-fail-rate"]) {
      const { value, interval } = find(metric) ?? {};
      expect(interval?.[0]).toBeLessThan(value ?? 0);
      expect(interval?.[1]).toBeGreaterThan(value ?? 1);
    }
  });

  it("are told apart by subset", () => {
    const find = figures(data);
    expect(find("false-pass-rate", "sums")).toMatchObject({ value: 1 / 2, n: 2 });
    expect(find("false-pass-rate", "proofs")).toMatchObject({ value: 1, n: 1, excluded: 1 });
    expect(find("false-fail-rate", "proofs")).toMatchObject({ value: 1 / 2, n: 2 });
  });

  it("have beside them what needs no threshold", () => {
    const find = figures(data);
    // Passed 8, 5, 9, 5.4 against failed 3, 6, 5.5: 3 + 1 + 3 + 1 of 12 pairs are in order.
    expect(find("pass-auc")?.value).toBeCloseTo(8 / 12, 12);
    expect(find("pass-auc")).toMatchObject({ n: 7, excluded: 1 });
    // Of the duels with two scores one goes to b.
    expect(find("wrong-pick-rate")).toMatchObject({ value: 1 / 3, n: 3, excluded: 1 });
    expect(find("no-pick-rate")).toMatchObject({ value: 0, n: 3 });
  });

  it("are the same for any way in which a verified preference is said", () => {
    const straight = figures(data)("false-pass-rate");
    const ways: PreferenceValue[] = [
      { kind: "duel", between: ["b", "a"], winner: "a" },
      { kind: "ratings", scores: { a: 1, b: 0 } },
    ];
    for (const way of ways) {
      const said = comparisons.map(({ id }) => verified(id, way));
      expect(figures({ ...data, preferences: said })("false-pass-rate")).toEqual(straight);
    }
  });

  it("are not guessed where nobody says from where on a response is right", () => {
    const unknown: PreferenceValue[] = [
      { kind: "ranking", tiers: [["a"], ["b"]] },
      { kind: "ratings", scores: { a: 4, b: 2 } },
      { kind: "duel", between: pair, winner: "tie" },
    ];
    for (const way of unknown) {
      const find = figures({ ...data, preferences: comparisons.map(({ id }) => verified(id, way)) });
      expect(find("false-pass-rate")).toMatchObject({ value: null, n: 0, excluded: 0 });
      expect(find("false-pass-rate")?.reason).toBe("no response that failed the check");
      expect(find("pass-auc")?.value).toBeNull();
    }
    const contradicting = comparisons.flatMap(({ id }) => [
      verified(id, aPassed),
      verified(id, { kind: "sets", good: ["b"], bad: ["a"] }),
    ]);
    expect(figures({ ...data, preferences: contradicting })("false-pass-rate")?.n).toBe(0);
  });

  it("take p(Yes) = ½ for the threshold of judges that answer Yes or No, and of checklists", () => {
    // Of the four that failed, two are at ½ or above.
    const yes = [
      scored("q1", "b", 0.49),
      scored("q2", "b", 0.1),
      scored("q3", "b", 0.5),
      scored("q4", "b", 0.9),
    ];
    for (const more of [
      { protocol: "genrm", options: {} },
      { protocol: "genrm-cot", options: {} },
      { protocol: "rubric", options: { answer: "yes-no", scale: [1, 5] } },
    ]) {
      const find = figures({ ...data, judgments: yes }, { ...pointwise, ...more });
      expect(find("false-pass-rate")).toMatchObject({ value: 1 / 2, n: 4 });
    }
  });

  it("follow a judge that is asked otherwise in a subset", () => {
    const { protocol, prompt } = pointwise;
    const asked = { protocol, prompt, options: { scale: [1, 20] } };
    const find = figures(data, { ...pointwise, subsets: { sums: asked } });
    // The middle of 1 to 20 is 10.5: no response of q1 and q2 reaches it.
    expect(find("false-pass-rate", "sums")?.value).toBe(0);
    expect(find("false-fail-rate", "sums")?.value).toBe(1);
    expect(find("false-pass-rate", "proofs")?.value).toBe(1);
  });

  it("are not given for scores on no known scale, whose AUC still is", () => {
    const scalar: Judge = { kind: "scored", id: "j", name: "j", reward: "r", options: {}, model: "m" };
    const summed: Judge = { ...pointwise, samples: 2, rule: { samples: "sum" } };
    for (const judge of [scalar, summed, null]) {
      const find = figures(data, judge);
      expect(find("false-pass-rate")).toMatchObject({ value: null, excluded: 4 });
      expect(find("false-pass-rate")?.reason).toContain("no scale is known");
      expect(find("pass-auc")?.value).toBeCloseTo(8 / 12, 12);
    }
  });

  it("do not blame the scale where only what failed was not read", () => {
    const unread = comparisons.flatMap(({ id }) => [
      scored(id, "a", 8),
      judged(id, ["b"], failed("truncated")),
    ]);
    const find = figures({ ...data, judgments: unread });
    expect(find("false-fail-rate")).toMatchObject({ value: 0, n: 4 });
    expect(find("false-pass-rate")).toMatchObject({ value: null, excluded: 4 });
    expect(find("false-pass-rate")?.reason).toBe("the judge scored none of these responses");
    expect(find("pass-auc")?.reason).toBe("all responses that were scored passed, or all failed");
  });

  it("say that a judge of pairs scored nothing, and count its picks", () => {
    const votes = comparisons.flatMap(({ id }, i) => [
      voted(id, ["a", "b"], i === 0 ? "b" : "a"),
      voted(id, ["b", "a"], i === 3 ? "tie" : i === 0 ? "b" : "a"),
    ]);
    const find = figures({ ...data, judgments: votes });
    expect(find("false-pass-rate")?.reason).toBe("the judge scored none of these responses");
    expect(find("wrong-pick-rate")).toMatchObject({ value: 1 / 4, n: 4 });
    expect(find("no-pick-rate")).toMatchObject({ value: 1 / 8, n: 4 });
  });

  it("know responses by whatever name", () => {
    const names = ["__proto__", "constructor"];
    const rows = [comparing("q", names, { subset: "__proto__" })];
    const rewards = Object.fromEntries(names.map((name, i) => [name, i]));
    const find = figures({
      comparisons: rows,
      preferences: [verified("q", { kind: "ratings", scores: rewards })],
      judgments: names.map((name) => scored("q", name, 9)),
    });
    expect(find("false-pass-rate", "__proto__")).toMatchObject({ value: 1, n: 1 });
    expect(find("false-fail-rate", "__proto__")).toMatchObject({ value: 0, n: 1 });
  });
});

// What the verifier, people and the judge say of a and b. Nothing of q8 and q9 is verified.
const said: readonly (readonly [
  id: string,
  verifier: string | null,
  people: string,
  judge: string | null,
])[] = [
  ["q1", "a", "a", "a"],
  ["q2", "a", "a", "b"],
  ["q3", "a", "b", "a"],
  ["q4", "a", "b", "b"],
  ["q5", "a", "a", "tie"],
  ["q6", "a", "tie", "a"],
  ["q7", "a", "a", null],
  ["q8", null, "a", "a"],
  ["q9", null, "a", "b"],
];
const mixed = {
  comparisons: said.map(([id]) => comparing(id, pair)),
  preferences: said.flatMap(([id, verifier, people]) => [
    prefers(id, pair, people),
    ...(verifier === null ? [] : [verified(id, { kind: "duel", between: pair, winner: verifier })]),
  ]),
  judgments: said.map(([id, , , judge]) =>
    judge === null ? judged(id, pair, failed("refused")) : voted(id, pair, judge),
  ),
};

describe("judge, people and verifier", () => {
  it("are compared on the same duels, and one of them is the odd one", () => {
    const find = figures(mixed);
    // q1 to q5: people name nobody on q6, and the judge nobody on q7. A tie is half for either side.
    const expected = {
      "three-ways-judge-verifier": 2.5 / 5,
      "three-ways-judge-people": 2.5 / 5,
      "three-ways-people-verifier": 3 / 5,
      "odd-one-out-judge": 1.5 / 5,
      "odd-one-out-people": 1 / 5,
      "odd-one-out-verifier": 1 / 5,
    };
    for (const [metric, value] of Object.entries(expected)) {
      expect(find(metric), metric).toMatchObject({ n: 5, clusters: 5, excluded: 1 });
      expect(find(metric)?.value, metric).toBeCloseTo(value, 12);
    }
  });

  it("are not compared where the other labels are constructed, or none", () => {
    const constructed = mixed.preferences.map((one) =>
      one.source === "human" ? ({ ...one, source: "constructed" } as const) : one,
    );
    expect(figures({ ...mixed, preferences: constructed })("odd-one-out-judge")).toBeUndefined();
    // … but a router is.
    expect(figures({ ...mixed, preferences: constructed })("router")).toEqual(figures(mixed)("router"));
  });
});

describe("the router", () => {
  it("takes the verifier where it applies and the judge elsewhere, held to what people say", () => {
    const find = figures(mixed);
    // q1, q2, q3, q4, q5, q8, q9. Router 1 1 0 0 1 1 0; judge 1 0 0 1 ½ 1 0; verifier 1 1 0 0 1 ½ ½.
    const expected = {
      router: 4 / 7,
      "router-judge-alone": 3.5 / 7,
      "router-verifier-alone": 4 / 7,
      "router-gain-over-judge": 0.5 / 7,
      "router-gain-over-verifier": 0,
      "router-verified-share": 5 / 7,
    };
    for (const [metric, value] of Object.entries(expected)) {
      expect(find(metric), metric).toMatchObject({ n: 7, excluded: 1 });
      expect(find(metric)?.value, metric).toBeCloseTo(value, 12);
    }
  });

  it("hangs on a verdict that is missing only as far as the verifier does not decide", () => {
    const find = figures(mixed);
    // On q7 the verifier is right: the router earns 1 whatever the judge would have said, the judge 0 to 1.
    const bounds = (metric: string) => find(metric)?.bounds?.map((end) => Math.round(end * 8e6) / 1e6);
    expect(bounds("router")).toEqual([5, 5]);
    expect(bounds("router-judge-alone")).toEqual([3.5, 4.5]);
    expect(bounds("router-gain-over-judge")).toEqual([0.5, 1.5]);
  });

  it("is not held to the verifier itself", () => {
    const only = mixed.preferences.filter(({ source }) => source === "verified");
    expect(figures({ ...mixed, preferences: only })("router")).toBeUndefined();
  });
});

describe("calibration against the verifier", () => {
  const stated = ["q1", "q2"].map((id) =>
    judged(id, pair, decided({ kind: "duel", between: pair, winner: "a", pWin: 0.8 })),
  );
  const checked = [
    verified("q1", { kind: "duel", between: pair, winner: "a" }),
    verified("q2", { kind: "duel", between: pair, winner: "b" }),
  ];
  const people = ["q1", "q2"].flatMap((id) =>
    ["ann", "bob"].map((annotator) => prefers(id, pair, "a", { annotator })),
  );
  const comparisons = ["q1", "q2"].map((id) => comparing(id, pair));

  it("does not mix in what people prefer", () => {
    const find = figures({ comparisons, preferences: [...checked, ...people], judgments: stated });
    // With people a is right twice: 0.2². By the verifier once: (0.2² + 0.8²)/2.
    expect(find("brier")?.value).toBeCloseTo(0.04, 12);
    expect(find("verified-brier")?.value).toBeCloseTo(0.34, 12);
    expect(find("verified-brier")).toMatchObject({ n: 2, subset: null });
  });

  it("is the calibration itself where all is verified", () => {
    const find = figures({ comparisons, preferences: checked, judgments: stated });
    expect(find("brier")?.value).toBeCloseTo(0.34, 12);
    expect(find("verified-brier")).toBeUndefined();
  });
});

describe("figures against a verifier", () => {
  it("are not there for data without one", () => {
    const people = mixed.preferences.filter(({ source }) => source === "human");
    const names = analyze({ ...mixed, preferences: people }).estimates.map(({ metric }) => metric);
    expect(names.filter((name) => /verif|pass|fail-rate|pick|three-ways|odd-one|router/.test(name))).toEqual(
      [],
    );
  });
});
