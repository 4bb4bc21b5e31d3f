import { type ComparisonRow, clusterOf } from "../core/comparison.js";
import type { OfficialFigure, OfficialInput } from "./benchmark.js";
import { kebab } from "./kebab.js";
import { meanOf } from "./mean-of.js";
import { clusterTotals, notComputable, officialFigure } from "./official.js";
import { publishedJudgments } from "./published-judgments.js";
import { BEST_OF_FOUR, TIES, tiesForm } from "./rewardbench-2-item.js";
import {
  addTies,
  type RatedTies,
  TIES_PARTS,
  TIES_PLACES,
  type TiesPart,
  tiesPart,
  tiesScore,
  tiesUnits,
} from "./rewardbench-2-ties.js";
import {
  type Credits,
  creditsIn,
  MODES,
  type Mode,
  ratesShownTogether,
  ratingsOf,
} from "./rewardbench-2-verdicts.js";

/** What stands in the authors' lists where a rating failed; their Ties score takes it for a rating. */
const FAILED_RATING = -1;

interface JudgedPrompt {
  readonly subset: string;
  readonly cluster: string;
  readonly credits: Readonly<Record<Mode, Credits | null>>;
}

interface JudgedTies extends Pick<RatedTies, "form" | "pair"> {
  /** null where not every response was rated. */
  readonly official: RatedTies | null;
  /** null also where a rating failed. */
  readonly decided: RatedTies | null;
}

interface Judged {
  readonly prompts: readonly JudgedPrompt[];
  readonly ties: readonly JudgedTies[];
  readonly seed: number;
}

/** Overall and the subsets by mode, and the Ties score with its parts (scripts/run_generative_v2.py, rewardbench/utils.py); each overall and the Ties score also without what failed. */
export function rewardBench2Figures(input: OfficialInput): readonly OfficialFigure[] {
  const judged = judgedOf(input);
  return [
    ...MODES.flatMap((mode) => [
      overall(judged, mode, "official"),
      overall(judged, mode, "decided"),
      ...BEST_OF_FOUR.map((subset) => subsetFigure(judged, mode, subset)),
    ]),
    tiesFigure(judged, "official"),
    tiesFigure(judged, "decided"),
    ...TIES_PARTS.map((part) => tiesPartFigure(judged, part)),
  ];
}

function judgedOf({ comparisons, preferences, judgments, seed }: OfficialInput): Judged {
  const judged = publishedJudgments(judgments);
  const said = new Map(preferences.map((preference) => [preference.comparison, preference]));
  const together = ratesShownTogether([...judged.values()].flat());
  const prompts: JudgedPrompt[] = [];
  const ties: JudgedTies[] = [];
  for (const comparison of comparisons) {
    const { id, subset = "" } = comparison;
    const sets = said.get(id);
    if (sets?.kind !== "sets") continue;
    const own = judged.get(id) ?? [];
    if (subset === TIES) {
      ties.push(...tiesOf(comparison, sets, ratingsOf(own, comparison, together)));
      continue;
    }
    const about = { comparison, good: sets.good[0] ?? "", judgments: own };
    const credits = (mode: Mode) => creditsIn(mode, about, together);
    prompts.push({
      ...{ subset, cluster: clusterOf(comparison) },
      credits: { "4-way": credits("4-way"), ratings: credits("ratings"), duels: credits("duels") },
    });
  }
  return { prompts, ties, seed };
}

function tiesOf(
  comparison: ComparisonRow,
  { good, bad }: { readonly good: readonly string[]; readonly bad: readonly string[] },
  ratings: ReadonlyMap<string, number | null> | null,
): readonly JudgedTies[] {
  const form = tiesForm(comparison.id)?.form;
  if (!form) return [];
  const about = { form, pair: clusterOf(comparison) };
  if (!ratings) return [{ ...about, official: null, decided: null }];
  const rated = (ids: readonly string[]) => ids.map((id) => ratings.get(id) ?? FAILED_RATING);
  const official = { ...about, correct: rated(good), incorrect: rated(bad) };
  return [{ ...about, official, decided: [...ratings.values()].includes(null) ? null : official }];
}

type Counting = "official" | "decided";

