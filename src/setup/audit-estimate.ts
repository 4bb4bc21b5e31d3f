import type { PriceTable } from "../config/config.js";
import type { Judgment } from "../core/judgment.js";
import type { Reading } from "../core/reading.js";
import type { PlannedTrial } from "../run/plan.js";
import type { ReplyLookup } from "../stores/store.js";
import { askAhead } from "./ask-ahead.js";
import type { Auditing } from "./audit.js";
import { tokenCounter } from "./estimate.js";

/** What an audit would ask for one purpose and cost: one probe's own trials, or the ordinary ones that probes share. */
export interface AuditEstimateRow {
  readonly judge: string;
  /** null for ordinary trials, those that a run makes too. */
  readonly probe: string | null;
  /** Trials that have no judgment yet. */
  readonly trials: number;
  /** Requests whose reply is already stored in an earlier run. */
  readonly reused: number;
  readonly calls: number;
  /** Estimated with the o200k vocabulary; what probes show of earlier replies is counted as a short text. */
  readonly inputTokens: number;
  readonly outputTokensAtMost: number;
  /** Between no output and the most output; null where no price is given for the model. */
  readonly usd: readonly [number, number] | null;
}

/** What an audit would ask and cost, before anything is sent. */
export interface AuditEstimate {
  readonly folder: string;
  readonly comparisons: number;
  /** Trials that are wanted in all, and how many of them are judged already. */
  readonly trials: number;
  readonly satisfied: number;
  readonly rows: readonly AuditEstimateRow[];
}

interface EstimateInput {
  readonly replies?: ReplyLookup;
  readonly replay: boolean;
  readonly prices?: PriceTable;
}

/** Walks through all rounds of an audit and asks nothing: each trial is taken to come out decided, so that what hangs on it is foreseen. */
export async function estimateAudit(
  under: Auditing,
  { replies, replay, prices }: EstimateInput,
): Promise<Pick<AuditEstimate, "rows" | "trials" | "satisfied">> {
  const countTokens = await tokenCounter();
  const asked = new Set<string>();
  const rows = new Map<string, Tally>();
  let trials = 0;
  let open = 0;
  for (let round = under.remaining(); round.length > 0; round = under.remaining()) {
    for (const planned of round) {
      open++;
      const tally = tallyOf(rows, planned, prices);
      tally.trials++;
      if (planned.judge.kind !== "computed") {
        const setting = { asked, countTokens, replay, ...(replies ? { replies } : {}) };
        const ahead = await askAhead(planned.judge, planned, setting);
        for (const count of COUNTS) tally[count] += ahead[count];
      }
      under.add(asIfDecided(planned));
    }
    trials = under.counts().wanted;
  }
  return {
    trials: Math.max(trials, under.counts().wanted),
    satisfied: under.counts().wanted - open,
    rows: [...rows.values()].map(({ price, isFree, ...row }) => ({ ...row, usd: usdOf(row, price, isFree) })),
  };
}

const COUNTS = ["reused", "calls", "inputTokens", "outputTokensAtMost"] as const;

type Price = PriceTable["models"][string];
type Tally = { -readonly [Key in Exclude<keyof AuditEstimateRow, "usd">]: AuditEstimateRow[Key] } & {
  readonly price: Price | undefined;
  readonly isFree: boolean;
};

function tallyOf(
  rows: Map<string, Tally>,
  { judge, trial }: PlannedTrial,
  prices: PriceTable | undefined,
): Tally {
  const probe = trial.variant && trial.variant.probe !== "audit" ? trial.variant.probe : null;
  const key = JSON.stringify([trial.judge, probe]);
  const known = rows.get(key);
  if (known) return known;
  const isFree = judge.kind === "computed";
  const fresh: Tally = {
    ...{ judge: trial.judge, probe, trials: 0, reused: 0, calls: 0, inputTokens: 0, outputTokensAtMost: 0 },
    price: isFree ? undefined : prices?.models[judge.judge.model],
    isFree,
  };
  rows.set(key, fresh);
  return fresh;
}

function usdOf(
  { calls, inputTokens, outputTokensAtMost }: Omit<AuditEstimateRow, "usd">,
  price: Price | undefined,
  isFree: boolean,
): AuditEstimateRow["usd"] {
  if (isFree || calls === 0) return [0, 0];
  if (!price) return null;
  const input = (inputTokens * price.inputPerMillion) / 1e6;
  return [input, input + (outputTokensAtMost * price.outputPerMillion) / 1e6];
}

/** A judgment that was not made: it lets a probe plan what it would ask next. */
function asIfDecided({ trial }: PlannedTrial): Judgment {
  return { trial, reading: readingAsIf(trial.presented ?? []), critique: STAND_IN, calls: [] };
}

const STAND_IN =
  "Response A answers the prompt and is right in what it says. Response B leaves out a part of the answer and is wrong in one point.";

function readingAsIf(presented: readonly string[]): Reading {
  const [first = "", second] = presented;
  if (second === undefined) return { status: "decided", verdict: { kind: "scores", byId: { [first]: 1 } } };
  if (presented.length === 2)
    return { status: "decided", verdict: { kind: "duel", between: [first, second], winner: first } };
  return { status: "decided", verdict: { kind: "ranking", tiers: presented.map((id) => [id]) } };
}
