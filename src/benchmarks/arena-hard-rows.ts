import { describe, InputError } from "../core/errors.js";
import { columnsFound } from "../datasets/columns.js";
import type { DatasetRow } from "../datasets/source.js";
import { arenaHardPair } from "./arena-hard-pair.js";
import { type ArenaHardVersion, categoryIn, modelIn, questionId } from "./arena-hard-version.js";
import type { BenchmarkRow } from "./benchmark.js";
import { ownField } from "./own-field.js";
import { columnOf, textColumn } from "./row-columns.js";

/**
 * One row of question.jsonl or of a file of answers, in the layout since v2 (`uid`, `prompt`, `messages`) or in the one before
 * (`question_id`, `turns`, `choices`): a question is a comparison without responses, an answer one with a single response of that author,
 * both under the question's id; `gatherArenaHard` makes pairs of them. [] for rows of judgments, which may lie beside them.
 */
export function readArenaHard(row: BenchmarkRow, version: ArenaHardVersion): readonly DatasetRow[] {
  if (columnOf(row, "games") !== undefined) return [];
  const isAnswer = ["messages", "choices"].some((name) => columnOf(row, name) !== undefined);
  const isQuestion = ["prompt", "turns"].some((name) => columnOf(row, name) !== undefined);
  if (!isAnswer && !isQuestion)
    throw new InputError(
      row.subject,
      'a question ("prompt" or "turns") or an answer ("messages" or "choices")',
      columnsFound(row.columns),
    );
  const id = questionId(row);
  if (!isAnswer) return [{ comparison: { id, ...questionIn(row, version), responses: [] }, preferences: [] }];
  const response = { id: "a", text: answerIn(row), author: modelIn(row) };
  return [{ comparison: { id, prompt: "", responses: [response] }, preferences: [] }];
}

/** A comparison for each answer of a model that is not the question's baseline, in the order of the questions. */
export function gatherArenaHard(
  rows: readonly DatasetRow[],
  version: ArenaHardVersion,
): readonly DatasetRow[] {
  const questions = new Map<string, DatasetRow["comparison"]>();
  const answers = new Map<string, Map<string, string>>();
  for (const { comparison } of rows) {
    const { id, responses } = comparison;
    const [answer] = responses;
    if (answer) enter(answers, id, answer.author ?? "", answer.text, version);
    else if (questions.has(id)) throw new InputError(subjectOf(version, id), "one row", "another");
    else questions.set(id, comparison);
  }
  const stray = [...answers.keys()].find((id) => !questions.has(id));
  if (stray !== undefined)
    throw new InputError(subjectOf(version, stray), "its row of question.jsonl", "only answers to it");
  return [...questions.values()].flatMap((question) =>
    pairsOf(question, answers.get(question.id) ?? new Map(), version),
  );
}

function enter(
  answers: Map<string, Map<string, string>>,
  question: string,
  model: string,
  text: string,
  version: ArenaHardVersion,
): void {
  const own = answers.get(question) ?? new Map<string, string>();
  if (own.has(model))
    throw new InputError(subjectOf(version, question), `one answer of ${model}`, "another of it");
  answers.set(question, own.set(model, text));
}

function pairsOf(
  { id, prompt, subset = "" }: DatasetRow["comparison"],
  answers: ReadonlyMap<string, string>,
  version: ArenaHardVersion,
): DatasetRow[] {
  const baseline = version.baselines.get(subset) ?? "";
  const others = [...answers].filter(([model]) => model !== baseline);
  if (others.length === 0) return [];
  const text = answers.get(baseline);
  if (text === undefined)
    throw new InputError(subjectOf(version, id), `an answer of ${baseline}, the baseline`, "none");
  return others.map(([model, own]) => ({
    comparison: arenaHardPair({
      ...{ version, question: id, category: subset },
      prompt: typeof prompt === "string" ? prompt : "",
      baseline: { model: baseline, text },
      answer: { model, text: own },
    }),
    preferences: [],
  }));
}

function subjectOf({ name }: ArenaHardVersion, question: string): string {
  return `${name} question ${question}`;
}

function questionIn(row: BenchmarkRow, version: ArenaHardVersion) {
  const turns = columnOf(row, "turns");
  const prompt = turns === undefined ? textColumn(row, "prompt") : onlyTurn(turns, '"turns"', row);
  return { prompt, subset: categoryIn(row, version) };
}

function answerIn(row: BenchmarkRow): string {
  const messages = columnOf(row, "messages");
  if (messages === undefined) {
    const choices = columnOf(row, "choices");
    const first: unknown = Array.isArray(choices) ? choices[0] : undefined;
    return onlyTurn(ownField(first, "turns"), '"choices[0].turns"', row);
  }
  const last: unknown = Array.isArray(messages) ? messages.at(-1) : undefined;
  const content = ownField(last, "content");
  const text = typeof content === "string" ? content : ownField(content, "answer");
  if (ownField(last, "role") === "assistant" && typeof text === "string") return text;
  throw new InputError(
    row.subject,
    'the last of "messages" to be the assistant\'s, with a text or { answer } as its content',
    last === undefined ? describe(messages) : `${describe(content)} of ${describe(ownField(last, "role"))}`,
  );
}

/** The benchmark has one turn: of more, the judge's prompt would hold others than these. */
function onlyTurn(turns: unknown, name: string, row: BenchmarkRow): string {
  const content = Array.isArray(turns) && turns.length === 1 ? ownField(turns[0], "content") : undefined;
  if (typeof content === "string") return content;
  throw new InputError(row.subject, `${name} to be one turn with a text as its content`, describe(turns));
}
