import type { BenchmarkRow } from "./benchmark.js";

/** Where a row stands, as an id of what has none of its own. @example rowPlace({ file: "x/train.jsonl.gz", number: 7 }) // "train-7" */
export function rowPlace({ file, number }: Pick<BenchmarkRow, "file" | "number">): string {
  const [stem = ""] = (file.split("/").at(-1) ?? "").split(".");
  return `${stem}-${number}`;
}
