import { preferenceOf } from "../combine/preference.js";
import { steadyMean } from "../combine/readings.js";
import type { ComparisonRow } from "../core/comparison.js";
import { ownScore } from "../core/duel.js";
import { type Preference, TIE } from "../core/preference.js";

/**
 * How good each response of a comparison is, by its preferences: the mean rating where all are ratings, minus the mean tier where all are
 * rankings, else wins ÷ duels with a majority (win 1, tie ½). Responses nothing is said of are left out.
 */
export function goldScores(
  preferences: readonly Preference[],
  comparison: ComparisonRow,
): Map<string, number> {
  if (preferences.length === 0) return new Map();
  if (preferences.every((preference) => preference.kind === "ratings" || preference.kind === "ranking")) {
    const kinds = new Set(preferences.map((preference) => preference.kind));
    if (kinds.size === 1) return meanGiven(preferences, comparison);
  }
  return winsPerDuel(preferences, comparison);
}

function meanGiven(preferences: readonly Preference[], { responses }: ComparisonRow): Map<string, number> {
  const scores = new Map<string, number>();
  for (const { id } of responses) {
    const given = preferences.map((preference) => givenTo(id, preference)).filter((score) => score !== null);
    if (given.length > 0) scores.set(id, steadyMean(given));
  }
  return scores;
}

function givenTo(id: string, preference: Preference): number | null {
  if (preference.kind === "ratings") return ownScore(preference.scores, id);
  if (preference.kind !== "ranking") return null;
  const tier = preference.tiers.findIndex((members) => members.includes(id));
  return tier < 0 ? null : -tier;
}

function winsPerDuel(preferences: readonly Preference[], comparison: ComparisonRow): Map<string, number> {
  const record = new Map<string, { wins: number; duels: number }>();
  for (const { duel, winner } of preferenceOf(preferences, comparison)) {
    if (winner === null) continue;
    for (const id of duel) {
      const { wins, duels } = record.get(id) ?? { wins: 0, duels: 0 };
      record.set(id, { wins: wins + (winner === TIE ? 0.5 : winner === id ? 1 : 0), duels: duels + 1 });
    }
  }
  return new Map([...record].map(([id, { wins, duels }]) => [id, wins / duels]));
}
