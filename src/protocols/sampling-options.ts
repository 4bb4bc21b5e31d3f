import type { Rule } from "../core/decision.js";
import { choice, flag, type Option, wholeNumber } from "./options.js";
import type { Orders } from "./orders.js";
import type { ConfiguredProtocol } from "./protocol.js";

export type SampleAggregation = Exclude<Rule["samples"], "each">;

/** How often one question is asked for one verdict, and what becomes of the answers. `first` is the protocol's own way. */
export function samplingOptions<First extends SampleAggregation>(first: First) {
  const others = (["majority", "mean", "median", "sum"] as const).filter((way) => way !== first);
  return {
    samples: wholeNumber(
      1,
      1,
      "how many samples of one question make one verdict; multiplies with the orders",
    ),
    aggregation: choice<SampleAggregation>([first, ...others], "how samples become one verdict"),
  } as const;
}

/** Whether the expectation over the verdict's token probabilities stands in for the verdict that was sampled. */
export const expectation: Option<boolean> = flag(
  false,
  "read the expected value over the verdict's token probabilities instead of the sampled verdict",
);

/** How many of the likeliest tokens are asked for: the most that every endpoint with log-probabilities gives. */
export const TOP_LOGPROBS = 20;

/** What a judge's options say of how its judgments are combined: parts of a ConfiguredProtocol. */
export function combining(options: {
  readonly samples: number;
  readonly aggregation: SampleAggregation;
  readonly expectation?: boolean;
  readonly orders?: Orders;
  /** Set where the protocol reads token probabilities whatever its options. */
  readonly readsTokens?: boolean;
}): Pick<ConfiguredProtocol, "readsTokens"> & { readonly samples: number; readonly rule: Partial<Rule> } {
  const { samples, aggregation, expectation: expected = false, orders } = options;
  const several = samples > 1;
  return {
    samples,
    ...(expected || options.readsTokens ? { readsTokens: true } : {}),
    rule: {
      ...(several ? { samples: aggregation } : {}),
      ...(expected ? { value: "expected" as const } : {}),
      // A fresh order for each sample: no order has samples of its own to be joined.
      ...(several && orders === "random" ? { orders: "pooled" as const } : {}),
    },
  };
}
