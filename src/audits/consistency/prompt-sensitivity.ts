import type { ProbeFigure, ProbeMeasure } from "../../core/audit.js";
import type { Judge } from "../../core/judge.js";
import type { Judgment } from "../../core/judgment.js";
import { clusterBootstrap } from "../../stats/intervals/cluster-bootstrap.js";
import { LABEL_SETS } from "../../verdicts/letters.js";
import { armTrials, baseTrials } from "../measure/base-trials.js";
import { type AuditDuel, oneDuelEach } from "../measure/duels.js";
import { described, given, tested, type UnitValue } from "../measure/figures.js";
import { firstAsking, flipped, flippedAgain, meanOf } from "../measure/flips.js";
import { balancedWinShare } from "../measure/win-share.js";
import type { Asking, Probe } from "../probe.js";
import type { AuditStudy } from "../study.js";

const NAME = "prompt-sensitivity";
/** Prompt files that ask the same as the protocol's own: `pairwise-brief` and so on. */
const TEMPLATES = ["brief", "formal", "german", "spanish"];
const WITH_TEMPLATES = ["pairwise", "pointwise"];
const WITH_SCALE = ["pointwise", "ratings"];
const SCALES = [
  [1, 5],
  [1, 10],
  [1, 100],
] as const;

/**
 * The same duels asked in other words, in another language of instruction, by other labels or on another scale: each of these is an arm,
 * called by its template. Of each duel and arm, the share of presentations whose winner is the opposite one, minus that of an identical
 * second asking: 0 in expectation where wording matters no more than chance.
 */
export const promptSensitivity: Probe = {
  name: NAME,
  family: "consistency",
  title: "prompt sensitivity",
  question: "Does the verdict change when the same is asked in other words?",
  byDefault: false,
  use: { to: "asked in other words, by other labels or on another scale", within: [-1, 0.05] },
  askings: askingsOf,
  plan(study) {
    const arms = armsOf(study).filter((arm) => study.whyNot({ probe: NAME, arm }) === null);
    if (arms.length === 0) return [];
    const duels = oneDuelEach(study);
    const others = duels.flatMap(({ comparison }) =>
      arms.flatMap((arm) => armTrials(study, { comparison, arm, probe: NAME })),
    );
    return [...baseTrials(study, duels, 2), ...others];
  },
  measure,
};

/** How a judge is asked, by arm. Another scale only with the built-in prompt: one of the user's own may have its scale written in it. */
function askingsOf(judge: Judge): Readonly<Record<string, Asking>> {
  // On subsets with a way of their own other words would come with another protocol.
  if (judge.kind !== "asked" || judge.subsets) return {};
  const { protocol, options, prompt } = judge;
  const arms: Record<string, Asking> = {};
  if (WITH_TEMPLATES.includes(protocol)) {
    for (const template of TEMPLATES.map((name) => `${protocol}-${name}`))
      if (template !== prompt.name) arms[template] = { prompt: template };
  }
  if (protocol === "pairwise") {
    const own = prompt.name === protocol ? { prompt: `${protocol}-labels` } : {};
    for (const labels of Object.keys(LABEL_SETS))
      if (labels !== (options.labels ?? "A/B"))
        arms[`labels-${labels.replace("/", "-").toLowerCase()}`] = { options: { labels }, ...own };
  }
  if (WITH_SCALE.includes(protocol) && prompt.name === protocol) {
    for (const scale of SCALES)
      if (String(scale) !== String(options.scale)) arms[`scale-${scale.join("-")}`] = { options: { scale } };
  }
  return arms;
}

function armsOf(study: AuditStudy): readonly string[] {
  return Object.keys(askingsOf(study.judge));
}

function measure(study: AuditStudy): ProbeMeasure {
  const all = armsOf(study);
  const duels = oneDuelEach(study);
  const arms = all.filter((arm) => duels.some((one) => judgmentsIn(study, one, arm).length > 0));
  const asked = duels.filter((one) => arms.some((arm) => judgmentsIn(study, one, arm).length > 0));
  const about = { metric: `${NAME}-excess-flips`, title: "flips in other words − in the same words" };
  const primary = tested(
    study,
    about,
    asked.map((one) => unit(one, excess(study, one, arms))),
    { reason: reasonFor(study, all, arms) },
  );
  const notAsked = all.flatMap((arm) => {
    const why = study.whyNot({ probe: NAME, arm });
    return arms.includes(arm) || why === null ? [] : [`${arm} is not asked: ${why}`];
  });
  return {
    primary,
    others: [...flipRates(study, asked, arms), ...agreements(study, asked, arms)],
    ...(notAsked.length > 0 && arms.length > 0 ? { notes: notAsked } : {}),
  };
}

function reasonFor(study: AuditStudy, all: readonly string[], arms: readonly string[]): string {
  if (arms.length > 0) return "no duel was decided in other words and twice in the same words";
  const [arm] = all;
  if (arm !== undefined) return study.whyNot({ probe: NAME, arm }) ?? "nothing was asked in other words";
  const { judge } = study;
  if (judge.kind !== "asked") return "it is not asked by a prompt";
  if (judge.subsets) return "it is asked otherwise on some subsets";
  return `the protocol ${judge.protocol} has no other templates, labels or scales`;
}

function unit({ cluster }: AuditDuel, value: number | null): UnitValue {
  return { cluster, value };
}

function judgmentsIn(study: AuditStudy, { comparison }: AuditDuel, arm: string): readonly Judgment[] {
  return study.armOf(NAME, arm, comparison.id);
}

