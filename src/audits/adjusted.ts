import type { AuditFigure, ProbeFigure, ProbeMeasure, ProbeReport } from "../core/audit.js";
import { benjaminiHochberg } from "../stats/tests/benjamini-hochberg.js";
import { holm } from "../stats/tests/holm.js";
import type { Probe } from "./probe.js";

const LEVEL = 0.05;

/** A probe of one judge with what it measured. */
export interface Measured {
  readonly probe: Probe;
  /** Judge id. */
  readonly judge: string;
  readonly measure: ProbeMeasure;
}

/**
 * The measures with p corrected for all that was asked in one audit: Holm over the primary figures (of all probes and judges), so that the
 * chance of any false finding among them stays below 5 %; Benjamini–Hochberg over the others that test something, of whose findings one in
 * twenty is expected to be false.
 */
export function adjusted(measured: readonly Measured[]): readonly ProbeReport[] {
  const primary = corrected(
    measured.map(({ measure }) => measure.primary),
    holm,
  );
  const others = corrected(
    measured.flatMap(({ measure }) => measure.others),
    benjaminiHochberg,
  );
  return measured.map(({ probe: { name, family, title, question }, judge, measure }) => ({
    ...{ probe: name, family, title, question, judge },
    primary: primary.get(measure.primary) ?? untested(measure.primary),
    others: measure.others.map((figure) => others.get(figure) ?? untested(figure)),
    curves: measure.curves ?? [],
    notes: measure.notes ?? [],
  }));
}

function corrected(
  figures: readonly ProbeFigure[],
  adjust: (p: readonly (number | null)[]) => readonly (number | null)[],
): ReadonlyMap<ProbeFigure, AuditFigure> {
  const adjustedP = adjust(figures.map(({ p }) => p));
  return new Map(
    figures.map((figure, i) => {
      const pAdjusted = adjustedP[i] ?? null;
      return [figure, { ...figure, pAdjusted, found: pAdjusted === null ? null : pAdjusted < LEVEL }];
    }),
  );
}

function untested(figure: ProbeFigure): AuditFigure {
  return { ...figure, pAdjusted: null, found: null };
}
