import type { DuelLabel, LabelledDuel } from "./labelled.js";

export const FILTER_NAMES = ["minAgreement", "verifiedOnly", "minMargin", "noOrderFlips"] as const;
export type FilterName = (typeof FILTER_NAMES)[number];

/** What is kept; what is absent keeps everything. */
export interface Filters {
  /** The least share of votes that say what the label says, 0…1. */
  readonly minAgreement?: number;
  /** Only what checks say too. */
  readonly verifiedOnly?: boolean;
  /** The least margin, in the unit of the margin. */
  readonly minMargin?: number;
  /** Nothing of which a judge's winner was the opposite one in the other order. A duel that was not decided in both orders stays. */
  readonly noOrderFlips?: boolean;
}

/** A duel that stays, or why it does not: the first reason that holds, in the order label, check, agreement, margin, order. */
export function sifted(
  { label, verified, orders }: LabelledDuel,
  filters: Filters,
): { readonly label: Extract<DuelLabel, { status: "decided" }> } | { readonly reason: string } {
  if (label.status !== "decided") return { reason: UNLABELLED[label.status] };
  const { minAgreement, minMargin } = filters;
  if (filters.verifiedOnly && verified === null) return { reason: NOT_VERIFIED };
  if (filters.verifiedOnly && verified !== label.chosen) return { reason: "the checks say otherwise" };
  if (minAgreement !== undefined && label.agreement < minAgreement)
    return { reason: `agreement below ${minAgreement}` };
  if (minMargin !== undefined && label.margin < minMargin) return { reason: `margin below ${minMargin}` };
  if (filters.noOrderFlips && orders === "flipped") return { reason: FLIPPED };
  return { label };
}

export const NOT_VERIFIED = "not verified";
export const FLIPPED = "a judge's winner flips with the order";

const UNLABELLED = {
  tie: "a tie",
  split: "split: no side leads",
  none: "without a label",
} as const satisfies Record<Exclude<DuelLabel["status"], "decided">, string>;
