import { blocksOf } from "./blocks.js";
import { inlineParts } from "./inline.js";

/**
 * Whether all that must survive a rewrite is still there, whole and in order: code, displayed mathematics, tables, quotes, formulas, links,
 * addresses and numbers. More may have come between.
 */
export function isUnharmed(before: string, after: string): boolean {
  const found = survivors(after);
  let next = 0;
  for (const one of survivors(before)) {
    while (next < found.length && found[next] !== one) next++;
    if (next++ >= found.length) return false;
  }
  return true;
}

/** In order: kept blocks whole; of the others the code, formulas, links and addresses, and every number. */
function survivors(text: string): readonly string[] {
  return blocksOf(text).flatMap(({ kind, text: own }) => {
    if (kind === "blank") return [];
    if (kind === "kept") return [own.trimEnd()];
    return inlineParts(own).flatMap((part) =>
      part.kept && /[`$\\]|\]\(|:\/\//.test(part.text) ? [part.text] : (part.text.match(NUMBER) ?? []),
    );
  });
}

const NUMBER = /\d+(?:[.,:/]\d+)*/g;