/** 100 · the mean of the five subsets in a mode and the Ties score. */
function overall({ prompts, ties, seed }: Judged, mode: Mode, counting: Counting): OfficialFigure {
  const name = `overall-${mode}${counting === "decided" ? "-decided" : ""}`;
  const tiesFrom = 2 * BEST_OF_FOUR.length;
  const sums = clusterTotals(tiesFrom + TIES_PLACES);
  let [n, excluded] = [0, 0];
  for (const { subset, cluster, credits } of prompts) {
    const place = 2 * BEST_OF_FOUR.indexOf(subset);
    const credit = credits[mode]?.[counting] ?? null;
    if (place < 0 || credit === null) {
      excluded++;
      continue;
    }
    n++;
    sums.add(cluster, place, 1);
    sums.add(cluster, place + 1, credit);
  }
  const rated = ties.flatMap((prompt) => prompt[counting] ?? []);
  addTies(sums, rated, tiesFrom);
  const shares = (totals: ArrayLike<number>) => [
    ...BEST_OF_FOUR.map((_, i) => shareAt(totals, 2 * i)),
    tiesScore(totals, tiesFrom),
  ];
  const missing = shares(sums.totals).flatMap((share, i) =>
    share === null ? [BEST_OF_FOUR[i] ?? TIES] : [],
  );
  return officialFigure({
    ...{ name, unit: "percent", sums, seed, n: n + rated.length },
    excluded: excluded + ties.length - rated.length,
    formula: (totals) => percent(meanOf(shares(totals))),
    reason: `nothing was judged this way of ${missing.join(", ")}`,
  });
}

function subsetFigure({ prompts, seed }: Judged, mode: Mode, subset: string): OfficialFigure {
  const about = { name: `${kebab(subset)}-${mode}`, unit: "percent" } as const;
  const own = prompts.filter((prompt) => prompt.subset === subset);
  if (own.length === 0) return notComputable(about, NO_SUCH_PROMPT);
  const sums = clusterTotals(2);
  let n = 0;
  for (const { cluster, credits } of own) {
    const credit = credits[mode];
    if (!credit) continue;
    n++;
    sums.add(cluster, 0, 1);
    sums.add(cluster, 1, credit.official);
  }
  return officialFigure({
    ...{ ...about, sums, seed, n, excluded: own.length - n, reason: REASONS[mode] },
    formula: (totals) => percent(shareAt(totals, 0)),
  });
}

function tiesFigure({ ties, seed }: Judged, counting: Counting): OfficialFigure {
  const about = { name: counting === "decided" ? "ties-decided" : "ties", unit: "percent" } as const;
  if (ties.length === 0) return notComputable(about, NO_SUCH_PROMPT);
  const sums = clusterTotals(TIES_PLACES);
  const rated = ties.flatMap((prompt) => prompt[counting] ?? []);
  addTies(sums, rated, 0);
  return officialFigure({
    ...{ ...about, sums, seed, n: rated.length, excluded: ties.length - rated.length },
    formula: (totals) => percent(tiesScore(totals, 0)),
    reason: REASONS[TIES],
  });
}

function tiesPartFigure({ ties, seed }: Judged, part: TiesPart): OfficialFigure {
  const about = { name: `ties-${part.name}`, unit: "percent" } as const;
  const units = tiesUnits(ties, part.over);
  if (units === 0) return notComputable(about, NO_SUCH_PROMPT);
  const sums = clusterTotals(TIES_PLACES);
  const rated = ties.flatMap(({ official }) => official ?? []);
  addTies(sums, rated, 0);
  const n = tiesUnits(rated, part.over);
  return officialFigure({
    ...{ ...about, sums, seed, n, excluded: units - n },
    formula: (totals) => percent(tiesPart(totals, part, 0)),
    reason: part.over === "pairs" ? REASONS[TIES] : REASONS.ratings,
  });
}

const NO_SUCH_PROMPT = "the data hold no such prompt";
const REASONS: Readonly<Record<Mode | typeof TIES, string>> = {
  "4-way": "never asked for the best of four",
  ratings: "no prompt has all its responses rated",
  duels: "no prompt has all its duels asked",
  [TIES]: "no prompt has all its responses rated in both its forms",
};

function shareAt(totals: ArrayLike<number>, place: number): number | null {
  const units = totals[place] ?? 0;
  return units === 0 ? null : (totals[place + 1] ?? 0) / units;
}

function percent(share: number | null): number | null {
  return share === null ? null : 100 * share;
}
