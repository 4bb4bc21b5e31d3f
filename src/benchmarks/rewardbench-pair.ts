import type { Prompt } from "../core/comparison.js";
import { describe, InputError } from "../core/errors.js";
import { hashText } from "../core/hash.js";
import { messagesIn } from "../datasets/conversations.js";
import type { DatasetRow } from "../datasets/source.js";
import type { BenchmarkRow } from "./benchmark.js";
import { placed } from "./placed.js";
import { PRIOR_SETS, SUBSETS } from "./rewardbench-sections.js";
import { columnOf, idColumn, optionalTextColumn, textColumn } from "./row-columns.js";

/** The comparison's id; numbers may come again in another subset. */
export function rewardBenchId(subset: string, id: string): string {
  return `rewardbench-${subset}-${id}`;
}

/**
 * A pair in a seeded order. Pairs of one prompt are a cluster. Files of the prior sets are told by their names, which begin with the name of the
 * split; those of their other splits, which no average counts, are another's: [].
 */
export function rewardBenchPair(row: BenchmarkRow, seed: number): readonly DatasetRow[] {
  const split = priorSplitOf(row);
  if (split !== undefined && !PRIOR_SETS.includes(split)) return [];
  const subset = split ?? subsetOf(row);
  // The prior sets need not number their rows.
  const hasNumber = split === undefined || (columnOf(row, "id") ?? null) !== null;
  const id = rewardBenchId(subset, hasNumber ? idColumn(row, "id") : `row-${row.number}`);
  const prompt = promptOf(row);
  const [chosen, rejected] = [textColumn(row, "chosen"), textColumn(row, "rejected")];
  const { responses, ids } = placed(id, [chosen, rejected], seed);
  const authors = ["chosen_model", "rejected_model"].map((name) => optionalTextColumn(row, name));
  const authored = responses.map((response) => {
    const author = authors[ids.indexOf(response.id)];
    return author === undefined ? response : { ...response, author };
  });
  const [winner = ""] = ids;
  const between = [responses[0]?.id ?? "", responses[1]?.id ?? ""] as const;
  return [
    {
      comparison: {
        ...{ id, prompt, responses: authored, subset },
        cluster: hashText(typeof prompt === "string" ? prompt : JSON.stringify(prompt)).slice(0, 16),
      },
      preferences: [{ comparison: id, source: "constructed", kind: "duel", between, winner }],
    },
  ];
}

/** The splits of allenai/preference-test-sets. */
const PRIOR_SPLITS = [
  ...PRIOR_SETS,
  ...["anthropic_harmless", "mtbench_gpt4", "mtbench_human", "pku_better", "pku_safer", "summarize_prompted"],
];

function priorSplitOf({ file }: BenchmarkRow): string | undefined {
  const name = file.split("/").at(-1) ?? file;
  return PRIOR_SPLITS.find((split) => name.startsWith(`${split}-`) || name.startsWith(`${split}.`));
}

function subsetOf(row: BenchmarkRow): string {
  const subset = columnOf(row, "subset");
  if (typeof subset === "string" && SUBSETS.includes(subset)) return subset;
  const expected = `"subset" to be one of ${SUBSETS.join(", ")} (of prior sets, the file's name to begin with one)`;
  throw new InputError(row.subject, expected, describe(subset));
}

/** Text, or of the prior sets a conversation. */
function promptOf(row: BenchmarkRow): Prompt {
  const prompt = columnOf(row, "prompt");
  return typeof prompt === "string" ? prompt : messagesIn(prompt, "prompt", row);
}
