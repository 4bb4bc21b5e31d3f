import type { Expected, WrittenVerdict } from "../written.js";
import type { Family } from "./family.js";
import { type Fields, fieldTags, isFields, plainKey, positionOf, scoreIn, valuesUnder } from "./fields.js";

const KEYS = new Set(["scores", "ratings", "finalscores", "finalratings"]);

/** A JSON answer with a score for each response: `{"scores": [8, 6]}`, `{"A": 8, "B": 6}`, `{"response_1_score": 8, …}`. */
export const fieldScores: Family = {
  name: "field-scores",
  looksLike: '{"scores": [8, 6]}, {"scores": {"A": 8, "B": 6}}, {"A": 8, "B": 6}',
  gives: "scores",
  find: (text, expected) =>
    expected.responses < 2 ? [] : fieldTags(text, (fields) => scoresIn(fields, expected)),
};

function scoresIn(fields: Fields, expected: Expected): WrittenVerdict | null | undefined {
  const [listed, ...others] = valuesUnder(fields, KEYS);
  if (listed === undefined) return byName(fields, expected) ?? undefined;
  if (others.length > 0) return null;
  if (isFields(listed)) return byName(listed, expected);
  if (!Array.isArray(listed) || listed.length !== expected.responses) return null;
  return allScores(listed, expected);
}

function byName(fields: Fields, expected: Expected): WrittenVerdict | null {
  const values: unknown[] = new Array(expected.responses).fill(undefined);
  for (const [key, value] of Object.entries(fields)) {
    const position = positionOf(
      plainKey(key).replace(/^(?:score|rating)(?:of)?|(?:score|rating)$/g, ""),
      expected,
    );
    if (position === null) continue;
    if (values[position] !== undefined) return null;
    values[position] = isFields(value) ? (value.score ?? value.rating) : value;
  }
  return allScores(values, expected);
}

function allScores(values: readonly unknown[], expected: Expected): WrittenVerdict | null {
  const scores = values.flatMap((value) => {
    const said = scoreIn(value, expected);
    return said?.kind === "score" ? [said.value] : [];
  });
  return scores.length === expected.responses ? { kind: "scores", values: scores } : null;
}
