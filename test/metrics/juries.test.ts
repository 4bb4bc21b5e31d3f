import { describe, expect, it } from "vitest";
import type { JuryConfig } from "../../src/combine/jury.js";
import type { ComparisonRow } from "../../src/core/comparison.js";
import type { JudgmentRow } from "../../src/core/judgment.js";
import { seededRandom } from "../../src/core/random.js";
import { type AnalyzeInput, analyze } from "../../src/metrics/analyze.js";
import { comparing, decided, failed, judged, judgedBy, prefers, reordered, voted } from "./rows.js";

const pair = ["a", "b"] as const;
const AB = ["a", "b"] as const;
const BA = ["b", "a"] as const;

const figure = (input: AnalyzeInput, name: string, metric = "agreement") => {
  const { judges, estimates } = analyze(input);
  const id = judges.find((judge) => judge.name === name)?.id;
  return estimates.find((one) => one.metric === metric && one.judge === id && one.subset === null);
};

/** What a jury makes of one comparison of a and b. */
function verdict(
  judgments: readonly JudgmentRow[],
  by: "majority" | "votes" | "mean-score",
  members: string[],
) {
  const comparisons = [comparing("q", pair)];
  const juries = [{ name: "jury", members, by }];
  const value = (winner: string) =>
    figure({ comparisons, preferences: [prefers("q", pair, winner)], judgments, juries }, "jury");
  const { value: credit } = value("a") ?? {};
  return credit === 1 ? "a" : credit === 0 ? "b" : credit === 0.5 ? "tie" : null;
}

const says = (judge: string, shown: readonly [string, string], winner: string) =>
  voted("q", shown, winner, { judge });
const scores = (judge: string, a: number, b: number, comparison = "q") =>
  judged(comparison, pair, decided({ kind: "scores", byId: { a, b } }), { judge });

describe("a jury by majority", () => {
  it("gives each member one vote, however often it was asked", () => {
    const rows = [
      ...[says("loud", AB, "b"), says("loud", BA, "b")],
      ...[says("calm", AB, "a"), says("cool", AB, "a")],
    ];
    expect(verdict(rows, "majority", ["loud", "calm", "cool"])).toBe("a");
    expect(verdict(rows, "votes", ["loud", "calm", "cool"])).toBe("tie");
  });

  it("lets members without a verdict abstain, and abstains where none has one", () => {
    const silent = judged("q", AB, failed("refused"), { judge: "silent" });
    expect(verdict([silent, says("calm", AB, "a")], "majority", ["silent", "calm"])).toBe("a");
    expect(
      verdict([silent, judged("q", AB, failed("empty"), { judge: "mute" })], "votes", ["silent", "mute"]),
    ).toBeNull();
  });

  it("is more accurate than its members by what the binomial says, where their errors are independent", () => {
    const random = seededRandom("jurors");
    const { comparisons, preferences } = many(3000);
    const members = ["m1", "m2", "m3", "m4", "m5"];
    const judgments = members.flatMap((judge) =>
      comparisons.map(({ id }) => voted(id, AB, random() < 0.7 ? "a" : "b", { judge })),
    );
    const jury = figure(
      { comparisons, preferences, judgments, juries: [{ name: "five", members, by: "majority" }] },
      "five",
    );
    // P(at least 3 of 5) with p = 0.7.
    expect(Math.abs((jury?.value ?? 0) - 0.83692)).toBeLessThan(0.02);
  });
});

describe("a jury by mean score", () => {
  it("does not let a wide scale outvote a narrow one", () => {
    const rest = Array.from({ length: 20 }, (_, i) => [
      scores("wide", 100 * (i % 5), 50, `q${i}`),
      scores("narrow", 3 + (i % 3), 4, `q${i}`),
    ]);
    const comparisons = ["q", ...rest.map((_, i) => `q${i}`)].map((id) => comparing(id, pair));
    const judgments = [...rest.flat(), scores("wide", 210, 200), scores("narrow", 3, 5)];
    const input = {
      comparisons,
      preferences: [prefers("q", pair, "b")],
      judgments,
      juries: [{ name: "jury", members: ["wide", "narrow"], by: "mean-score" }],
    } as const;
    expect(figure(input, "jury")?.value).toBe(1);
  });

  it("takes judges that only name winners by their share of the votes, and leaves out who says nothing", () => {
    expect(
      verdict([says("duellist", AB, "a"), says("duellist", BA, "tie"), scores("flat", 4, 4)], "mean-score", [
        "duellist",
        "flat",
      ]),
    ).toBe("a");
    expect(
      verdict([judged("q", AB, failed("empty"), { judge: "mute" }), scores("one", 1, 2)], "mean-score", [
        "mute",
        "one",
      ]),
    ).toBe("b");
    expect(
      verdict(
        [
          judged("q", AB, failed("empty"), { judge: "mute" }),
          judged("q", AB, failed("empty"), { judge: "dumb" }),
        ],
        "mean-score",
        ["mute", "dumb"],
      ),
    ).toBeNull();
  });

  it("reads no score that is none", () => {
    expect(verdict([scores("odd", Number.NaN, 3), scores("one", 1, 2)], "mean-score", ["odd", "one"])).toBe(
      "b",
    );
  });
});

