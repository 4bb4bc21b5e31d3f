import type { Comparison } from "../core/comparison.js";
import { sameDuel } from "../core/duel.js";
import { describe, InputError } from "../core/errors.js";
import { TIE } from "../core/preference.js";
import type { Reading } from "../core/reading.js";
import type { DatasetRow } from "../datasets/source.js";
import { findRule } from "../verdicts/rules/find.js";
import type {
  BenchmarkRow,
  DataLookup,
  ImportedIdentity,
  ImportedJudgment,
  OutputFormat,
} from "./benchmark.js";
import { bracketCritique } from "./bracket-critique.js";
import { isPerson, modelsOf, mtBenchId, voteOf, voterOf } from "./mt-bench-rows.js";
import { columnOf, textColumn } from "./row-columns.js";
import { writtenReading } from "./written-reading.js";

/** What FastChat writes in place of a text where its calls failed (common.py). */
const API_ERROR = "$ERROR$";

/** A judge's votes in the layout of the people's: the split gpt4_pair of the data. */
export const mtBenchVotes: OutputFormat = {
  name: "mt-bench-votes",
  summary:
    "the split gpt4_pair: the data's own columns, one row a vote of a judge in which both orders are one; needs the data",
  needsData: true,
  recognises: (row) =>
    ["model_a", "model_b", "winner", "judge", "turn"].every((name) => columnOf(row, name) !== undefined) &&
    !isPerson(columnOf(row, "judge")),
  judgeOf: (row) => judgeOf(row, "pair"),
  concerns: (row, data) => placeOf(row, data, ["model_a", "model_b"]) !== null,
  read(row, data) {
    const { found, ids } = needed(row, placeOf(row, data, ["model_a", "model_b"]));
    const vote = voteOf(row);
    const reading = duelReading(ids, vote === TIE ? TIE : ids[vote === "model_a" ? 0 : 1]);
    const judged = { presented: null, among: ids, repeat: 0, critique: null, text: null };
    return { ...found, judgments: [{ ...judged, reading, published: reading }] };
  },
};

/** model_judgment/JUDGE_pair.jsonl as FastChat's gen_judgment.py writes it. */
export const mtBenchPair: OutputFormat = {
  name: "mt-bench-pair",
  summary:
    "FastChat's model_judgment/JUDGE_pair.jsonl: two games of two models with their texts, g1_winner and g2_winner in the frame of the models; needs the data",
  needsData: true,
  recognises: (row) =>
    ["model_1", "model_2", "g1_winner", "g2_winner"].every((name) => columnOf(row, name) !== undefined),
  judgeOf: (row) => judgeOf(row, "pair"),
  concerns: (row, data) => placeOf(row, data, ["model_1", "model_2"]) !== null,
  read(row, data) {
    const { found, ids } = needed(row, placeOf(row, data, ["model_1", "model_2"]));
    const [first, second] = ids;
    return { ...found, judgments: [gameOf(row, "g1", ids, ids), gameOf(row, "g2", [second, first], ids)] };
  },
};

/** model_judgment/JUDGE_single.jsonl as FastChat's gen_judgment.py writes it. */
export const mtBenchSingle: OutputFormat = {
  name: "mt-bench-single",
  summary:
    "FastChat's model_judgment/JUDGE_single.jsonl: one model's answer with the judge's text and score, −1 where none was read; needs the data",
  needsData: true,
  recognises: (row) =>
    ["question_id", "model", "judge", "judgment", "score"].every((name) => columnOf(row, name) !== undefined),
  judgeOf: (row) => judgeOf(row, "single"),
  concerns: (row, data) => answerOf(row, data) !== null,
  read(row, data) {
    const { found, id } = needed(row, answerOf(row, data));
    const text = textColumn(row, "judgment");
    const failed = failureIn(text);
    const published = failed ?? publishedScore(row, id);
    const read = failed ?? scoreIn(text, id);
    const judgment = { presented: [id], repeat: 0, reading: read, published, ...writtenBy(text, failed) };
    return { ...found, judgments: [judgment] };
  },
};

/** One file holds one model's judgments by several prompts: with and without a reference, for one turn and for two. */
function judgeOf(row: BenchmarkRow, kind: "pair" | "single"): ImportedIdentity {
  const voter = voterOf(row);
  return typeof voter === "string" ? { name: voter } : { name: `${voter[0]}-${kind}`, model: voter[0] };
}

