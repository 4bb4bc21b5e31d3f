import type {
  Analysis,
  Estimate,
  JudgeSummary,
  PairFigures,
  SystemRanking,
} from "../../src/core/analysis.js";

/** An estimate of which only what matters needs to be said. */
export function estimate(given: Partial<Estimate> & Pick<Estimate, "metric">): Estimate {
  return {
    judge: null,
    subset: null,
    value: 0.5,
    unit: "fraction",
    interval: null,
    n: 412,
    clusters: 206,
    excluded: 0,
    ...given,
  };
}

export function judge(id: string, given: Partial<JudgeSummary> = {}): JudgeSummary {
  return {
    id,
    name: id.split("@")[0] ?? id,
    judge: null,
    baseline: false,
    statuses: { decided: 824 },
    judgments: 824,
    comparisonsJudged: 412,
    ...given,
  };
}

/** Every figure that a section shows of one judge. */
export function estimatesOf(id: string, subsets: readonly string[] = []): Estimate[] {
  const of = (
    metric: string,
    value: number,
    interval: [number, number] | null,
    rest: Partial<Estimate> = {},
  ) => estimate({ metric, judge: id, value, interval, method: "cluster t", ...rest });
  return [
    of("agreement", 0.6238, [0.5812, 0.6651], { excluded: 23 }),
    of("agreement-ties-counted", 0.5514, [0.5102, 0.5921], { n: 480 }),
    of("agreement-ties-dropped", 0.6412, [0.5933, 0.6867], { n: 371 }),
    of("kappa", 0.2476, [0.162, 0.331], { unit: "kappa" }),
    of("order-flip-rate", 0.1214, [0.0903, 0.1604], { n: 387, method: "Wilson" }),
    of("order-half-flip-rate", 0.0491, [0.0317, 0.0752], { n: 387, method: "Wilson" }),
    of("flips-towards-first", 35, null, { unit: "count", n: 47 }),
    of("flips-towards-second", 12, null, { unit: "count", n: 47 }),
    of("order-bias-p", 0.00042, null, { unit: "p-value", n: 47, method: "sign test by cluster" }),
    of("repeat-flip-rate", 0.031, [0.0159, 0.0594], { n: 258, method: "Wilson" }),
    of("votes-1", 0.6011, [0.5589, 0.6417], { excluded: 30 }),
    of("votes-4", 0.6394, [0.5977, 0.6799], { excluded: 23 }),
    of("kendall-within", 0.412, [0.333, 0.487], { unit: "correlation", n: 120 }),
    of("systems-spearman", 0.943, [0.6, 1], { unit: "correlation", n: 6 }),
    of("systems-kendall", 0.867, null, { unit: "correlation", n: 6 }),
    of("unread-rate", 0.0531, [0.0398, 0.0706], { n: 824, method: "Wilson" }),
    of("refused-rate", 0.0012, [0.0002, 0.0068], { n: 824, method: "Wilson" }),
    of("failed-rate", 0, [0, 0.0046], { n: 824, method: "Wilson" }),
    of("ac1", 0.31, [0.22, 0.39], { unit: "kappa" }),
    of("brier", 0.2214, [0.2051, 0.2392], { unit: "score", method: "the probabilities it states" }),
    of("brier-reliability", 0.031, [0.019, 0.048], { unit: "score" }),
    of("brier-resolution", 0.059, [0.04, 0.08], { unit: "score" }),
    of("log-loss", 0.641, [0.601, 0.688], { unit: "score" }),
    of("ece", 0.128, [0.095, 0.163], { unit: "score" }),
    of("brier-recalibrated", 0.198, [0.182, 0.215], { unit: "score" }),
    of("auc", 0.713, [0.672, 0.75], { unit: "score" }),
    of("selective-area", 0.74, [0.7, 0.78]),
    of("alt-test-omega", 0.667, null, {
      n: 201,
      method: "3 annotators, ε = 0.1, one-sided t by cluster; passed",
    }),
    of("alt-test-rho", 0.81, null, { n: 201 }),
    of("false-pass-rate", 0.182, [0.131, 0.247], { n: 170 }),
    of("false-fail-rate", 0.094, [0.061, 0.142], { n: 212 }),
    of("pass-auc", 0.881, [0.842, 0.912], { unit: "score", n: 382 }),
    of("wrong-pick-rate", 0.141, [0.101, 0.193], { n: 240 }),
    of("no-pick-rate", 0.025, [0.011, 0.053], { n: 240 }),
    of("false-pass-rate:wrong-answer", 0.211, [0.142, 0.301], { n: 110 }),
    of("false-pass-rate:length_constraints:number_words", 0.133, [0.071, 0.236], { n: 60 }),
    of("wrong-pick-rate:wrong-answer", 0.162, [0.108, 0.236], { n: 140 }),
    of("verified-brier", 0.151, [0.131, 0.174], { unit: "score", n: 240 }),
    of("three-ways-judge-verifier", 0.846, [0.794, 0.887], { n: 201 }),
    of("odd-one-out-people", 0.061, [0.036, 0.102], { n: 201 }),
    of("router", 0.744, [0.698, 0.785]),
    of("router-gain-over-judge", 0.121, [0.083, 0.158]),
    of("ceiling-judge", 0.6518, [0.6011, 0.6993], { n: 603, clusters: 201, excluded: 14 }),
    of("usd-per-1000", 0.4172, [0.4011, 0.4338], { unit: "usd", n: 824 }),
    of("seconds-per-1000", 1843.2, [1790.4, 1896.1], { unit: "seconds", n: 824 }),
    of("input-tokens-per-judgment", 1204.4, [1150.2, 1260.8], { unit: "tokens", n: 824 }),
    of("output-tokens-per-judgment", 312.7, [301.1, 324.4], { unit: "tokens", n: 824 }),
    ...subsets.map((subset, index) =>
      of("false-pass-rate", 0.11 + 0.02 * index, null, { subset, n: 50 + index }),
    ),
    ...subsets.map((subset, index) =>
      of("agreement", 0.55 + 0.08 * index, [0.5 + 0.08 * index, 0.6 + 0.08 * index], {
        subset,
        n: 100 + index,
      }),
    ),
  ];
}

