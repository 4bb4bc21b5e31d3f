import { letterAt } from "../../core/view.js";
import { type Expected, verdictKey, type WrittenVerdict } from "../written.js";
import type { Family } from "./family.js";
import { type Fields, fieldTags, positionOf, valuesUnder } from "./fields.js";
import { gradedLetters } from "./graded-letters.js";
import { A_TIE } from "./parts.js";

const KEYS = new Set(
  [
    ["winner", "verdict", "finalverdict", "decision", "finaldecision", "judgment", "judgement", "result"],
    [
      "better",
      "betteranswer",
      "betterresponse",
      "best",
      "bestanswer",
      "bestresponse",
      "answer",
      "finalanswer",
    ],
    ["preferred", "preferredresponse", "preferredanswer", "preference", "choice"],
    ["更好的回答", "更好回答", "更好的答案", "更好的回应", "最佳答案"],
  ].flat(),
);

/** A JSON answer that names the winner: `{"winner": "A"}`, Con-J's `{"原因": …, "更好的回答": 1}`, a tool call's arguments. */
export const fieldWinner: Family = {
  name: "field-winner",
  looksLike: '{"winner": "A"}, {"更好的回答": 1}, {"name": …, "arguments": {"better": "Response 2"}}',
  gives: "winner",
  find: (text, expected) => fieldTags(text, (fields) => winnerIn(fields, expected)),
};

function winnerIn(fields: Fields, expected: Expected): WrittenVerdict | null | undefined {
  const values = valuesUnder(fields, KEYS);
  if (values.length === 0) return undefined;
  const said = values.flatMap((value) => winnerSaid(value, expected) ?? []);
  return new Set(said.map(verdictKey)).size === 1 ? (said[0] ?? null) : null;
}

function winnerSaid(value: unknown, expected: Expected): WrittenVerdict | null {
  const position = positionOf(value, expected);
  if (position !== null) return { kind: "winner", letter: letterAt(position) };
  if (typeof value !== "string" || value.length > 40) return null;
  if (/^\s*(?:a )?(?:tie|tied|draw|equal|both)\.?\s*$/i.test(value)) return A_TIE;
  const bare = value.trim().replace(/^\[\[|\]\]$/g, "");
  const bracketed = positionOf(bare, expected);
  if (bracketed !== null) return { kind: "winner", letter: letterAt(bracketed) };
  return gradedLetters.find(`[[${bare}]]`, expected)[0]?.says ?? null;
}
