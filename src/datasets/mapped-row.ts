import type { Prompt } from "../core/comparison.js";
import { describe, InputError } from "../core/errors.js";
import { hashText } from "../core/hash.js";
import { type Preference, type PreferenceValue, TIE } from "../core/preference.js";
import { seededRandom, shuffled } from "../core/random.js";
import type { SamplePrompt } from "../core/sample.js";
import {
  columnsFound,
  type Expression,
  isMissing,
  namesIn,
  numberIn,
  optionalName,
  optionalText,
  requiredValue,
  textIn,
  textOf,
  valueAt,
} from "./columns.js";
import { type Conversation, type Exchange, exchangeOf, messagesIn, transcript } from "./conversations.js";
import type { RowColumns, RowContext, Winner } from "./row.js";
import type { DatasetRow } from "./source.js";

/** Where everything stands in a row: what a column map says, and what a recognised shape comes to. */
export interface Parts {
  readonly id?: Expression;
  readonly prompt?: Expression;
  readonly reference?: Expression;
  readonly rubric?: Expression;
  readonly subset?: Expression;
  readonly cluster?: Expression;
  readonly annotator?: Expression;
  /** By response; for chosen and rejected in this order. */
  readonly authors: readonly (Expression | undefined)[];
  readonly answers:
    | { readonly kind: "preferred"; readonly chosen: Expression; readonly rejected: Expression }
    /** Several winner columns are several annotators. */
    | { readonly kind: "winner"; readonly responses: readonly Expression[]; readonly winner?: Expression }
    /** One column a response; for a single response it may join several columns, each an annotator. */
    | {
        readonly kind: "ratings";
        readonly responses: readonly Expression[];
        readonly ratings: readonly Expression[];
      }
    /** One rank a response: 1 is the best, equal ranks are equal. */
    | {
        readonly kind: "ranks";
        readonly responses: readonly Expression[];
        readonly ranks: readonly Expression[];
      };
}

/** The comparison and the preferences of a row in which everything stands where `parts` says. */
export function rowFromParts(parts: Parts, columns: RowColumns, row: RowContext): DatasetRow {
  const id = idOf(parts, columns, row);
  const { prompt, texts } = exchangeIn(parts, columns, row);
  const given = texts.map((text, i) => ({
    text,
    author: optionalName(columns, parts.authors[i], row),
    place: i,
  }));
  const placed =
    parts.answers.kind === "preferred"
      ? shuffled(given, seededRandom(["response order", row.seed, id]))
      : given;
  const responses = placed.map(({ text, author }, i) => ({
    id: responseId(i),
    text,
    ...(author === undefined ? {} : { author }),
  }));
  const chosen = placed.findIndex(({ place }) => place === 0);
  const preferences = said(parts, columns, texts.length, chosen, row).map(
    ({ annotator, value }): Preference => {
      const by = annotator ?? optionalName(columns, parts.annotator, row);
      return { comparison: id, source: row.source, ...(by === undefined ? {} : { annotator: by }), ...value };
    },
  );
  return { comparison: { id, prompt, responses, ...about(parts, columns, row) }, preferences };
}

/** The parts of a row that are not about its responses. */
export type PromptParts = Omit<Parts, "authors" | "answers" | "annotator">;

/** The prompt of a row in which everything stands where `parts` says, whatever responses stand beside it. */
export function promptFromParts(parts: PromptParts, columns: RowColumns, row: RowContext): SamplePrompt {
  const id = idOf(parts, columns, row);
  if (!parts.prompt) throw new InputError(row.subject, "a prompt", columnsFound(columns));
  const prompt = withoutLastAnswer(promptIn(parts.prompt, columns, row), parts.prompt, row);
  return { id, prompt, ...about(parts, columns, row) };
}

// A conversation that ends in the assistant's turn is a prompt with a response to it.
function withoutLastAnswer(prompt: Prompt, { text }: Expression, row: RowContext): Prompt {
  if (typeof prompt === "string" || prompt.at(-1)?.role !== "assistant") return prompt;
  const turns = prompt.slice(0, -1);
  if (turns.length === 0)
    throw new InputError(
      row.subject,
      `${JSON.stringify(text)} to hold a turn before the assistant's`,
      "none",
    );
  row.notes.add("a last turn of the assistant was left out of the prompt");
  return turns;
}

/** "r1", "r2" …: by position, so that an id says nothing of who wrote the response or how good it is. */
export function responseId(index: number): string {
  return `r${index + 1}`;
}

function idOf(parts: PromptParts, columns: RowColumns, row: RowContext): string {
  if (!parts.id) return `row-${row.number}`;
  const id = optionalName(columns, parts.id, row);
  if (id !== undefined) return id;
  throw new InputError(row.subject, `an id in ${JSON.stringify(parts.id.text)}`, "none");
}

function about(parts: PromptParts, columns: RowColumns, row: RowContext) {
  const reference = optionalText(columns, parts.reference, row);
  const rubric = optionalText(columns, parts.rubric, row);
  const subset = optionalName(columns, parts.subset, row);
  const cluster = optionalName(columns, parts.cluster, row);
  return {
    ...(reference === undefined ? {} : { reference }),
    ...(rubric === undefined ? {} : { rubric }),
    ...(subset === undefined ? {} : { subset }),
    ...(cluster === undefined ? {} : { cluster: shortCluster(cluster) }),
  };
}

// Prompts are what is usually clustered by, and a million of them do not fit in memory.
function shortCluster(cluster: string): string {
  return cluster.length > LONGEST_CLUSTER ? hashText(cluster).slice(0, 16) : cluster;
}

