import { type Block, blocksOf } from "./blocks.js";
import { inlineParts } from "./inline.js";

/**
 * Whether all that must survive a rewrite is still there, whole and in order: code, displayed mathematics, tables, quotes, formulas, links,
 * addresses and numbers. More may have come between.
 */
export function isUnharmed(before: string, after: string): boolean {
  // Most blocks are the same, and what is the same is unharmed.
  const [was, is] = [blocksOf(before), blocksOf(after)];
  const shorter = Math.min(was.length, is.length);
  let [head, tail] = [0, 0];
  while (head < shorter && isSame(was[head], is[head])) head++;
  while (tail < shorter - head && isSame(was.at(-1 - tail), is.at(-1 - tail))) tail++;
  const found = survivors(is.slice(head, is.length - tail));
  let next = 0;
  for (const one of survivors(was.slice(head, was.length - tail))) {
    while (next < found.length && found[next] !== one) next++;
    if (next++ >= found.length) return false;
  }
  return true;
}

function isSame(a: Block | undefined, b: Block | undefined): boolean {
  return a?.kind === b?.kind && a?.text === b?.text;
}

/** In order: kept blocks whole; of the others the code, formulas, links and addresses, and every number. */
function survivors(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap(({ kind, text: own }) => {
    if (kind === "blank") return [];
    if (kind === "kept") return [own.trimEnd()];
    return inlineParts(own).flatMap((part) =>
      part.kept && /[`$\\]|\]\(|:\/\//.test(part.text) ? [part.text] : (part.text.match(NUMBER) ?? []),
    );
  });
}

const NUMBER = /\d+(?:[.,:/]\d+)*/g;
