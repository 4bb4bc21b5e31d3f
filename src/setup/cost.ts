import type { Config } from "../config/config.js";
import { UsageError } from "../core/errors.js";
import type { Call, Judgment } from "../core/judgment.js";
import type { Policy, Sample } from "../core/sample.js";
import type { BoundJudge } from "../run/plan.js";

type Priced = Pick<Config, "prices" | "replay">;

/** Whose calls cost something. */
export interface Payees<Kept> {
  /** All models that are called. */
  readonly models: readonly string[];
  /** The model that a record's calls went to. */
  modelOf(kept: Kept): string | undefined;
}

export function judgePayees(judges: readonly BoundJudge[]): Payees<Judgment> {
  const models = new Map(
    judges.flatMap((bound) =>
      bound.kind === "computed" ? [] : [[bound.judge.id, bound.judge.model] as const],
    ),
  );
  return { models: [...models.values()], modelOf: ({ trial }) => models.get(trial.judge) };
}

export function policyPayees(policies: readonly Policy[]): Payees<Sample> {
  return { models: policies.map(({ model }) => model), modelOf: ({ draw }) => draw.model };
}

export interface CostMeter<Kept = Judgment> {
  add(kept: Kept): void;
  /** US dollars of the calls added so far; null where that cannot be known: a model has no price, or a reply came without its usage. */
  total(): number | null;
}

/** Adds up what a run's calls cost by the user's own price table. Replies out of stored runs, and computed judges, cost nothing. */
export function costMeter<Kept extends { readonly calls: readonly Call[] }>(
  payees: Payees<Kept>,
  config: Priced,
): CostMeter<Kept> {
  let dollars = 0;
  let unknown = unpricedModel(payees, config) !== undefined;
  return {
    add(kept) {
      const price = config.prices?.models[payees.modelOf(kept) ?? ""];
      for (const call of kept.calls) {
        if (call.status === "failed" || call.reused) continue;
        const { usage } = call.reply;
        // Endpoints of reward models may count no tokens; where tokens cost nothing, none need be counted.
        if (price && price.inputPerMillion === 0 && price.outputPerMillion === 0) continue;
        if (!price || !usage) {
          unknown = true;
          continue;
        }
        const { inputPerMillion, outputPerMillion } = price;
        dollars += (usage.inputTokens * inputPerMillion + usage.outputTokens * outputPerMillion) / 1e6;
      }
    },
    total: () => (unknown ? null : dollars),
  };
}

/** Why a run stopped asking for the sake of its cost: it has cost that much, or what it costs cannot be known any more. */
export type CostStop = "reached" | "unknown";

export interface CostLimit<Kept = Judgment> {
  /** Aborts when the limit is reached, or when the caller says stop. */
  readonly signal: AbortSignal;
  add(kept: Kept): void;
}

/** Watches what a run's calls cost. Throws a UsageError where a limit is set but a model has no price. */
export function costLimit<Kept extends { readonly calls: readonly Call[] }>(
  config: Priced & Pick<Config, "maxCost">,
  payees: Payees<Kept>,
  hooks: { readonly stop?: AbortSignal; readonly onCostLimit?: (why: CostStop) => void },
): CostLimit<Kept> {
  const { maxCost } = config;
  const unpriced = unpricedModel(payees, config);
  if (maxCost !== undefined && unpriced !== undefined)
    throw new UsageError(`a cost limit (--max-cost) needs the price of ${unpriced}: add it to the prices`);
  const halt = new AbortController();
  if (hooks.stop?.aborted) halt.abort();
  hooks.stop?.addEventListener("abort", () => halt.abort(), { once: true });
  const meter = costMeter(payees, config);
  return {
    signal: halt.signal,
    add(kept) {
      meter.add(kept);
      const total = meter.total();
      if (maxCost === undefined || halt.signal.aborted || (total !== null && total < maxCost)) return;
      halt.abort();
      // A limit that can no longer be held is not spent past in good faith.
      hooks.onCostLimit?.(total === null ? "unknown" : "reached");
    },
  };
}

/** The first model that would be called and has no price; undefined where there is none. */
function unpricedModel(
  { models }: Pick<Payees<never>, "models">,
  { prices, replay }: Priced,
): string | undefined {
  if (replay) return undefined;
  return models.find((model) => !prices?.models[model]);
}
