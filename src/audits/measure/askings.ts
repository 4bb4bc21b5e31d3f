import { placeOnDuel } from "../../combine/place.js";
import type { JudgeRule } from "../../combine/rule.js";
import type { Duel } from "../../core/comparison.js";
import type { JudgmentRow } from "../../core/judgment.js";
import { TIE } from "../../core/preference.js";
import type { AuditDuel } from "./duels.js";
import { apartByOrder, votesOn } from "./win-share.js";

/** How one presentation of a duel came out in one asking; the three sum to 1 (a judge of several samples may be divided). */
export interface Outcome {
  /** For the duel's first response, whichever stood first. */
  readonly first: number;
  readonly second: number;
  readonly tie: number;
}

/** One asking of a duel: what a run asks once, in every order. */
export interface Asking {
  /** 0 for the first. */
  readonly repeat: number;
  /** By presentation ("alone" where responses are scored one at a time); null where it was asked and decided nothing. */
  readonly outcomes: ReadonlyMap<string, Outcome | null>;
}

/** What a judge said of a duel, asking by asking, from judgments of its comparison. */
export function askingsOn(
  judgments: readonly JudgmentRow[],
  { comparison, duel }: Pick<AuditDuel, "comparison" | "duel">,
  judgeRule: JudgeRule,
): readonly Asking[] {
  const asked = new Map<number, { readonly places: Set<string>; readonly judgments: JudgmentRow[] }>();
  for (const judgment of judgments) {
    const place = placeOf(judgment, duel);
    if (place === null) continue;
    const repeat = Math.floor(judgment.trial.repeat / judgeRule.samples);
    const own = asked.get(repeat) ?? { places: new Set(), judgments: [] };
    asked.set(repeat, own);
    own.places.add(place);
    own.judgments.push(judgment);
  }
  return [...asked]
    .sort(([a], [b]) => a - b)
    .map(([repeat, { places, judgments: own }]) => {
      const { votes } = votesOn(own, comparison, duel, apartByOrder(judgeRule));
      const outcomes = [...places].sort().map((place) => {
        const winners = votes.filter((vote) => keyOf(vote.presented) === place).map(({ winner }) => winner);
        return [place, winners.length === 0 ? null : outcomeOf(winners, duel)] as const;
      });
      return { repeat, outcomes: new Map(outcomes) };
    });
}

/** The duel's first response's share of an asking, every order weighing the same (win 1, tie ½, loss 0); null unless all that was asked is decided. */
export function shareIn({ outcomes }: Asking): number | null {
  let sum = 0;
  for (const outcome of outcomes.values()) {
    if (outcome === null) return null;
    sum += shareOf(outcome);
  }
  return outcomes.size === 0 ? null : sum / outcomes.size;
}

/** Win 1, tie ½, loss 0. */
export function shareOf({ first, tie }: Outcome): number {
  return first + tie / 2;
}

/** 1 where an asking is for the duel's first response, −1 for its second, 0 where it is divided evenly; null where it is not decided in full. */
export function sideOf(asking: Asking): -1 | 0 | 1 | null {
  const share = shareIn(asking);
  if (share === null) return null;
  // Thirds do not add up exactly in binary.
  if (Math.abs(share - 0.5) < 1e-12) return 0;
  return share > 0.5 ? 1 : -1;
}

/** Each two of several, the earlier first. */
export function pairsOf<Item>(items: readonly Item[]): readonly (readonly [Item, Item])[] {
  return items.flatMap((one, i) => items.slice(i + 1).map((other) => [one, other] as const));
}

/** Where a judgment was asked about a duel; null where it was not. */
function placeOf(judgment: JudgmentRow, duel: Duel): string | null {
  const { presented } = judgment.trial;
  const place = placeOnDuel(judgment, duel);
  if (!place) return null;
  const [only] = presented ?? [];
  // A score of another response is no word on this duel.
  if (place.order === "none" && only !== undefined && !duel.includes(only)) return null;
  return keyOf(place.presented);
}

function keyOf(presented: readonly string[] | null): string {
  return presented === null ? "alone" : JSON.stringify(presented);
}

function outcomeOf(winners: readonly string[], [a, b]: Duel): Outcome {
  const of = (id: string) => winners.filter((winner) => winner === id).length / winners.length;
  return { first: of(a), second: of(b), tie: of(TIE) };
}
