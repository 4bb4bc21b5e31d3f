import { creditTiesHalf } from "./agreement.js";
import { meanOverDuels } from "./estimate.js";
import { sharesUnder } from "./judge-study.js";
import type { Metric } from "./metric.js";

/**
 * The agreement of the verdict from the first 1, 2, 4 … K samples of each question, for judges whose verdict is made of K > 1: what more
 * samples buy. Read again from the stored judgments. Where the rule takes every sample as a vote of its own, the first n are joined by
 * majority here, since the mean of votes is expected to be the same for any n.
 */
export const votes: Metric = {
  name: "votes",
  title: "agreement by number of samples",
  measure(study) {
    const { data, id } = study;
    const { rule, samples } = study.judgeRule;
    const most = Math.min(samples, rule.firstSamples ?? samples);
    if (samples < 2) return [];
    return doublingTo(most).map((n) => {
      const joins = rule.samples === "each" ? "majority" : rule.samples;
      const shares = sharesUnder(study, { samples: joins, firstSamples: n });
      return meanOverDuels(
        { metric: `votes-${n}`, judge: id },
        data,
        null,
        (duel, index) => creditTiesHalf(shares[index] ?? null, duel),
        { noUnits: "no preference with a winner", noVerdicts: "no verdict on any duel with a preference" },
      );
    });
  },
};

/** 1, 2, 4 … and `most`. */
function doublingTo(most: number): number[] {
  const counts: number[] = [];
  for (let n = 1; n < most; n *= 2) counts.push(n);
  return [...counts, most];
}
