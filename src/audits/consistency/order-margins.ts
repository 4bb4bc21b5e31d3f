import type { AuditCurve } from "../../core/audit.js";
import { pointsAlong } from "../measure/curves.js";
import type { AuditStudy } from "../study.js";
import { judgeMargin, preferenceMargin, statesMargin } from "./margins.js";
import type { OrderedDuel } from "./two-orders.js";

/** Flips over how clear a duel is: to people, and to the judge itself. Curves are left out where nothing says how clear duels are. */
export function orderMargins(study: AuditStudy, duels: readonly OrderedDuel[]): readonly AuditCurve[] {
  const { kind, units } = byPreference(study, duels);
  const curves = [
    {
      name: "order-flips-by-preference-margin",
      title: "order flips by how clear the preference is",
      x: kind,
      points: pointsAlong(units),
    },
    {
      name: "order-flips-by-own-margin",
      title: "order flips by how clear the judge's own verdicts are",
      x: "size of the judge's lead",
      points: pointsAlong(byOwnVerdict(study, duels)),
    },
  ];
  return curves
    .filter(({ points }) => points.length > 0)
    .map((curve) => ({ ...curve, y: "share of duels that flip" }));
}

/** By the kind of margin that most duels have: a strength and a difference of ratings are not on one scale. */
function byPreference(study: AuditStudy, duels: readonly OrderedDuel[]) {
  const all = duels.flatMap((one) => {
    const margin = preferenceMargin(study, one);
    return margin ? unitsAt(one, margin.margin).map((unit) => ({ ...unit, kind: margin.kind })) : [];
  });
  const counts = new Map<string, number>();
  for (const { kind } of all) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const [most = ["", 0]] = [...counts].sort(([, a], [, b]) => b - a);
  return { kind: most[0], units: all.filter(({ kind }) => kind === most[0]) };
}

function byOwnVerdict(study: AuditStudy, duels: readonly OrderedDuel[]) {
  const base = duels.map((one) => ({ one, judgments: study.baseOf(one.comparison.id) }));
  // Of a judge that only names winners every lead is 1, or a mean of that and of ties, which says nothing but that there were ties.
  if (!base.some(({ judgments }) => judgments.some(statesMargin))) return [];
  return base.flatMap(({ one, judgments }) => {
    const margin = judgeMargin(judgments, one.duel);
    return margin === null ? [] : unitsAt(one, margin);
  });
}

function unitsAt({ cluster, flips }: OrderedDuel, x: number) {
  return flips ? [{ cluster, x, value: flips.first + flips.second }] : [];
}
