import { describe, expect, it } from "vitest";
import { combine } from "../../src/combine/combine.js";
import { preferenceOf } from "../../src/combine/preference.js";
import { duelReadings } from "../../src/combine/readings.js";
import { duelOutcome } from "../../src/core/duel.js";
import type { Preference } from "../../src/core/preference.js";
import { comparing, decided, failed, judged, judgedBy, prefers, voted } from "../metrics/rows.js";

const two = comparing("q", ["a", "b"]);
const three = comparing("q", ["a", "b", "c"]);
const mean = { orders: "mean" } as const;
const consistent = { orders: "consistent" } as const;
const alone = (id: string, score: number, repeat = 0) =>
  judged("q", [id], decided({ kind: "scores", byId: { [id]: score } }), { repeat });

describe("readings of a duel", () => {
  it("keep who was met first and which repeat it was", () => {
    const [reading] = duelReadings([voted("q", ["b", "a"], "a", { repeat: 3 })], two);
    expect(reading?.votes).toEqual([
      { order: "shown", presentedFirst: "b", presented: ["b", "a"], repeat: 3, winner: "a" },
    ]);
  });

  it("tell an order that does not exist from one that was not recorded", () => {
    const [scored] = duelReadings([alone("a", 7), alone("b", 7)], two);
    expect(scored?.votes).toEqual([
      { order: "none", presentedFirst: null, presented: null, repeat: 0, winner: "tie" },
    ]);
    const [imported] = duelReadings(
      [judged("q", null, decided({ kind: "scores", byId: { a: 1, b: 2 } }))],
      two,
    );
    expect(imported?.votes).toMatchObject([{ order: "unknown", presentedFirst: null, winner: "b" }]);
  });

  it("join single scores of the same repeat only", () => {
    const [reading] = duelReadings([alone("a", 7, 0), alone("b", 3, 1), alone("a", 2, 1)], two);
    expect(reading?.votes).toMatchObject([{ repeat: 1, winner: "b" }]);
  });

  it("spread a ranking over every duel it covers", () => {
    const ranked = judged("q", ["a", "b", "c"], decided({ kind: "ranking", tiers: [["c"], ["a", "b"]] }));
    expect(duelReadings([ranked], three).map(({ votes }) => votes[0]?.winner)).toEqual(["tie", "c", "c"]);
  });

  it("count failures at the duels they were asked about, by status", () => {
    const readings = duelReadings(
      [
        judged("q", ["c", "a"], failed("refused")),
        judged("q", ["b"], failed("empty")),
        judged("q", null, failed("failed")),
      ],
      three,
    );
    expect(readings.map(({ failures }) => failures.map(({ status }) => status).sort())).toEqual([
      ["empty", "failed"],
      ["failed", "refused"],
      ["empty", "failed"],
    ]);
  });

  it("keep to the responses that an import without an order is of", () => {
    const among = ["c", "a"];
    const vote = judged("q", null, decided({ kind: "duel", between: ["a", "c"], winner: "c" }), { among });
    const readings = duelReadings([vote, judged("q", null, failed("failed"), { among })], three);
    expect(readings.map(({ votes, failures }) => [votes.length, failures.length])).toEqual([
      [0, 0],
      [1, 1],
      [0, 0],
    ]);
  });

  it("count a verdict that says nothing of what was asked as undecided", () => {
    const stray = voted("q", ["a", "b"], "somebody else");
    const partial = judged("q", ["a", "b", "c"], decided({ kind: "ranking", tiers: [["a"], ["b"]] }));
    const [ab, ac] = duelReadings([stray, partial], three);
    expect(ab).toMatchObject({ votes: [{ winner: "a" }], failures: [{ status: "undecided", count: 1 }] });
    expect(ac).toMatchObject({ votes: [], failures: [{ status: "undecided", count: 1 }] });
  });
});

describe("what a score says", () => {
  it("is nothing for ids and numbers that are no scores", () => {
    const scores = (byId: Record<string, number>) => ({ kind: "scores", byId }) as const;
    expect(duelOutcome(scores({ a: 1 }), ["a", "constructor"])).toBeNull();
    expect(duelOutcome(scores({ a: 1, b: Number.NaN }), ["a", "b"])).toBeNull();
    expect(duelOutcome(scores(JSON.parse('{"__proto__": 3, "b": 2}')), ["__proto__", "b"])).toBe("__proto__");
  });
});

