import { isScoredAlone } from "../combine/readings.js";
import { duelOutcome, ownScore } from "../core/duel.js";
import type { Judgment } from "../core/judgment.js";
import type { ExportFormat } from "./export-format.js";
import { sifted } from "./filters.js";
import type { DuelLabel } from "./labelled.js";
import { NOT_TEXT, PAIR_FIELDS, PAIR_ORIGIN, pairFields } from "./shapes.js";

/**
 * One line a critique that leads to the label: the pair, the judge's text before its verdict, which responses it is about in the order in
 * which the judge met them ("A" in the critique is the first of `critique_of`), and the reward that it gave each of them.
 */
export const critiquePreference: ExportFormat = {
  name: "critique-preference",
  summary: "pairs with a judge's critique that leads to the label, and the rewards it led to",
  unit: "critiques of duels",
  fields: PAIR_FIELDS,
  ownFields: ["critique", "critique_of", "rewards", "judge", "repeat", ...PAIR_ORIGIN],
  filters: ["minAgreement", "verifiedOnly", "minMargin", "noOrderFlips"],
  readsCritiques: true,
  *lines({ comparison, duels, critiques }, { trainer, filters }) {
    for (const duel of duels) {
      const about = critiques.filter((judgment) => isAbout(judgment, duel.duel));
      const found = sifted(duel, filters);
      const pair = "label" in found ? pairFields(trainer, comparison, found.label) : null;
      for (const judgment of about) {
        const read = "label" in found ? rewardsOf(judgment, about, found.label) : found;
        if ("reason" in read) yield { status: "dropped", reason: read.reason };
        else if (!pair || !("label" in found)) yield { status: "dropped", reason: NOT_TEXT };
        else {
          const { margin, marginUnit, agreement } = found.label;
          const { judge, repeat } = judgment.trial;
          const line = {
            ...{ ...pair, margin, margin_unit: marginUnit, agreement, ...read },
            ...{ judge, repeat, comparison: comparison.id },
          };
          yield { status: "kept", line };
        }
      }
    }
  },
};

type Side = "chosen" | "rejected";
interface Critique {
  readonly critique: string;
  readonly critique_of: readonly Side[];
  /** Of the responses in `critique_of`, in that order. */
  readonly rewards: readonly number[];
}

/** Whether a judgment says, or was meant to say, something of this duel. */
function isAbout({ trial, reading }: Judgment, [a, b]: readonly [string, string]): boolean {
  const met = trial.presented ?? trial.among;
  if (met) return met.length === 1 ? met.includes(a) || met.includes(b) : met.includes(a) && met.includes(b);
  return reading.status !== "decided" || duelOutcome(reading.verdict, [a, b]) !== null;
}

function rewardsOf(
  judgment: Judgment,
  about: readonly Judgment[],
  label: Extract<DuelLabel, { status: "decided" }>,
): Critique | { readonly reason: string } {
  const { trial, reading, critique } = judgment;
  if (reading.status !== "decided") return { reason: "no verdict was read" };
  if (critique === null || critique.trim() === "") return { reason: "no critique is stored" };
  // Without the order nobody knows which response the critique calls "A".
  if (trial.presented === null)
    return { reason: "the order in which the judge met the responses is not recorded" };
  const { chosen, rejected } = label;
  if (trial.presented.some((id) => id !== chosen && id !== rejected))
    return { reason: "the critique weighs further responses too" };
  const critiqueOf = trial.presented.map((id): Side => (id === chosen ? "chosen" : "rejected"));
  if (isScoredAlone(judgment)) {
    const [own, other] = [scoreOf(judgment), scoreOf(partnerOf(judgment, about))];
    if (own === null || other === null)
      return { reason: "the other response has no score of the same asking" };
    const lead = critiqueOf[0] === "chosen" ? own - other : other - own;
    return lead > 0 ? { critique, critique_of: critiqueOf, rewards: [own] } : { reason: NOT_THE_LABEL };
  }
  const { verdict } = reading;
  if (duelOutcome(verdict, [chosen, rejected]) !== chosen) return { reason: NOT_THE_LABEL };
  const rewards = critiqueOf.map((side) => {
    const score = verdict.kind === "scores" ? ownScore(verdict.byId, label[side]) : null;
    return score ?? (side === "chosen" ? 1 : 0);
  });
  return { critique, critique_of: critiqueOf, rewards };
}

const NOT_THE_LABEL = "its verdict is not the label";

/** The judgment of the other response in the same asking. */
function partnerOf({ trial }: Judgment, about: readonly Judgment[]): Judgment | undefined {
  return about.find(
    (other) =>
      other.trial.judge === trial.judge &&
      other.trial.repeat === trial.repeat &&
      other.trial.presented?.length === 1 &&
      other.trial.presented[0] !== trial.presented?.[0],
  );
}

function scoreOf(judgment: Judgment | undefined): number | null {
  if (judgment?.reading.status !== "decided") return null;
  const { verdict } = judgment.reading;
  const id = judgment.trial.presented?.[0];
  return id === undefined || verdict.kind !== "scores" ? null : ownScore(verdict.byId, id);
}
