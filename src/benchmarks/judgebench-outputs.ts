import { describe, InputError } from "../core/errors.js";
import { TIE } from "../core/preference.js";
import type { Reading } from "../core/reading.js";
import { findRule } from "../verdicts/rules/find.js";
import type { BenchmarkRow, ImportedIdentity, ImportedJudgment, OutputFormat } from "./benchmark.js";
import { bracketCritique } from "./bracket-critique.js";
import { judgeBenchPair } from "./judgebench-pair.js";
import { ownField } from "./own-field.js";
import { columnOf, textColumn } from "./row-columns.js";
import { writtenReading } from "./written-reading.js";

/** The published files of LLM judges (texts) and of reward models (scores). */
export const judgeBenchOutputs: OutputFormat = {
  name: "judgebench-outputs",
  summary:
    "the data's own rows with judge_name and judgments: one a game, each a text or two scores, and a decision in the presented frame",
  recognises: (row) =>
    columnOf(row, "pair_id") !== undefined &&
    columnOf(row, "judge_name") !== undefined &&
    Array.isArray(columnOf(row, "judgments")),
  judgeOf,
  read: (row) => ({ ...judgeBenchPair(row), judgments: judgmentsOf(row) }),
};

/** What became of a text is known where the repository's own rule for the judge is (utils/judges.py); of other judges the decision stands. */
const RULES: ReadonlyMap<string, string> = new Map([
  ["arena_hard", "judgebench-arena-hard"],
  ["auto_j", "auto-j"],
  ["judge_lm", "judgelm"],
  ["prometheus_2", "prometheus-relative"],
  ["skywork_critic", "skywork-critic"],
]);

function judgeOf(row: BenchmarkRow): ImportedIdentity {
  const prompt = textColumn(row, "judge_name");
  const named = gamesOf(row).map((game) => ownField(ownField(game, "judgment"), "judge_model"));
  const model = named.find((name) => typeof name === "string" && name !== "") ?? modelInName(row.file);
  if (typeof model !== "string") return { name: prompt, prompt };
  return { name: prompt === "reward_model" ? model : `${model}/${prompt}`, model, prompt };
}

/** "…,judge_name=arena_hard,judge_model=some-model.jsonl": the way the authors name their files. */
function modelInName(file: string): string | undefined {
  return /judge_model=([^,/]+?)(?:\.jsonl)?$/.exec(file)?.[1];
}

function gamesOf(row: BenchmarkRow): readonly unknown[] {
  const games = columnOf(row, "judgments");
  if (Array.isArray(games) && (games.length === 1 || games.length === 2)) return games;
  throw new InputError(row.subject, '"judgments" to be a list of 1 or 2', describe(games));
}

function judgmentsOf(row: BenchmarkRow): ImportedJudgment[] {
  const judge = textColumn(row, "judge_name");
  return gamesOf(row).map((game, i) => {
    const presented = i === 0 ? (["a", "b"] as const) : (["b", "a"] as const);
    const name = `judgments[${i}]`;
    const placed = { presented, repeat: 0 };
    if (game === null) {
      const failed: Reading = { status: "failed", reason: "no judgment was published" };
      return { ...placed, reading: failed, published: failed, critique: null, text: null };
    }
    const published = decided(ownField(game, "decision"), presented, name, row);
    const judgment = ownField(game, "judgment");
    const scores = ownField(judgment, "scores");
    if (scores !== undefined && scores !== null) {
      const reading = scored(scores, presented, name, row);
      return { ...placed, reading, published, critique: null, text: null };
    }
    const text = ownField(judgment, "response");
    if (typeof text !== "string")
      throw new InputError(row.subject, `"${name}.judgment.response" to be text`, describe(text));
    const reading = readAgain(text, judge, presented) ?? published;
    return { ...placed, reading, published, critique: critiqueOf(text, judge), text };
  });
}

function readAgain(text: string, judge: string, presented: readonly [string, string]): Reading | null {
  if (text.trim() === "") return { status: "empty", reason: "the published text is empty" };
  const rule = RULES.get(judge);
  if (rule === undefined) return null;
  return writtenReading(findRule(rule).read(text, { kind: "winner", responses: 2 }), presented);
}

/** The labels of Arena-Hard's prompt stand behind the critique; where the verdict begins in other texts is not known. */
function critiqueOf(text: string, judge: string): string | null {
  return judge === "arena_hard" ? bracketCritique(text) : null;
}

/** A decision in the presented frame; what the authors' scorer takes for neither label is no verdict. */
function decided(
  decision: unknown,
  presented: readonly [string, string],
  name: string,
  row: BenchmarkRow,
): Reading {
  if (decision === null) return { status: "unparsed", reason: "published without a decision (null)" };
  const [first, second] = presented;
  const winner = { "A>B": first, "B>A": second, "A=B": TIE };
  if (decision === "A>B" || decision === "B>A" || decision === "A=B")
    return {
      status: "decided",
      verdict: { kind: "duel", between: [first, second], winner: winner[decision] },
    };
  if (typeof decision === "string" && /^[AB<>=]+$/.test(decision))
    return { status: "unparsed", reason: `published as ${decision}, which counts as no vote` };
  throw new InputError(
    row.subject,
    `"${name}.decision" to be "A>B", "B>A", "A=B" or null`,
    describe(decision),
  );
}

/** In the presented order; higher is better. */
function scored(
  scores: unknown,
  presented: readonly [string, string],
  name: string,
  row: BenchmarkRow,
): Reading {
  const values: unknown[] = Array.isArray(scores) ? scores : [];
  const [first, second] = values;
  if (values.length !== 2 || !isFiniteNumber(first) || !isFiniteNumber(second))
    throw new InputError(row.subject, `"${name}.judgment.scores" to be two numbers`, describe(scores));
  return {
    status: "decided",
    verdict: { kind: "scores", byId: { [presented[0]]: first, [presented[1]]: second } },
  };
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
