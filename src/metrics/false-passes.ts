import type { Estimate } from "../core/analysis.js";
import { aucFigure } from "./auc-figure.js";
import { dataBySource } from "./by-source.js";
import { type CheckedResponse, checkedResponses, falseRate, UNSCORED } from "./checked-responses.js";
import type { DataStudy } from "./data-study.js";
import { meanOverDuels, undefinedEstimate } from "./estimate.js";
import { type JudgeStudy, wasAsked } from "./judge-study.js";
import type { Metric } from "./metric.js";
import { type Scope, scopesOf } from "./scopes.js";

/**
 * A judge against the verifier. Response by response: how often it passes what failed and fails what passed, and how well its scores tell
 * the two apart at any threshold. Duel by duel: how often it picks what failed over what passed. Only for data with verified preferences.
 */
export const falsePasses: Metric = {
  name: "false-passes",
  title: "judge against verifier",
  measure(study) {
    const data = dataBySource(study.data, ["verified"]);
    if (!data) return [];
    const checked = checkedResponses(study, data);
    return scopesOf(data).flatMap((scope) => {
      const within = checked.filter(({ comparison }) => scope.includesComparison(comparison));
      const about = { judge: study.id, subset: scope.subset };
      return [
        falseRate({ ...about, metric: "false-pass-rate", passed: false }, within),
        falseRate({ ...about, metric: "false-fail-rate", passed: true }, within),
        aucOf({ study, scope, checked: within }),
        ...picksOf(study, data, scope),
      ];
    });
  },
};

interface Measured {
  readonly study: JudgeStudy;
  readonly scope: Scope;
  readonly checked: readonly CheckedResponse[];
}

/** How often a response that passed is scored above one that failed, over all prompts; equal scores count half. */
function aucOf({ study, scope, checked }: Measured): Estimate {
  const about = { metric: "pass-auc", judge: study.id, subset: scope.subset, unit: "score" } as const;
  const scored = checked.filter(({ score }) => score !== null);
  const excluded = checked.length - scored.length;
  if (scored.length === 0)
    return undefinedEstimate(about, excluded === 0 ? NOTHING_CHECKED : UNSCORED, excluded);
  const scores = Float64Array.from(scored, ({ score }) => score ?? 0);
  const outcomes = Float64Array.from(scored, ({ passed }) => Number(passed));
  const clusters = Int32Array.from(scored, ({ cluster }) => cluster);
  const figure = aucFigure(scores, outcomes, clusters);
  const estimate = { ...about, n: scored.length, clusters: new Set(clusters).size, excluded };
  if (figure.value !== null) return { ...estimate, ...figure };
  const reason = "all responses that were scored passed, or all failed";
  return { ...estimate, value: null, interval: null, reason };
}

const NOTHING_CHECKED = "no response is known to have passed or failed";

/** Over duels of which the verifier prefers one: the share of the judge's votes for the other, and of its ties. */
function picksOf(study: JudgeStudy, data: DataStudy, { subset, members }: Scope): readonly Estimate[] {
  const figures = [
    { metric: "wrong-pick-rate", share: "worse" },
    { metric: "no-pick-rate", share: "tie" },
  ] as const;
  return figures.map(({ metric, share }) =>
    meanOverDuels(
      { metric, judge: study.id, subset },
      data,
      members,
      ({ preferred }, index) => {
        if (preferred === null || preferred === "tie") return undefined;
        const shares = study.shares[index] ?? null;
        const worse = preferred === "first" ? "second" : "first";
        if (!shares) return null;
        return share === "tie" ? shares.tie : shares[worse];
      },
      {
        noUnits: "no duel of a response that passed and one that failed",
        noVerdicts: "no verdict on any duel of a response that passed and one that failed",
        wasAsked: (index) => wasAsked(study, index),
      },
    ),
  );
}
