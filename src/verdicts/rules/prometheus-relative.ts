import { type PublishedRule, unparsed, winnerIs } from "./rule.js";

const LABEL = "(?:\\[result\\](?:\\s{1,16}response)?|\\[result:|\\[response\\s|(?:^|\\n)result:?)";
const NAMED = new RegExp(`${LABEL}\\s{0,64}(A|B)(?:\\]|\\s|$)`, "im");

/** The prometheus-eval library's parser of relative grades, as JudgeBench also uses it: the first label with an A or a B behind it. */
export const prometheusRelative: PublishedRule = {
  name: "prometheus-relative",
  summary:
    "The first “[RESULT] A”, “[RESULT: A]”, “[Response A]” or line “Result: A”, with “]”, a space or the line's end behind it.",
  source: "prometheus-eval/prometheus-eval, libs/prometheus-eval/prometheus_eval/parser.py",
  flaw: "“[RESULT] A.” is not read; [Response B] in the critique decides before the result; a result that begins with the word “a” counts for A",
  read(text) {
    const letter = NAMED.exec(text)?.[1];
    return letter === undefined ? unparsed("no labelled A or B") : winnerIs(letter.toUpperCase());
  },
};
