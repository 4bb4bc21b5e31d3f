import { steadyMean } from "../../combine/readings.js";
import type { ProbeFigure } from "../../core/audit.js";
import type { AskedJudge, Judge } from "../../core/judge.js";
import { askingsOn, pairsOf, sideOf } from "../measure/askings.js";
import { type AuditDuel, auditDuels } from "../measure/duels.js";
import { described, tested, type UnitValue } from "../measure/figures.js";
import type { Asking as HowAsked } from "../probe.js";
import type { AuditStudy } from "../study.js";

type OtherWay = "alone" | "side-by-side";

const ONE_AT_A_TIME = ["pointwise", "genrm", "genrm-cot", "rubric"];
const TOGETHER = ["pairwise", "listwise", "ratings"];

/** How a judge is asked that is asked the other way: a score of each response alone, or a choice between two; null where neither is known of it. */
export function otherWay(judge: Judge): OtherWay | null {
  if (judge.kind !== "asked") return null;
  if (asksTogether(judge)) return "alone";
  return asksOneAtATime(judge) ? "side-by-side" : null;
}

function asksTogether({ protocol, options }: AskedJudge): boolean {
  return TOGETHER.includes(protocol) || (protocol === "two-step" && options.verdict === "winner");
}

function asksOneAtATime({ protocol, options }: AskedJudge): boolean {
  return ONE_AT_A_TIME.includes(protocol) || (protocol === "two-step" && options.verdict === "score");
}

export function otherWayAskings(judge: Judge): Readonly<Record<string, HowAsked>> {
  switch (otherWay(judge)) {
    case "alone":
      return { alone: { protocol: "pointwise" } };
    case "side-by-side":
      return { "side-by-side": { protocol: "pairwise" } };
    default:
      return {};
  }
}

/**
 * Duels that a judge decides one way side by side and the other way by its scores of the responses alone, and how many of these noise could
 * make. With sides a, a′ of two askings one way and b, b′ the other (−1, 0, 1), a duel's share of contradictions is ½(|ab| − ab) and noise
 * explains at most ½(|ab| − a·a′·b·b′): where both ways lean to one side, however weakly each, E[ab] ≥ E[ab]² = E[a·a′·b·b′]. So the excess
 * ½(a·a′·b·b′ − ab) is at most 0 on average without true contradictions, and only an excess above 0 is a finding.
 */
export function contradictions(
  study: AuditStudy,
  probe: string,
): { readonly figures: readonly ProbeFigure[]; readonly notes: readonly string[] } {
  const arm = otherWay(study.judge);
  if (arm === null) return { figures: [], notes: [] };
  const units = auditDuels(study).flatMap((one) =>
    unitsOn(study, one, study.armOf(probe, arm, one.comparison.id)),
  );
  const why = study.whyNot({ probe, arm });
  if (units.length === 0)
    return { figures: [], notes: why === null ? [] : [`not asked ${WORDS[arm]}: ${why}`] };
  const of = (value: (both: BothWays) => number | null) =>
    units.map(({ cluster, both }): UnitValue => ({ cluster, value: both && value(both) }));
  const reason = "no duel was decided both ways";
  const twice = "no duel was decided twice both ways";
  return {
    notes: [],
    figures: [
      described(
        study,
        { metric: `${probe}-contradiction-rate`, title: "scored higher alone but losing side by side" },
        of(rateOf),
        { reason },
      ),
      described(
        study,
        { metric: `${probe}-contradiction-by-noise`, title: "such contradictions that noise could make" },
        of(noiseOf),
        { range: [-0.5, 1], reason: twice },
      ),
      onlyAbove(
        tested(
          study,
          { metric: `${probe}-contradiction-excess`, title: "contradictions beyond noise" },
          of((both) => {
            const [rate, noise] = [rateOf(both), noiseOf(both)];
            return rate === null || noise === null ? null : rate - noise;
          }),
          { range: [-1, 1], reason: twice },
        ),
      ),
    ],
  };
}

const WORDS: Readonly<Record<OtherWay, string>> = {
  alone: "to score each response alone",
  "side-by-side": "to choose between two",
};

/** An excess below 0 is no finding: it says that noise would have explained more than there is. */
function onlyAbove(figure: ProbeFigure): ProbeFigure {
  return figure.value !== null && figure.value <= 0 && figure.p !== null ? { ...figure, p: 1 } : figure;
}

/** The sides a duel took, asking by asking, as the judge is asked and the other way; undecided ones left out. */
interface BothWays {
  readonly own: readonly number[];
  readonly other: readonly number[];
}

/** null where it was asked both ways and not decided in both; [] where it was not asked both ways. */
function unitsOn(
  study: AuditStudy,
  one: AuditDuel,
  armed: ReturnType<AuditStudy["armOf"]>,
): readonly { readonly cluster: string; readonly both: BothWays | null }[] {
  const [own, other] = [study.baseOf(one.comparison.id), armed].map((judgments) =>
    askingsOn(judgments, one, study.judgeRule),
  );
  if (!own?.length || !other?.length) return [];
  const [sides, otherSides] = [own, other].map((askings) =>
    askings.map(sideOf).filter((side) => side !== null),
  );
  const isDecided = sides && otherSides && sides.length > 0 && otherSides.length > 0;
  return [{ cluster: one.cluster, both: isDecided ? { own: sides, other: otherSides } : null }];
}

function rateOf({ own, other }: BothWays): number {
  return steadyMean(own.flatMap((a) => other.map((b) => (a * b < 0 ? 1 : 0))));
}

/** null where there are not two askings each way. */
function noiseOf({ own, other }: BothWays): number | null {
  if (own.length < 2 || other.length < 2) return null;
  const sure = (sides: readonly number[]) => steadyMean(pairsOf(sides).map(([one, two]) => one * two));
  const decided = steadyMean(own.flatMap((a) => other.map((b) => Math.abs(a * b))));
  return (decided - sure(own) * sure(other)) / 2;
}
