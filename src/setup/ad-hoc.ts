import { combine } from "../combine/combine.js";
import { ruleOf } from "../combine/rule.js";
import { CONFIG_DEFAULTS, type Config } from "../config/config.js";
import type { Comparison } from "../core/comparison.js";
import type { Decision } from "../core/decision.js";
import type { Judge } from "../core/judge.js";
import type { Judgment } from "../core/judgment.js";
import { seededRandom } from "../core/random.js";
import { type BoundJudge, countTrials, plan } from "../run/plan.js";
import { run } from "../run/run.js";
import type { Environment } from "./endpoints.js";
import { bindJudges, type JudgeSettings } from "./judges.js";

export interface AdHocHooks {
  readonly environment?: Environment;
  readonly stop?: AbortSignal;
  readonly abort?: AbortSignal;
  /** Before the first call to each host. */
  readonly onHost?: (host: string) => void;
}

export interface AdHocJudging {
  readonly comparison: Comparison;
  readonly judges: readonly Judge[];
  readonly judgments: readonly Judgment[];
  /** What each judge's judgments come to, by its own rule and the config's. */
  readonly decisions: readonly { readonly judge: string; readonly decision: Decision }[];
}

/** Judges one comparison and stores nothing. Throws what a run throws. */
export async function judgeOnce(
  comparison: Comparison,
  config: JudgeSettings & Pick<Config, "repeats" | "seed" | "concurrency" | "maxAttempts" | "rule">,
  hooks: AdHocHooks = {},
): Promise<AdHocJudging> {
  const judges = await bindJudges(config, hooks.environment ?? process.env);
  const planned = () => ({
    comparisons: only(comparison),
    judges,
    repeats: config.repeats ?? CONFIG_DEFAULTS.repeats,
    seed: config.seed ?? CONFIG_DEFAULTS.seed,
    isSatisfied: () => false,
  });
  const counts = await countTrials(planned());
  const judgments: Judgment[] = [];
  const stream = run({
    trials: plan(planned()),
    store: { append: async () => {} },
    concurrency: config.concurrency ?? CONFIG_DEFAULTS.concurrency,
    retry: {
      maxAttempts: config.maxAttempts ?? CONFIG_DEFAULTS.maxAttempts,
      random: seededRandom(["retry", comparison.id]),
    },
    total: counts.reduce((sum, { trials }) => sum + trials, 0),
    satisfiedBefore: 0,
    onFirstCall: ({ host }) => hooks.onHost?.(host),
    ...(hooks.stop ? { stop: hooks.stop } : {}),
    ...(hooks.abort ? { abort: hooks.abort } : {}),
  });
  for await (const judgment of stream) judgments.push(judgment);
  return {
    comparison,
    judges: judges.map(({ judge }) => judge),
    judgments: inOrder(judgments, judges, comparison),
    decisions: judges.map(({ judge }) => ({
      judge: judge.id,
      decision: combine(
        judgments.filter(({ trial }) => trial.judge === judge.id),
        comparison,
        ruleOf(judge, config.rule).rule,
        judge.kind === "asked" ? judge : {},
      ),
    })),
  };
}

async function* only(comparison: Comparison): AsyncGenerator<Comparison> {
  yield comparison;
}

// Several calls are in flight at once: what came back first is not what a reader wants to see first.
function inOrder(
  judgments: readonly Judgment[],
  judges: readonly BoundJudge[],
  { responses }: Comparison,
): Judgment[] {
  const judgeAt = (id: string) => judges.findIndex(({ judge }) => judge.id === id);
  const responseAt = (id: string) => responses.findIndex((response) => response.id === id);
  const place = ({ trial }: Judgment) => [
    judgeAt(trial.judge),
    ...(trial.presented ?? []).map(responseAt),
    trial.repeat,
  ];
  return judgments
    .map((judgment) => ({ judgment, place: place(judgment) }))
    .sort((left, right) => compareLists(left.place, right.place))
    .map(({ judgment }) => judgment);
}

function compareLists(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((value, i) => value !== right[i]);
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}
