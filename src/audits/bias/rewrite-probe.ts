import type { ProbeFigure, ProbeMeasure } from "../../core/audit.js";
import type { Comparison, Duel } from "../../core/comparison.js";
import { seededRandom } from "../../core/random.js";
import { armTrials, baseTrials } from "../measure/base-trials.js";
import { type AuditDuel, oneDuelEach } from "../measure/duels.js";
import { described, tested, type UnitValue } from "../measure/figures.js";
import { firstAsking, flipped, flippedAgain, meanOf, scoreOf } from "../measure/flips.js";
import { balancedWinShare } from "../measure/win-share.js";
import type { Probe } from "../probe.js";
import type { AuditStudy } from "../study.js";
import type { Rewrite } from "./rewrite.js";
import { saysMore } from "./text/verdicts-in.js";

/** The probe whose edit changes nothing that matters: what its verdicts change by is noise. */
export const NEUTRAL_EDIT = "neutral-edit";
/** Wins gained that a user can live with: one more in twenty. */
const SMALL_BIAS = [-0.05, 0.05] as const;

/**
 * Whether a rewrite wins. Each response of a duel is rewritten in its own arm (called by the response's id), both arms in both orders, and
 * bias = ½ [P(first wins | first rewritten) − P(first wins | second rewritten)] (−½ … ½). It is 0 under any noise that treats the two
 * alike, also where a judge at temperature 0 changes its mind merely because bytes changed. Flip rates do not have that property: they
 * stand beside those of an identical second asking and of a neutral edit.
 */
export function rewriteProbe(rewrite: Rewrite): Probe {
  const { name, title, question, byDefault } = rewrite;
  const shownIn = lastKept(rewrite);
  const applies = applicability(shownIn);
  return {
    ...{ name, family: "bias", title, question, ...(byDefault === false ? { byDefault } : {}) },
    use: { to: `where responses may differ by ${title}`, within: SMALL_BIAS },
    plan(study) {
      const duels = oneDuelEach(study).filter(applies(study));
      const arms = duels.flatMap(({ comparison, duel }) =>
        duel.flatMap((arm) => armTrials(study, { comparison, arm })),
      );
      return [...baseTrials(study, duels, 2), ...arms];
    },
    shown: (arm, comparison, { seed }) => ({ comparison: shownIn(comparison, arm, seed) ?? comparison }),
    measure: (study) => measure(study, name, applies(study)),
  };
}

/**
 * What the judge is shown in the arm called by a response's id; null where the rewrite does not apply to it, or would make a text say a
 * verdict.
 */
type ShownIn = (comparison: Comparison, arm: string, seed: number) => Comparison | null;

/** Chance is the same for all responses of a comparison. The last result is kept: each is asked for once a presentation. */
function lastKept(rewrite: Rewrite): ShownIn {
  let last: { comparison: Comparison; arm: string; seed: number; shown: Comparison | null } | null = null;
  return (comparison, arm, seed) => {
    if (last?.comparison === comparison && last.arm === arm && last.seed === seed) return last.shown;
    const response = comparison.responses.find(({ id }) => id === arm);
    const random = seededRandom(["rewrite", seed, rewrite.name, comparison.id]);
    const changed = response ? rewrite.apply(comparison, response, random) : null;
    const shown = changed && !saysMore(comparison, changed) ? changed : null;
    last = { comparison, arm, seed, shown };
    return shown;
  };
}

/**
 * Whether a rewrite applies to both responses of a duel: where it applies to one alone, the difference would be of unlike things. It is
 * asked of the whole comparison, as `shown` is, and worked out once.
 */
function applicability(shownIn: ShownIn): (study: AuditStudy) => (one: AuditDuel) => boolean {
  const known = new WeakMap<Comparison, Map<string, boolean>>();
  const applies = (comparison: Comparison, arm: string, seed: number): boolean => {
    const arms = known.get(comparison) ?? new Map<string, boolean>();
    known.set(comparison, arms);
    const key = JSON.stringify([seed, arm]);
    const was = arms.get(key) ?? shownIn(comparison, arm, seed) !== null;
    arms.set(key, was);
    return was;
  };
  return ({ comparisons, seed }) => {
    const byId = new Map(comparisons.map((comparison) => [comparison.id, comparison]));
    return ({ comparison, duel }) =>
      duel.every((arm) => applies(byId.get(comparison.id) ?? comparison, arm, seed));
  };
}

function measure(study: AuditStudy, name: string, applies: (one: AuditDuel) => boolean): ProbeMeasure {
  const all = oneDuelEach(study);
  const duels = all.filter(applies);
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
  const rate = (
    metric: string,
    title: string,
    flips: (one: AuditDuel) => number | null,
    reason = "no presentation was decided in both askings",
  ) =>
    described(
      study,
      { metric: `${name}-${metric}`, title },
      duels.map((one) => ({ cluster: one.cluster, value: flips(one) })),
      { reason },
    );
  const against = (probe: string) => (one: AuditDuel) =>
    meanOf(
      one.duel.map((arm) =>
        flipped(study, one, firstAsking(study, one), study.armOf(probe, arm, one.comparison.id)),
      ),
    );
  const again = (one: AuditDuel) => flippedAgain(study, one);
  const beside = `${NEUTRAL_EDIT} was not asked beside it, or nothing was decided in both askings`;
  return [
    rate("flip-rate", "opposite winner after the rewrite", against(name)),
    rate("again-flip-rate", "opposite winner in an identical second asking", again),
    ...(name === NEUTRAL_EDIT
      ? []
      : [rate("neutral-flip-rate", "opposite winner after a neutral edit", against(NEUTRAL_EDIT), beside)]),
  ];
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
