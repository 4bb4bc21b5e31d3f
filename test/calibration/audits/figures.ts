import { lengthControlled } from "../../../src/audits/bias/length-controlled.js";
import { repeats } from "../../../src/audits/consistency/repeats.js";
import { varianceSplit } from "../../../src/audits/consistency/variance-split.js";
import { critiqueText } from "../../../src/audits/critique/critique-text.js";
import { escalation } from "../../../src/audits/votes/escalation.js";
import { votes } from "../../../src/audits/votes/votes.js";
import type { Judgment } from "../../../src/core/judgment.js";
import { trial } from "../../../src/core/trial.js";
import { majorityOfSubsets } from "../../../src/stats/voting/majority-of-subsets.js";
import { readingJudge } from "../../audits/consistency-judges.js";
import { type Met, pairs, simulatedJudge, textOf } from "../../audits/simulated.js";
import {
  anew,
  better,
  brittleJudge,
  ERROR,
  MEAN,
  noisyJudge,
  PERCENTILE,
  uniform,
  withFault,
  worse,
} from "./judges.js";
import type { SelfTest, Subject } from "./self-test.js";

// Probes that fit, correlate or count what is there: descriptions of noise among them.

const rows = pairs(40);

/** Errors in a share e of verdicts, each anew: two askings differ in 2e(1 − e). */
const REPEATS: SelfTest = {
  ...{ probe: repeats, rows, truth: 2 * ERROR * (1 - ERROR), least: MEAN },
  fault: `errs anew in ${100 * ERROR} % of verdicts`,
  faulty: noisyJudge(),
  noisy: null,
  brittle: null,
};

/**
 * P(r1 wins) = ½ ± 0.2 by item, ± 0.1 by order, ± 0.1 by item and order, ± 0.1 by repeat: variances 0.04, 0.01 and 0.01; of an order of two
 * levels, as if these were drawn from many, 0.2²/2 = 0.02. The item has half of 0.08.
 */
const SPLIT: SelfTest = {
  ...{ probe: varianceSplit, rows, truth: 0.5, least: PERCENTILE },
  fault: "half of its spread is the item",
  faulty: (seed) => ({
    judges: [
      readingJudge("faulty", ({ comparison: { id }, presented, repeat }) => {
        const sign = (...about: (string | number)[]) => (uniform(seed, id, ...about) < 0.5 ? -1 : 1);
        const place = presented.join();
        const pWin =
          0.5 +
          0.2 * sign("item") +
          0.1 * (presented[0] === "r1" ? 1 : -1) +
          0.1 * sign("both", place) +
          0.1 * sign("repeat", place, repeat);
        const winner = pWin > 0.5 ? "r1" : "r2";
        return { status: "decided", verdict: { kind: "duel", between: ["r1", "r2"], winner, pWin } };
      }),
    ],
  }),
  noisy: null,
  brittle: null,
};

const LEAN = 1.5;
/** Lengths that have nothing to do with which response is better. */
const uneven = pairs(80).map(({ comparison, preferences }) => ({
  comparison: {
    ...comparison,
    responses: comparison.responses.map((response) => ({
      ...response,
      text: `${response.text} ${"so ".repeat(Math.floor(60 * uniform("words", comparison.id, response.id)))}`,
    })),
  },
  preferences,
}));
const longerBy = (comparison: Met["comparison"]) =>
  textOf(comparison, better({ comparison })).length - textOf(comparison, worse({ comparison })).length;
/** The root mean square of the differences of length: what the probe divides by. */
const scale = Math.sqrt(
  uneven.reduce((sum, { comparison }) => sum + longerBy(comparison) ** 2, 0) / uneven.length,
);

/** logit P(picks the better) = 1 + c·tanh(difference ÷ scale), one verdict a duel, whatever the order. */
const LENGTH: SelfTest = {
  ...{ probe: lengthControlled, rows: uneven, truth: LEAN, least: MEAN },
  fault: `log odds ${LEAN} for the longer`,
  faulty: withFault((seed, met) => {
    const p = 1 / (1 + Math.exp(-(1 + LEAN * Math.tanh(longerBy(met.comparison) / scale))));
    return uniform(seed, "lean", met.comparison.id) < p ? better(met) : worse(met);
  }),
  noisy: noisyJudge(),
  brittle: brittleJudge(),
};

const RIGHT = 0.6;
const VOTES = 8;
/** The binomial chance of k of 8 votes right. */
const chanceOf = (right: number) => {
  let ways = 1;
  for (let i = 0; i < right; i++) ways = (ways * (VOTES - i)) / (i + 1);
  return ways * RIGHT ** right * (1 - RIGHT) ** (VOTES - right);
};

