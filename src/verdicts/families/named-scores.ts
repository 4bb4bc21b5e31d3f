import type { Expected } from "../written.js";
import type { Family, FamilyTag } from "./family.js";
import { NO_MORE, NOUN_AND_NAME, positionNamed, SCORE, scoreSaid } from "./parts.js";

const NAMED = new RegExp(
  `(?:\\b(?:score|rating)[ \\t]{1,4}(?:of|for)[ \\t]{1,4}(?:the[ \\t]{1,4})?|^[ \\t#>*_.)-]{0,12}(?:the[ \\t]{1,4})?)${NOUN_AND_NAME}(?:['’]s)?(?:[ \\t]{1,4}(?:score|rating))?[ \\t*_]{0,8}[:=][ \\t"'\`*_(\\[]{0,8}${SCORE}${NO_MORE}`,
  "gimu",
);

interface Named {
  readonly position: number | null;
  readonly value: number | null;
  readonly start: number;
  readonly end: number;
}

/**
 * FairEval's "The score of Assistant 1: 8" and "The score of Assistant 2: 7", "Response A: 8/10": one entry for each response, next to
 * each other (at most 80 characters apart), in any order. A run that leaves a response out or names it twice is no verdict.
 */
export const namedScores: Family = {
  name: "named-scores",
  looksLike: "The score of Assistant 1: 8 / The score of Assistant 2: 7; Response A: 8/10, Response B: 6/10",
  gives: "scores",
  find(text, expected) {
    if (expected.responses < 2) return [];
    const runs: Named[][] = [];
    for (const match of text.matchAll(NAMED)) {
      const entry = entryOf(match, expected);
      const run = runs.at(-1);
      const previous = run?.at(-1);
      const fresh = !run || !previous || entry.start - previous.end > 80 || run.length === expected.responses;
      if (fresh) runs.push([entry]);
      else run.push(entry);
    }
    return runs.flatMap((run) => tagOf(run, expected));
  },
};

function entryOf(match: RegExpExecArray, expected: Expected): Named {
  const [written, name = "", number = "", denominator] = match;
  const said = scoreSaid(number, denominator, expected);
  return {
    position: positionNamed(name, expected.responses),
    value: said?.kind === "score" ? said.value : null,
    start: match.index,
    end: match.index + written.length,
  };
}

function tagOf(run: readonly Named[], { responses }: Expected): FamilyTag[] {
  const values = Array.from({ length: responses }, (_, position) =>
    run.find((entry) => entry.position === position),
  );
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last || run.length !== responses || values.some((entry) => entry === undefined)) return [];
  const scores = values.flatMap((entry) => (entry?.value == null ? [] : [entry.value]));
  const says = scores.length === responses ? ({ kind: "scores", values: scores } as const) : null;
  return [{ start: first.start, end: last.end, from: first.start, says }];
}
