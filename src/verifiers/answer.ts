import type { AnswerCheck, AnswerPlace } from "../core/check.js";
import { letterOf, letterOfText } from "./answer/choice.js";
import { daysIn, sameDay } from "./answer/dates.js";
import { type Equivalence, equivalent } from "./answer/equivalent.js";
import { LONGEST_ANSWER, readAnswer } from "./answer/final-answer.js";
import { findAnswer, placesOf } from "./answer/find-answer.js";
import { plainNotation } from "./answer/notation.js";
import { IGNORED_BY_DEFAULT, withoutDifferences } from "./answer/plain-text.js";
import type { Verification, Verifier } from "./verifier.js";

/**
 * The final answer of a response against the right one. A response without an answer at the places where the check looks has failed;
 * an answer whose equivalence nobody here can decide is undecided.
 */
export const answerVerifier: Verifier<"answer"> = {
  name: "answer",
  kind: "answer",
  errors: ["wrong-answer", "no-answer"],
  async verify(response, check): Promise<Verification> {
    const found = await findAnswer(response, check);
    if (found.status === "unclear") return { status: "undecided", reason: found.reason };
    if (found.status === "none")
      return {
        status: "failed",
        error: "no-answer",
        reason: `no final answer (looked for ${placesOf(check).map(nameOf).join(", ")})`,
      };
    const { answer } = found;
    const expected = [check.answer].flat();
    const verdicts: Equivalence[] = [];
    for (const right of expected) {
      const verdict = await compareAnswers(answer, right, check);
      if (verdict === "equal")
        return { status: "passed", reason: `is ${short(right)}`, found: short(answer) };
      verdicts.push(verdict);
    }
    const rights = expected.map(short).join(" or ");
    if (verdicts.includes("undecided"))
      return { status: "undecided", reason: `cannot be told from ${rights}`, found: short(answer) };
    return { status: "failed", error: "wrong-answer", reason: `is not ${rights}`, found: short(answer) };
  },
};

/**
 * Whether two written answers are the same, as the check says answers are compared. Bounded in time and memory for any text.
 *
 * @example await compareAnswers("\\frac{2}{4}", "0.5") // "equal"
 */
export async function compareAnswers(
  answer: string,
  right: string,
  check: Omit<AnswerCheck, "kind" | "answer"> = {},
): Promise<Equivalence> {
  switch (check.as ?? "mathematics") {
    case "choice":
      return sameChoice(answer, right, { ...check, kind: "answer", answer: right });
    case "text":
      return sameText(answer, right, check) ? "equal" : "different";
    case "date":
      return sameDate(answer, right, check);
    case "mathematics":
      return sameMathematics(answer, right, check);
  }
}

/** What may be asked of the engine for one answer. */
const ENGINE_CALLS = 40;

async function sameMathematics(
  answer: string,
  right: string,
  check: Omit<AnswerCheck, "kind" | "answer">,
): Promise<Equivalence> {
  if (sameText(answer, right, { ignore: ["whitespace"] })) return "equal";
  if (answer.length > LONGEST_ANSWER || right.length > LONGEST_ANSWER) return "undecided";
  const [days, rightDays] = [daysIn(answer), daysIn(right)];
  if (days.length > 0 && rightDays.length > 0) return sameDate(answer, right, check);
  if (days.length > 0 || rightDays.length > 0) return "undecided";
  const [found, expected] = [readAnswer(answer), readAnswer(right)];
  if (found.kind === "text" && expected.kind === "text") return sameWords(answer, right, check);
  const { tolerance } = check;
  return equivalent(found, expected, { engineCalls: ENGINE_CALLS, ...(tolerance ? { tolerance } : {}) });
}

/** Words that answer a question by themselves: of two that are not the same, at most one is right. */
const LONE_ANSWERS = new Set(["yes", "no", "true", "false", "even", "odd"]);

function sameWords(answer: string, right: string, check: Omit<AnswerCheck, "kind" | "answer">): Equivalence {
  const [found, expected] = [answer, right].map((text) =>
    withoutDifferences(plainNotation(text), check.ignore ?? IGNORED_BY_DEFAULT),
  );
  if (found === expected) return "equal";
  return LONE_ANSWERS.has(found ?? "") && LONE_ANSWERS.has(expected ?? "") ? "different" : "undecided";
}

function sameText(answer: string, right: string, { ignore }: Omit<AnswerCheck, "kind" | "answer">): boolean {
  const plain = (text: string) => withoutDifferences(text.trim(), ignore ?? IGNORED_BY_DEFAULT);
  return plain(answer) === plain(right);
}

function sameDate(answer: string, right: string, check: Omit<AnswerCheck, "kind" | "answer">): Equivalence {
  if (sameText(answer, right, check)) return "equal";
  if (answer.length > LONGEST_ANSWER) return "undecided";
  const [found, expected] = [daysIn(plainNotation(answer)), daysIn(plainNotation(right))];
  if (found.length === 0 || expected.length === 0) return "undecided";
  const same = sameDay(found, expected);
  return same === null ? "undecided" : same ? "equal" : "different";
}

function sameChoice(answer: string, right: string, check: AnswerCheck): Equivalence {
  const letter = (text: string) => letterOfText(text, check) ?? letterOf(text, check.options?.length);
  const [found, expected] = [letter(answer), letter(right)];
  if (found === null || expected === null) return sameText(answer, right, check) ? "equal" : "undecided";
  return found === expected ? "equal" : "different";
}

function nameOf(place: AnswerPlace): string {
  return typeof place === "object" ? "a pattern" : place;
}

// One line fit for a table, whatever a response holds.
function short(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