describe("combining two responses", () => {
  const decision = (rows: Parameters<typeof combine>[0], rule: Parameters<typeof combine>[2]) => {
    const { status, ...rest } = combine(rows, two, rule);
    return status === "decided" && "verdict" in rest && rest.verdict.kind === "duel"
      ? rest.verdict.winner
      : rest;
  };

  it("under mean, a win and a tie are a win; under consistent a tie", () => {
    const rows = [voted("q", ["a", "b"], "a"), voted("q", ["b", "a"], "tie")];
    expect(decision(rows, mean)).toBe("a");
    expect(decision(rows, consistent)).toBe("tie");
  });

  it("opposite winners are a tie under both", () => {
    const rows = [voted("q", ["a", "b"], "a"), voted("q", ["b", "a"], "b")];
    expect([decision(rows, mean), decision(rows, consistent)]).toEqual(["tie", "tie"]);
  });

  it("repeats vote: two of three decide an order, and one order that was decided is enough", () => {
    const rows = ["a", "b", "a"].map((winner, repeat) => voted("q", ["a", "b"], winner, { repeat }));
    rows.push(judged("q", ["b", "a"], failed("truncated")));
    expect([decision(rows, mean), decision(rows, consistent)]).toEqual(["a", "a"]);
  });

  it("thirds against thirds are a tie, whatever binary fractions make of them", () => {
    const rows = [
      ...["a", "b", "b"].map((winner, repeat) => voted("q", ["a", "b"], winner, { repeat })),
      ...["b", "a", "a"].map((winner, repeat) => voted("q", ["b", "a"], winner, { repeat })),
    ];
    expect(decision(rows, mean)).toBe("tie");
  });

  it("abstains with reasons where nothing was decided or asked", () => {
    const rows = [judged("q", ["a", "b"], failed("refused")), judged("q", ["b", "a"], failed("refused"))];
    expect(combine(rows, two)).toEqual({ status: "abstained", reasons: [{ status: "refused", count: 2 }] });
    expect(combine([], two)).toEqual({ status: "abstained", reasons: [{ status: "not-asked", count: 1 }] });
  });
});

describe("combining more responses", () => {
  it("ranks by wins, equal wins in one tier", () => {
    const rows = judgedBy("j", [three], (_, shown) => (shown.includes("c") ? "c" : "tie"));
    expect(combine(rows, three)).toEqual({
      status: "decided",
      verdict: { kind: "ranking", tiers: [["c"], ["a", "b"]] },
    });
  });

  it("keeps to the duels that were decided", () => {
    const rows = [voted("q", ["a", "b"], "b")];
    expect(combine(rows, three)).toEqual({
      status: "decided",
      verdict: { kind: "ranking", tiers: [["b"], ["a"]] },
    });
  });

  it("gives single scores back as means, also for the id __proto__", () => {
    const odd = comparing("q", ["__proto__", "b", "c"]);
    const score = (id: string, value: number, repeat: number) =>
      judged("q", [id], decided({ kind: "scores", byId: Object.fromEntries([[id, value]]) }), { repeat });
    const decision = combine(
      [score("__proto__", 2, 0), score("__proto__", 4, 1), score("b", 1, 0), score("c", 5, 0)],
      odd,
    );
    expect(decision).toMatchObject({ status: "decided", verdict: { kind: "scores" } });
    if (decision.status !== "decided" || decision.verdict.kind !== "scores") return;
    expect(Object.entries(decision.verdict.byId)).toEqual([
      ["__proto__", 3],
      ["b", 1],
      ["c", 5],
    ]);
  });

  it("asks nothing of a single response but its score", () => {
    const one = comparing("q", ["a"]);
    expect(combine([alone("a", 3), alone("a", 4, 1)], one)).toEqual({
      status: "decided",
      verdict: { kind: "scores", byId: { a: 3.5 } },
    });
    expect(combine([], one)).toEqual({ status: "abstained", reasons: [{ status: "not-asked", count: 1 }] });
  });

  it("finds its way among five hundred duels", () => {
    const ids = Array.from({ length: 32 }, (_, i) => `r${i}`);
    const wide = comparing("q", ids);
    const rows = judgedBy("j", [wide], (_, [x, y]) => (Number(x.slice(1)) < Number(y.slice(1)) ? x : y));
    const decision = combine(rows, wide);
    expect(decision).toMatchObject({ status: "decided", verdict: { tiers: ids.map((id) => [id]) } });
  });
});

describe("the preference on a duel", () => {
  const winner = (...preferences: Preference[]) => preferenceOf(preferences, two)[0]?.winner;

  it("is what most annotators say; a tie is something to say, a split is not", () => {
    expect(
      winner(prefers("q", ["a", "b"], "a"), prefers("q", ["b", "a"], "a"), prefers("q", ["a", "b"], "tie")),
    ).toBe("a");
    expect(
      winner(prefers("q", ["a", "b"], "tie"), prefers("q", ["a", "b"], "tie"), prefers("q", ["a", "b"], "b")),
    ).toBe("tie");
    expect(winner(prefers("q", ["a", "b"], "a"), prefers("q", ["a", "b"], "b"))).toBeNull();
    expect(winner()).toBeNull();
  });

  it("gives each annotator one vote", () => {
    const loud = ["a", "a", "b"].map((said) => prefers("q", ["a", "b"], said, { annotator: "loud" }));
    const [said] = preferenceOf([...loud, prefers("q", ["a", "b"], "b", { annotator: "calm" })], two);
    expect(said).toMatchObject({ winner: null, annotators: 2, counts: { first: 1, second: 1, tie: 0 } });
  });

  it("is read off ratings, rankings and sets", () => {
    const about = { comparison: "q", source: "human" } as const;
    expect(winner({ ...about, kind: "ratings", scores: { a: 1, b: 2 } })).toBe("b");
    expect(winner({ ...about, kind: "ranking", tiers: [["a", "b"]] })).toBe("tie");
    expect(winner({ ...about, kind: "sets", good: ["a"], bad: ["b"] })).toBe("a");
    expect(winner({ ...about, kind: "sets", good: ["a", "b"], bad: [] })).toBeNull();
  });
});
