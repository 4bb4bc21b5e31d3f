import { blocksOf } from "./blocks.js";

const COMMON = new Set(
  "the of and to is a in that it for are be was on with as by this you i not or an can from at have has we if but they so will your my he she his her".split(
    " ",
  ),
);

/** Fewer words say nothing of their language. */
const FEW = 8;
/** The least share of common words in a running English text: it is about two in five. */
const SHARE = 0.12;

/**
 * Whether English words may be added to a text without changing its language or its form: it has prose, and that is English as far as
 * one can see by its most common words. Not for code alone, JSON, or an empty text.
 */
export function takesEnglish(text: string): boolean {
  const prose = blocksOf(text)
    .filter(({ kind }) => kind === "prose" || kind === "list" || kind === "heading")
    .map((block) => block.text)
    .join("");
  if (prose.trim() === "" || isJson(text)) return false;
  const words = prose.toLowerCase().match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];
  if (words.length === 0) return false;
  if (words.some((word) => /^[^\p{Script=Latin}]/u.test(word)) && latinShare(words) < 0.8) return false;
  if (words.length < FEW) return true;
  return words.filter((word) => COMMON.has(word)).length / words.length >= SHARE;
}

function latinShare(words: readonly string[]): number {
  return words.filter((word) => /^\p{Script=Latin}/u.test(word)).length / words.length;
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
