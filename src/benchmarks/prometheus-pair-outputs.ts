import { describe, InputError } from "../core/errors.js";
import { DEFAULT_SEED } from "../core/random.js";
import type { Reading } from "../core/reading.js";
import type { BenchmarkRow, DataLookup, ImportedJudgment, ImportedRow, OutputFormat } from "./benchmark.js";
import { prometheusPair } from "./prometheus-pair.js";
import { gradingPrompt } from "./prometheus-prompt.js";
import { columnOf, textColumn } from "./row-columns.js";

/** Runs of a judge that names the better response ("r2r"), or that grades both alone ("a2r"). */
export const prometheusPairOutputs: OutputFormat = {
  name: "prometheus-pair-outputs",
  summary:
    "the data's own rows with prometheus_score: a list of letters (with orig_response_A and orig_response_B), or the runs' scores of the chosen and of the rejected response",
  recognises: (row) =>
    Array.isArray(columnOf(row, "prometheus_score")) && columnOf(row, "chosen_instruction") !== undefined,
  judgeOf: ({ file }) => ({ name: judgeOf(file) }),
  read: readPair,
};

/** outputs/<model>-outputs/<set>_<mode>_temp1.0_output.json; one model may be asked in both modes, and is two judges then. */
function judgeOf(file: string): string {
  const [name = "", folder = ""] = file.split("/").reverse();
  const mode = /_(r2r|a2r)_/.exec(name)?.[1];
  const model = folder.replace(/-outputs$/, "") || "prometheus-pair-outputs";
  return mode === undefined ? model : `${model} ${mode}`;
}

function readPair(row: BenchmarkRow, data: DataLookup): ImportedRow {
  const own = prometheusPair(row, DEFAULT_SEED);
  // Where the data are at hand, in the order in which they were read.
  const pair = data.find(own.comparison.id) ?? own;
  const text = gradingPrompt(textColumn(row, "chosen_instruction"))?.response;
  const chosen = pair.comparison.responses.find((response) => response.text === text)?.id ?? "";
  const ids = { chosen, rejected: chosen === "r1" ? "r2" : "r1" };
  const given = columnOf(row, "prometheus_score");
  const runs: readonly unknown[] = Array.isArray(given) ? given : [];
  const outputs = columnOf(row, "prometheus_output");
  const texts: readonly unknown[] = Array.isArray(outputs) ? outputs : [];
  const isGraded = runs.some(Array.isArray);
  const judgments = isGraded ? graded(runs, texts, ids, row) : named(runs, texts, ids, row);
  return { ...pair, judgments };
}

interface Ids {
  readonly chosen: string;
  readonly rejected: string;
}

function graded(
  scores: readonly unknown[],
  texts: readonly unknown[],
  ids: Ids,
  row: BenchmarkRow,
): readonly ImportedJudgment[] {
  return [ids.chosen, ids.rejected].flatMap((id, side) => {
    const [runs, outputs] = [scores[side], texts[side]];
    if (!Array.isArray(runs))
      throw new InputError(row.subject, `"prometheus_score[${side}]" to be a list of runs`, describe(runs));
    return runs.map((score: unknown, repeat) => {
      const text: unknown = Array.isArray(outputs) ? outputs[repeat] : null;
      return judgment(scoreReading(score, id, row), [id], repeat, text);
    });
  });
}

function named(
  letters: readonly unknown[],
  texts: readonly unknown[],
  ids: Ids,
  row: BenchmarkRow,
): readonly ImportedJudgment[] {
  const presented = shownOrder(ids, row);
  return letters.map((letter, repeat) =>
    judgment(letterReading(letter, presented, row), presented, repeat, texts[repeat]),
  );
}

function judgment(
  reading: Reading,
  presented: readonly string[],
  repeat: number,
  output: unknown,
): ImportedJudgment {
  const text = typeof output === "string" ? output : null;
  return { reading, published: reading, critique: text, presented, repeat, text };
}

/** Which response was A: the authors' division of a prompt ends a response at "###", so A may be but its beginning. */
function shownOrder({ chosen, rejected }: Ids, row: BenchmarkRow): readonly [string, string] {
  const shown = textColumn(row, "orig_response_A").trim();
  const [isChosen, isRejected] = ["chosen_instruction", "rejected_instruction"].map((column) =>
    gradingPrompt(textColumn(row, column))?.response.startsWith(shown),
  );
  // Where both begin so, the label tells, but for ties.
  const label = columnOf(row, "chosen");
  if (isChosen && (!isRejected || label === "A")) return [chosen, rejected];
  if (isRejected && (!isChosen || label === "B")) return [rejected, chosen];
  const expected = '"orig_response_A" to be one response of the two';
  throw new InputError(row.subject, expected, isChosen ? "the beginning of both" : "neither");
}

function letterReading(letter: unknown, [a, b]: readonly [string, string], row: BenchmarkRow): Reading {
  if (letter === null) return { status: "unparsed", reason: "published without a letter" };
  const word = typeof letter === "string" ? letter.toUpperCase() : "";
  const winner = { A: a, B: b, TIE: "tie" }[word];
  if (winner === undefined)
    throw new InputError(row.subject, '"prometheus_score" to hold A, B, tie or null', describe(letter));
  return { status: "decided", verdict: { kind: "duel", between: [a, b], winner } };
}

function scoreReading(score: unknown, id: string, row: BenchmarkRow): Reading {
  if (score === null) return { status: "unparsed", reason: "published without a score" };
  if (typeof score !== "number" || !Number.isFinite(score))
    throw new InputError(row.subject, '"prometheus_score" to hold numbers or null', describe(score));
  return { status: "decided", verdict: { kind: "scores", byId: { [id]: score } } };
}
