import type { ProbeFigure } from "../../core/audit.js";
import { type Comparison, clusterOf, type Prompt } from "../../core/comparison.js";
import type { Judgment } from "../../core/judgment.js";
import { pearson } from "../../stats/association/pearson.js";
import { clusterBootstrap } from "../../stats/intervals/cluster-bootstrap.js";
import { signFlipTest } from "../../stats/tests/sign-flip.js";
import { mentionsOf } from "../../verdicts/mentions.js";
import { type AuditDuel, auditDuels, dispreferred } from "../measure/duels.js";
import { byCluster, described, type FigureName, given, tested, unmeasured } from "../measure/figures.js";
import { winShare } from "../measure/win-share.js";
import type { Probe } from "../probe.js";
import type { AuditStudy } from "../study.js";
import { copiedShare, hedges, wordsOf } from "./words.js";

const PROBE = "critique-text";
const LENGTH: FigureName = {
  metric: `${PROBE}-length-right`,
  title: "correlation of the critique's length with being right",
  unit: "correlation",
};
const DRAWS = 10_000;

/**
 * What critiques are like, from whatever is stored: nothing is asked. How long they are, how much they hedge, how much of them is copied from
 * what was shown, whether they speak of both responses, and whether longer ones go with right verdicts: over duels, the correlation of the
 * mean logarithm of their words with the share of the verdict that is right; and, since hard duels may make for long critiques, the same
 * within duels that were judged rightly in one presentation and wrongly in another.
 */
export const critiqueText: Probe = {
  name: PROBE,
  family: "critique",
  title: "text of the critiques",
  question: "Do longer critiques go with better verdicts?",
  plan: () => [],
  measure(study) {
    const judged = study.comparisons.flatMap((comparison) => critiquesOf(study, comparison));
    const texts = judged.filter(({ critique }) => critique !== null);
    if (texts.length === 0) {
      const reason = judged.length === 0 ? "it has no judgments" : "its judgments have no critique";
      return { primary: unmeasured(study, LENGTH, reason, judged.length), others: [] };
    }
    const duels = auditDuels(study).filter((one) => dispreferred(one) !== null);
    return {
      primary: lengthOfRight(study, duels),
      others: [lengthWithin(study, duels), ...descriptions(study, judged)],
    };
  },
};

interface Critique {
  readonly comparison: Comparison;
  readonly cluster: string;
  readonly judgment: Judgment;
  /** null where the judge wrote none. */
  readonly critique: string | null;
}

/** The answered judgments of a comparison with what was written. */
function critiquesOf(study: AuditStudy, comparison: Comparison): readonly Critique[] {
  return study.baseOf(comparison.id).flatMap((judgment) => {
    if (judgment.reading.status === "failed") return [];
    const written = judgment.critique?.trim() ?? "";
    return [
      { comparison, cluster: clusterOf(comparison), judgment, critique: written === "" ? null : written },
    ];
  });
}

function descriptions(study: AuditStudy, judged: readonly Critique[]): readonly ProbeFigure[] {
  const reason = "no critique of which it can be told";
  const mean = (
    name: string,
    title: string,
    value: (critique: string, one: Critique) => number | null,
    more: Pick<FigureName, "unit"> & { readonly range?: readonly [number, number] } = {},
  ) => {
    const { range = [0, 1], ...unit } = more;
    const values = judged.flatMap((one) => {
      const own = one.critique === null ? null : value(one.critique, one);
      return own === null ? [] : [{ cluster: one.cluster, value: own }];
    });
    return described(study, { metric: `${PROBE}-${name}`, title, ...unit }, values, { range, reason });
  };
  const upwards = [0, Number.POSITIVE_INFINITY] as const;
  return [
    described(
      study,
      { metric: `${PROBE}-written`, title: "judgments with a critique" },
      judged.map(({ cluster, critique }) => ({ cluster, value: critique === null ? 0 : 1 })),
      { reason },
    ),
    mean("words", "words of a critique", (critique) => wordsOf(critique).length, {
      unit: "count",
      range: upwards,
    }),
    mean("hedges", "hedging words in 100 words", hedgingRate, { unit: "score", range: [0, 100] }),
    mean("hedged", "critiques with a hedging word", (critique) => Number(hedges(critique) > 0)),
    mean("copied", "share of a critique's runs of five words that stand in what was shown", copyRate),
    mean("mentions-both", "critiques of two responses that name both", mentionsBoth),
    mean("mentions-one", "critiques of two responses that name one alone", mentionsOne),
  ];
}

function hedgingRate(critique: string): number | null {
  const words = wordsOf(critique).length;
  return words === 0 ? null : (100 * hedges(critique)) / words;
}

function copyRate(critique: string, { comparison, judgment }: Critique): number | null {
  const { presented } = judgment.trial;
  const texts = comparison.responses
    .filter(({ id }) => presented?.includes(id) ?? true)
    .map(({ text }) => text);
  return copiedShare(critique, [textOf(comparison.prompt), ...texts]);
}

function textOf(prompt: Prompt): string {
  return typeof prompt === "string" ? prompt : prompt.map(({ content }) => content).join("\n");
}

