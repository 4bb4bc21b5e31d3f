import { verdictKey } from "../written.js";
import type { Family } from "./family.js";
import { fieldTags, scoreIn, valuesUnder } from "./fields.js";

const OVERALL = new Set([
  "finalscore",
  "overallscore",
  "totalscore",
  "finalrating",
  "overallrating",
  "overall",
  "总分",
]);
const PLAIN = new Set(["score", "rating", "grade", "points", "mark", "分数", "评分", "得分"]);

/** A JSON answer with the score: `{"score": 8}`, `{"rating": "8/10"}`; an overall score goes before a plain one beside it. */
export const fieldScore: Family = {
  name: "field-score",
  looksLike: '{"critique": …, "score": 8}, {"rating": "8/10"}, {"overall_score": 7.5}',
  gives: "score",
  find: (text, expected) =>
    fieldTags(text, (fields) => {
      const overall = valuesUnder(fields, OVERALL);
      const values = overall.length > 0 ? overall : valuesUnder(fields, PLAIN);
      if (values.length === 0) return undefined;
      const said = values.map((value) => scoreIn(value, expected));
      const keys = new Set(said.map((score) => (score ? verdictKey(score) : "")));
      return keys.size === 1 ? (said[0] ?? null) : null;
    }),
};
