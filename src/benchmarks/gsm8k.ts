import { duelReadings } from "../combine/readings.js";
import type { Check } from "../core/check.js";
import { type ComparisonRow, clusterOf } from "../core/comparison.js";
import { describe, InputError } from "../core/errors.js";
import { hashText } from "../core/hash.js";
import type { JudgmentRow } from "../core/judgment.js";
import type { Preference } from "../core/preference.js";
import { TIE } from "../core/preference.js";
import { isObject } from "../datasets/columns.js";
import type { DatasetRow } from "../datasets/source.js";
import type { Benchmark, BenchmarkRow, OfficialFigure, OfficialInput } from "./benchmark.js";
import { clusterTotals, officialFigure } from "./official.js";
import { placed } from "./placed.js";
import { publishedJudgments } from "./published-judgments.js";
import { columnOf, textColumn } from "./row-columns.js";

/** Who wrote the four solutions of a line, from the weakest to the strongest. */
const SOLVERS = ["6b_finetuning", "6b_verification", "175b_finetuning", "175b_verification"] as const;

/** Solutions of school mathematics whose answers were checked: right against wrong, without anyone's taste. */
export const gsm8k: Benchmark = {
  name: "gsm8k",
  title: "GSM8K, example model solutions",
  about: {
    paper: "arXiv 2110.14168",
    home: "https://github.com/openai/grade-school-math",
    licence: "MIT",
    checked: "fixture only",
  },
  sources: [
    {
      kind: "github",
      repository: "openai/grade-school-math",
      commit: "3101c7d5072418e28b9008a6636bde82a006892c",
      files: ["grade_school_math/data/example_model_solutions.jsonl"],
    },
  ],
  rule: [
    "The authors publish no rule for judges of these rows; theirs for a verifier is the solve rate: the share of problems whose highest-ranked solution is correct.",
    "Here it is taken over the four published solutions of a problem; solutions that share the first rank count with the share of correct ones among them.",
    "A problem of which a pair of solutions has no verdict is left out and counted.",
  ],
  traps: [
    "Problems that all four solved, or none, hold no pair with a preference but count in the solve rate.",
    "The flag says that the last number is right, not that the reasoning is.",
    "In these files answers end with a line “A: 18”, in the problem set with “#### 18”.",
  ],
  read: readRow,
  official,
  outputs: [],
};

/**
 * Four responses, one a solver, in an order drawn from the problem (one solver is right far more often than another), what the file's flags
 * say of them, and the final answer by which anyone can check them; the problem set's own lines, which hold no solutions, are another's: [].
 */
function readRow(row: BenchmarkRow, { seed }: { readonly seed: number }): readonly DatasetRow[] {
  const question = textColumn(row, "question");
  if (SOLVERS.every((solver) => columnOf(row, solver) === undefined)) return [];
  const reference = textColumn(row, "ground_truth");
  const id = `gsm8k-${hashText(question).slice(0, 16)}`;
  const solutions = SOLVERS.map((solver) => ({ solver, ...solutionOf(row, solver) }));
  const { responses, ids } = placed(
    id,
    solutions.map(({ text }) => text),
    seed,
  );
  const idsOf = (holds: (solution: Solution) => boolean) =>
    solutions.flatMap((solution, i) => (holds(solution) ? ids.slice(i, i + 1) : []));
  const truth = finalAnswer(reference);
  const doubted = idsOf(({ text, isCorrect }) => (finalAnswer(text) === truth) !== isCorrect);
  const note = `the file's flag and the final answer disagree on ${doubted.join(", ")}`;
  const said: Preference = {
    ...{ comparison: id, source: "verified", kind: "sets" },
    good: idsOf(({ isCorrect }) => isCorrect),
    bad: idsOf(({ isCorrect }) => !isCorrect),
    ...(doubted.length > 0 ? { note } : {}),
  };
  const authored = responses.map((response) => {
    const author = SOLVERS[ids.indexOf(response.id)];
    return author === undefined ? response : { ...response, author };
  });
  const checks: readonly Check[] =
    truth === null ? [] : [{ kind: "answer", answer: truth, find: ["label", "hashes"] }];
  return [
    { comparison: { id, prompt: question, reference, responses: authored }, preferences: [said], checks },
  ];
}

interface Solution {
  readonly text: string;
  readonly isCorrect: boolean;
}

function solutionOf(row: BenchmarkRow, solver: string): Solution {
  const value = columnOf(row, solver);
  const field = (name: string) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined);
  const [text, isCorrect] = [field("solution"), field("is_correct")];
  if (typeof text !== "string")
    throw new InputError(row.subject, `"${solver}.solution" to be text`, describe(text));
  if (typeof isCorrect !== "boolean")
    throw new InputError(row.subject, `"${solver}.is_correct" to be true or false`, describe(isCorrect));
  return { text, isCorrect };
}

/**
 * The final answer of a solution: what stands behind the last line's "A:" (or "####"), without thousands commas; null where no line says it.
 *
 * @example finalAnswer("6 * 300 = 1800\nA: 1,800") // "1800"
 */
export function finalAnswer(solution: string): string | null {
  const lines = solution.split("\n").filter((line) => /^(?:A:|####)/.test(line.trim()));
  const answer = lines
    .at(-1)
    ?.trim()
    .replace(/^(?:A:|####)/, "")
    .replaceAll(",", "")
    .trim();
  return answer === undefined || answer === "" ? null : answer;
}

/** Places of the totals. */
const PROBLEMS = 0;
const SOLVED = 1;

function official({ comparisons, preferences, judgments, seed }: OfficialInput): readonly OfficialFigure[] {
  const judged = publishedJudgments(judgments);
  const said = new Map(preferences.map((preference) => [preference.comparison, preference]));
  const sums = clusterTotals(2);
  let [n, excluded] = [0, 0];
  for (const comparison of comparisons) {
    const solved = solvedShare(comparison, said.get(comparison.id), judged.get(comparison.id) ?? []);
    if (solved === null) {
      excluded++;
      continue;
    }
    n++;
    sums.add(clusterOf(comparison), PROBLEMS, 1);
    sums.add(clusterOf(comparison), SOLVED, solved);
  }
  return [
    officialFigure({
      ...{ name: "solve-rate", unit: "percent", sums, n, excluded, seed },
      formula: (totals) => (100 * (totals[SOLVED] ?? 0)) / (totals[PROBLEMS] ?? 0),
      reason: "no problem has a verdict on every pair of its solutions",
    }),
  ];
}

/** The share of correct solutions among those the judge ranks first (by wins over all pairs, a tie half), or null where a pair has no verdict. */
function solvedShare(
  comparison: ComparisonRow,
  said: Preference | undefined,
  judgments: readonly JudgmentRow[],
): number | null {
  if (said?.kind !== "sets") return null;
  const wins = new Map(comparison.responses.map(({ id }) => [id, 0]));
  for (const { duel, votes } of duelReadings(judgments, comparison)) {
    if (votes.length === 0) return null;
    for (const { winner } of votes) {
      for (const id of duel) {
        const credit = winner === TIE ? 0.5 : winner === id ? 1 : 0;
        wins.set(id, (wins.get(id) ?? 0) + credit / votes.length);
      }
    }
  }
  const most = Math.max(...wins.values());
  const first = [...wins].flatMap(([id, won]) => (won > most - 1e-9 ? [id] : []));
  return first.filter((id) => said.good.includes(id)).length / first.length;
}
