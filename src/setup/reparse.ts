import type { Probe } from "../audits/probe.js";
import type { Comparison } from "../core/comparison.js";
import { canonicalJson } from "../core/json.js";
import type { Judge } from "../core/judge.js";
import type { Judgment, Reply } from "../core/judgment.js";
import type { Reading } from "../core/reading.js";
import { viewOf } from "../core/view.js";
import { type Protocol, protocolOn } from "../protocols/protocol.js";
import type { RunRecords } from "../stores/store.js";
import { type Reader, readersOf } from "./readers.js";
import { type AskedAs, askedOf, type FindAsked } from "./reread-arms.js";

/** What re-reading a stored run with today's protocols showed. No call was made. */
export interface Reparse {
  /** The run folder. */
  readonly run: string;
  readonly judges: readonly JudgeReparse[];
  /** New readings that were stored: 0 unless that was asked for. */
  readonly written: number;
}

export type JudgeReparse = { readonly judge: string; readonly name: string } & (
  | {
      /** `reason`: why none of its judgments was read again. */
      readonly status: "skipped";
      readonly judgments: number;
      readonly reason: string;
    }
  | ({ readonly status: "read" } & RereadCounts)
);

export interface RereadCounts {
  readonly judgments: number;
  readonly unchanged: number;
  readonly changed: number;
  /** No reply came: there is nothing to read. */
  readonly failed: number;
  /** Left as they are: stored without a raw reply, or today's protocol would first ask further questions. */
  readonly incomplete: number;
  /** Left as they are: the run does not hold their comparison, or not their responses. */
  readonly withoutComparison: number;
  /** Left as they are: asked by a probe of an audit that is not known here, or in a way that it does not ask any more. */
  readonly unknownProbe: number;
  /** How often a reading became another, most frequent first. */
  readonly changes: readonly { readonly before: string; readonly after: string; readonly count: number }[];
  /** A few of each change. Raw text: clean it before it is shown. */
  readonly examples: readonly RereadExample[];
}

export interface RereadExample {
  readonly comparison: string;
  readonly presented: readonly string[] | null;
  readonly repeat: number;
  readonly before: Reading;
  readonly after: Reading;
  /** The end of the last reply. */
  readonly text: string;
}

interface ReparseOptions {
  /** The user's own protocols. */
  readonly protocols?: readonly Protocol[];
  /** The user's own probes. */
  readonly probes?: readonly Probe[];
  /** Stores a new reading. */
  readonly append?: (judgment: Judgment) => Promise<void>;
}

const EXAMPLES_OF_A_CHANGE = 2;
const EXAMPLES_OF_A_JUDGE = 12;
const SHOWN_CHARACTERS = 300;

/**
 * Reads the raw replies of a stored run again. A reading that was published with an import stays beside the new one; where no reply
 * came, a judgment stays as it is.
 */
export async function reparseRecords(
  run: RunRecords,
  { protocols = [], probes = [], append }: ReparseOptions = {},
): Promise<Reparse> {
  const comparisons = new Map<string, Comparison>();
  for await (const comparison of run.comparisons()) comparisons.set(comparison.id, comparison);
  const readers = await readersOf(run.manifest.judges, protocols);
  const find = askedOf(run, { protocols, probes });
  const tallies = new Map(run.manifest.judges.map((judge) => [judge.id, new Tally(judge)]));
  let written = 0;
  for await (const judgment of run.judgments()) {
    const tally = tallies.get(judgment.trial.judge);
    const reader = readers.get(judgment.trial.judge);
    if (!tally || !reader) continue;
    tally.judgments++;
    if ("skip" in reader) continue;
    const comparison = comparisons.get(judgment.trial.comparison);
    const reread = await readAgain(judgment, comparison, (known) => find(judgment.trial, known, reader));
    tally.count(judgment, reread);
    // The last record that did not fail counts: a reading that goes wrong today would not, and the old one stands.
    const isNew = typeof reread === "object" && isChanged(judgment, reread);
    if (!append || !isNew || reread.reading.status === "failed") continue;
    await append({ ...judgment, ...reread });
    written++;
  }
  const judges = [...tallies.values()].flatMap((tally) => tally.summary(readers.get(tally.judge.id)));
  return { run: run.location, judges, written };
}

type Reread = Pick<Judgment, "reading" | "critique">;
type NotRead = "failed" | "incomplete" | "withoutComparison" | "unknownProbe";

