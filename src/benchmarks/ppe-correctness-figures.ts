import { duelReadings } from "../combine/readings.js";
import { type ComparisonRow, clusterOf, duelsOf } from "../core/comparison.js";
import { duelOutcome, ownScore, sameDuel } from "../core/duel.js";
import type { JudgmentRow } from "../core/judgment.js";
import type { Preference } from "../core/preference.js";
import type { OfficialFigure, OfficialInput } from "./benchmark.js";
import { duelShare } from "./duel-share.js";
import { meanOf } from "./mean-of.js";
import { notComputable } from "./official.js";
import {
  type JudgedPrompt,
  PPE_FIGURES,
  type PpeFigure,
  type Resampled,
  resampledSet,
  type ScoredResponse,
} from "./ppe-set.js";
import { publishedJudgments } from "./published-judgments.js";
import { replicateInterval } from "./replicate-interval.js";
import { responseScores } from "./response-scores.js";

/** The five sets, as subsets are called and as paths name them. */
export const PPE_SETS = ["mmlu-pro", "math", "gpqa", "ifeval", "mbpp-plus"] as const;

/** Accuracy on conflict pairs, ROC AUC and best of K, by set and as means over the sets that the data hold. */
export function ppeCorrectnessFigures(input: OfficialInput): readonly OfficialFigure[] {
  const { comparisons, preferences, judgments, seed } = input;
  const judged = publishedJudgments(judgments);
  const gold = new Map(preferences.map((said) => [said.comparison, said]));
  const sets = PPE_SETS.map((set) => {
    const prompts = comparisons
      .filter(({ subset }) => subset === set)
      .flatMap((one) => judgedPrompt(one, gold.get(one.id), judged.get(one.id) ?? []));
    return { set, prompts, figures: prompts.length > 0 ? resampledSet(prompts, `${seed} ${set}`) : null };
  });
  const present = sets.filter(({ figures }) => figures !== null);
  const figuresOf = (prefix: string, of: typeof sets) =>
    PPE_FIGURES.map((figure) =>
      meanFigure(`${prefix}-${figure}`, figure, {
        prompts: of.flatMap(({ prompts }) => prompts),
        sets: of.flatMap(({ figures }) => figures?.[figure] ?? []),
      }),
    );
  return [
    ...figuresOf("mean", present),
    ...sets.flatMap((one) => figuresOf(one.set, one.figures ? [one] : [])),
  ];
}

function judgedPrompt(
  comparison: ComparisonRow,
  said: Preference | undefined,
  judgments: readonly JudgmentRow[],
): readonly JudgedPrompt[] {
  if (said?.kind !== "ratings") return [];
  const scores = responseScores(judgments);
  const readings = scores ? [] : duelReadings(judgments, comparison);
  const pairs = duelsOf(comparison).map((duel) => {
    const reading = readings.find((one) => sameDuel(one.duel, duel));
    const share = duelShare(duel, scores, reading);
    return share === null || duelOutcome(said, duel) === duel[0] ? share : 1 - share;
  });
  const scored = comparison.responses.flatMap(({ id }): ScoredResponse[] => {
    const [score, value] = [scores?.get(id), ownScore(said.scores, id)];
    return score === undefined || value === null ? [] : [{ score, gold: value }];
  });
  const responses = comparison.responses.length;
  return [
    {
      ...{ id: comparison.id, cluster: clusterOf(comparison), pairs, responses },
      scored: scored.length < responses ? null : scored,
    },
  ];
}

interface OfSets {
  readonly prompts: readonly JudgedPrompt[];
  readonly sets: readonly Resampled[];
}

/** The mean of a figure over sets. Clusters are drawn within each set, so replicate r of the mean is the mean of theirs. */
function meanFigure(name: string, figure: PpeFigure, { prompts, sets }: OfSets): OfficialFigure {
  const about = { name, unit: figure.startsWith("roc-auc") ? "score" : "fraction" } as const;
  if (sets.length === 0) return notComputable(about, "the data hold no such prompt");
  const units =
    figure === "accuracy" ? prompts.flatMap(({ pairs }) => pairs) : prompts.map((one) => one.scored);
  const n = units.filter((unit) => unit !== null).length;
  const counts = { n, excluded: units.length - n };
  const value = meanOf(sets.map((set) => set.value));
  if (value === null) return notComputable(about, reasonOf(figure, n), counts);
  const replicates = (sets[0]?.replicates ?? new Float64Array()).map((_, r) =>
    sets.reduce((sum, set) => sum + (set.replicates[r] ?? Number.NaN) / sets.length, 0),
  );
  return { ...about, value, interval: replicateInterval(replicates), ...counts };
}

function reasonOf(figure: PpeFigure, n: number): string {
  if (figure === "accuracy") return "no conflict pair of a set has a verdict";
  if (n === 0) return "needs a score of each response: ask a pointwise or a listwise judge";
  return "a set has no scores, fewer responses a prompt, or no two of different correctness";
}
