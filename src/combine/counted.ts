import { ownScore } from "../core/duel.js";
import type { JudgmentRow } from "../core/judgment.js";
import { TIE } from "../core/preference.js";
import type { Reading, Verdict } from "../core/reading.js";
import type { JudgeRule } from "./rule.js";

/** The judgments that count under a rule (the first samples of each question), each with the value the rule reads (sampled or expected). */
export function countedJudgments(
  judgments: readonly JudgmentRow[],
  { rule, samples }: JudgeRule,
): readonly JudgmentRow[] {
  const first = rule.firstSamples;
  const counted =
    first === null || first >= samples
      ? judgments
      : judgments.filter(({ trial }) => trial.repeat % samples < first);
  return rule.value === "sampled" ? counted : counted.map(withExpectedValue);
}

function withExpectedValue(judgment: JudgmentRow): JudgmentRow {
  if (judgment.reading.status !== "decided") return judgment;
  const verdict = expectedVerdict(judgment.reading.verdict);
  return { ...judgment, reading: verdict ? { status: "decided", verdict } : NOT_KNOWN };
}

const NOT_KNOWN: Reading = { status: "undecided", reason: "no token probabilities" };

/** A verdict by its expectation in place of its sample; null where that is not known of all it speaks of. */
function expectedVerdict(verdict: Verdict): Verdict | null {
  switch (verdict.kind) {
    case "scores": {
      const { byId, expected = {} } = verdict;
      const known = Object.keys(byId).map((id) => [id, ownScore(expected, id)] as const);
      if (known.length === 0 || known.some(([, score]) => score === null)) return null;
      // fromEntries defines own properties, also for an id such as "__proto__".
      return { ...verdict, byId: Object.fromEntries(known.map(([id, score]) => [id, score ?? 0])) };
    }
    case "duel": {
      const p = probabilityOfFirst(verdict);
      if (p === null) return null;
      const [first, second] = verdict.between;
      return {
        kind: "duel",
        between: verdict.between,
        winner: p === 0.5 ? TIE : p > 0.5 ? first : second,
        pWin: p,
      };
    }
    case "ranking":
      return null;
    default:
      return verdict satisfies never;
  }
}

/** The probability given to `between[0]`, or null where there is none; data from outside may hold anything. */
export function probabilityOfFirst({ pWin }: Extract<Verdict, { kind: "duel" }>): number | null {
  return pWin !== undefined && pWin >= 0 && pWin <= 1 ? pWin : null;
}
