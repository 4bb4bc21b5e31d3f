import type { Estimate } from "../core/analysis.js";
import { ownScore } from "../core/duel.js";
import type { ErrorKind } from "../core/error-kind.js";
import type { Preference } from "../core/preference.js";
import type { DataStudy } from "./data-study.js";
import { clusterTally, meanEstimate } from "./estimate.js";
import type { JudgeStudy } from "./judge-study.js";
import { passBar } from "./pass-bar.js";

/** A response that is known to have passed or failed its checks, and what the judge makes of it. */
export interface CheckedResponse extends Found {
  readonly comparison: number;
  readonly cluster: number;
  /** The judge's; null where it gave none. */
  readonly score: number | null;
  /** Whether the judge passes it; null where there is no score, or nothing that a score can be held to. */
  readonly judged: boolean | null;
  readonly asked: boolean;
}

/** What the verifier found of a response. */
export interface Found {
  readonly passed: boolean;
  /** Of one that failed; null where no kind of error is named, or one preference names this and another that. */
  readonly error: ErrorKind | null;
}

/** Every response that is known to have passed or failed, in the order of the data. */
export function checkedResponses(study: JudgeStudy, data: DataStudy): readonly CheckedResponse[] {
  return data.comparisons.flatMap(({ responses, subset }, comparison) => {
    const said = data.preferences[comparison] ?? [];
    if (said.length === 0) return [];
    const scores = study.scoresOf(comparison);
    const bar = passBar(study, subset);
    const asked = (study.judgments[comparison]?.length ?? 0) > 0;
    return responses.flatMap(({ id }): CheckedResponse[] => {
      const found = foundOf(said, id);
      if (found === null) return [];
      const score = scores.get(id) ?? null;
      const judged = score === null || bar === null ? null : score >= bar;
      return [{ comparison, cluster: data.clusterOf[comparison] ?? 0, ...found, score, judged, asked }];
    });
  });
}

/** Whether a response passed, and what was wrong with it; null where nobody says so, or one says this and another that. */
export function foundOf(said: readonly Preference[], id: string): Found | null {
  const passed = onlyOne(said.map((preference) => statusIn(preference, id)));
  if (passed === null) return null;
  return { passed, error: passed ? null : onlyOne(said.map((preference) => errorIn(preference, id))) };
}

function onlyOne<Value>(values: readonly (Value | null)[]): Value | null {
  const found = new Set(values.filter((value) => value !== null));
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

function errorIn({ errors = {} }: Preference, id: string): ErrorKind | null {
  return Object.hasOwn(errors, id) ? (errors[id] ?? null) : null;
}

interface FalseRate {
  readonly metric: string;
  readonly judge: string;
  readonly subset: string | null;
  /** Whether it is taken over what passed, or over what failed. */
  readonly passed: boolean;
}

/** Over responses that passed (or failed) the check and that the judge scored: the share of which it says the contrary. */
export function falseRate({ passed, ...about }: FalseRate, checked: readonly CheckedResponse[]): Estimate {
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
  return meanEstimate(about, tally, { excluded, unanswered, reason });
}

export const UNSCORED = "the judge scored none of these responses";

function whyUnjudged(checked: readonly CheckedResponse[], passed: boolean): string {
  const isScored = checked.some((one) => one.passed === passed && one.score !== null);
  return isScored ? "no scale is known of the judge's scores, so that none can be called a pass" : UNSCORED;
}
