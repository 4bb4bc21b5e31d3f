import type { Estimate } from "../core/analysis.js";
import { creditTiesHalf } from "./agreement.js";
import { dataBySource } from "./by-source.js";
import { clusterOfDuel, type DataStudy } from "./data-study.js";
import { clusterTally, meanEstimate } from "./estimate.js";
import { type JudgeStudy, wasAsked } from "./judge-study.js";
import type { Metric } from "./metric.js";
import { duelsIn, type Scope, scopesOf } from "./scopes.js";

/**
 * The verifier where it prefers one response, the judge elsewhere; against either alone, on the same duels. Held to what people or a
 * construction say, since held to the verifier the router would be right by definition. The verifier alone is worth ½ where it says
 * nothing, as a coin is.
 */
export const router: Metric = {
  name: "router",
  title: "verifier where it applies, judge elsewhere",
  measure(study) {
    const labels = dataBySource(study.data, ["human", "constructed"]);
    const verified = dataBySource(study.data, ["verified"]);
    if (!labels || !verified) return [];
    return scopesOf(labels).flatMap((scope) => {
      const credits = creditsOf(study, { labels, verified, scope });
      return FIGURES.map((figure) => estimateOf(figure, { study, scope, credits }));
    });
  },
};

/** What judge and verifier earn on one duel: right 1, tie ½, wrong 0. */
interface Credits {
  readonly cluster: number;
  /** null without a verdict. */
  readonly judge: number | null;
  /** null where the verifier prefers neither response. */
  readonly verifier: 0 | 1 | null;
  readonly asked: boolean;
}

interface Figure {
  readonly metric: string;
  readonly range: readonly [number, number];
  of(judge: number, verifier: number | null): number;
}

const routed = (judge: number, verifier: number | null) => verifier ?? judge;
const unit = [0, 1] as const;
const difference = [-1, 1] as const;

const FIGURES: readonly Figure[] = [
  { metric: "router", range: unit, of: routed },
  { metric: "router-judge-alone", range: unit, of: (judge) => judge },
  { metric: "router-verifier-alone", range: unit, of: (_, verifier) => verifier ?? 0.5 },
  { metric: "router-gain-over-judge", range: difference, of: (j, v) => routed(j, v) - j },
  { metric: "router-gain-over-verifier", range: difference, of: (j, v) => routed(j, v) - (v ?? 0.5) },
  { metric: "router-verified-share", range: unit, of: (_, verifier) => (verifier === null ? 0 : 1) },
];

function creditsOf(
  study: JudgeStudy,
  over: { readonly labels: DataStudy; readonly verified: DataStudy; readonly scope: Scope },
): readonly Credits[] {
  const { labels, verified, scope } = over;
  return [...duelsIn(scope, labels)].flatMap((index): Credits[] => {
    const duel = labels.duels[index];
    const judge = duel && creditTiesHalf(study.shares[index] ?? null, duel);
    if (!duel || judge === undefined) return [];
    const found = verified.duels[index]?.preferred ?? null;
    const verifier = found === null || found === "tie" ? null : found === duel.preferred ? 1 : 0;
    return [{ cluster: clusterOfDuel(labels, duel), judge, verifier, asked: wasAsked(study, index) }];
  });
}

function estimateOf(
  { metric, range, of }: Figure,
  measured: { readonly study: JudgeStudy; readonly scope: Scope; readonly credits: readonly Credits[] },
): Estimate {
  const { study, scope, credits } = measured;
  const tally = clusterTally();
  let [excluded, unanswered, low, high] = [0, 0, 0, 0];
  for (const { cluster, judge, verifier, asked } of credits) {
    if (judge !== null) {
      tally.add(cluster, of(judge, verifier));
      continue;
    }
    excluded++;
    if (!asked) continue;
    unanswered++;
    // Every figure is monotone in what the judge would have earned.
    const ends = [of(0, verifier), of(1, verifier)];
    low += Math.min(...ends);
    high += Math.max(...ends);
  }
  const reason = excluded === 0 ? "no label with a winner" : "no verdict on any duel with a label";
  return meanEstimate({ metric, judge: study.id, subset: scope.subset }, tally, {
    ...{ excluded, unanswered, range, reason },
    slack: { low, high },
  });
}