interface Place {
  readonly found: DatasetRow;
  /** The models' answers in this comparison, in the order of the columns. */
  readonly ids: readonly [string, string];
}

/** Where a row's two models stand in the data; null where no person voted on them. */
function placeOf(row: BenchmarkRow, data: DataLookup, names: readonly [string, string]): Place | null {
  const models = modelsOf(row, names);
  const found = data.find(mtBenchId(row));
  if (!found) return null;
  const [first, second] = models.map((model) => idOf(model, found.comparison));
  if (first === undefined || second === undefined) return null;
  const isVotedOn = found.comparison.duels?.some((duel) => sameDuel(duel, [first, second])) ?? false;
  return isVotedOn ? { found, ids: [first, second] } : null;
}

function answerOf(row: BenchmarkRow, data: DataLookup): { found: DatasetRow; id: string } | null {
  const model = textColumn(row, "model");
  const found = data.find(mtBenchId(row));
  const id = found && idOf(model, found.comparison);
  return found && id !== undefined ? { found, id } : null;
}

function idOf(model: string, { responses }: Comparison): string | undefined {
  return responses.find(({ author }) => author === model)?.id;
}

function needed<Found>(row: BenchmarkRow, found: Found | null): Found {
  if (found !== null) return found;
  throw new InputError(row.subject, "question, turn and models of the data", "others");
}

function gameOf(
  row: BenchmarkRow,
  game: "g1" | "g2",
  presented: readonly [string, string],
  ids: readonly [string, string],
): ImportedJudgment {
  const text = textColumn(row, `${game}_judgment`);
  const failed = failureIn(text);
  const published = publishedWinner(row, `${game}_winner`, ids);
  const read =
    failed ??
    writtenReading(findRule("mt-bench-pair").read(text, { kind: "winner", responses: 2 }), presented);
  return {
    ...{ presented, repeat: 0, reading: read, published: failed ?? published },
    ...writtenBy(text, failed),
  };
}

function writtenBy(text: string, failed: Reading | null): Pick<ImportedJudgment, "critique" | "text"> {
  return failed?.status === "failed"
    ? { critique: null, text: null }
    : { critique: bracketCritique(text), text };
}

function failureIn(text: string): Reading | null {
  if (text === API_ERROR) return { status: "failed", reason: `published as ${API_ERROR}: the calls failed` };
  return text.trim() === "" ? { status: "empty", reason: "the published text is empty" } : null;
}

/** In the frame of the models in both games (play_a_match_pair). */
function publishedWinner(row: BenchmarkRow, name: string, ids: readonly [string, string]): Reading {
  const winner = columnOf(row, name);
  if (winner === "error") return { status: "unparsed", reason: "published as an error: no label was found" };
  if (winner === "model_1" || winner === "model_2")
    return duelReading(ids, ids[winner === "model_1" ? 0 : 1]);
  if (winner === TIE) return duelReading(ids, TIE);
  throw new InputError(
    row.subject,
    `${JSON.stringify(name)} to be "model_1", "model_2", "tie" or "error"`,
    describe(winner),
  );
}

function duelReading(between: readonly [string, string], winner: string): Reading {
  return { status: "decided", verdict: { kind: "duel", between, winner } };
}

function publishedScore(row: BenchmarkRow, id: string): Reading {
  const score = columnOf(row, "score");
  if (score === -1) return { status: "unparsed", reason: "published as −1: no score was found" };
  if (typeof score === "number" && Number.isFinite(score) && score >= 0) return scoreReading(id, score);
  throw new InputError(row.subject, '"score" to be a number of 0 or more, or -1', describe(score));
}

function scoreIn(text: string, id: string): Reading {
  const read = findRule("mt-bench-single").read(text, { kind: "score", responses: 1 });
  if (read.status !== "decided") return read;
  return read.verdict.kind === "score"
    ? scoreReading(id, read.verdict.value)
    : { status: "unparsed", reason: "the text gives no score" };
}

function scoreReading(id: string, score: number): Reading {
  return { status: "decided", verdict: { kind: "scores", byId: { [id]: score } } };
}
