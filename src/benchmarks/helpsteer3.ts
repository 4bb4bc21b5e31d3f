import type { Message } from "../core/comparison.js";
import { describe, InputError } from "../core/errors.js";
import { hashJson } from "../core/hash.js";
import type { DatasetRow } from "../datasets/source.js";
import type { Benchmark, BenchmarkRow } from "./benchmark.js";
import { pairFigures, pairPreferences } from "./helpsteer-pairs.js";
import { ownField } from "./own-field.js";
import { columnOf, textColumn } from "./row-columns.js";
import { rowPlace } from "./row-place.js";

const DOMAINS = ["general", "stem", "code", "multilingual"] as const;
const ROLES: readonly string[] = ["system", "user", "assistant"] satisfies Message["role"][];

/** Pairs that up to three people compared, each with a reason in writing. */
export const helpSteer3: Benchmark = {
  name: "helpsteer3",
  title: "HelpSteer3-Preference",
  about: {
    paper: "arXiv 2505.11475",
    home: "https://huggingface.co/datasets/nvidia/HelpSteer3",
    licence: "CC BY 4.0",
    checked: "fixture only",
  },
  sources: [{ kind: "hub", dataset: "nvidia/HelpSteer3", files: ["preference/validation.jsonl.gz"] }],
  rule: [
    "The authors publish no rule for judges of these rows: they train reward models on them and score those elsewhere.",
    "Here accuracy is the share of pairs in which the judge names the response of the published overall preference: over all pairs that are not called about the same, by how strong the preference is (slight 1, clear 2, strong 3) and by domain.",
    "A pair counts as the mean over its orders that have a verdict, a tie counting a half; a pair without a verdict is left out and counted.",
    "Agreement with people, and what people reach among themselves, are taken from what each annotator said; pairs called about the same take part there.",
  ],
  traps: [
    "Annotators have no names in the file: their places in its lists are no persons, so nothing is said of one annotator across pairs.",
    "The published preference and the majority of the annotators may differ: it is made of their strengths, not of their votes.",
    "What each annotator wrote is kept as the note of their preference; it is never shown to a judge.",
    "The rest of the rows (train) is what reward models were trained on: a judge may have seen them.",
  ],
  read: (row) => [pairOf(row)],
  official: (input) => pairFigures(input, DOMAINS),
  outputs: [],
};

function pairOf(row: BenchmarkRow): DatasetRow {
  const id = `helpsteer3-${rowPlace(row)}`;
  const prompt = contextOf(row);
  return {
    comparison: {
      ...{ id, prompt, subset: textColumn(row, "domain").toLowerCase() },
      cluster: `helpsteer3-${hashJson(prompt.map(({ role, content }) => [role, content])).slice(0, 16)}`,
      responses: [
        { id: "r1", text: textColumn(row, "response1") },
        { id: "r2", text: textColumn(row, "response2") },
      ],
    },
    preferences: pairPreferences(row, id, {
      ...{ overall: "overall_preference", each: "individual_preference" },
      ...{ strength: "score", reasoning: "reasoning" },
    }),
  };
}

function contextOf(row: BenchmarkRow): readonly Message[] {
  const context = columnOf(row, "context");
  if (!Array.isArray(context) || context.length === 0)
    throw new InputError(row.subject, '"context" to be a list of messages', describe(context));
  return context.map((message: unknown, i) => {
    const [role, content] = [ownField(message, "role"), ownField(message, "content")];
    if (typeof role !== "string" || !ROLES.includes(role))
      throw new InputError(row.subject, `"context[${i}].role" to be ${ROLES.join(", ")}`, describe(role));
    if (typeof content !== "string")
      throw new InputError(row.subject, `"context[${i}].content" to be text`, describe(content));
    return { role: role as Message["role"], content };
  });
}
