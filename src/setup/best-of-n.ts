import type { JuryConfig } from "../combine/jury.js";
import type { Rule } from "../core/decision.js";
import type { Downstream } from "../core/downstream.js";
import { UsageError } from "../core/errors.js";
import type { Judge } from "../core/judge.js";
import type { PreferenceSource } from "../core/preference.js";
import { DEFAULT_SEED, seededRandom } from "../core/random.js";
import { type DataStudy, dataStudy } from "../metrics/data-study.js";
import { downstream } from "../metrics/downstream/downstream.js";
import { type Gold, goldOf, usualResponses } from "../metrics/downstream/gold.js";
import { groupJudgments, judgeStudy } from "../metrics/judge-study.js";
import { seatJuries } from "../metrics/juries.js";
import type { RunRecords } from "../stores/store.js";
import { type AnalysisRows, collectRows } from "./analysis.js";

export interface BestOfNOptions {
  /** The most responses to draw, 2 or more. Default: as many as most prompts have a gold reward of. */
  readonly n?: number;
  /** Whose word is gold. Default: what was verified, else what people said, else what was constructed. */
  readonly gold?: PreferenceSource;
  /** Only judges with one of these names or ids. Baselines named are judges like any other. */
  readonly judges?: readonly string[];
  /** What departs from the default rule and from what each judge says of itself. */
  readonly rule?: Partial<Rule>;
  /** Judges combined of those of the runs and the baselines. */
  readonly juries?: readonly JuryConfig[];
  readonly seed?: number;
}

const RESAMPLES = 2000;

/**
 * What choosing by the judges of stored runs over the same data would have brought. Throws a UsageError where the data have no gold reward of
 * several responses to a prompt, where none has as many as n, or where a judge is not known.
 */
export async function bestOfNOfRecords(
  runs: readonly RunRecords[],
  options: BestOfNOptions = {},
): Promise<Downstream> {
  const rows = await collectRows(runs);
  const seed = options.seed ?? runs[0]?.manifest.plan.seed ?? DEFAULT_SEED;
  const data = dataStudy(rows.comparisons, rows.preferences);
  const gold = goldIn(data, options.gold);
  const judges = judgesIn(rows, data, { ...options, seed });
  return downstream({
    gold,
    n: responsesDrawn(gold, options.n),
    judges: options.judges ? named(options.judges, judges) : judges,
    resamples: RESAMPLES,
    random: (purpose) => seededRandom(["downstream", seed, purpose]),
  });
}

function goldIn(data: DataStudy, source: PreferenceSource | undefined): Gold {
  const gold = goldOf(data, source);
  if (gold) return gold;
  const whose = source === undefined ? "" : `${source} `;
  throw new UsageError(
    `best-of-n: expected a ${whose}gold reward of each response (ratings, or sets of good and bad) but the data have none; ` +
      "touchstone verify DATA --as ratings makes rewards of what can be checked",
  );
}

function responsesDrawn({ prompts }: Gold, wanted: number | undefined): number {
  const usual = usualResponses(prompts);
  if (usual === null)
    throw new UsageError(
      "best-of-n: expected prompts with a gold reward of two responses or more but found none",
    );
  const most = prompts.reduce((max, { gold }) => Math.max(max, gold.length), 0);
  if (wanted !== undefined && wanted > most)
    throw new UsageError(`-n ${wanted}: no prompt has a gold reward of more than ${most} responses`);
  return wanted ?? usual;
}

function judgesIn(
  { judges, judgments }: AnalysisRows,
  data: DataStudy,
  { rule = {}, juries = [], seed }: BestOfNOptions & { readonly seed: number },
) {
  const { byJudge } = groupJudgments(judgments, data);
  const studyOf = (judge: Judge, own = byJudge.get(judge.id)) =>
    judgeStudy({
      ...{ id: judge.id, judge, data, rule, seed, resamples: RESAMPLES },
      ...{ judgments: own ?? data.comparisons.map(() => []), prices: {}, annotators: "crowd" },
    });
  const studies = judges.map(({ judge, baseline = false }) => ({ study: studyOf(judge), baseline }));
  const seated = seatJuries(
    juries,
    data,
    studies.map(({ study }) => study),
    seed,
  );
  const combined = seated.map((jury) => ({
    study: studyOf(jury.judge, groupJudgments(jury.judgments, data).byJudge.get(jury.judge.id)),
    baseline: false,
  }));
  return [...studies, ...combined];
}

type KnownStudy = ReturnType<typeof judgesIn>[number];

function named(wanted: readonly string[], known: readonly KnownStudy[]): KnownStudy[] {
  const isNamed = ({ study }: KnownStudy, name: string) => study.name === name || study.id === name;
  for (const name of wanted) {
    if (!known.some((one) => isNamed(one, name))) {
      const names = known.map(({ study }) => study.name).join(", ");
      throw new UsageError(`--judge ${name}: no such judge; known are ${names}`);
    }
  }
  return known
    .filter((one) => wanted.some((name) => isNamed(one, name)))
    .map(({ study }) => ({ study, baseline: false }));
}
