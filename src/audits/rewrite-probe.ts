import type { ProbeFigure, ProbeMeasure } from "../core/audit.js";
import type { Comparison, Duel, Response } from "../core/comparison.js";
import { ownScore } from "../core/duel.js";
import type { Judgment } from "../core/judgment.js";
import { type Random, seededRandom } from "../core/random.js";
import { armTrials, baseTrials } from "./base-trials.js";
import { type AuditDuel, oneDuelEach } from "./duels.js";
import { described, tested, type UnitValue } from "./figures.js";
import type { Probe } from "./probe.js";
import type { AuditStudy } from "./study.js";
import { balancedWinShare, votesOn } from "./win-share.js";

/** The probe whose edit changes nothing that matters: what its verdicts change by is noise. */
export const NEUTRAL_EDIT = "neutral-edit";

/** A change to one response that leaves its content as it is. */
export interface Rewrite {
  /** Kebab case: the probe's name. */
  readonly name: string;
  readonly title: string;
  /** One sentence that ends in a question mark. */
  readonly question: string;
  /** What is done to the response, for the documentation: one sentence. */
  readonly does: string;
  readonly byDefault?: false;
  /** The comparison with this response changed; null where the change does not apply to it. Pure: chance comes from `random` alone. */
  apply(comparison: Comparison, response: Response, random: Random): Comparison | null;
}

/** A change to the text alone. */
export function textRewrite(
  rewrite: Omit<Rewrite, "apply"> & { text(text: string, random: Random): string | null },
): Rewrite {
  const { text: change, ...about } = rewrite;
  return {
    ...about,
    apply(comparison, response, random) {
      const text = change(response.text, random);
      return text === null || text === response.text ? null : replaced(comparison, { ...response, text });
    },
  };
}

/** The comparison with one response replaced. */
export function replaced(comparison: Comparison, response: Response): Comparison {
  const responses = comparison.responses.map((one) => (one.id === response.id ? response : one));
  return { ...comparison, responses };
}

/**
 * Whether a rewrite wins. Each response of a duel is rewritten in its own arm (called by the response's id), both arms in both orders, and
 * bias = ½ [P(first wins | first rewritten) − P(first wins | second rewritten)] (−½ … ½). It is 0 under any noise that treats the two
 * alike, also where a judge at temperature 0 changes its mind merely because bytes changed. Flip rates do not have that property: they
 * stand beside those of an identical second asking and of a neutral edit.
 */
export function rewriteProbe(rewrite: Rewrite): Probe {
  const { name, title, question, byDefault } = rewrite;
  return {
    ...{ name, family: "bias", title, question, ...(byDefault === false ? { byDefault } : {}) },
    plan(study) {
      const duels = oneDuelEach(study).filter((one) => bothShown(study, rewrite, one) !== null);
      const arms = duels.flatMap((one) =>
        Object.entries(bothShown(study, rewrite, one) ?? {}).flatMap(([arm, comparison]) =>
          armTrials(study, { comparison, arm }),
        ),
      );
      return [...baseTrials(study, duels, 2), ...arms];
    },
    shown: (arm, comparison, { seed }) => ({
      comparison: shownIn(rewrite, arm, comparison, seed) ?? comparison,
    }),
    measure: (study) => measure(study, rewrite),
  };
}

/** What the judge is shown in the arm called by a response's id; null where the rewrite does not apply to it. */
function shownIn(rewrite: Rewrite, arm: string, comparison: Comparison, seed: number): Comparison | null {
  const response = comparison.responses.find(({ id }) => id === arm);
  const random = seededRandom(["rewrite", seed, rewrite.name, comparison.id, arm]);
  return response ? rewrite.apply(comparison, response, random) : null;
}

/** Both arms of a duel; null where the rewrite applies to one of them alone: their difference would be of unlike things. */
function bothShown(
  { seed }: AuditStudy,
  rewrite: Rewrite,
  { comparison, duel }: AuditDuel,
): Readonly<Record<string, Comparison>> | null {
  const arms: [string, Comparison][] = [];
  for (const id of duel) {
    const shown = shownIn(rewrite, id, comparison, seed);
    if (!shown) return null;
    arms.push([id, shown]);
  }
  return Object.fromEntries(arms);
}

