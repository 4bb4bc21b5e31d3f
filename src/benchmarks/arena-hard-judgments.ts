import type { Comparison } from "../core/comparison.js";
import { describe, InputError } from "../core/errors.js";
import { TIE } from "../core/preference.js";
import type { Reading } from "../core/reading.js";
import { isObject } from "../datasets/columns.js";
import { findRule } from "../verdicts/rules/find.js";
import { verdictOfLabel } from "../verdicts/rules/signs.js";
import type { WrittenVerdict } from "../verdicts/written.js";
import { arenaHardPair } from "./arena-hard-pair.js";
import { type ShownPair, shownPair } from "./arena-hard-shown.js";
import { type ArenaHardVersion, categoryIn, modelIn, questionId } from "./arena-hard-version.js";
import type {
  BenchmarkRow,
  DataLookup,
  ImportedIdentity,
  ImportedJudgment,
  OutputFormat,
} from "./benchmark.js";
import { bracketCritique } from "./bracket-critique.js";
import { ownField } from "./own-field.js";
import { columnOf, optionalTextColumn } from "./row-columns.js";
import { writtenReading } from "./written-reading.js";

/** The order in which the games are played: the baseline is assistant A in the first. */
const GAMES = [
  ["a", "b"],
  ["b", "a"],
] as const;
type Presented = (typeof GAMES)[number];

/** model_judgment/JUDGE/MODEL.jsonl as gen_judgment.py writes it, in the layout since v2 and in the one before. */
export function arenaHardJudgments(version: ArenaHardVersion): OutputFormat {
  return {
    name: `${version.name}-judgments`,
    summary:
      "model_judgment/JUDGE/MODEL.jsonl: a question's id, model, judge and two games (score, judgment, the prompt sent); the baseline is A in the first",
    recognises: (row) =>
      Array.isArray(columnOf(row, "games")) &&
      typeof columnOf(row, "model") === "string" &&
      ["uid", "question_id"].some((name) => columnOf(row, name) !== undefined) &&
      version.baselines.has(String(columnOf(row, "category") ?? version.category)),
    judgeOf,
    read: (row, data) => {
      const games = gamesIn(row);
      return {
        comparison: comparisonOf(row, games, version, data),
        preferences: [],
        judgments: games.map((game, i) => judgmentOf(row, game, i, version)),
      };
    },
  };
}

function judgeOf(row: BenchmarkRow): ImportedIdentity {
  const judge = optionalTextColumn(row, "judge") || row.file.split("/").at(-2);
  if (!judge) throw new InputError(row.subject, '"judge" to name the judge', "no name");
  return { name: judge, model: judge };
}

function gamesIn(row: BenchmarkRow): readonly unknown[] {
  const games = columnOf(row, "games");
  if (!Array.isArray(games) || games.length === 0 || games.length > GAMES.length)
    throw new InputError(row.subject, '"games" to be a list of 1 or 2', describe(games));
  const odd = games.findIndex((game) => game !== null && (!isObject(game) || Array.isArray(game)));
  if (odd < 0) return games;
  throw new InputError(row.subject, `"games[${odd}]" to be an object or null`, describe(games[odd]));
}

/**
 * The pair that was judged: of the data where they are at hand, else out of the prompt that was sent. Where both games failed no prompt
 * was kept: such a pair has empty texts, and no verdict to go with them.
 */
function comparisonOf(
  row: BenchmarkRow,
  games: readonly unknown[],
  version: ArenaHardVersion,
  data: DataLookup,
): Comparison {
  const [question, category, model] = [questionId(row), categoryIn(row, version), modelIn(row)];
  const baseline = version.baselines.get(category) ?? "";
  const named = optionalTextColumn(row, "baseline") ?? baseline;
  if (named !== baseline)
    throw new InputError(row.subject, `"baseline" to be ${baseline} (${category})`, describe(named));
  const [shown, i = 0] = games.map((game, at) => [shownIn(game), at] as const).find(([pair]) => pair) ?? [];
  const [a, b] = i === 0 ? [0, 1] : [1, 0];
  const pair = arenaHardPair({
    ...{ version, question, category, prompt: shown?.prompt ?? "" },
    baseline: { model: baseline, text: shown?.answers[a] ?? "" },
    answer: { model, text: shown?.answers[b] ?? "" },
  });
  const known = data.find(pair.id)?.comparison;
  if (known) return known;
  if (shown || games.every((game) => game === null)) return pair;
  throw new InputError(
    row.subject,
    "the prompt of a game to hold question and answers between the authors' marks",
    describe(sentIn(games.find((game) => game !== null))),
  );
}

function shownIn(game: unknown): ShownPair | null {
  const sent = sentIn(game);
  return typeof sent === "string" ? shownPair(sent) : null;
}

/** The last message since v2, the text itself before. */
function sentIn(game: unknown): unknown {
  const prompt = ownField(game, "prompt");
  return Array.isArray(prompt) ? ownField(prompt.at(-1), "content") : ownField(game, "user_prompt");
}

function judgmentOf(
  row: BenchmarkRow,
  game: unknown,
  i: number,
  version: ArenaHardVersion,
): ImportedJudgment {
  const presented = GAMES[i] ?? GAMES[0];
  const played = { presented, repeat: 0 };
  if (game === null) {
    const failed: Reading = { status: "failed", reason: "no game was published (null)" };
    return { ...played, reading: failed, published: failed, critique: null, text: null };
  }
  const published = publishedReading(row, ownField(game, "score"), i, version);
  const text = textIn(row, ownField(game, "judgment"), i);
  if (text === null) return { ...played, reading: published, published, critique: null, text };
  return {
    ...played,
    reading: readAgain(text, presented, version),
    published,
    critique: bracketCritique(text),
    text,
  };
}

function textIn(row: BenchmarkRow, judgment: unknown, i: number): string | null {
  const text = isObject(judgment) ? ownField(judgment, "answer") : judgment;
  if (typeof text === "string") return text;
  if (text === null || text === undefined) return null;
  throw new InputError(row.subject, `"games[${i}].judgment" to be a text or { answer }`, describe(text));
}

function publishedReading(row: BenchmarkRow, score: unknown, i: number, version: ArenaHardVersion): Reading {
  if (score === null) return { status: "unparsed", reason: "published without a score (null)" };
  if (typeof score !== "string" || !/^[AB<>=]+$/.test(score))
    throw new InputError(
      row.subject,
      `"games[${i}].score" to be a label such as "A>B", or null`,
      describe(score),
    );
  const verdict = version.labels.has(score) ? verdictOfLabel(score) : null;
  if (verdict) return gradedReading(verdict, GAMES[i] ?? GAMES[0]);
  return { status: "unparsed", reason: `published as ${score}, a label that the scoring does not know` };
}

function readAgain(text: string, presented: Presented, { rule }: ArenaHardVersion): Reading {
  if (text.trim() === "") return { status: "empty", reason: "the published text is empty" };
  const read = findRule(rule).read(text, { kind: "winner", responses: GAMES.length });
  return read.status === "decided" ? gradedReading(read.verdict, presented) : read;
}

/** A label in response ids, with its strength: what tells a game that counts three times from one that counts once. */
function gradedReading(verdict: WrittenVerdict, presented: Presented): Reading {
  const reading = writtenReading({ status: "decided", verdict }, presented);
  if (reading.status !== "decided" || reading.verdict.kind !== "duel") return reading;
  const written = verdict.kind === "winner" ? verdict.strength : undefined;
  const strength = reading.verdict.winner === TIE ? 0 : (written ?? 1);
  return { status: "decided", verdict: { ...reading.verdict, strength } };
}
