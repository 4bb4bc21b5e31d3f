import { describe, expect, it } from "vitest";
import { combine } from "../../src/combine/combine.js";
import type { Rule } from "../../src/core/decision.js";
import { duelOutcome } from "../../src/core/duel.js";
import type { JudgmentRow } from "../../src/core/judgment.js";
import type { Verdict } from "../../src/core/reading.js";
import { comparing, decided, failed, judged, voted } from "../metrics/rows.js";

const two = comparing("q", ["a", "b"]);
const three = comparing("q", ["a", "b", "c"]);
const AB = ["a", "b"] as const;
const BA = ["b", "a"] as const;

/** One question asked of two responses in this order, once a winner; repeats count up from `from`. */
const asked = (shown: readonly [string, string], winners: readonly string[], from = 0) =>
  winners.map((winner, i) => voted("q", shown, winner, { repeat: from + i }));
const alone = (id: string, scores: readonly (number | null)[]) =>
  scores.map((score, repeat) =>
    judged(
      "q",
      [id],
      score === null ? failed("unparsed") : decided({ kind: "scores", byId: { [id]: score } }),
      { repeat },
    ),
  );
const winner = (rows: readonly JudgmentRow[], rule: Partial<Rule>, samples: number) => {
  const decision = combine(rows, two, rule, { samples });
  return decision.status === "decided" ? duelOutcome(decision.verdict, ["a", "b"]) : null;
};
const scores = (rows: readonly JudgmentRow[], rule: Partial<Rule>, samples: number, comparison = three) => {
  const decision = combine(rows, comparison, rule, { samples });
  return decision.status === "decided" && decision.verdict.kind === "scores"
    ? decision.verdict.byId
    : decision;
};

describe("the samples of a question, joined by majority", () => {
  it("are one vote of their order, however clear it was", () => {
    // Sample by sample a has 3 + 1 of 6 votes; question by question it is one to one.
    const rows = [...asked(AB, ["a", "a", "a"]), ...asked(BA, ["b", "b", "a"])];
    expect(winner(rows, { samples: "each" }, 3)).toBe("a");
    expect(winner(rows, { samples: "majority" }, 3)).toBe("tie");
    expect(winner(rows, { samples: "majority", orders: "pooled" }, 3)).toBe("a");
  });

  it("are a tie where two answers lead together, and what most say where one does", () => {
    expect(winner(asked(AB, ["a", "b", "tie", "b", "a"]), { samples: "majority" }, 5)).toBe("tie");
    expect(winner(asked(AB, ["a", "tie", "tie", "b"]), { samples: "majority" }, 4)).toBe("tie");
    expect(winner(asked(AB, ["a", "tie", "a", "b"]), { samples: "majority" }, 4)).toBe("a");
  });

  it("belong to the asking they were drawn for: repeats K to 2K − 1 are another question", () => {
    const rows = asked(AB, ["a", "a", "a", "b", "b", "a", "b", "a", "b"]);
    expect(winner(rows, { samples: "majority" }, 3)).toBe("b");
    expect(winner(rows, { samples: "majority" }, 9)).toBe("a");
  });

  it("leave failures out of the vote, and abstain where nothing else is left", () => {
    const lost = [0, 1, 2].map((repeat) => judged("q", AB, failed("refused"), { repeat }));
    expect(winner([...lost, ...asked(AB, ["b"], 3)], { samples: "majority" }, 4)).toBe("b");
    expect(combine(lost, two, { samples: "majority" }, { samples: 4 })).toEqual({
      status: "abstained",
      reasons: [{ status: "refused", count: 3 }],
    });
  });

  it("must agree between orders where the rule says so", () => {
    const rows = [...asked(AB, ["a", "a", "b"]), ...asked(BA, ["a", "b", "b"])];
    expect(winner(rows, { samples: "majority", orders: "consistent" }, 3)).toBe("tie");
  });
});

