import type { JudgmentRow } from "../core/judgment.js";
import { decided, type EvaluatorItem, judgedItems } from "./alpaca-eval-evaluator-items.js";
import { modelCorrelations } from "./alpaca-eval-models.js";
import { errorBetween, modesOf, type Ties } from "./alpaca-eval-settled.js";
import type { Features, OfficialFigure, OfficialInput } from "./benchmark.js";
import { clusterTotals, notComputable, officialFigure } from "./official.js";

/** Lengths that differ by no more characters are alike. */
const ALIKE = 30;

/** The leaderboard's row of one judge (analyze.py, get_metrics_evaluator), and ours beside it. */
export function evaluatorFigures(input: OfficialInput, benchmark: string): readonly OfficialFigure[] {
  const { seed } = input;
  const items = judgedItems(input);
  // As the authors count runs: those of the pair with the most preferences.
  const runs = items.reduce((most, item) => Math.max(most, decided(item.runs).length), 0);
  return [
    ...agreements(items, runs, seed),
    ...ownErrors(items, runs, seed),
    ...leanings(items, seed),
    ...modelCorrelations(items, { benchmark, furtherRows: input.furtherRows ?? [], seed }),
    ...prices(items, seed),
    {
      ...{ name: "n-parsed", unit: "score", interval: null, n: items.length },
      value: items.reduce((sum, item) => sum + decided(item.runs).length, 0),
      excluded: items.reduce((sum, item) => sum + item.runs.length - decided(item.runs).length, 0),
    },
  ];
}

function agreements(items: readonly EvaluatorItem[], runs: number, seed: number): OfficialFigure[] {
  const withPeople = items.filter(({ people }) => people.length > 0);
  const agreement = (name: string, errorsOf: (item: EvaluatorItem) => Errors) =>
    meanOverRuns({ name, items, errorsOf, isAgreement: true, seed, reason: NO_PEOPLE });
  const judge = (ties: Ties) => (item: EvaluatorItem) =>
    runsOf(item, runs).map((run) => errorBetween(one(run), modesOf(item.people), ties));
  const people = (ties: Ties) => (item: EvaluatorItem) => leaveOneOut(item.people, ties);
  const sameVotes = (item: EvaluatorItem) =>
    runsOf(item, runs).map((run) =>
      meanError(
        item.people.map((_, j) => errorBetween(one(run), modesOf(without(item.people, j)), "expected")),
      ),
    );
  return [
    agreement("human-agreement", judge("authors")),
    agreement("human-agreement-expected", judge("expected")),
    agreement("human-agreement-leave-one-out", sameVotes),
    // Of the pairs alone: what the judge said of them changes nothing here.
    ...(["authors", "expected"] as const).map((ties) =>
      meanOverRuns({
        name: ties === "authors" ? "people-agreement" : "people-agreement-expected",
        ...{ items: withPeople, errorsOf: people(ties), isAgreement: true, seed, reason: NO_PEOPLE },
      }),
    ),
  ];
}

const NO_PEOPLE = "no judged pair has four people's preferences";

/** Bias and variance. */
function ownErrors(items: readonly EvaluatorItem[], runs: number, seed: number): OfficialFigure[] {
  const figures = (name: string, errorsOf: (ties: Ties) => (item: EvaluatorItem) => Errors) =>
    (["authors", "expected"] as const).map((ties) =>
      meanOverRuns({
        name: ties === "authors" ? name : `${name}-expected`,
        ...{ items: runs < 2 ? [] : items, errorsOf: errorsOf(ties), isAgreement: false, seed },
        reason: runs < 2 ? "of several runs on a pair only" : NO_PEOPLE,
      }),
    );
  return [
    ...figures("bias", (ties) => (item) => [
      errorBetween(modesOf(decided(runsOf(item, runs))), modesOf(item.people), ties),
    ]),
    ...figures("variance", (ties) => (item) => {
      const own = runsOf(item, runs);
      return decided(own).length < runs - 1 ? [] : leaveOneOut(own, ties);
    }),
  ];
}

/** Each preference against what the others come to; null where it, or all others, are missing. */
function leaveOneOut(preferences: readonly (number | null)[], ties: Ties): Errors {
  return preferences.map((own, j) => errorBetween(one(own), modesOf(decided(without(preferences, j))), ties));
}

/** By run; null where there is nothing to compare. */
type Errors = readonly (number | null)[];

interface MeanOverRuns {
  readonly name: string;
  readonly items: readonly EvaluatorItem[];
  readonly errorsOf: (item: EvaluatorItem) => Errors;
  readonly isAgreement: boolean;
  readonly reason: string;
  readonly seed: number;
}

