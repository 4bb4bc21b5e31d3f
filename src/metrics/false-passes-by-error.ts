import type { Estimate } from "../core/analysis.js";
import { type ErrorKind, metricOfError } from "../core/error-kind.js";
import { dataBySource } from "./by-source.js";
import { type CheckedResponse, checkedResponses, falseRate, foundOf } from "./checked-responses.js";
import { byText, type DataStudy } from "./data-study.js";
import { meanOverDuels } from "./estimate.js";
import { type JudgeStudy, wasAsked } from "./judge-study.js";
import type { Metric } from "./metric.js";

/**
 * Which errors a judge overlooks: of the responses with one kind of error the share that it passes, and how often it picks them over one
 * that passed. Over all data, for the kinds that verified preferences name; what passed has no error, so false fails are of no kind.
 */
export const falsePassesByError: Metric = {
  name: "false-passes-by-error",
  title: "false passes by kind of error",
  measure(study) {
    const data = dataBySource(study.data, ["verified"]);
    if (!data?.preferences.some((said) => said.some(({ errors }) => errors !== undefined))) return [];
    const failed = checkedResponses(study, data).filter(({ passed }) => !passed);
    const { groups, groupOf } = grouped(failed);
    const groupOfDuel = data.duels.map((_, index) => errorOfDuel(data, index, groupOf));
    return groups.flatMap((group) => [
      falseRate(
        {
          metric: metricOfError("false-pass-rate", group),
          judge: study.id,
          subset: null,
          passed: false,
        },
        failed.filter(({ error }) => groupOf(error) === group),
      ),
      picksOf(study, data, group, (index) => groupOfDuel[index] === group),
    ]);
  },
};

/** So many kinds, the commonest, have figures of their own. */
const MOST_KINDS = 12;
/** The rarer kinds together. */
const OTHER = "other";
/** Responses that failed and of which no kind is named, or more than one. */
const UNNAMED = "unnamed";

interface Grouped {
  /** The commonest kind first, whatever the judge made of its responses: all judges have the same. */
  readonly groups: readonly ErrorKind[];
  groupOf(error: ErrorKind | null): ErrorKind;
}

function grouped(failed: readonly CheckedResponse[]): Grouped {
  const counts = new Map<ErrorKind, number>();
  for (const { error } of failed) {
    const kind = error ?? UNNAMED;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const named = [...counts.keys()].filter((kind) => kind !== OTHER && kind !== UNNAMED);
  const most = (kind: ErrorKind) => counts.get(kind) ?? 0;
  const own = named.sort((a, b) => most(b) - most(a) || byText(a, b)).slice(0, MOST_KINDS);
  const groupOf = (error: ErrorKind | null) => {
    const kind = error ?? UNNAMED;
    return kind === UNNAMED || own.includes(kind) ? kind : OTHER;
  };
  const rest = [OTHER, UNNAMED].filter((group) => [...counts.keys()].some((kind) => groupOf(kind) === group));
  return { groups: own.length === 0 ? [] : [...own, ...rest], groupOf };
}

/** The group of the response that failed against one that is preferred; null where there is none. */
function errorOfDuel(data: DataStudy, index: number, groupOf: Grouped["groupOf"]): ErrorKind | null {
  const { duel, comparison, preferred } = data.duels[index] ?? {};
  if (!duel || comparison === undefined || (preferred !== "first" && preferred !== "second")) return null;
  const found = foundOf(data.preferences[comparison] ?? [], duel[preferred === "first" ? 1 : 0]);
  return found === null || found.passed ? null : groupOf(found.error);
}

function picksOf(
  study: JudgeStudy,
  data: DataStudy,
  group: ErrorKind,
  includes: (index: number) => boolean,
): Estimate {
  return meanOverDuels(
    { metric: metricOfError("wrong-pick-rate", group), judge: study.id },
    data,
    null,
    ({ preferred }, index) => {
      if (!includes(index)) return undefined;
      const shares = study.shares[index];
      return shares ? shares[preferred === "first" ? "second" : "first"] : null;
    },
    {
      noUnits: "no duel of a response with such an error and one that passed",
      noVerdicts: "no verdict on any duel of a response with such an error and one that passed",
      wasAsked: (index) => wasAsked(study, index),
    },
  );
}