/** Each vote is right with 0.6 anew; a majority of 8 as the binomial has it, a tie being half. At ½ more votes gain nothing. */
const MAJORITY: SelfTest = {
  ...{ probe: votes, rows, least: MEAN },
  truth:
    Array.from({ length: VOTES + 1 }, (_, right) => {
      const all = majorityOfSubsets({ right, wrong: VOTES - right, tied: 0, silent: 0 });
      return chanceOf(right) * (all?.[VOTES - 1] ?? Number.NaN);
    }).reduce((sum, one) => sum + one, 0) - RIGHT,
  fault: `8 votes, each right with ${RIGHT}`,
  faulty: noisyJudge("faulty", 1 - RIGHT),
  noisy: noisyJudge("coin", 0.5),
  brittle: brittleJudge(),
};

const HARD = 0.35;
const WRONG = 0.1;
const beside = simulatedJudge("right", better);

/**
 * In a share f of duels the judge goes by the place, so that its orders disagree and it is worth ½; in the others it is wrong for sure with 0.1. The
 * dear judge is right: half of all passed on are those f and (½ − f) of the rest, a gain over chance of (½ − 0.1)·f/2.
 */
const KNOWING: SelfTest = {
  ...{ probe: escalation, rows: pairs(60), truth: ((0.5 - WRONG) * HARD) / 2, least: MEAN },
  fault: `its orders disagree in ${100 * HARD} % of duels, where it is worth ½`,
  faulty: (seed) => ({
    judges: [
      simulatedJudge("faulty", (met) => {
        const { id } = met.comparison;
        if (uniform(seed, "hard", id) < HARD) return met.presented[0] ?? "";
        return uniform(seed, "wrong", id) < WRONG ? worse(met) : better(met);
      }),
      beside,
    ],
  }),
  // Sure of this, unsure of that, and as often wrong in either.
  noisy: (seed) => ({
    judges: [
      readingJudge("noisy", (met) => {
        const [a = "", b = ""] = met.presented;
        const winner = uniform(seed, "wrong", met.comparison.id) < 0.25 ? worse(met) : better(met);
        const sure = 0.5 + 0.5 * anew(seed, "sure", met);
        const pWin = winner === a ? sure : 1 - sure;
        return { status: "decided", verdict: { kind: "duel", between: [a, b], winner, pWin } };
      }),
      beside,
    ],
  }),
  brittle: withBeside(brittleJudge("coin", 0.5)),
};

function withBeside(subject: Subject): Subject {
  return async (seed) => {
    const { judges } = await subject(seed);
    return { judges: [...judges, beside] };
  };
}

const written = pairs(60);
const OFTEN_RIGHT = 0.7;
const words = (count: number) => Array.from({ length: count }, (_, i) => `word${i}`).join(" ");

/** Stored verdicts of one judge, right in 0.7 of duels, with a critique of 40 words or of 10. */
function critic(longWhere: { readonly right: number; readonly wrong: number }): Subject {
  const bound = simulatedJudge("critic", better);
  return (seed) => ({
    judges: [bound],
    stored: written.flatMap(({ comparison }) =>
      [
        ["r1", "r2"],
        ["r2", "r1"],
      ].map((presented): Judgment => {
        const { id } = comparison;
        const isRight = uniform(seed, "right", id) < OFTEN_RIGHT;
        const isLong = uniform(seed, "long", id) < (isRight ? longWhere.right : longWhere.wrong);
        const winner = isRight ? better({ comparison }) : worse({ comparison });
        return {
          trial: trial({ comparison: id, judge: bound.judge.id, presented, repeat: 0 }),
          reading: { status: "decided", verdict: { kind: "duel", between: ["r1", "r2"], winner } },
          ...{ critique: words(isLong ? 40 : 10), calls: [] },
        };
      }),
    ),
  });
}

const LONG = { right: 0.8, wrong: 0.35 };
const isLong = OFTEN_RIGHT * LONG.right + (1 - OFTEN_RIGHT) * LONG.wrong;

/** Two lengths and two outcomes: r = (difference of rates)·√(p(1 − p) ÷ (q(1 − q))), q the rate of long critiques. */
const CRITIQUES: SelfTest = {
  ...{ probe: critiqueText, rows: written, least: PERCENTILE },
  truth: (LONG.right - LONG.wrong) * Math.sqrt((OFTEN_RIGHT * (1 - OFTEN_RIGHT)) / (isLong * (1 - isLong))),
  fault: `long critiques of ${100 * LONG.right} % of right verdicts and ${100 * LONG.wrong} % of wrong ones`,
  faulty: critic(LONG),
  noisy: critic({ right: 0.5, wrong: 0.5 }),
  // Nothing is asked, so no bytes change.
  brittle: null,
};

export const FIGURES: readonly SelfTest[] = [REPEATS, SPLIT, LENGTH, MAJORITY, KNOWING, CRITIQUES];