function measure(study: AuditStudy, rewrite: Rewrite): ProbeMeasure {
  const { name } = rewrite;
  const all = oneDuelEach(study);
  const duels = all.filter((one) => bothShown(study, rewrite, one) !== null);
  const asked = duels.filter(({ comparison: { id }, duel }) =>
    duel.some((arm) => study.armOf(name, arm, id).length > 0),
  );
  const reason =
    duels.length === 0 ? "the rewrite applies to no pair of responses" : "no duel has a verdict in both arms";
  const about = { metric: `${name}-bias`, title: "wins gained by the rewritten response" };
  const inapplicable = all.length - duels.length;
  return {
    primary: tested(
      study,
      about,
      asked.map(({ comparison, duel, cluster }) => ({
        cluster,
        value: biasOn(study, name, comparison, duel),
      })),
      { range: [-0.5, 0.5], reason },
    ),
    others: [...flipRates(study, name, asked), ...scoreShift(study, name, asked)],
    ...(inapplicable > 0
      ? {
          notes: [
            `${inapplicable} of ${all.length} duels are left out: the rewrite does not apply to both responses`,
          ],
        }
      : {}),
  };
}

function biasOn(study: AuditStudy, name: string, comparison: Comparison, duel: Duel): number | null {
  const [a, b] = duel.map((arm) =>
    balancedWinShare(study.armOf(name, arm, comparison.id), comparison, duel, study.judgeRule),
  );
  return a == null || b == null ? null : (a - b) / 2;
}

/** How often the winner changes: under the rewrite, and beside it what changes it anyway. */
function flipRates(study: AuditStudy, name: string, duels: readonly AuditDuel[]): readonly ProbeFigure[] {
  const { samples } = study.judgeRule;
  const repeatOf = (judgments: readonly Judgment[], repeat: number) =>
    judgments.filter(({ trial }) => Math.floor(trial.repeat / samples) === repeat);
  const rate = (metric: string, title: string, flips: (one: AuditDuel) => number | null) =>
    described(
      study,
      { metric: `${name}-${metric}`, title },
      duels.map((one) => ({ cluster: one.cluster, value: flips(one) })),
      { reason: "no presentation was decided in both askings" },
    );
  const base = ({ comparison: { id } }: AuditDuel) => repeatOf(study.baseOf(id), 0);
  const against = (probe: string) => (one: AuditDuel) =>
    meanOf(one.duel.map((arm) => flipped(study, one, base(one), study.armOf(probe, arm, one.comparison.id))));
  const again = (one: AuditDuel) =>
    flipped(study, one, base(one), repeatOf(study.baseOf(one.comparison.id), 1).map(asRepeat0(samples)));
  return [
    rate("flip-rate", "opposite winner after the rewrite", against(name)),
    rate("again-flip-rate", "opposite winner in an identical second asking", again),
    ...(name === NEUTRAL_EDIT
      ? []
      : [rate("neutral-flip-rate", "opposite winner after a neutral edit", against(NEUTRAL_EDIT))]),
  ];
}

/** Samples of the second asking as if they were the first's, so that they meet their like. */
function asRepeat0(samples: number): (judgment: Judgment) => Judgment {
  return (judgment) => ({
    ...judgment,
    trial: { ...judgment.trial, repeat: judgment.trial.repeat % samples },
  });
}

/** The share of presented orders with opposite winners; null where none was decided in both. */
function flipped(
  study: AuditStudy,
  { comparison, duel }: AuditDuel,
  before: readonly Judgment[],
  after: readonly Judgment[],
): number | null {
  const votes = [before, after].map(
    (judgments) => votesOn(judgments, comparison, duel, study.judgeRule).votes,
  );
  const firsts = [...duel, null];
  return meanOf(
    firsts.map((first) => {
      const winners = votes.map((own) => own.find(({ presentedFirst }) => presentedFirst === first)?.winner);
      const [was, is] = winners;
      if (was === undefined || is === undefined) return null;
      return was !== is && duel.includes(was) && duel.includes(is) ? 1 : 0;
    }),
  );
}

function scoreShift(study: AuditStudy, name: string, duels: readonly AuditDuel[]): readonly ProbeFigure[] {
  const shifts = duels.flatMap(({ comparison, cluster, duel }) =>
    duel.map((arm) => {
      const before = scoreOf(study.baseOf(comparison.id), arm);
      const after = scoreOf(study.armOf(name, arm, comparison.id), arm);
      return { cluster, value: before === null || after === null ? null : after - before };
    }),
  );
  if (!shifts.some(({ value }) => value !== null)) return [];
  const range = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
  return [
    tested(
      study,
      { metric: `${name}-score-shift`, title: "score after − before the rewrite", unit: "score" },
      shifts satisfies readonly UnitValue[],
      { range, reason: "no response has a score in both" },
    ),
  ];
}

/** The mean score of a response; null where it has none. */
function scoreOf(judgments: readonly Judgment[], id: string): number | null {
  return meanOf(
    judgments.map(({ reading }) =>
      reading.status === "decided" && reading.verdict.kind === "scores"
        ? ownScore(reading.verdict.byId, id)
        : null,
    ),
  );
}

/** The mean of what is known; null where nothing is. */
function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
