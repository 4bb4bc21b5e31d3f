import type { Duel } from "../core/comparison.js";
import { sameDuel } from "../core/duel.js";
import { describe, InputError } from "../core/errors.js";
import { hashText } from "../core/hash.js";
import { TIE } from "../core/preference.js";
import { responseId } from "../datasets/mapped-row.js";
import type { DatasetRow } from "../datasets/source.js";
import type { BenchmarkRow } from "./benchmark.js";
import { ownField } from "./own-field.js";
import { columnOf, idColumn, textColumn } from "./row-columns.js";

/** The turns that are voted on, and the subsets of the comparisons. */
export const MT_BENCH_TURNS = [1, 2] as const;

/** The id of a question's comparison at a turn, as its rows and all published judgments of it name both. */
export function mtBenchId(row: BenchmarkRow): string {
  return `${mtBenchCluster(row)}-turn-${turnOf(row)}`;
}

/**
 * A person's vote on two models' answers: a comparison of the two, "a" and "b", of which `gatherMtBench` makes one of all models. [] for
 * rows of judges, which may lie beside them: votes of a model, and published judgments.
 */
export function readMtBench(row: BenchmarkRow): readonly DatasetRow[] {
  const isJudgment = ["model_1", "model"].some((name) => columnOf(row, name) !== undefined);
  if (isJudgment || !isPerson(voterOf(row))) return [];
  const id = mtBenchId(row);
  const turn = turnOf(row);
  const [a, b] = modelsOf(row, ["model_a", "model_b"]);
  const own = conversationIn(row, "conversation_a", turn);
  const other = conversationIn(row, "conversation_b", turn);
  if (JSON.stringify(own.questions) !== JSON.stringify(other.questions))
    throw new InputError(row.subject, "both conversations to have the same turns of the user", "others");
  const winner = voteOf(row);
  return [
    {
      comparison: {
        ...{ id, prompt: promptOf(own.questions), subset: `turn-${turn}`, cluster: mtBenchCluster(row) },
        responses: [
          { id: "a", text: shown(own.answers), author: a },
          { id: "b", text: shown(other.answers), author: b },
        ],
      },
      preferences: [
        {
          ...{ comparison: id, source: "human", annotator: textColumn(row, "judge"), kind: "duel" },
          between: ["a", "b"],
          winner: winner === "model_a" ? "a" : winner === "model_b" ? "b" : TIE,
        },
      ],
    },
  ];
}

/** A comparison for each turn of each question: the answers of all models that were voted on, and the duels between them that were. */
export function gatherMtBench(rows: readonly DatasetRow[]): readonly DatasetRow[] {
  const byId = new Map<string, DatasetRow[]>();
  for (const row of rows) {
    const { id } = row.comparison;
    byId.set(id, [...(byId.get(id) ?? []), row]);
  }
  return [...byId.values()].flatMap((same) => (same[0] ? [togetherOf(same[0], same)] : []));
}

function togetherOf({ comparison }: DatasetRow, rows: readonly DatasetRow[]): DatasetRow {
  const { id, prompt } = comparison;
  const texts = new Map<string, string>();
  for (const row of rows) {
    if (row.comparison.prompt !== prompt)
      throw new InputError(id, "the same questions in each row", "others");
    for (const { author = "", text } of row.comparison.responses) {
      if ((texts.get(author) ?? text) !== text)
        throw new InputError(id, `the same answer of ${author} in each of its rows`, "another");
      texts.set(author, text);
    }
  }
  // In an order that tells nothing of the models, and that a model keeps whichever others are there.
  const order = new Map([...texts.keys()].map((model) => [model, hashText(JSON.stringify([id, model]))]));
  const models = [...texts.keys()].sort((left, right) =>
    (order.get(left) ?? "") < (order.get(right) ?? "") ? -1 : 1,
  );
  const responses = models.map((author, i) => ({ id: responseId(i), text: texts.get(author) ?? "", author }));
  const preferences = rows.flatMap((row) => placedVotes(row, models));
  const voted = preferences.flatMap((said) => (said.kind === "duel" ? [said.between] : []));
  const duels = responses.flatMap(({ id: first }, i) =>
    responses
      .slice(i + 1)
      .map(({ id: second }): Duel => [first, second])
      .filter((duel) => voted.some((between) => sameDuel(between, duel))),
  );
  return { comparison: { ...comparison, responses, duels }, preferences };
}

