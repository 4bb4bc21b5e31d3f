import { type GivenRewrite, givenRewriteOf, givenRewrites } from "../audits/bias/given-rewrites.js";
import type { Probe } from "../audits/probe.js";
import { jsonlRows } from "../datasets/formats/jsonl.js";
import { rowSubject } from "../datasets/formats/raw-row.js";

/**
 * The probes of a JSONL file of rewrites, `{"comparison": …, "response": …, "rewrite": …, "text": …}` a line: to be handed to `findProbes` as the
 * user's own. Throws an InputError that names the row.
 */
export async function readGivenRewrites(path: string): Promise<readonly Probe[]> {
  const rows: GivenRewrite[] = [];
  for await (const batch of jsonlRows(path)) {
    for (const row of batch) {
      if ("error" in row) throw row.error;
      rows.push(givenRewriteOf(row.columns, rowSubject(path, row.number)));
    }
  }
  return givenRewrites(rows);
}