function exchangeIn(parts: Parts, columns: RowColumns, row: RowContext): Exchange {
  const { answers } = parts;
  const froms = answers.kind === "preferred" ? [answers.chosen, answers.rejected] : answers.responses;
  const prompt = parts.prompt && promptIn(parts.prompt, columns, row);
  const lists = froms.map((from) => conversationIn(from, columns, row));
  const conversations = lists.filter((list) => list !== null);
  if (conversations.length === froms.length) return exchangeOf(conversations, prompt, row);
  if (conversations.length > 0) {
    const [mixed] = conversations;
    throw new InputError(
      row.subject,
      "all responses to be texts, or all to be lists of messages",
      `both (${JSON.stringify(mixed?.name)} is a list)`,
    );
  }
  const texts = froms.map((from) => textOf(columns, from, row));
  if (prompt !== undefined) return { prompt, texts };

  const transcripts = texts.flatMap((text, i): Conversation[] => {
    const messages = transcript(text);
    return messages ? [{ name: froms[i]?.text ?? "", messages }] : [];
  });
  if (transcripts.length === texts.length) return exchangeOf(transcripts, undefined, row);
  throw new InputError(row.subject, "a prompt, in its own column or in conversations", columnsFound(columns));
}

function promptIn(from: Expression, columns: RowColumns, row: RowContext): Prompt {
  const [name = from.text, ...more] = namesIn(columns, from);
  if (more.length > 0) return notEmpty(textOf(columns, from, row), from, row);
  const value = requiredValue(columns, name, row);
  if (!Array.isArray(value)) return notEmpty(textIn(value, name, row), from, row);
  const messages = messagesIn(value, name, row);
  if (messages.length > 0) return messages;
  throw new InputError(row.subject, `${JSON.stringify(name)} to hold at least one message`, describe(value));
}

function notEmpty(text: string, from: Expression, row: RowContext): string {
  if (text !== "") return text;
  throw new InputError(row.subject, `${JSON.stringify(from.text)} to hold a prompt`, describe(text));
}

function conversationIn(from: Expression, columns: RowColumns, row: RowContext): Conversation | null {
  const [name = from.text, ...more] = namesIn(columns, from);
  if (more.length > 0) return null;
  const value = requiredValue(columns, name, row);
  return Array.isArray(value) ? { name, messages: messagesIn(value, name, row) } : null;
}

interface Said {
  readonly annotator?: string;
  readonly value: PreferenceValue;
}

function said(
  parts: Parts,
  columns: RowColumns,
  k: number,
  chosen: number,
  row: RowContext,
): readonly Said[] {
  const { answers } = parts;
  switch (answers.kind) {
    case "preferred":
      return [{ value: winnerValue(chosen, k) }];
    case "winner":
      if (!answers.winner) return [];
      return byAnnotator(answers.winner, columns, row, (value, name) =>
        winnerValue(row.winners.read(value, name, k, row), k),
      );
    case "ratings": {
      const [first, ...others] = answers.ratings;
      if (!first) return [];
      if (others.length === 0) {
        return byAnnotator(first, columns, row, (value, name) => ({
          kind: "ratings",
          scores: { [responseId(0)]: numberIn(value, name, row) },
        }));
      }
      return [
        { value: { kind: "ratings", scores: Object.fromEntries(byResponse(answers.ratings, columns, row)) } },
      ];
    }
    case "ranks":
      return [{ value: { kind: "ranking", tiers: tiersOf(byResponse(answers.ranks, columns, row), row) } }];
    default:
      return answers satisfies never;
  }
}

function byResponse(froms: readonly Expression[], columns: RowColumns, row: RowContext): [string, number][] {
  return froms.map(({ text }, i) => [responseId(i), numberIn(requiredValue(columns, text, row), text, row)]);
}

function tiersOf(ranks: readonly [string, number][], row: RowContext): string[][] {
  const below = ranks.find(([, rank]) => rank < 1);
  if (below) throw new InputError(row.subject, "ranks from 1 (the best) on", String(below[1]));
  row.notes.add('"ranking" was read as the rank of each response, 1 being the best');
  const distinct = [...new Set(ranks.map(([, rank]) => rank))].sort((a, b) => a - b);
  return distinct.map((tier) => ranks.filter(([, rank]) => rank === tier).map(([id]) => id));
}

// Among several annotators one may have said nothing; where there is one column, its value is the label and must be there.
function byAnnotator(
  from: Expression,
  columns: RowColumns,
  row: RowContext,
  read: (value: unknown, name: string) => PreferenceValue,
): readonly Said[] {
  const names = namesIn(columns, from);
  const [only = from.text] = names;
  if (names.length === 1) return [{ value: read(requiredValue(columns, only, row), only) }];
  const spoke = names.filter((name) => !isMissing(valueAt(columns, name)));
  if (spoke.length === 0) throw new InputError(row.subject, `a value in one of ${names.join(", ")}`, "none");
  return spoke.map((name) => ({ annotator: name, value: read(valueAt(columns, name), name) }));
}

// Of more than two the winner is preferred to each of the others, and nothing is said between those.
function winnerValue(winner: Winner, k: number): PreferenceValue {
  const ids = Array.from({ length: k }, (_, i) => responseId(i));
  const [first, second, ...more] = ids;
  if (first === undefined || second === undefined) throw new Error("a winner needs two responses");
  const best = winner === TIE ? TIE : (ids[winner] ?? TIE);
  if (more.length === 0) return { kind: "duel", between: [first, second], winner: best };
  if (best === TIE) return { kind: "ranking", tiers: [ids] };
  return { kind: "sets", good: [best], bad: ids.filter((id) => id !== best) };
}

const LONGEST_CLUSTER = 64;
