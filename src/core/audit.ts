import type { Analysis, Estimate } from "./analysis.js";
import type { Trial } from "./trial.js";

/** The presentations that an audit adds to a judge that is asked in one order only: ordinary trials but for that. */
export const OTHER_ORDER = { probe: "audit", arm: "other-order" } as const;

/** Whether a trial shows what any run would show: of no probe's arm. */
export function isOrdinary({ variant }: Pick<Trial, "variant">): boolean {
  return variant === undefined || (variant.probe === OTHER_ORDER.probe && variant.arm === OTHER_ORDER.arm);
}

/** What a probe is about. */
export const PROBE_FAMILIES = ["consistency", "bias", "attack", "critique", "votes"] as const;
export type ProbeFamily = (typeof PROBE_FAMILIES)[number];

/** One figure of a probe. `metric` begins with the probe's name: "length-padding-bias". */
export interface ProbeFigure extends Estimate {
  /** In words that fit a table: "bias towards the padded response". */
  readonly title: string;
  /** Two-sided p of "there is no such effect", before any correction; null for a description, which tests nothing. */
  readonly p: number | null;
}

/** What a probe measured of one judge. */
export interface ProbeMeasure {
  /** The one figure its question is answered by: Holm holds over these, one a probe. */
  readonly primary: ProbeFigure;
  /** Benjamini–Hochberg holds over those that test something. */
  readonly others: readonly ProbeFigure[];
  readonly curves?: readonly AuditCurve[];
  /** Plain sentences: what was left out and why. */
  readonly notes?: readonly string[];
}

/** A line that a probe draws, point by point. */
export interface AuditCurve {
  /** Kebab case, beginning with the probe's name. */
  readonly name: string;
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly points: readonly {
    readonly x: number;
    readonly y: number;
    readonly interval: readonly [number, number] | null;
    readonly n: number;
  }[];
}

/** A figure beside the correction for how many were asked. */
export interface AuditFigure extends ProbeFigure {
  /** null where nothing was tested. */
  readonly pAdjusted: number | null;
  /** Whether the adjusted p is below 5 %; null where nothing was tested. */
  readonly found: boolean | null;
}

/** One probe of one judge, as a report is given it. */
export interface ProbeReport {
  readonly probe: string;
  readonly family: ProbeFamily;
  readonly title: string;
  readonly question: string;
  /** Judge id. */
  readonly judge: string;
  readonly primary: AuditFigure;
  readonly others: readonly AuditFigure[];
  readonly curves: readonly AuditCurve[];
  readonly notes: readonly string[];
}

/** What a judge may be used for, by what was measured: the card's verdict on one use. */
export const CARD_VERDICTS = ["may", "may not", "not known"] as const;
export type CardVerdict = (typeof CARD_VERDICTS)[number];

/** One sentence of a judge card with the figures it rests on. */
export interface CardStatement {
  readonly verdict: CardVerdict;
  /** Completes "may be used …", "may not be used …": "to compare responses of different length". */
  readonly use: string;
  /** Why, in one sentence that holds the figures. */
  readonly because: string;
  readonly figures: readonly Estimate[];
}

/** An audit of one judge summed up on a page, out of figures alone. */
export interface JudgeCard {
  /** Judge id, and the name it goes by. */
  readonly judge: string;
  readonly name: string;
  /** What was judged, how often, by which prompt and sampling: one fact a line. */
  readonly about: readonly string[];
  readonly statements: readonly CardStatement[];
}

/** All that an audit found. Plain data: a report is given this and computes nothing. */
export interface Audit {
  readonly seed: number;
  /** The figures of the judges' ordinary judgments, as any run of theirs has them. */
  readonly analysis: Analysis;
  /** Judge by judge, each probe once. */
  readonly probes: readonly ProbeReport[];
  readonly cards: readonly JudgeCard[];
}
