import { combineReadings } from "../combine/combine.js";
import { type DuelReading, duelReadings } from "../combine/readings.js";
import { type VoteShares, voteShares } from "../combine/shares.js";
import type { Decision, Rule } from "../core/decision.js";
import type { Judge } from "../core/judge.js";
import type { JudgmentRow } from "../core/judgment.js";
import { type Random, seededRandom } from "../core/random.js";
import { byText, type DataStudy } from "./data-study.js";

/** US dollars per million tokens. */
export interface Price {
  readonly inputPerMillion: number;
  readonly outputPerMillion: number;
}

/** By the model's name as the judge names it. */
export type Prices = Readonly<Record<string, Price>>;

interface StudyOptions {
  readonly rule: Rule;
  readonly prices: Prices;
  readonly seed: number;
  /** How often a bootstrap draws. */
  readonly resamples: number;
}

/** One judge's judgments, laid beside the data. Judgments of probes (trials with a variant) are not among them. */
export interface JudgeStudy extends StudyOptions {
  readonly id: string;
  readonly name: string;
  /** null where only its id is known. */
  readonly judge: Judge | null;
  readonly data: DataStudy;
  /** By comparison (index as in `data.comparisons`). */
  readonly judgments: readonly (readonly JudgmentRow[])[];
  /** The votes on each duel (index as in `data.duels`). */
  readonly readings: readonly DuelReading[];
  /** How the votes on each duel are divided under the rule; null where none was decided. */
  readonly shares: readonly (VoteShares | null)[];
  /** What the rule makes of all judgments of a comparison. */
  decisionOf(comparison: number): Decision;
  /** A stream for this judge and this purpose alone, so that no figure depends on which others are asked for. */
  random(purpose: string): Random;
}

interface JudgeInput extends StudyOptions {
  readonly id: string;
  readonly judge: Judge | null;
  readonly data: DataStudy;
  readonly judgments: readonly (readonly JudgmentRow[])[];
}

/** Reads a judge's judgments once, for all metrics. */
export function judgeStudy(input: JudgeInput): JudgeStudy {
  const { id, judge, data, judgments, rule, seed } = input;
  const readings = data.comparisons.flatMap((row, c) => duelReadings(judgments[c] ?? [], row));
  return {
    ...input,
    name: judge?.name ?? id,
    readings,
    shares: readings.map((reading) => voteShares(reading, rule)),
    decisionOf(comparison) {
      const row = data.comparisons[comparison];
      if (!row) return { status: "abstained", reasons: [{ status: "not-asked", count: 1 }] };
      const [start, end] = [data.duelStart[comparison] ?? 0, data.duelStart[comparison + 1] ?? 0];
      return combineReadings(judgments[comparison] ?? [], row, readings.slice(start, end), rule);
    },
    random: (purpose) => seededRandom(["metric", seed, id, purpose]),
  };
}

export interface GroupedJudgments {
  /** By judge, then by comparison index; judges in the order of their ids. */
  readonly byJudge: ReadonlyMap<string, readonly (readonly JudgmentRow[])[]>;
  /** Judgments of comparisons that are not in the data. */
  readonly strangers: number;
}

/** Sorts judgments by judge and comparison in one pass. Those of probes (with a variant) are left out: they answer another question. */
export function groupJudgments(judgments: Iterable<JudgmentRow>, data: DataStudy): GroupedJudgments {
  const open = new Map<string, { readonly rows: JudgmentRow[]; readonly at: number[] }>();
  let strangers = 0;
  for (const judgment of judgments) {
    const { trial } = judgment;
    if (trial.variant) continue;
    const at = data.comparisonIndex.get(trial.comparison);
    if (at === undefined) {
      strangers++;
      continue;
    }
    let judge = open.get(trial.judge);
    if (!judge) {
      judge = { rows: [], at: [] };
      open.set(trial.judge, judge);
    }
    judge.rows.push(judgment);
    judge.at.push(at);
  }
  const sorted = [...open].sort(([a], [b]) => byText(a, b));
  return {
    byJudge: new Map(sorted.map(([id, { rows, at }]) => [id, spread(rows, at, data.comparisons.length)])),
    strangers,
  };
}

/** Rows by the number beside each, by counting: an array that grows row by row would take eight times the memory. */
function spread(rows: readonly JudgmentRow[], at: readonly number[], lists: number): JudgmentRow[][] {
  const ends = new Int32Array(lists + 1);
  for (const list of at) ends[list + 1] = (ends[list + 1] ?? 0) + 1;
  for (let list = 0; list < lists; list++) ends[list + 1] = (ends[list + 1] ?? 0) + (ends[list] ?? 0);
  const starts = ends.slice();
  const ordered = rows.slice();
  rows.forEach((row, i) => {
    const list = at[i] ?? 0;
    const place = ends[list] ?? 0;
    ordered[place] = row;
    ends[list] = place + 1;
  });
  return Array.from({ length: lists }, (_, list) => ordered.slice(starts[list], starts[list + 1]));
}