describe("a jury with fitted weights", () => {
  const fitted = (calibration: Extract<JuryConfig, { by: "fitted" }>["calibration"]): JuryConfig => ({
    name: "fit",
    members: ["good", "coin"],
    by: "fitted",
    calibration,
  });
  const world = noisyWorld(400);
  const weightsIn = (input: AnalyzeInput) => {
    const remark = analyze(input).remarks.find((text) => text.includes("fitted weights")) ?? "";
    const [, good, coin] = /good (-?[\d.]+), coin (-?[\d.]+)/.exec(remark) ?? [];
    return { remark, good: Number(good), coin: Number(coin) };
  };

  it("gives a coin next to no weight, and judges as well as the good member alone", () => {
    const input = { ...world, juries: [fitted({ share: 0.5 })] };
    const { good, coin } = weightsIn(input);
    expect(good).toBeGreaterThan(1);
    expect(Math.abs(coin)).toBeLessThan(0.2 * good);
    const [jury, alone] = [figure(input, "fit")?.value ?? 0, figure(input, "good")?.value ?? 0];
    expect(Math.abs(jury - alone)).toBeLessThan(0.06);
    const equal = figure(
      { ...world, juries: [{ name: "equal", members: ["good", "coin"], by: "mean-score" }] },
      "equal",
    );
    expect(jury).toBeGreaterThan(equal?.value ?? 1);
  });

  it("is never influenced by the duels it judges: turn their labels round and the weights stay", () => {
    const calibration = { subsets: ["calibration"] };
    const before = weightsIn({ ...world, juries: [fitted(calibration)] });
    const turned = world.preferences.map((preference) =>
      isLeftOut(preference.comparison) ? preference : prefers(preference.comparison, pair, "b"),
    );
    const after = weightsIn({ ...world, preferences: turned, juries: [fitted(calibration)] });
    expect([after.good, after.coin]).toEqual([before.good, before.coin]);
    // Nor by the scores it judges.
    const louder = world.judgments.map((row) =>
      isLeftOut(row.trial.comparison) ? row : scores(row.trial.judge, 9, 1, row.trial.comparison),
    );
    const loud = weightsIn({ ...world, judgments: louder, juries: [fitted(calibration)] });
    expect([loud.good, loud.coin]).toEqual([before.good, before.coin]);
    const other = world.preferences.map(({ comparison }) => prefers(comparison, pair, "b"));
    expect(weightsIn({ ...world, preferences: other, juries: [fitted(calibration)] }).good).toBeCloseTo(
      -before.good,
      2,
    );
  });

  it("does not judge the calibration clusters, whole, and says so with its n", () => {
    const input = { ...world, juries: [fitted({ subsets: ["calibration"] })] };
    const calibrated = world.comparisons.filter(({ id }) => isCalibration(id)).length;
    // The cluster of the last calibration row holds one row of the other subset, which is left out with it.
    const leftOut = calibrated + 1;
    expect(figure(input, "fit")).toMatchObject({ n: world.comparisons.length - leftOut, excluded: leftOut });
    expect(weightsIn(input).remark).toMatch(
      new RegExp(
        `fitted on ${leftOut} duels in ${calibrated} clusters of the subset calibration\\)\\. It does not judge the calibration clusters: ${leftOut} duels excluded\\.$`,
      ),
    );
  });

  it("draws the same share of the clusters for the same seed, in whatever order the data come", () => {
    const input = { ...world, juries: [fitted({ share: 0.3 })], seed: 5 };
    expect(weightsIn(reordered(input, 3))).toEqual(weightsIn(input));
    expect(figure(input, "fit")?.n).not.toBe(0);
    expect(weightsIn({ ...input, seed: 6 }).remark).not.toBe(weightsIn(input).remark);
  });

  it("refuses too few calibration duels, a member that never differs, and a split that is not there", () => {
    const refuse = (juries: readonly JuryConfig[], judgments = world.judgments) =>
      expect(() => analyze({ ...world, judgments, juries }));
    refuse([fitted({ share: 0.01 })]).toThrow(
      "jury fit: expected 20 or more duels with a preference and a verdict of every member in its calibration split but found 4 (of 4 with a preference, decided: good 4, coin 4)",
    );
    const flat = world.judgments.map((row) =>
      row.trial.judge === "coin" ? scores("coin", 5, 5, row.trial.comparison) : row,
    );
    refuse([fitted({ share: 0.5 })], flat).toThrow("jury fit: member coin: expected a preference");
    refuse([fitted({ subsets: ["nowhere"] })]).toThrow(
      "jury fit: no duel of subset nowhere; known are calibration, rest",
    );
    for (const share of [0, 1, -1, Number.NaN]) refuse([fitted({ share })]).toThrow("share between 0 and 1");
    expect(() =>
      analyze({
        comparisons: [],
        preferences: [],
        judgments: [],
        juries: [{ name: "j", members: ["x", "y"], by: "votes" }],
      }),
    ).toThrow("jury j: no judge x; known are none");
  });
});