function flipIn(study: AuditStudy, one: AuditDuel, arms: readonly string[]): number | null {
  return meanOf(
    arms.map((arm) => flipped(study, one, firstAsking(study, one), judgmentsIn(study, one, arm))),
  );
}

/** Flips of a duel in the mean of these arms beyond those of an identical second asking (−1…1). */
function excess(study: AuditStudy, one: AuditDuel, arms: readonly string[]): number | null {
  const [other, again] = [flipIn(study, one, arms), flippedAgain(study, one)];
  return other === null || again === null ? null : other - again;
}

function flipRates(
  study: AuditStudy,
  duels: readonly AuditDuel[],
  arms: readonly string[],
): readonly ProbeFigure[] {
  if (arms.length === 0) return [];
  const reason = "no presentation was decided in both askings";
  const rate = (metric: string, title: string, value: (one: AuditDuel) => number | null) =>
    described(
      study,
      { metric: `${NAME}-${metric}`, title },
      duels.map((one) => unit(one, value(one))),
      { reason },
    );
  return [
    rate("flip-rate", "opposite winner in other words", (one) => flipIn(study, one, arms)),
    rate("again-flip-rate", "opposite winner in an identical second asking", (one) =>
      flippedAgain(study, one),
    ),
    ...arms.map((arm) =>
      tested(
        study,
        { metric: `${NAME}-${arm}-excess-flips`, title: `flips by ${arm} − in the same words` },
        duels.map((one) => unit(one, excess(study, one, [arm]))),
        { reason },
      ),
    ),
  ];
}

/** Agreement with people in the judge's own words and in each arm, and how far it lies apart. */
function agreements(
  study: AuditStudy,
  duels: readonly AuditDuel[],
  arms: readonly string[],
): readonly ProbeFigure[] {
  const decided = duels.filter(({ duel, preferred }) => preferred !== null && duel.includes(preferred));
  if (decided.length === 0 || arms.length === 0) return [];
  const reason = "no duel with a preferred response was decided in both orders";
  const base = decided.map((one) => agreement(study, one, firstAsking(study, one)));
  const byArm = arms.map((arm) => ({
    arm,
    values: decided.map((one) => agreement(study, one, judgmentsIn(study, one, arm))),
  }));
  const units = (values: readonly (number | null)[]) => decided.map((one, i) => unit(one, values[i] ?? null));
  return [
    spread(study, decided, [base, ...byArm.map(({ values }) => values)]),
    described(study, { metric: `${NAME}-own-agreement`, title: "agreement in its own words" }, units(base), {
      reason,
    }),
    ...byArm.flatMap(({ arm, values }) => [
      described(study, { metric: `${NAME}-${arm}-agreement`, title: `agreement by ${arm}` }, units(values), {
        reason,
      }),
      tested(
        study,
        { metric: `${NAME}-${arm}-agreement-difference`, title: `agreement by ${arm} − in its own words` },
        units(values.map((value, i) => minus(value, base[i] ?? null))),
        { reason },
      ),
    ]),
  ];
}

function minus(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : left - right;
}

/** How much of a judge's word on a duel is for the response that people prefer (0…1). */
function agreement(study: AuditStudy, one: AuditDuel, judgments: readonly Judgment[]): number | null {
  const { comparison, duel, preferred } = one;
  const share = balancedWinShare(judgments, comparison, duel, study.judgeRule);
  return share === null || preferred === duel[0] ? share : 1 - share;
}

/**
 * The greatest agreement of a template minus the least, on the duels that are decided in all of them (0…1). Chance alone sets templates
 * apart, so it is above 0 without any effect; the differences by template are what is tested.
 */
function spread(
  study: AuditStudy,
  duels: readonly AuditDuel[],
  templates: readonly (readonly (number | null)[])[],
): ProbeFigure {
  const clusters = new Map<string, { readonly sums: number[]; count: number }>();
  let n = 0;
  for (const [i, { cluster }] of duels.entries()) {
    const values = templates.flatMap((template) => template[i] ?? []);
    if (values.length < templates.length) continue;
    n++;
    const total = clusters.get(cluster) ?? { sums: templates.map(() => 0), count: 0 };
    for (const [t, value] of values.entries()) total.sums[t] = (total.sums[t] ?? 0) + value;
    total.count++;
    clusters.set(cluster, total);
  }
  const groups = [...clusters.values()];
  const statistic = (drawn: Int32Array): number | null => {
    const sums = templates.map((_, t) =>
      groups.reduce((sum, group, g) => sum + (drawn[g] ?? 0) * (group.sums[t] ?? 0), 0),
    );
    const count = groups.reduce((sum, group, g) => sum + (drawn[g] ?? 0) * group.count, 0);
    return count === 0 ? null : (Math.max(...sums) - Math.min(...sums)) / count;
  };
  const about = { metric: `${NAME}-agreement-spread`, title: "best − worst agreement of all templates" };
  const { resamples } = study;
  return given(study, about, {
    value: statistic(new Int32Array(groups.length).fill(1)),
    interval: clusterBootstrap({
      ...{ groups: groups.length, statistic, resamples, random: study.random(about.metric) },
    }),
    ...{ n, clusters: groups.length, excluded: duels.length - n, method: "cluster bootstrap, percentile" },
    ...(n === 0 ? { reason: "no duel was decided in both orders by all templates" } : {}),
  });
}
