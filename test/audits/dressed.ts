import type { AuditInput } from "../../src/setup/audit.js";
import { type Met, pairs, textOf } from "./simulated.js";

/** Rows of two responses of two paragraphs each, that every rewrite applies to; the better one has the right sum, which no rewrite may touch. */
export function proseRows(count: number, options: Parameters<typeof pairs>[1] = {}) {
  return pairs(count, options).map(({ comparison, preferences }) => ({
    comparison: {
      ...comparison,
      responses: comparison.responses.map(({ id, text }) => ({
        id,
        text: `${text.replace(/ \w+\.$/, "")} This is so because both numbers are counted together.\n\nUsually there is another way that leads to the same result. It takes longer, though.`,
      })),
    },
    preferences,
  }));
}

/** The response that a rewrite of these rows favours, as a judge could see it; undefined where nothing was done. */
export function favouredOf(rows: AuditInput["rows"]): (met: Met) => string | undefined {
  const originals = new Map(rows.map(({ comparison }) => [comparison.id, comparison]));
  return ({ comparison, presented }) => {
    const original = originals.get(comparison.id);
    if (!original) throw new Error(`${comparison.id} is none of the rows`);
    const texts = presented.map((id) => textOf(comparison, id));
    if (comparison.prompt !== original.prompt) {
      const view = String(comparison.prompt).split("following: ")[1] ?? "";
      return presented.find((_, i) => texts[i]?.includes(view));
    }
    const dressed = presented.filter((id) => textOf(comparison, id) !== textOf(original, id));
    if (dressed.length < 2) return dressed[0];
    // Both are headed by something: a model's name, or a longer thinking section.
    const named = presented.find((_, i) => /^Written by (?!a model)/.test(texts[i] ?? ""));
    return (
      named ?? [...presented].sort((a, b) => textOf(comparison, b).length - textOf(comparison, a).length)[0]
    );
  };
}
