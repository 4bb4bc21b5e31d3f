import type { ProbeFamily, ProbeMeasure } from "../core/audit.js";
import type { Comparison } from "../core/comparison.js";
import type { JsonObject } from "../core/json.js";
import type { Judge } from "../core/judge.js";
import type { Judgment } from "../core/judgment.js";
import type { AuditStudy } from "./study.js";

/**
 * One question that an audit asks about a judge: which further trials it takes, and what they say. The two never live apart.
 * One file, one line in `all.ts`.
 */
export interface Probe {
  /** Kebab case. */
  readonly name: string;
  readonly family: ProbeFamily;
  /** A few words for a table. */
  readonly title: string;
  /** One sentence that ends in a question mark. */
  readonly question: string;
  /** Whether an audit asks it where none is named. Default true; dear probes say false. */
  readonly byDefault?: false;
  /** What the judge card says of it; a probe without it is not on the card. */
  readonly use?: ProbeUse;
  /**
   * All trials it wants of this judge, whether they are stored or not; [] where it only reads what is there. Called again after each round
   * until nothing new is wanted: what is asked next may hang on what was answered. The same study gives the same trials.
   */
  plan(study: AuditStudy): readonly ArmTrial[];
  /** What the judge is shown in an arm in place of the comparison. Default: the comparison itself. Pure, so that a stored run can be read again. */
  shown?(arm: string, comparison: Comparison, context: ShownContext): Shown;
  /** How this judge is asked, by arm; in an arm that is not among them as ever. Here every arm is named that changes the asking. */
  askings?(judge: Judge): Readonly<Record<string, Asking>>;
  /** Its figures. Where nothing can be measured the primary figure has value null and a reason. */
  measure(study: AuditStudy): ProbeMeasure;
}

/** What a judge may be used for where a probe's primary figure is what it should be. */
export interface ProbeUse {
  /** Completes "may be used …": "to compare responses of different length". */
  readonly to: string;
  /**
   * The range of the primary figure in which that is granted. It is where the whole interval lies within, refused where the whole interval lies
   * without or the effect was found with its value without, and not known elsewhere.
   */
  readonly within: readonly [number, number];
}

/** A trial that a probe wants. */
export interface ArmTrial {
  /** Comparison id. */
  readonly comparison: string;
  /** null for an ordinary trial, one that a run would make (or another repeat of it). */
  readonly arm: string | null;
  readonly presented: readonly string[];
  readonly repeat: number;
}

export interface ShownContext {
  /** As it is asked outside of arms. */
  readonly judge: Judge;
  /** This judge's judgments of the comparison so far, those of all arms among them. */
  readonly judgments: readonly Judgment[];
  /** The audit's seed. */
  readonly seed: number;
  /** The presentation that is about to be made. */
  readonly presented: readonly string[];
  readonly repeat: number;
}

/** What a judge is shown. Ids of comparison and responses stay as they are; responses may be fewer. */
export interface Shown {
  readonly comparison: Comparison;
  /** A critique that the judge is given instead of writing one (see the protocol `given-critique`). */
  readonly critique?: string;
}

/** What of a judge's asking is replaced. */
export interface Asking {
  readonly protocol?: string;
  /** Laid over the judge's own, unless the protocol is another one. */
  readonly options?: JsonObject;
  /** A built-in prompt's name. */
  readonly prompt?: string;
  readonly temperature?: number;
  readonly maxTokens?: number;
}
