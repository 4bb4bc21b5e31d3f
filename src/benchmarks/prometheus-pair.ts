import { describe, InputError } from "../core/errors.js";
import { hashJson, hashText } from "../core/hash.js";
import { type Preference, TIE } from "../core/preference.js";
import type { DatasetRow } from "../datasets/source.js";
import type { BenchmarkRow } from "./benchmark.js";
import { placed } from "./placed.js";
import { gradingPrompt } from "./prometheus-prompt.js";
import { columnOf, optionalTextColumn, textColumn } from "./row-columns.js";

/** A pair of two grading prompts that differ in the response alone, known by its texts. */
export function prometheusPair(row: BenchmarkRow, seed: number): DatasetRow {
  const [better, worse] = ["chosen_instruction", "rejected_instruction"].map((name) => {
    const parts = gradingPrompt(textColumn(row, name));
    if (parts) return parts;
    const expected = `"${name}" to hold the headings of an absolute-grading prompt`;
    throw new InputError(row.subject, expected, describe(columnOf(row, name)));
  });
  if (!better || !worse || better.instruction !== worse.instruction || better.rubric !== worse.rubric)
    throw new InputError(row.subject, "one instruction and one rubric in both prompts", "two");
  const { instruction: prompt, rubric, reference } = better;
  const id = `prometheus-pairs-${hashJson([prompt, rubric, better.response, worse.response]).slice(0, 16)}`;
  const { responses, ids } = placed(id, [better.response, worse.response], seed);
  const subset = optionalTextColumn(row, "source");
  const tie = columnOf(row, "tie") ?? 0;
  if (tie !== 0 && tie !== 1) throw new InputError(row.subject, '"tie" to be 0 or 1', describe(tie));
  const said: Preference = {
    // Preference-Bench was written by GPT-4; the others hold what people chose.
    ...{ comparison: id, source: /preference/i.test(row.file) ? "constructed" : "human" },
    ...{ kind: "duel", between: ["r1", "r2"], winner: tie === 1 ? TIE : (ids[0] ?? TIE) },
  };
  return {
    comparison: {
      ...{ id, prompt, responses, rubric, cluster: hashText(prompt).slice(0, 16) },
      ...(reference === undefined ? {} : { reference }),
      ...(subset === undefined ? {} : { subset }),
    },
    preferences: [said],
  };
}
