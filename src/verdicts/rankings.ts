import type { VerdictTag } from "./tag.js";

/**
 * All rankings in double brackets in a text, in order: `[[B > A = C]]`, best first, "=" between equals; letters may be in lower
 * case. A tag says the ranking without spaces and with equals in alphabetical order ("B>A=C"), or, where it is not a ranking of
 * exactly these letters, the text as written: a verdict that was given and cannot be read (see `rankingTiers`). Brackets without
 * a sign ("[[A]]") are no ranking. Linear time.
 *
 * @example findRankings("[[b > c=a]]", ["A", "B", "C"])[0]?.says // "B>A=C"
 */
export function findRankings(text: string, letters: readonly string[]): VerdictTag<string>[] {
  return Array.from(text.matchAll(/\[\[([^[\]\n]{1,400})\]\]/g)).flatMap((match) => {
    const written = (match[1] ?? "").trim();
    if (!/^[A-Z]{1,2}\s*[>=]/i.test(written)) return [];
    const tiers = rankingTiers(written, letters);
    const says = tiers ? tiers.map((tier) => tier.join("=")).join(">") : written;
    return [{ start: match.index, end: match.index + match[0].length, says }];
  });
}

/** The tiers of a ranking, best first; null where it does not name each of the letters exactly once. */
export function rankingTiers(ranking: string, letters: readonly string[]): string[][] | null {
  const tiers = ranking
    .toUpperCase()
    .split(">")
    .map((tier) => tier.split("=").map((letter) => letter.trim()));
  const named = tiers.flat();
  if (named.length !== letters.length || !letters.every((letter) => named.includes(letter))) return null;
  return tiers.map((tier) => tier.sort());
}