/** An estimate without a value, for each that has one. */
export function withoutValues(estimates: readonly Estimate[], reason: string): Estimate[] {
  return estimates.map((given) => ({ ...given, value: null, interval: null, n: 0, clusters: 0, reason }));
}

export const peopleCeiling = estimate({
  metric: "ceiling-people",
  value: 0.7062,
  interval: [0.6601, 0.7489],
  n: 603,
  clusters: 201,
  excluded: 14,
});

const BRADLEY_TERRY = "Bradley–Terry, ties half";

/** Every two judges once, the first two told apart. */
export function pairsAmong(judges: readonly JudgeSummary[]): PairFigures[] {
  const figure = (metric: string, value: number, unit: Estimate["unit"] = "fraction") =>
    estimate({ metric, value, unit, interval: unit === "fraction" ? [value - 0.03, value + 0.03] : null });
  return judges.flatMap((left, i) =>
    judges.slice(i + 1).map(
      (right, j): PairFigures => ({
        left: left.id,
        right: right.id,
        subset: null,
        difference: figure("agreement-difference", i + j === 0 ? 0.061 : 0.012),
        leftValue: figure("agreement", 0.62),
        rightValue: figure("agreement", 0.56),
        pValue: figure("agreement-difference-p", 0.0004, "p-value"),
        pAdjusted: {
          ...figure("agreement-difference-p-adjusted", 0.0012, "p-value"),
          method: "Holm over 3 tests",
        },
        distinguishable: i + j === 0,
        detectable: figure("detectable-difference", 0.042),
      }),
    ),
  );
}

/** An analysis of these judges, by hand. */
export function analysisOf(judges: readonly JudgeSummary[], given: Partial<Analysis> = {}): Analysis {
  const subsets = ["Chat", "Chat Hard", "Safety"];
  return {
    rule: { orders: "mean", samples: "each", value: "sampled", firstSamples: null },
    data: {
      comparisons: 500,
      responses: 1000,
      duels: 480,
      duelTies: 68,
      duelsSplit: 20,
      clusters: 240,
      subsets: subsets.map((name) => ({ name, comparisons: 160 })),
      sources: { human: 1503 },
      annotatorsPerComparison: 3,
      agreementWith: "agreement with people",
    },
    judges,
    pairs: pairsAmong(judges),
    curves: judges.map(({ id }) => ({
      judge: id,
      kind: "reliability" as const,
      method: "the probabilities it states",
      points: [{ x: 0.8, y: 0.7, n: 120 }],
    })),
    estimates: [...judges.flatMap(({ id }) => estimatesOf(id, subsets)), peopleCeiling],
    systems: [
      {
        judge: null,
        method: BRADLEY_TERRY,
        systems: [
          { author: "gpt-4", winRate: 0.712, duels: 160, strength: 0.45, interval: [0.28, 0.63] },
          { author: "llama-2", winRate: 0.388, duels: 160, strength: -0.45, interval: [-0.63, -0.28] },
        ],
      },
      ...judges.map(
        ({ id }): SystemRanking => ({
          judge: id,
          method: BRADLEY_TERRY,
          systems: [
            { author: "llama-2", winRate: 0.455, duels: 150, strength: -0.31, interval: [-0.52, -0.11] },
            { author: "gpt-4", winRate: 0.655, duels: 150, strength: 0.31, interval: [0.11, 0.52] },
          ],
        }),
      ),
    ],
    remarks: ["gpt-4o-mini agrees with people more than the longest response does, by more than noise."],
    ...given,
  };
}

/** Three judges asked for and two yardsticks, one of them with figures that are not defined. */
export function sampleAnalysis(): Analysis {
  const noPrice = "no price is known for this model";
  const judges = [
    judge("pairwise/gpt-4o-mini@1a2b3c4d", {
      statuses: { decided: 780, unparsed: 31, ambiguous: 5, refused: 1, truncated: 7 },
    }),
    judge("pointwise/法官-8B@5e6f7a8b", { origin: "recorded 2026-11-23", comparisonsJudged: 391 }),
    judge("longest@00000001", { baseline: true }),
    judge("first@00000002", { baseline: true }),
  ];
  const base = analysisOf(judges);
  return {
    ...base,
    estimates: base.estimates.map((given) => {
      if (given.metric === "usd-per-1000" && given.judge !== judges[0]?.id) {
        return { ...given, value: null, interval: null, reason: noPrice };
      }
      if (given.metric === "repeat-flip-rate" && given.judge?.startsWith("longest")) {
        return { ...given, value: null, interval: null, n: 0, reason: "nothing was asked twice" };
      }
      return given;
    }),
  };
}
