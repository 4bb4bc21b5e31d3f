import type { JuryConfig } from "../combine/jury.js";
import type { PairedDifference } from "../core/analysis.js";
import type { Rule } from "../core/decision.js";
import { UsageError } from "../core/errors.js";
import type { Judge } from "../core/judge.js";
import { juriesOver } from "../metrics/juries.js";
import { pairedDifference } from "../metrics/paired.js";
import type { RunRecords } from "../stores/store.js";
import { collectRows } from "./analysis.js";

export interface CompareOptions {
  /** Only judges with one of these names or ids. */
  readonly judges?: readonly string[];
  /** What departs from the default rule and from what each judge says of itself. */
  readonly rule?: Partial<Rule>;
  /** Judges combined of those of both runs and the baselines. Like a baseline, a jury belongs to no run. */
  readonly juries?: readonly JuryConfig[];
  readonly seed?: number;
}

/**
 * The paired difference of every judge of one run to every judge of another, or of all judges of one run to one another.
 * Baselines stand in only where they are named. Throws a UsageError where no pair is left.
 */
export async function compareRecords(
  left: RunRecords,
  right: RunRecords | undefined,
  options: CompareOptions = {},
): Promise<PairedDifference[]> {
  const rows = await collectRows(right ? [left, right] : [left]);
  const { rule = {}, juries = [] } = options;
  const seed = options.seed ?? left.manifest.plan.seed;
  const judges = rows.judges.map(({ judge }) => judge);
  const seated = juriesOver({ ...rows, judges, juries, rule, seed });
  const known = [...judges, ...seated.map(({ judge }) => judge)];
  const chosen = chosenJudges(
    known,
    new Set(rows.judges.filter(({ baseline }) => baseline).map(({ judge }) => judge.id)),
    options.judges,
  );
  const pairs = right ? across(chosen, left, right) : within(chosen);
  if (pairs.length === 0) {
    throw new UsageError(
      `nothing to compare: expected two different judges; known are ${known.map(({ name }) => name).join(", ")}`,
    );
  }
  return pairs.map(([one, other]) =>
    pairedDifference({
      comparisons: rows.comparisons,
      preferences: rows.preferences,
      left: side(one),
      right: side(other),
      rule,
      seed,
    }),
  );

  function side(judge: Judge) {
    const { id, name } = judge;
    const jury = seated.find((one) => one.judge.id === id);
    const judgments = jury?.judgments ?? rows.judgments.filter(({ trial }) => trial.judge === id);
    return { id, name, judge, judgments };
  }
}

function chosenJudges(
  known: readonly Judge[],
  baselines: ReadonlySet<string>,
  wanted: readonly string[] | undefined,
): Judge[] {
  for (const name of wanted ?? []) {
    if (!known.some((judge) => judge.name === name || judge.id === name)) {
      throw new UsageError(
        `--judge ${name}: no such judge; known are ${known.map((judge) => judge.name).join(", ")}`,
      );
    }
  }
  return known.filter((judge) =>
    wanted ? wanted.includes(judge.name) || wanted.includes(judge.id) : !baselines.has(judge.id),
  );
}

function across(judges: readonly Judge[], left: RunRecords, right: RunRecords): [Judge, Judge][] {
  const inLeft = new Set(left.manifest.judges.map(({ id }) => id));
  const inRight = new Set(right.manifest.judges.map(({ id }) => id));
  // A baseline belongs to no run: it may stand on the right of any judge of the first. A jury may stand on the right of any judge.
  const betweenRuns = judges
    .filter(({ id }) => inLeft.has(id))
    .flatMap((one) =>
      judges
        .filter(({ id }) => id !== one.id && (inRight.has(id) || !inLeft.has(id)))
        .map((other): [Judge, Judge] => [one, other]),
    );
  const juries = judges.filter(({ kind }) => kind === "combined");
  const onlyInRight = judges.filter(({ id }) => inRight.has(id) && !inLeft.has(id));
  return [...betweenRuns, ...onlyInRight.flatMap((one) => juries.map((jury): [Judge, Judge] => [one, jury]))];
}

function within(judges: readonly Judge[]): [Judge, Judge][] {
  return judges.flatMap((one, i) => judges.slice(i + 1).map((other): [Judge, Judge] => [one, other]));
}
