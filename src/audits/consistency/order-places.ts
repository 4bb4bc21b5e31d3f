import type { AuditCurve, ProbeFigure } from "../../core/audit.js";
import { type Comparison, clusterOf } from "../../core/comparison.js";
import { duelOutcome } from "../../core/duel.js";
import type { Judgment } from "../../core/judgment.js";
import { TIE } from "../../core/preference.js";
import type { Verdict } from "../../core/reading.js";
import { pointsAlong } from "../measure/curves.js";
import { described } from "../measure/figures.js";
import type { AuditStudy } from "../study.js";

/**
 * What the place means where three or more responses are shown together: how much a response wins in each place (a curve), and how often the
 * best one changes when the responses change places. Nothing where no more than two are shown.
 */
export function orderPlaces(study: AuditStudy): {
  readonly figures: readonly ProbeFigure[];
  readonly curves: readonly AuditCurve[];
} {
  const shown = study.comparisons.flatMap((comparison) => {
    const together = study.baseOf(comparison.id).filter(isShownTogether);
    return together.length > 0 ? [{ comparison, cluster: clusterOf(comparison), together }] : [];
  });
  if (shown.length === 0) return { figures: [], curves: [] };
  const points = pointsAlong(
    shown.flatMap(({ cluster, together }) =>
      meanByPlace(together).map(({ place, value }) => ({ cluster, x: place, value })),
    ),
  );
  const curve: AuditCurve = {
    name: "order-wins-by-place",
    title: "wins by the place a response is shown in",
    ...{ x: "place", y: "share of the other responses it beats", points },
  };
  return {
    figures: [
      described(
        study,
        { metric: "order-best-changes", title: "another best response in another order" },
        shown.map(({ comparison, cluster, together }) => ({
          cluster,
          value: bestChanges(comparison, together),
        })),
        { reason: "no comparison was decided in two orders" },
      ),
    ],
    curves: points.length > 0 ? [curve] : [],
  };
}

function isShownTogether({ trial: { presented } }: Judgment): boolean {
  return presented !== null && presented.length > 2;
}

/** The share of others that the response in each place beats (a tie is half), over the presentations that were decided. */
function meanByPlace(judgments: readonly Judgment[]): readonly { place: number; value: number }[] {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const { trial, reading } of judgments) {
    if (reading.status !== "decided") continue;
    const presented = trial.presented ?? [];
    presented.forEach((id, i) => {
      for (const other of presented) {
        const winner = other === id ? null : duelOutcome(reading.verdict, [id, other]);
        if (winner === null) continue;
        const total = sums.get(i + 1) ?? { sum: 0, count: 0 };
        sums.set(i + 1, {
          sum: total.sum + (winner === id ? 1 : winner === TIE ? 0.5 : 0),
          count: total.count + 1,
        });
      }
    });
  }
  return [...sums].map(([place, { sum, count }]) => ({ place, value: sum / count }));
}

/** The share of pairs of orders in which another response (or another set of equals) is best; null where fewer than two were decided. */
function bestChanges({ responses }: Comparison, judgments: readonly Judgment[]): number | null {
  const ids = responses.map(({ id }) => id);
  const tops = judgments.flatMap(({ trial, reading }) => {
    const best = reading.status === "decided" ? bestOf(reading.verdict, ids) : [];
    return best.length > 0 ? [{ order: JSON.stringify(trial.presented), best: JSON.stringify(best) }] : [];
  });
  let [changed, pairs] = [0, 0];
  tops.forEach((one, i) => {
    for (const other of tops.slice(0, i)) {
      if (one.order === other.order) continue;
      pairs++;
      if (one.best !== other.best) changed++;
    }
  });
  return pairs === 0 ? null : changed / pairs;
}

/** The responses that lose to none of which the verdict speaks. */
function bestOf(verdict: Verdict, ids: readonly string[]): readonly string[] {
  return ids.filter((id) => {
    const outcomes = ids.flatMap((other) => (other === id ? [] : (duelOutcome(verdict, [id, other]) ?? [])));
    return outcomes.length > 0 && outcomes.every((winner) => winner === id || winner === TIE);
  });
}