/** 100 times the mean over runs of each run's mean error (or what it lacks of 1). */
function meanOverRuns({ name, items, errorsOf, isAgreement, reason, seed }: MeanOverRuns): OfficialFigure {
  const errors = items.map(errorsOf);
  const places = errors.reduce((most, { length }) => Math.max(most, length), 0);
  const sums = clusterTotals(2 * places);
  let n = 0;
  for (const [i, own] of errors.entries()) {
    const cluster = items[i]?.cluster ?? "";
    if (decided(own).length > 0) n++;
    for (const [run, error] of own.entries()) {
      if (error === null) continue;
      sums.add(cluster, 2 * run, 1);
      sums.add(cluster, 2 * run + 1, error);
    }
  }
  return officialFigure({
    ...{ name, unit: "percent", sums, n, excluded: items.length - n, reason, seed },
    formula(totals) {
      let mean = 0;
      for (let run = 0; run < places; run++)
        mean += (totals[2 * run + 1] ?? 0) / (totals[2 * run] ?? 0) / places;
      return 100 * (isAgreement ? 1 - mean : mean);
    },
  });
}

/** What the judge prefers whatever the outputs say. */
function leanings(items: readonly EvaluatorItem[], seed: number): OfficialFigure[] {
  const firsts = items.flatMap((item) => {
    const [first = null] = item.runs;
    return first === null || first === 0.5 ? [] : [{ item, isSecond: first > 0.5 }];
  });
  const figure = (
    name: string,
    reason: string,
    values: readonly (readonly [string, number])[],
    pairs: number,
  ) => {
    const sums = clusterTotals(2);
    for (const [cluster, value] of values) {
      sums.add(cluster, 0, 1);
      sums.add(cluster, 1, value);
    }
    return officialFigure({
      ...{ name, unit: "fraction", sums, n: values.length, excluded: pairs - values.length, reason, seed },
      formula: (totals) => (totals[1] ?? 0) / (totals[0] ?? 0),
    });
  };
  /** Whether output_2 is the longer, or the one with a list; null where neither is alone. */
  const preferred = (name: string, reason: string, isSecondOf: (features: Features) => boolean | null) => {
    const values = firsts.flatMap(({ item, isSecond }): (readonly [string, number])[] => {
      const is = isSecondOf(item.features);
      return is === null ? [] : [[item.cluster, Number(is === isSecond)]];
    });
    return figure(name, reason, values, items.length);
  };
  const all = items.flatMap(({ cluster, runs }) =>
    decided(runs).map((preference) => [cluster, 1 - preference] as const),
  );
  const asked = items.reduce((sum, { runs }) => sum + runs.length, 0);
  return [
    preferred(
      "probability-prefer-longer",
      "no pair with a winner has outputs of two lengths",
      isSecondLonger,
    ),
    preferred("probability-prefer-lists", "no pair with a winner has one output with a list", isListSecond),
    figure("probability-prefer-first", "no run has a preference", all, asked),
  ];
}

function isSecondLonger(features: Features): boolean | null {
  const [first, second] = [features["characters r1"], features["characters r2"]];
  if (first === undefined || second === undefined || Math.abs(second - first) <= ALIKE) return null;
  return second > first;
}

function isListSecond(features: Features): boolean | null {
  const [first, second] = [features["list r1"], features["list r2"]];
  return first === undefined || second === undefined || first === second ? null : second === 1;
}

/** Per 1,000 annotations: US dollars and seconds. */
function prices(items: readonly EvaluatorItem[], seed: number): OfficialFigure[] {
  const figure = (name: string, amountOf: (judgment: JudgmentRow) => number | undefined) => {
    const sums = clusterTotals(2);
    let [n, excluded] = [0, 0];
    for (const { cluster, judgments } of items) {
      for (const judgment of judgments) {
        const amount = amountOf(judgment);
        if (amount === undefined) excluded++;
        else {
          n++;
          sums.add(cluster, 0, 1);
          sums.add(cluster, 1, amount);
        }
      }
    }
    if (n === 0) return notComputable({ name, unit: "score" }, "no judgment says what it took", { excluded });
    return officialFigure({
      ...{ name, unit: "score", sums, n, excluded, seed, reason: "" },
      formula: (totals) => (1000 * (totals[1] ?? 0)) / (totals[0] ?? 0),
    });
  };
  return [figure("price-per-1000", ({ imported }) => imported?.usd), figure("seconds-per-1000", secondsOf)];
}

function secondsOf({ imported, calls }: JudgmentRow): number | undefined {
  if (imported?.seconds !== undefined) return imported.seconds;
  return calls.length === 0 ? undefined : calls.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** The first `runs` runs, with null for those that a pair lacks. */
function runsOf({ runs: own }: EvaluatorItem, runs: number): readonly (number | null)[] {
  return Array.from({ length: runs }, (_, i) => own[i] ?? null);
}

function one(preference: number | null): readonly number[] {
  return preference === null ? [] : [preference];
}

function without<Item>(items: readonly Item[], place: number): Item[] {
  return items.filter((_, i) => i !== place);
}

function meanError(errors: Errors): number | null {
  const known = decided(errors);
  return known.length === 0 ? null : known.reduce((sum, error) => sum + error, 0) / known.length;
}
