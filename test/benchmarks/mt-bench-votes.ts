import type { BenchmarkRow } from "../../src/benchmarks/benchmark.js";
import { mtBenchHuman } from "../../src/benchmarks/mt-bench-human.js";
import type { DatasetRow } from "../../src/datasets/source.js";
import { rawRow, SEEDED } from "./judgment-rows.js";

/** What a model says to a question of two turns. */
export function conversation(question: number, model: string) {
  return [1, 2].flatMap((turn) => [
    { role: "user", content: `Question ${question}.${turn}` },
    { role: "assistant", content: `${model} on ${question}.${turn}` },
  ]);
}

/** A row of the data: question, two models, who won, who says so, of which turn. */
export function vote(
  question: number,
  models: readonly [string, string],
  winner: string,
  judge: unknown,
  turn: unknown = 1,
): BenchmarkRow {
  const [model_a, model_b] = models;
  return rawRow(
    {
      ...{ question_id: question, model_a, model_b, winner, judge, turn },
      conversation_a: conversation(question, model_a),
      conversation_b: conversation(question, model_b),
    },
    1,
    "human.parquet",
  );
}

/** The benchmark's rows, as reading and gathering give them. */
export function gathered(rows: readonly BenchmarkRow[]): readonly DatasetRow[] {
  return mtBenchHuman.gather?.(rows.flatMap((row) => mtBenchHuman.read(row, SEEDED))) ?? [];
}

/** The id of a model's answer in a comparison. */
export function answerId(row: DatasetRow | undefined, model: string): string {
  const response = row?.comparison.responses.find(({ author }) => author === model);
  if (!response) throw new Error(`no answer of ${model}`);
  return response.id;
}
