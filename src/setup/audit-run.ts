import type { Probe } from "../audits/probe.js";
import type { Config } from "../config/config.js";
import type { Audit } from "../core/audit.js";
import type { Judgment } from "../core/judgment.js";
import type { DatasetRow } from "../datasets/read.js";
import type { PlannedTrial } from "../run/plan.js";
import type { RunRecords } from "../stores/store.js";
import { type Auditing, auditing } from "./audit.js";
import { armBinder } from "./audit-bind.js";
import type { AuditReadingOptions } from "./audit-report.js";
import { carriedOut, type LaidRun, type OpenRun, type RunHooks } from "./laid-run.js";
import { type Loaded, selectedRows } from "./load.js";

export interface AuditHooks extends RunHooks {
  /** Names or families of probes; default: those that are asked by default. */
  readonly probes?: readonly string[];
  /** A round of questions is about to be asked: how many trials the audit wants so far, and how many of them are judged. */
  readonly onRound?: (round: { readonly trials: number; readonly satisfied: number }) => void;
}

/** An audit that ended, or was stopped: what is stored was measured. */
export interface AuditedRun extends OpenRun {
  readonly audit: Audit;
}

/** The audit of a config's judges over its selected rows, with what is stored already. All texts are held in memory. */
export async function auditUnder(
  loaded: Loaded,
  probes: readonly Probe[],
  stored: Pick<RunRecords, "judgments"> | undefined,
  given?: readonly DatasetRow[],
): Promise<Auditing> {
  const { config, judges, bind, seed } = loaded;
  const judgments: Judgment[] = [];
  if (stored) for await (const judgment of stored.judgments()) judgments.push(judgment);
  const rows = given ?? (await gathered(selectedRows(loaded)));
  return auditing({
    ...{ probes, rows, judgments, seed },
    judges: judges.map((bound) => ({ bound })),
    bind: armBinder(config, judges, bind),
    ...(config.rule ? { rule: config.rule } : {}),
    ...(config.prices ? { prices: config.prices.models } : {}),
  });
}

/** Asks what remains until nothing more is wanted, or the run is to stop. */
export async function* rounds(under: Auditing, laid: LaidRun, hooks: AuditHooks): AsyncGenerator<Judgment> {
  for (let trials = under.remaining(); trials.length > 0; trials = under.remaining()) {
    const { wanted: total, satisfied } = under.counts();
    hooks.onRound?.({ trials: total, satisfied });
    for await (const judgment of carriedOut(laid, { trials: streamed(trials), total, satisfied }, hooks)) {
      under.add(judgment);
      yield judgment;
    }
    if (laid.limit.signal.aborted) return;
  }
}

/** What of a config says how figures are made. */
export function readingOf({ prices, metrics, rule, annotators }: Config): AuditReadingOptions {
  return {
    ...(prices ? { prices } : {}),
    ...(metrics ? { metrics } : {}),
    ...(rule ? { rule } : {}),
    ...(annotators ? { annotators } : {}),
  };
}

export async function gathered<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function* streamed(trials: readonly PlannedTrial[]): AsyncGenerator<PlannedTrial> {
  yield* trials;
}
