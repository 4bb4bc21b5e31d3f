import { type ComparisonRow, clusterOf } from "../core/comparison.js";
import type { JudgmentRow } from "../core/judgment.js";
import { type Preference, TIE } from "../core/preference.js";
import { alpacaPreferences } from "./alpaca-eval-pair.js";
import type { Features, OfficialInput } from "./benchmark.js";
import { publishedJudgments } from "./published-judgments.js";

/** How many people the authors take of each pair; pairs with fewer are not held against people. */
const PEOPLE = 4;
/** One judged pair. Preferences are from 0 (output_1) to 1 (output_2). */
export interface EvaluatorItem {
  readonly comparison: ComparisonRow;
  readonly cluster: string;
  /** In the order of the runs; null where one has no verdict. */
  readonly runs: readonly (number | null)[];
  /** The first four people; [] where there are fewer. */
  readonly people: readonly number[];
  readonly judgments: readonly JudgmentRow[];
  readonly features: Features;
}

/** The pairs that one judge judged, in the order of the data. */
export function judgedItems({
  comparisons,
  preferences,
  judgments,
  features,
}: OfficialInput): EvaluatorItem[] {
  const judged = publishedJudgments(judgments);
  const votes = new Map<string, number[]>();
  for (const said of preferences) {
    const vote = voteOf(said);
    if (vote === null) continue;
    const own = votes.get(said.comparison) ?? [];
    votes.set(said.comparison, own);
    own.push(vote);
  }
  return comparisons.flatMap((comparison) => {
    const own = judged.get(comparison.id);
    if (!own) return [];
    const people = votes.get(comparison.id) ?? [];
    return [
      {
        comparison,
        cluster: clusterOf(comparison),
        runs: alpacaPreferences(own, comparison),
        people: people.length < PEOPLE ? [] : people.slice(0, PEOPLE),
        judgments: own,
        features: features?.get(comparison.id) ?? {},
      },
    ];
  });
}

function voteOf(said: Preference): number | null {
  if (said.kind !== "duel" || said.source !== "human") return null;
  if (said.p !== undefined) return said.between[0] === "r1" ? 1 - said.p : said.p;
  return said.winner === TIE ? 0.5 : said.winner === "r2" ? 1 : 0;
}

/** The preferences that there are. */
export function decided(preferences: readonly (number | null)[]): number[] {
  return preferences.filter((preference) => preference !== null);
}