async function readAgain(
  { trial, calls }: Judgment,
  comparison: Comparison | undefined,
  find: (comparison: Comparison) => ReturnType<FindAsked>,
): Promise<Reread | NotRead> {
  if (calls.some(({ status }) => status === "failed")) return "failed";
  const replies = calls.flatMap((call): Reply[] => (call.status === "answered" ? [call.reply] : []));
  if (replies.length === 0 || trial.presented === null) return "incomplete";
  if (!comparison || !trial.presented.every((id) => comparison.responses.some((one) => one.id === id)))
    return "withoutComparison";
  try {
    const asked = await find(comparison);
    return asked ? readAs(asked, trial.presented, replies) : "unknownProbe";
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { reading: { status: "failed", reason }, critique: null };
  }
}

function readAs(
  { shown: { comparison, ...given }, protocol }: AskedAs,
  presented: readonly string[],
  replies: readonly Reply[],
): Reread | "incomplete" {
  const view = viewOf(comparison, presented, given);
  const own = protocolOn(protocol, comparison);
  return own.next(view, replies).length > 0 ? "incomplete" : own.read(view, replies);
}

function isChanged(before: Reread, after: Reread): boolean {
  const read = ({ reading, critique }: Reread) =>
    canonicalJson(JSON.parse(JSON.stringify([reading, critique])));
  return read(before) !== read(after);
}

/** Counts what became of one judge's judgments. */
class Tally {
  judgments = 0;
  readonly judge: Judge;
  #counts = { unchanged: 0, changed: 0, failed: 0, incomplete: 0, withoutComparison: 0, unknownProbe: 0 };
  #changes = new Map<string, { before: string; after: string; count: number }>();
  #examples: RereadExample[] = [];

  constructor(judge: Judge) {
    this.judge = judge;
  }

  count(judgment: Judgment, reread: Reread | NotRead): void {
    if (typeof reread === "string") {
      this.#counts[reread]++;
      return;
    }
    if (!isChanged(judgment, reread)) {
      this.#counts.unchanged++;
      return;
    }
    this.#counts.changed++;
    const [before, after] = changeText(judgment, reread);
    const key = JSON.stringify([before, after]);
    const change = this.#changes.get(key) ?? { before, after, count: 0 };
    change.count++;
    this.#changes.set(key, change);
    if (change.count <= EXAMPLES_OF_A_CHANGE && this.#examples.length < EXAMPLES_OF_A_JUDGE)
      this.#examples.push(exampleOf(judgment, reread));
  }

  summary(reader: Reader | undefined): JudgeReparse[] {
    const { id, name } = this.judge;
    const { judgments } = this;
    if (!reader) return [];
    if ("skip" in reader) return [{ judge: id, name, status: "skipped", judgments, reason: reader.skip }];
    const changes = [...this.#changes.values()].sort((a, b) => b.count - a.count);
    return [
      { judge: id, name, status: "read", judgments, ...this.#counts, changes, examples: this.#examples },
    ];
  }
}

function exampleOf({ trial, reading, calls }: Judgment, reread: Reread): RereadExample {
  const last = calls.at(-1);
  return {
    comparison: trial.comparison,
    presented: trial.presented,
    repeat: trial.repeat,
    before: reading,
    after: reread.reading,
    text: last?.status === "answered" ? last.reply.text.slice(-SHOWN_CHARACTERS) : "",
  };
}

/** A change in words that many judgments may have in common. */
function changeText(before: Judgment, after: Reread): [before: string, after: string] {
  const [was, is] = [readingText(before.reading, before), readingText(after.reading, before)];
  if (was !== is) return [was, is];
  const same = canonicalReading(before.reading) === canonicalReading(after.reading);
  if (same) return [was, `${is}, another critique`];
  return [was, after.reading.status === "decided" ? `${is}, other values` : `${is}, another reason`];
}

function canonicalReading(reading: Reading): string {
  return canonicalJson(JSON.parse(JSON.stringify(reading)));
}

// By the place in which a response was shown: ids differ from one comparison to the next.
function readingText(reading: Reading, { trial }: Judgment): string {
  if (reading.status !== "decided") return reading.status;
  const { verdict } = reading;
  switch (verdict.kind) {
    case "duel": {
      const place = trial.presented?.indexOf(verdict.winner) ?? -1;
      return place < 0 ? "tie" : `response ${place + 1} is better`;
    }
    case "scores":
      return "scores";
    case "ranking":
      return "ranking";
    default:
      return verdict satisfies never;
  }
}
