import { steadyMean } from "../../combine/readings.js";
import { ownScore } from "../../core/duel.js";
import type { Preference, PreferenceSource } from "../../core/preference.js";
import type { DataStudy } from "../data-study.js";

/** A prompt and the responses of it that have a gold reward, in the order of the data. */
export interface GoldPrompt {
  /** Index into the data's comparisons. */
  readonly comparison: number;
  readonly ids: readonly string[];
  readonly gold: readonly number[];
  /** Responses that have none. */
  readonly without: number;
}

export interface Gold {
  readonly source: PreferenceSource;
  readonly kind: "ratings" | "sets";
  /** Whether all rewards lie in 0…1. */
  readonly isShare: boolean;
  readonly prompts: readonly GoldPrompt[];
  /** Comparisons with a gold reward of no response. */
  readonly withoutGold: number;
}

// A check is nearer to what is meant by gold than a rating, and a rating nearer than a construction.
const SOURCES = ["verified", "human", "constructed"] as const;

/**
 * The gold reward of each response: the mean rating that annotators or checks gave it; where the data have no ratings, 1 in a good set and 0 in
 * a bad one. Of one source and one kind, so that all are on one scale: the source named, else the first that gives any of verified, human,
 * constructed. Duels and rankings give none: what they say is relative. null where nothing does.
 */
export function goldOf(data: DataStudy, source?: PreferenceSource): Gold | null {
  const giving = data.preferences.flat().filter(({ kind }) => kind === "ratings" || kind === "sets");
  const found = source ?? SOURCES.find((one) => giving.some((said) => said.source === one));
  const ofIt = giving.filter((said) => said.source === found);
  if (found === undefined || ofIt.length === 0) return null;
  const kind = ofIt.some((said) => said.kind === "ratings") ? "ratings" : "sets";
  const prompts = data.comparisons.flatMap(({ responses }, comparison): GoldPrompt[] => {
    const said = (data.preferences[comparison] ?? []).filter(
      (one) => one.source === found && one.kind === kind,
    );
    const rewards = responses.flatMap(({ id }) => {
      const given = said.map((one) => rewardOf(id, one)).filter((reward) => reward !== null);
      return given.length === 0 ? [] : [{ id, reward: steadyMean(given) }];
    });
    if (rewards.length === 0) return [];
    const without = responses.length - rewards.length;
    return [
      { comparison, ids: rewards.map(({ id }) => id), gold: rewards.map(({ reward }) => reward), without },
    ];
  });
  const isShare = prompts.every(({ gold }) => gold.every((reward) => reward >= 0 && reward <= 1));
  return { source: found, kind, isShare, prompts, withoutGold: data.comparisons.length - prompts.length };
}

/**
 * How many responses most prompts have a gold reward of (the greater of numbers that are as frequent): the most to draw without leaving out more
 * prompts than need be. At least 2; null where no prompt has two.
 */
export function usualResponses(prompts: readonly GoldPrompt[]): number | null {
  const counts = new Map<number, number>();
  for (const { gold } of prompts) {
    if (gold.length >= 2) counts.set(gold.length, (counts.get(gold.length) ?? 0) + 1);
  }
  const [usual] = [...counts].sort(([a, countA], [b, countB]) => countB - countA || b - a);
  return usual?.[0] ?? null;
}

function rewardOf(id: string, said: Preference): number | null {
  if (said.kind === "ratings") return ownScore(said.scores, id);
  if (said.kind !== "sets") return null;
  // Named in both sets it is neither.
  const [good, bad] = [said.good.includes(id), said.bad.includes(id)];
  return good === bad ? null : good ? 1 : 0;
}
