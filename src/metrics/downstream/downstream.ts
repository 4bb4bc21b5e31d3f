import type { Downstream, JudgeDownstream } from "../../core/downstream.js";
import type { JudgeStudy } from "../judge-study.js";
import { bestOfNCurve } from "./best-of-n-curve.js";
import type { Gold } from "./gold.js";
import { leaderboardPrediction, type RankedJudge } from "./leaderboard-prediction.js";
import { policyFreeFigures } from "./policy-free-figures.js";
import { scoredPrompts } from "./scored-prompts.js";

interface DownstreamInput {
  readonly gold: Gold;
  /** The most responses to draw, 2 or more. Prompts with fewer gold rewards are left out. */
  readonly n: number;
  /** All over the same data. */
  readonly judges: readonly { readonly study: JudgeStudy; readonly baseline: boolean }[];
  readonly resamples: number;
  readonly random: JudgeStudy["random"];
}

/** What choosing by each judge would have brought, and whether its place on a leaderboard says so. Baselines stand beside the judges, and predict nothing. */
export function downstream({ gold, n, judges, resamples, random }: DownstreamInput): Downstream {
  const prompts = gold.prompts.filter((prompt) => prompt.gold.length >= n);
  const scored = judges.map((judge) => ({ ...judge, scored: scoredPrompts(judge.study, prompts) }));
  const { source, kind, isShare, withoutGold } = gold;
  const clusterOf = judges[0]?.study.data.clusterOf;
  return {
    gold: {
      ...{ source, kind, isShare, withoutGold },
      prompts: prompts.length,
      clusters: new Set(prompts.map(({ comparison }) => clusterOf?.[comparison] ?? comparison)).size,
      fewer: gold.prompts.length - prompts.length,
      responsesWithoutGold: prompts.reduce((sum, { without }) => sum + without, 0),
    },
    n,
    judges: scored.map((one) => judgeDownstream(one, n, isShare)).sort(byGold),
    prediction: leaderboardPrediction({
      judges: scored.filter(({ baseline }) => !baseline),
      ...{ n, isShare, resamples, random },
    }),
  };
}

function judgeDownstream(
  { study, scored, baseline }: RankedJudge & { readonly baseline: boolean },
  n: number,
  isShare: boolean,
): JudgeDownstream {
  return {
    id: study.id,
    name: study.name,
    baseline,
    prompts: scored.prompts.length,
    excluded: scored.unscored.length,
    ...bestOfNCurve({ ...scored, judge: study.id, n, isShare }),
    figures: policyFreeFigures(study, scored),
  };
}

function byGold(a: JudgeDownstream, b: JudgeDownstream): number {
  const [goldA, goldB] = [a, b].map(({ curve }) => curve.at(-1)?.gold.value ?? null);
  if (goldA === goldB) return a.id < b.id ? -1 : 1;
  return (goldB ?? -Infinity) - (goldA ?? -Infinity);
}
