import { ownScore } from "../../core/duel.js";
import { TIE } from "../../core/preference.js";
import type { Verdict } from "../../core/reading.js";
import type { DataStudy } from "../data-study.js";
import type { JudgeStudy } from "../judge-study.js";
import type { GoldPrompt } from "./gold.js";

/** A prompt whose responses have a gold reward. */
export interface RewardedPrompt {
  /** Index into the data's comparisons. */
  readonly comparison: number;
  readonly cluster: number;
  readonly gold: readonly number[];
  /** Who wrote each, where known. */
  readonly authors: readonly (string | undefined)[];
}

/** The same with a judge's score of each response. */
export interface ScoredPrompt extends RewardedPrompt {
  /** Beside `gold`; higher is better. */
  readonly scores: readonly number[];
}

export interface ScoredPrompts {
  readonly prompts: readonly ScoredPrompt[];
  /** Left out since at least one response has no score: without that response alone, what the judge finds hard would be gone. */
  readonly unscored: readonly RewardedPrompt[];
  /** Whether all scores are on the judge's own scale; ranks (by duels won) say nothing across prompts. */
  readonly hasScale: boolean;
}

/** What the judge makes of the responses that have a gold reward, prompt by prompt in the order of the data. */
export function scoredPrompts(study: JudgeStudy, golden: readonly GoldPrompt[]): ScoredPrompts {
  const prompts: ScoredPrompt[] = [];
  const unscored: RewardedPrompt[] = [];
  let hasScale = true;
  for (const one of golden) {
    const rewarded = rewardedPrompt(study.data, one);
    const own = ownScores(study, one);
    const scores = own ?? decidedScores(study, one);
    if (!scores) unscored.push(rewarded);
    else prompts.push({ ...rewarded, scores });
    if (scores && !own) hasScale = false;
  }
  return { prompts, unscored, hasScale };
}

/**
 * The mean of the scores that the judge gave each response; null where one has none, where the scores are of pairs out of more (each was given
 * beside another rival), or where orders must agree, which is a rule for votes.
 */
function ownScores(study: JudgeStudy, { comparison, ids }: GoldPrompt): number[] | null {
  if (study.judgeRule.rule.orders === "consistent") return null;
  const isOfAll = (study.judgments[comparison] ?? []).every(({ reading, trial }) => {
    if (reading.status !== "decided" || reading.verdict.kind !== "scores") return true;
    const { byId } = reading.verdict;
    return trial.presented?.length === 1 || ids.every((id) => Object.hasOwn(byId, id));
  });
  const scores = isOfAll ? study.scoresOf(comparison) : new Map<string, number>();
  const own = ids.map((id) => scores.get(id)).filter((score) => score !== undefined);
  return own.length < ids.length ? null : own;
}

/** What the rule makes of all judgments: ranks by duels won, where the judge was asked of two at a time. */
function decidedScores(study: JudgeStudy, { comparison, ids }: GoldPrompt): number[] | null {
  const decision = study.decisionOf(comparison);
  const scoreOf = decision.status === "decided" ? scoresIn(decision.verdict) : () => null;
  const scores = ids.map(scoreOf).filter((score) => score !== null);
  return scores.length < ids.length ? null : scores;
}

function rewardedPrompt(data: DataStudy, { comparison, ids, gold }: GoldPrompt): RewardedPrompt {
  const responses = data.comparisons[comparison]?.responses ?? [];
  const authors = ids.map((id) => responses.find((response) => response.id === id)?.author);
  return { comparison, cluster: data.clusterOf[comparison] ?? 0, gold, authors };
}

/** A score of each response that a verdict says anything of: its own, or minus the number of tiers above it. */
function scoresIn(verdict: Verdict): (id: string) => number | null {
  switch (verdict.kind) {
    case "scores":
      return (id) => ownScore(verdict.byId, id);
    case "ranking": {
      const tiers = new Map(verdict.tiers.flatMap((tier, above) => tier.map((id) => [id, -above] as const)));
      return (id) => tiers.get(id) ?? null;
    }
    case "duel": {
      const { between, winner } = verdict;
      return (id) => (!between.includes(id) ? null : winner === id ? 1 : winner === TIE ? 0.5 : 0);
    }
    default:
      return verdict satisfies never;
  }
}
