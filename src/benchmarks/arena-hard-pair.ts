import type { Comparison } from "../core/comparison.js";
import type { ArenaHardVersion } from "./arena-hard-version.js";

interface Answer {
  readonly model: string;
  readonly text: string;
}

interface AnsweredQuestion {
  readonly version: ArenaHardVersion;
  readonly question: string;
  readonly category: string;
  readonly prompt: string;
  readonly baseline: Answer;
  readonly answer: Answer;
}

/**
 * A model's answer against the baseline's. The baseline stands first, as it does in the first of the two games that the rule asks for;
 * which of the two is better follows from no place.
 */
export function arenaHardPair(answered: AnsweredQuestion): Comparison {
  const { version, question, category, prompt, baseline, answer } = answered;
  const cluster = `${version.name}-${question}`;
  return {
    id: `${cluster}-${answer.model}`,
    ...{ prompt, cluster, subset: category },
    responses: [
      { id: "a", text: baseline.text, author: baseline.model },
      { id: "b", text: answer.text, author: answer.model },
    ],
  };
}