describe("the members of a jury", () => {
  const rows = ["m", "n"].flatMap((judge) => judgedBy(judge, [comparing("q", pair)], () => "a"));
  const base = {
    comparisons: [comparing("q", pair)],
    preferences: [prefers("q", pair, "a")],
    judgments: rows,
  };
  const computed = (id: string, name: string) => ({
    judge: { kind: "computed", id, name, rule: "r", options: {} } as const,
  });
  const seat = (members: string[], name = "jury") =>
    analyze({
      ...base,
      judges: [computed("m", "same"), computed("n", "same"), computed("constructor", "__proto__")],
      juries: [{ name, members, by: "majority" }],
    });

  it("are found by id or by a name that is theirs alone", () => {
    expect(seat(["m", "n"]).judges.some(({ name }) => name === "jury")).toBe(true);
    expect(seat(["m", "__proto__"]).judges.some(({ name }) => name === "jury")).toBe(true);
    expect(() => seat(["same", "n"])).toThrow(
      "jury jury: same is the name of several judges; say which by its id: m, n",
    );
    expect(() => seat(["m", "toString"])).toThrow("jury jury: no judge toString; known are");
  });

  it("are two or more, each once", () => {
    for (const members of [[], ["m"], ["m", "m"], ["m", "n", "n"]]) {
      expect(() => seat(members)).toThrow("expected two or more different members");
    }
    const twice = { name: "x", members: ["m", "n"], by: "majority" } as const;
    expect(() => analyze({ ...base, juries: [twice, twice] })).toThrow("jury x: given twice");
  });

  it("are named beside the jury, which asks nobody and is shown no order", () => {
    const analysis = seat(["m", "n"]);
    expect(analysis.remarks).toContain("jury is a jury: the majority of same, same, one vote each.");
    const jury = analysis.judges.find(({ name }) => name === "jury");
    expect(jury).toMatchObject({
      judge: { kind: "combined", members: ["m", "n"] },
      judgments: 1,
      baseline: false,
    });
    const reasons = analysis.estimates.filter(({ judge }) => judge === jury?.id).map(({ reason }) => reason);
    expect(reasons).toContain("a jury costs what its members cost");
    expect(reasons).toContain("not applicable: a jury is not shown an order of its own");
  });

  it("judge every duel of more than two responses, each on a row of its own", () => {
    const wide: ComparisonRow = comparing("w", ["a", "b", "c"]);
    const judgments = ["m", "n"].flatMap((judge) => judgedBy(judge, [wide], (_, [x, y]) => (x < y ? x : y)));
    const preferences = [
      { comparison: "w", source: "human", kind: "ranking", tiers: [["a"], ["b"], ["c"]] } as const,
    ];
    const input = {
      comparisons: [wide],
      preferences,
      judgments,
      juries: [{ name: "jury", members: ["m", "n"], by: "votes" } as const],
    };
    expect(figure(input, "jury")).toMatchObject({ value: 1, n: 3 });
    expect(figure(input, "jury", "kendall-within")?.value).toBe(1);
  });
});

function many(count: number) {
  const comparisons = Array.from({ length: count }, (_, i) => comparing(`q${i}`, pair));
  return { comparisons, preferences: comparisons.map(({ id }) => prefers(id, pair, "a")) };
}

function isCalibration(comparison: string): boolean {
  return Number(comparison.slice(1)) < 100;
}

// By whole clusters: with the calibration rows goes what shares a prompt with one of them.
function isLeftOut(comparison: string): boolean {
  return isCalibration(comparison) || comparison === "q100";
}

/** A judge whose scores favour the preferred response by about one standard deviation, and one whose scores know nothing. */
function noisyWorld(count: number) {
  const random = seededRandom("noisy world");
  const noise = () => random() + random() + random() + random() - 2;
  const comparisons = Array.from({ length: count }, (_, i) => {
    // Row 100 shares the prompt of row 99, the last of the calibration rows.
    const subset = isCalibration(`q${i}`) ? "calibration" : "rest";
    return comparing(`q${i}`, pair, { subset, cluster: `p${i === 100 ? 99 : i}` });
  });
  return {
    comparisons,
    preferences: comparisons.map(({ id }) => prefers(id, pair, "a")),
    judgments: comparisons.flatMap(({ id }) => [
      scores("good", 5 + 0.6 + noise(), 5 + noise(), id),
      scores("coin", 50 + 10 * noise(), 50 + 10 * noise(), id),
    ]),
  };
}
