import type { Estimate } from "../core/analysis.js";
import { ownScore } from "../core/duel.js";
import type { Preference } from "../core/preference.js";
import { aucFigure } from "./auc-figure.js";
import { dataBySource } from "./by-source.js";
import type { DataStudy } from "./data-study.js";
import { clusterTally, meanEstimate, meanOverDuels, undefinedEstimate } from "./estimate.js";
import { type JudgeStudy, wasAsked } from "./judge-study.js";
import type { Metric } from "./metric.js";
import { passBar } from "./pass-bar.js";
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
      return [
        rateOf("false-pass-rate", false, { study, scope, checked: within }),
        rateOf("false-fail-rate", true, { study, scope, checked: within }),
        aucOf({ study, scope, checked: within }),
        ...picksOf(study, data, scope),
      ];
    });
  },
};

interface Checked {
  readonly comparison: number;
  readonly cluster: number;
  /** What the verifier found. */
  readonly passed: boolean;
  /** The judge's; null where it gave none. */
  readonly score: number | null;
  /** Whether the judge passes it; null where there is no score, or nothing that a score can be held to. */
  readonly judged: boolean | null;
  readonly asked: boolean;
}

/** Every response that is known to have passed or failed, in the order of the data. */
function checkedResponses(study: JudgeStudy, data: DataStudy): readonly Checked[] {
  return data.comparisons.flatMap(({ responses, subset }, comparison) => {
    const said = data.preferences[comparison] ?? [];
    if (said.length === 0) return [];
    const scores = study.scoresOf(comparison);
    const bar = passBar(study, subset);
    const asked = (study.judgments[comparison]?.length ?? 0) > 0;
    return responses.flatMap(({ id }): Checked[] => {
      const passed = verifiedStatus(said, id);
      if (passed === null) return [];
      const score = scores.get(id) ?? null;
      const judged = score === null || bar === null ? null : score >= bar;
      return [{ comparison, cluster: data.clusterOf[comparison] ?? 0, passed, score, judged, asked }];
    });
  });
}

/** Whether a response passed; null where nobody says so, or one says this and another that. */
function verifiedStatus(said: readonly Preference[], id: string): boolean | null {
  const found = new Set(said.map((preference) => statusIn(preference, id)).filter((one) => one !== null));
  const [only = null] = found;
  return found.size === 1 ? only : null;
}

// Of a ranking, and of ratings that are no rewards, nothing tells from which place on a response is right.
function statusIn(preference: Preference, id: string): boolean | null {
  switch (preference.kind) {
    case "duel": {
      const { between, winner } = preference;
      return between.includes(id) && between.includes(winner) ? id === winner : null;
    }
    case "sets": {
      const [good, bad] = [preference.good.includes(id), preference.bad.includes(id)];
      return good === bad ? null : good;
    }
    case "ratings": {
      if (Object.values(preference.scores).some((score) => score !== 0 && score !== 1)) return null;
      const reward = ownScore(preference.scores, id);
      return reward === null ? null : reward === 1;
    }
    case "ranking":
      return null;
    default:
      return preference satisfies never;
  }
}

interface Measured {
  readonly study: JudgeStudy;
  readonly scope: Scope;
  readonly checked: readonly Checked[];
}

/** Over responses that passed (or failed) the check and that the judge scored: the share of which it says the contrary. */
function rateOf(metric: string, passed: boolean, { study, scope, checked }: Measured): Estimate {
  const tally = clusterTally();
  let [excluded, unanswered] = [0, 0];
  for (const one of checked) {
    if (one.passed !== passed) continue;
    if (one.judged !== null) tally.add(one.cluster, one.judged === passed ? 0 : 1);
    else {
      excluded++;
      if (one.asked) unanswered++;
    }
  }
  const reason =
    excluded === 0
      ? `no response that ${passed ? "passed" : "failed"} the check`
      : whyUnjudged(checked, passed);
  return meanEstimate({ metric, judge: study.id, subset: scope.subset }, tally, {
    excluded,
    unanswered,
    reason,
  });
}

const UNSCORED = "the judge scored none of these responses";

function whyUnjudged(checked: readonly Checked[], passed: boolean): string {
  const isScored = checked.some((one) => one.passed === passed && one.score !== null);
  return isScored ? "no scale is known of the judge's scores, so that none can be called a pass" : UNSCORED;
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