/** How many of two responses a critique names; null where it is of one response, or of more than two. */
function named(critique: string, { comparison, judgment }: Critique): number | null {
  const shown = judgment.trial.presented?.length ?? comparison.responses.length;
  return shown === 2 ? new Set(mentionsOf(critique).map(({ says }) => says)).size : null;
}

function mentionsBoth(critique: string, one: Critique): number | null {
  const count = named(critique, one);
  return count === null ? null : Number(count === 2);
}

function mentionsOne(critique: string, one: Critique): number | null {
  const count = named(critique, one);
  return count === null ? null : Number(count === 1);
}

interface LengthOnDuel {
  readonly cluster: string;
  /** The mean natural logarithm of the words of its critiques. */
  readonly length: number;
  /** Right 1, tie ½, wrong 0. */
  readonly right: number;
}

/** Pearson's r over duels: the mean of the products of standardised values, whose signs are flipped by cluster for the test. */
function lengthOfRight(study: AuditStudy, duels: readonly AuditDuel[]): ProbeFigure {
  const judged = duels.filter(({ comparison: { id } }) => study.baseOf(id).length > 0);
  const known = judged.flatMap((one) => {
    const judgments = onDuel(study, one);
    const length = meanLength(judgments);
    const right = rightShare(study, one, judgments);
    return length === null || right === null ? [] : [{ cluster: one.cluster, length, right }];
  });
  const excluded = judged.length - known.length;
  const lengths = known.map(({ length }) => length);
  const rights = known.map(({ right }) => right);
  const r = pearson(lengths, rights);
  if (r === null) {
    const why =
      known.length < 2
        ? "fewer than two duels with a critique and a preference"
        : "all critiques are of one length, or all verdicts alike";
    return unmeasured(study, LENGTH, why, excluded);
  }
  const { sums } = byCluster(products(known));
  const { p, method } = signFlipTest(sums, { resamples: DRAWS, random: study.random(LENGTH.metric) });
  return given(study, LENGTH, {
    ...{
      value: r,
      interval: correlationInterval(study, known),
      n: known.length,
      clusters: sums.length,
      excluded,
      p,
    },
    method: `Pearson; percentile interval, clusters drawn; p by ${method}`,
  });
}

function products(known: readonly LengthOnDuel[]): readonly { cluster: string; value: number }[] {
  const centre = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [length, right] = [centre(known.map((one) => one.length)), centre(known.map((one) => one.right))];
  return known.map((one) => ({ cluster: one.cluster, value: (one.length - length) * (one.right - right) }));
}

function correlationInterval(study: AuditStudy, known: readonly LengthOnDuel[]) {
  const clusters = [...new Set(known.map(({ cluster }) => cluster))];
  const places = new Map(clusters.map((cluster, i) => [cluster, i]));
  const [lengths, rights] = [known.map(({ length }) => length), known.map(({ right }) => right)];
  return clusterBootstrap({
    groups: clusters.length,
    statistic: (drawn) =>
      pearson(
        lengths,
        rights,
        known.map(({ cluster }) => drawn[places.get(cluster) ?? 0] ?? 0),
      ),
    resamples: study.resamples,
    random: study.random(`${LENGTH.metric} interval`),
  });
}

/** Of duels judged rightly here and wrongly there: by how much the critique was longer where the verdict was right. */
function lengthWithin(study: AuditStudy, duels: readonly AuditDuel[]): ProbeFigure {
  const units = duels.flatMap((one) => {
    const judgments = onDuel(study, one).filter(({ trial }) => trial.presented?.length !== 1);
    const of = (credit: number) =>
      meanLength(judgments.filter((judgment) => rightShare(study, one, [judgment]) === credit));
    const [right, wrong] = [of(1), of(0)];
    return right === null || wrong === null ? [] : [{ cluster: one.cluster, value: right - wrong }];
  });
  return tested(
    study,
    {
      metric: `${PROBE}-length-right-within`,
      title: "length where right − where wrong, in duels judged both ways (log of words)",
      unit: "score",
    },
    units,
    {
      range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
      reason: "no duel was judged rightly in one presentation and wrongly in another",
    },
  );
}

/** The judgments that met both responses of a duel, or one of them alone. */
function onDuel(study: AuditStudy, { comparison: { id }, duel }: AuditDuel): readonly Judgment[] {
  return study.baseOf(id).filter(({ trial: { presented } }) => {
    if (presented === null) return true;
    return presented.length === 1
      ? duel.includes(presented[0] ?? "")
      : duel.every((one) => presented.includes(one));
  });
}

function meanLength(judgments: readonly Judgment[]): number | null {
  const lengths = judgments.flatMap(({ critique }) => {
    const words = wordsOf(critique ?? "").length;
    return words === 0 ? [] : [Math.log(words)];
  });
  return lengths.length === 0 ? null : lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
}

function rightShare(
  study: AuditStudy,
  { comparison, duel, preferred }: AuditDuel,
  judgments: readonly Judgment[],
): number | null {
  const first = winShare(judgments, comparison, duel, study.judgeRule);
  return first === null ? null : preferred === duel[0] ? first : 1 - first;
}
