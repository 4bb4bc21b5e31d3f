import type { Config } from "../config/config.js";
import { UsageError } from "../core/errors.js";
import type { Judgment } from "../core/judgment.js";
import type { BoundJudge } from "../run/plan.js";

type Priced = Pick<Config, "prices" | "replay">;

export interface CostMeter {
  add(judgment: Judgment): void;
  /** US dollars of the calls added so far; null where that cannot be known: a judge's model has no price, or a reply came without its usage. */
  total(): number | null;
}

/** Adds up what a run's calls cost by the user's own price table. Replies out of stored runs, and computed judges, cost nothing. */
export function costMeter(judges: readonly BoundJudge[], config: Priced): CostMeter {
  const models = new Map(
    judges.flatMap((bound) =>
      bound.kind === "computed" ? [] : [[bound.judge.id, bound.judge.model] as const],
    ),
  );
  let dollars = 0;
  let unknown = unpricedModel(judges, config) !== undefined;
  return {
    add({ trial, calls }) {
      const price = config.prices?.models[models.get(trial.judge) ?? ""];
      for (const call of calls) {
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

export interface CostLimit {
  /** Aborts when the limit is reached, or when the caller says stop. */
  readonly signal: AbortSignal;
  add(judgment: Judgment): void;
}

/** Watches what a run's calls cost. Throws a UsageError where a limit is set but a judge's model has no price. */
export function costLimit(
  config: Priced & Pick<Config, "maxCost">,
  judges: readonly BoundJudge[],
  hooks: { readonly stop?: AbortSignal; readonly onCostLimit?: (why: CostStop) => void },
): CostLimit {
  const { maxCost } = config;
  const unpriced = unpricedModel(judges, config);
  if (maxCost !== undefined && unpriced !== undefined)
    throw new UsageError(`a cost limit (--max-cost) needs the price of ${unpriced}: add it to the prices`);
  const halt = new AbortController();
  if (hooks.stop?.aborted) halt.abort();
  hooks.stop?.addEventListener("abort", () => halt.abort(), { once: true });
  const meter = costMeter(judges, config);
  return {
    signal: halt.signal,
    add(judgment) {
      meter.add(judgment);
      const total = meter.total();
      if (maxCost === undefined || halt.signal.aborted || (total !== null && total < maxCost)) return;
      halt.abort();
      // A limit that can no longer be held is not spent past in good faith.
      hooks.onCostLimit?.(total === null ? "unknown" : "reached");
    },
  };
}

/** The first model that would be called and has no price; undefined where there is none. */
function unpricedModel(judges: readonly BoundJudge[], { prices, replay }: Priced): string | undefined {
  if (replay) return undefined;
  const models = judges.flatMap((bound) => (bound.kind === "computed" ? [] : [bound.judge.model]));
  return models.find((model) => !prices?.models[model]);
}
