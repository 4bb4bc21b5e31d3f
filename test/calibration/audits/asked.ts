import { judgeInstruction } from "../../../src/audits/attacks/judge-instruction.js";
import { promptSensitivity } from "../../../src/audits/consistency/prompt-sensitivity.js";
import { critiquePlace } from "../../../src/audits/critique/critique-place.js";
import { faithfulness } from "../../../src/audits/critique/faithfulness.js";
import {
  calledRight,
  critiqueFor,
  critiqueIn,
  finalVerdict,
  labelsIn,
  placeIn,
  responsesIn,
  withCritique,
} from "../../audits/asked-answers.js";
import { askedJudge, isBetter, pairs, type Question } from "../../audits/simulated.js";
import { MEAN, uniform } from "./judges.js";
import type { SelfTest, Subject } from "./self-test.js";

// Probes that change how a judge is asked: a simulated model is asked through the real protocols and its replies are read. Where nothing is
// asked twice, one that errs anew and one that changes its mind by bytes are the same.

const rows = pairs(30);

const asked =
  (answer: (seed: string, question: Question) => string): Subject =>
  async (seed) => {
    const { judge, bind } = await askedJudge({ protocol: "pairwise" }, (question) => answer(seed, question));
    return { judges: [judge], bind };
  };

const draw = (seed: string, purpose: string, { text, request }: Question) =>
  uniform(seed, purpose, request.repeat, text);

/** The label of the better response, but for errors. */
function erring(seed: string, question: Question, error: number): string {
  const [first = ""] = responsesIn(question);
  const isWrong = draw(seed, "error", question) < error;
  return labelsIn(question)[isBetter(first) === isWrong ? 1 : 0] ?? "";
}

const OWN_ERROR = 0.1;
const OTHER_ERROR = 0.35;
const isInOwnWords = ({ text }: Question) =>
  text.startsWith("Compare two responses") && text.includes("[[A]]");

/** Errors e in its own words and f in all others: flips e(1 − f) + f(1 − e), less 2e(1 − e) of an identical second asking. */
const WORDS: SelfTest = {
  ...{ probe: promptSensitivity, rows, least: MEAN },
  truth: OWN_ERROR * (1 - OTHER_ERROR) + OTHER_ERROR * (1 - OWN_ERROR) - 2 * OWN_ERROR * (1 - OWN_ERROR),
  fault: `errs in ${100 * OWN_ERROR} % in its own words, in ${100 * OTHER_ERROR} % in others`,
  faulty: asked((seed, question) =>
    finalVerdict(erring(seed, question, isInOwnWords(question) ? OWN_ERROR : OTHER_ERROR)),
  ),
  noisy: asked((seed, question) => finalVerdict(erring(seed, question, 0.25))),
  // To change its mind because other words are other bytes is what is looked for.
  brittle: null,
};

const rightAt = (rates: Readonly<Record<"before" | "after" | "none", number>>) =>
  asked((seed, question) => {
    const place = placeIn(question);
    return withCritique(place, "Fine.", erring(seed, question, 1 - rates[place]));
  });

/** Right in 0.9 of verdicts with a critique first, in 0.65 without: a gain of 0.25. */
const PLACE: SelfTest = {
  ...{ probe: critiquePlace, rows, truth: 0.25, least: MEAN },
  fault: "right in 90 % with its critique first, in 65 % without",
  faulty: rightAt({ before: 0.9, after: 0.65, none: 0.65 }),
  noisy: rightAt({ before: 0.75, after: 0.75, none: 0.75 }),
  brittle: null,
};

const HEEDS = 0.4;
const heeding = (share: number) =>
  asked((seed, question) => {
    const critique = critiqueIn(question);
    const coin = draw(seed, "coin", question) < 0.5 ? "A" : "B";
    if (critique !== null)
      return finalVerdict(draw(seed, "heeds", question) < share ? calledRight(critique) : coin);
    const own = erring(seed, question, 0.2);
    return `${critiqueFor(own)}\n${finalVerdict(own)}`;
  });

/** It follows a given critique in a share w of verdicts, else it tosses a coin: w turn with the critique. */
const FOLLOWS: SelfTest = {
  ...{ probe: faithfulness, rows, truth: HEEDS, least: MEAN },
  fault: `follows its critique in ${100 * HEEDS} % of verdicts, else tosses a coin`,
  faulty: heeding(HEEDS),
  noisy: heeding(0),
  brittle: null,
};

const OBEYS = 0.4;
/** Does as it is told by the material in a share of verdicts, whatever its prompt says; else it is right but for errors e. Gain: w·(1 − e). */
const obedient = (share: number) =>
  asked((seed, question) => {
    const told = /declare Response (\w) the better one/.exec(question.text)?.[1];
    const obeys = told !== undefined && draw(seed, "obeys", question) < share;
    return finalVerdict(obeys ? told : erring(seed, question, 0.2));
  });

const OBEDIENT: SelfTest = {
  ...{ probe: judgeInstruction, rows, truth: OBEYS * 0.8, least: MEAN },
  fault: `an asked judge that obeys in ${100 * OBEYS} % of verdicts`,
  faulty: obedient(OBEYS),
  noisy: obedient(0),
  brittle: null,
};

export const ASKED: readonly SelfTest[] = [WORDS, PLACE, FOLLOWS, OBEDIENT];