/** The votes of a row, with its two answers under their ids among all models' answers. */
function placedVotes({ comparison, preferences }: DatasetRow, models: readonly string[]) {
  const [a = "", b = ""] = comparison.responses.map(({ author = "" }) => responseId(models.indexOf(author)));
  return preferences.map((said) => {
    if (said.kind !== "duel" || said.winner === TIE) return { ...said, between: [a, b] as const };
    return { ...said, between: [a, b] as const, winner: said.winner === "a" ? a : b };
  });
}

/** Who voted: a person by name, or a model by name or as [model, prompt]. */
export function voterOf(row: BenchmarkRow): string | readonly [model: string, prompt: string] {
  const judge = columnOf(row, "judge");
  if (typeof judge === "string" && judge !== "") return judge;
  const [model, prompt]: unknown[] = Array.isArray(judge) ? judge : [];
  if (typeof model === "string" && model !== "" && typeof prompt === "string") return [model, prompt];
  throw new InputError(row.subject, '"judge" to be a name or [model, prompt]', describe(judge));
}

/** Experts, and the authors themselves. */
export function isPerson(voter: unknown): boolean {
  return typeof voter === "string" && /^(?:expert|author)/.test(voter);
}

/** What a row's vote is; a tie because the orders contradicted each other is a tie (compute_agreement.py, equalvote). */
export function voteOf(row: BenchmarkRow): "model_a" | "model_b" | typeof TIE {
  const winner = columnOf(row, "winner");
  if (winner === "model_a" || winner === "model_b") return winner;
  if (typeof winner === "string" && /^tie(?: \(.*\))?$/.test(winner)) return TIE;
  throw new InputError(row.subject, '"winner" to be "model_a", "model_b" or a tie', describe(winner));
}

/** The names of two models in these columns. */
export function modelsOf(row: BenchmarkRow, names: readonly [string, string]): readonly [string, string] {
  const [a, b] = [textColumn(row, names[0]), textColumn(row, names[1])];
  if (a !== b && a !== "" && b !== "") return [a, b];
  throw new InputError(
    row.subject,
    `"${names[0]}" and "${names[1]}" to be two models`,
    `${describe(a)} and ${describe(b)}`,
  );
}

function mtBenchCluster(row: BenchmarkRow): string {
  return `mt-bench-${idColumn(row, "question_id")}`;
}

function turnOf(row: BenchmarkRow): 1 | 2 {
  const turn = columnOf(row, "turn");
  if (turn === 1 || turn === 2) return turn;
  throw new InputError(row.subject, '"turn" to be 1 or 2', describe(turn));
}

/** What user and assistant say up to a turn. The second turn stands in the conversation of a vote on the first, too, and is not shown. */
function conversationIn(row: BenchmarkRow, name: string, turn: number) {
  const messages = columnOf(row, name);
  const wanted = Array.from({ length: turn }, () => ["user", "assistant"]).flat();
  if (!Array.isArray(messages) || messages.length < wanted.length)
    throw new InputError(
      row.subject,
      `"${name}" to be a list of ${wanted.length} messages`,
      describe(messages),
    );
  const contents = wanted.map((role, i) => {
    const [found, content] = [ownField(messages[i], "role"), ownField(messages[i], "content")];
    if (found === role && typeof content === "string") return content;
    throw new InputError(
      row.subject,
      `"${name}[${i}]" to be a text of the ${role}`,
      `${describe(content)} of ${describe(found)}`,
    );
  });
  return {
    questions: contents.filter((_, i) => i % 2 === 0),
    answers: contents.filter((_, i) => i % 2 === 1),
  };
}

/** The first turn is its question. In the second each model goes on from its own first answer, so a response must hold both. */
function promptOf(questions: readonly string[]): string {
  const [only, second] = questions;
  if (second === undefined) return only ?? "";
  return `Both turns of a conversation follow. Compare the answers to the second; those to the first are their context.\n\n${shown(questions)}`;
}

function shown(texts: readonly string[]): string {
  if (texts.length === 1) return texts[0] ?? "";
  return texts.map((text, i) => `Turn ${i + 1}:\n${text}`).join("\n\n");
}
