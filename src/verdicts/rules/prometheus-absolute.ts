import { type PublishedRule, scoreIs, unparsed } from "./rule.js";

const LABEL = "(?:\\[(?:result|score)\\]:?|score:?|result:?|score\\s{1,16}of)";
const SCORED = new RegExp(
  `${LABEL}[\\s(\\[]{0,64}(\\d{1,16})(?:[)\\]\\s]|$|/\\s{0,64}5|\\s{0,64}out\\s{0,64}of\\s{0,64}5)`,
  "i",
);

/** The prometheus-eval library's parser of absolute grades: the first label with a whole number from 1 to 5. */
export const prometheusAbsolute: PublishedRule = {
  name: "prometheus-absolute",
  summary:
    "The first “[RESULT] n”, “Score: n” or “score of n” with a bracket, a space, “/5” or the end behind it.",
  source: "prometheus-eval/prometheus-eval, libs/prometheus-eval/prometheus_eval/parser.py",
  flaw: "“[RESULT] 3.” is not read (a full stop behind the number); the first label of the critique decides, and the judge is asked again where nothing is read",
  read(text) {
    const score = Number(SCORED.exec(text)?.[1] ?? Number.NaN);
    return score >= 1 && score <= 5 ? scoreIs(score) : unparsed("no labelled whole number from 1 to 5");
  },
};
