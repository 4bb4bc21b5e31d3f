/** The words of a text in lower case, without punctuation; "it's" is one. Scripts that set no spaces make long ones. */
export function wordsOf(text: string): readonly string[] {
  return (
    text
      .toLowerCase()
      .replaceAll("’", "'")
      .match(/[\p{L}\p{N}]+(?:'[\p{L}]+)*/gu) ?? []
  );
}

/** English words and phrases that take back what a sentence says. */
const HEDGES =
  /\b(?:may|might|could|would seem|perhaps|maybe|possibly|probably|presumably|likely|unlikely|seems?|seemed|appears?|appeared|suggests?|somewhat|arguably|apparently|potentially|generally|usually|relatively|fairly|rather|unclear|uncertain|not (?:sure|certain|clear|entirely|quite)|to some (?:extent|degree)|i (?:think|believe|guess))\b/gi;

/** How many hedging words or phrases an English text has. "May" the month counts too. */
export function hedges(text: string): number {
  return text.match(HEDGES)?.length ?? 0;
}

/** Runs of so many words are seldom met by chance. */
const RUN = 5;

/**
 * The share (0…1) of a text's runs of five words that stand in one of the sources; null where the text has fewer than five words.
 * Linear in all of them.
 *
 * @example copiedShare("it says the sky is blue today", ["The sky is blue today, is it not?"]) // 1/3
 */
export function copiedShare(text: string, sources: readonly string[]): number | null {
  const runs = runsOf(text);
  if (runs.length === 0) return null;
  const known = new Set(sources.flatMap(runsOf));
  return runs.filter((run) => known.has(run)).length / runs.length;
}

function runsOf(text: string): readonly string[] {
  const words = wordsOf(text);
  return Array.from({ length: Math.max(0, words.length - RUN + 1) }, (_, i) =>
    words.slice(i, i + RUN).join(" "),
  );
}