describe("the samples of a question, joined by their numbers", () => {
  it("of scores decide by the mean, the median or the sum, which may say three things", () => {
    const rows = [...alone("a", [1, 6, 6]), ...alone("b", [5, 5, 5])];
    expect(winner(rows, { samples: "mean" }, 3)).toBe("b");
    expect(winner(rows, { samples: "median" }, 3)).toBe("a");
    expect(winner(rows, { samples: "sum" }, 3)).toBe("b");
  });

  it("do not punish a response for a missing sample: its sum is scaled to what was planned", () => {
    const rows = [...alone("a", [8, 8, null, 8]), ...alone("b", [7, 7, 7, 7]), ...alone("c", [1, 1, 1, 1])];
    expect(scores(rows, { samples: "sum" }, 4)).toEqual({ a: 32, b: 28, c: 4 });
    expect(winner(rows, { samples: "sum" }, 4)).toBe("a");
  });

  it("are compared response by response, also where no sample has both", () => {
    const rows = [...alone("a", [9, null]), ...alone("b", [null, 3])];
    expect(winner(rows, { samples: "each" }, 2)).toBeNull();
    expect(winner(rows, { samples: "mean" }, 2)).toBe("a");
  });

  it("of winners decide by strength, a probability before it", () => {
    const duel = (given: Partial<Extract<Verdict, { kind: "duel" }>>, repeat: number) =>
      judged("q", AB, decided({ kind: "duel", between: AB, winner: "a", ...given }), { repeat });
    const strong = [
      duel({ winner: "b", strength: 2 }, 0),
      duel({ strength: 1 }, 1),
      duel({ winner: "tie" }, 2),
    ];
    expect(winner(strong, { samples: "sum" }, 3)).toBe("b");
    const sure = [duel({ pWin: 0.55 }, 0), duel({ pWin: 0.55 }, 1), duel({ winner: "b", pWin: 0.1 }, 2)];
    expect(winner(sure, { samples: "mean" }, 3)).toBe("b");
    expect(winner(sure, { samples: "majority" }, 3)).toBe("a");
  });

  it("read a probability from the side it was given for", () => {
    const turned = decided({ kind: "duel", between: BA, winner: "b", pWin: 0.9 });
    expect(winner([judged("q", BA, turned)], { samples: "mean" }, 1)).toBe("b");
  });

  it("treat strengths and probabilities that are none as not given", () => {
    const rows = [Number.NaN, -3, Number.POSITIVE_INFINITY].map((strength, repeat) =>
      judged("q", AB, decided({ kind: "duel", between: AB, winner: "a", strength, pWin: 7 }), { repeat }),
    );
    expect(winner(rows, { samples: "sum" }, 3)).toBe("a");
  });

  it("of rankings decide by the mean rank", () => {
    const ranked = (tiers: string[][], repeat: number) =>
      judged("q", ["a", "b", "c"], decided({ kind: "ranking", tiers }), { repeat });
    const rows = [ranked([["a"], ["b"], ["c"]], 0), ranked([["b"], ["c"], ["a"]], 1)];
    expect(combine(rows, three, { samples: "mean" }, { samples: 2 })).toEqual({
      status: "decided",
      verdict: { kind: "ranking", tiers: [["b"], ["a"], ["c"]] },
    });
  });

  it("pool the orders of k ratings in one pass, each sample in an order of its own", () => {
    const rated = (presented: string[], byId: Record<string, number>, repeat: number) =>
      judged("q", presented, decided({ kind: "scores", byId }), { repeat });
    const rows = [
      rated(["a", "b", "c"], { a: 5, b: 6, c: 1 }, 0),
      rated(["c", "a", "b"], { a: 9, b: 6, c: 2 }, 1),
      judged("q", ["b", "c", "a"], failed("truncated"), { repeat: 2 }),
    ];
    expect(scores(rows, { samples: "sum", orders: "pooled" }, 3)).toEqual({ a: 21, b: 18, c: 4.5 });
    expect(scores(rows, { samples: "mean", orders: "pooled" }, 3)).toEqual({ a: 7, b: 6, c: 1.5 });
  });

  it("give a single response its joined score, whatever its id", () => {
    const one = comparing("q", ["__proto__"]);
    const rows = [3, 4, 8].map((score, repeat) =>
      judged(
        "q",
        ["__proto__"],
        decided({ kind: "scores", byId: Object.fromEntries([["__proto__", score]]) }),
        {
          repeat,
        },
      ),
    );
    const byId = scores(rows, { samples: "median" }, 3, one);
    expect(Object.entries(byId)).toEqual([["__proto__", 4]]);
  });

  it("carry the scores of two responses where they say what the votes say, else only the winner", () => {
    const pointwise = [...alone("a", [6, 8]), ...alone("b", [5, 5])];
    expect(scores(pointwise, { samples: "mean" }, 2, two)).toEqual({ a: 7, b: 5 });
    const rated = (shown: readonly [string, string], a: number, b: number) =>
      judged("q", shown, decided({ kind: "scores", byId: { a, b } }));
    // a by one in one order, b by seven in the other: a tie by orders, b by scores.
    expect(combine([rated(AB, 7, 6), rated(BA, 2, 9)], two, { samples: "mean" })).toEqual({
      status: "decided",
      verdict: { kind: "duel", between: ["a", "b"], winner: "tie" },
    });
  });

  it("never let scores that are no numbers decide", () => {
    const rows = [...alone("a", [Number.NaN, 2]), ...alone("b", [3, Number.POSITIVE_INFINITY])];
    expect(winner(rows, { samples: "mean" }, 2)).toBe("b");
    expect(winner(alone("a", [Number.NaN]), { samples: "mean" }, 1)).toBeNull();
  });
});

describe("the first samples alone", () => {
  it("count in every asking, and are all where fewer were asked", () => {
    const rows = asked(AB, ["b", "a", "a", "b", "a", "a"]);
    expect(winner(rows, { samples: "majority", firstSamples: 1 }, 3)).toBe("b");
    expect(winner(rows, { samples: "majority" }, 3)).toBe("a");
    expect(winner(rows, { samples: "majority", firstSamples: 99 }, 3)).toBe("a");
  });

  it("are a whole number from 1 up", () => {
    for (const firstSamples of [0, -1, 1.5, Number.NaN]) {
      expect(() => combine([], two, { firstSamples })).toThrow(
        "rule: firstSamples: expected a whole number from 1 up, or null",
      );
    }
  });
});

describe("a judge's own rule", () => {
  it("holds where the reader names nothing, and gives way where he does", () => {
    const rows = [...asked(AB, ["a", "a", "a"]), ...asked(BA, ["b", "b", "a"])];
    const own = { samples: 3, rule: { samples: "majority" } } as const;
    expect(combine(rows, two, {}, own)).toMatchObject({ verdict: { winner: "tie" } });
    expect(combine(rows, two, { orders: "pooled" }, own)).toMatchObject({ verdict: { winner: "a" } });
    expect(combine(rows, two, { samples: "each" }, own)).toMatchObject({ verdict: { winner: "a" } });
  });
});
