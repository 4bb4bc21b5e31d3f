/**
 * Whether two texts are the same for a reader: equal but for case and white space, or with a Jaccard similarity of at
 * least 0.95 between their sets of word triples (Broder 1997, "On the resemblance and containment of documents", w = 3).
 * Time and memory are linear in the length of the texts. Text without spaces between words is taken character by character.
 *
 * @example nearIdentical("The  cat sat.", "the cat sat.") // true
 */
export function nearIdentical(left: string, right: string): boolean {
  if (left === right) return true;
  const [a, b] = [wordHashes(left), wordHashes(right)];
  if (a.length === b.length && a.every((hash, i) => hash === b[i])) return true;
  // The number of triples is at most the number of words − 2, but far fewer only in very repetitive texts.
  if (a.length < WORDS || b.length < WORDS) return false;
  const [triplesA, triplesB] = [triples(a), triples(b)];
  const [small, large] = triplesA.size < triplesB.size ? [triplesA, triplesB] : [triplesB, triplesA];
  if (small.size < NEAR * large.size) return false;
  let shared = 0;
  for (const triple of small) if (large.has(triple)) shared++;
  return shared >= NEAR * (small.size + large.size - shared);
}

function wordHashes(text: string): number[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const units = words.reduce((sum, word) => sum + word.length, 0);
  return (units > LONGEST_MEAN_WORD * words.length ? [...words.join("")] : words).map(hashWord);
}

function triples(words: readonly number[]): Set<number> {
  const found = new Set<number>();
  for (let i = 0; i + WORDS <= words.length; i++) {
    let hash = 0;
    for (let j = i; j < i + WORDS; j++) hash = Math.imul(hash ^ (words[j] ?? 0), 2654435761) ^ (hash >>> 15);
    found.add(hash | 0);
  }
  return found;
}

function hashWord(word: string): number {
  let hash = 2166136261;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 16777619);
  return (hash ^ (hash >>> 13)) | 0;
}

const WORDS = 3;
const NEAR = 0.95;
const LONGEST_MEAN_WORD = 20;
