import { describe, InputError } from "../../core/errors.js";
import { withText } from "../measure/duels.js";
import type { Probe } from "../probe.js";
import { rewriteProbe } from "./rewrite-probe.js";

/** A text that somebody (or a model) wrote in place of a response. */
export interface GivenRewrite {
  /** Comparison id. */
  readonly comparison: string;
  /** Response id. */
  readonly response: string;
  /** What the rewrite is called, in kebab case: rows of one name make one probe. */
  readonly rewrite: string;
  readonly text: string;
}

const FIELDS = ["comparison", "response", "rewrite", "text"] as const;

/**
 * One probe for each name among rewrites that are not ours, in the order in which the names first occur: the probe asks about the duels both
 * of whose responses have one. Whether such a text says the same as the response is on whoever wrote it; one that says more verdicts than the
 * response does is left out. Throws an InputError where a response has two texts of one name or a name is not kebab case.
 */
export function givenRewrites(rows: readonly GivenRewrite[]): readonly Probe[] {
  const byName = new Map<string, Map<string, string>>();
  for (const { comparison, response, rewrite, text } of rows) {
    if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(rewrite))
      throw new InputError("rewrite", "a name in kebab case", describe(rewrite));
    const texts = byName.get(rewrite) ?? new Map<string, string>();
    byName.set(rewrite, texts);
    const place = placeOf(comparison, response);
    if (texts.has(place))
      throw new InputError(`rewrite ${rewrite}`, "one text a response", `two of ${comparison} ${response}`);
    texts.set(place, text);
  }
  return [...byName].map(([name, texts]) =>
    rewriteProbe({
      name,
      title: `given: ${name}`,
      question: `Does a response win by being rewritten as in "${name}"?`,
      does: "Shows the text that was given in place of the response.",
      apply(comparison, response) {
        const text = texts.get(placeOf(comparison.id, response.id));
        return text === undefined || text === response.text ? null : withText(comparison, response.id, text);
      },
    }),
  );
}

/** A row of a file as a given rewrite; `subject` names the row. Throws an InputError where a field is no text or is missing. */
export function givenRewriteOf(row: Readonly<Record<string, unknown>>, subject: string): GivenRewrite {
  for (const field of FIELDS) {
    const value = row[field];
    // A rewrite may be empty; a name may not.
    if (typeof value !== "string" || (value === "" && field !== "text"))
      throw new InputError(subject, `"${field}" to be text`, describe(value));
  }
  return row as unknown as GivenRewrite;
}

function placeOf(comparison: string, response: string): string {
  return JSON.stringify([comparison, response]);
}
