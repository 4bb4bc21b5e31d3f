/** What a judge was shown. */
export interface ShownPair {
  readonly prompt: string;
  /** Of assistant A, then of assistant B. */
  readonly answers: readonly [string, string];
}

// The marks around the texts: prompt_template of lmarena/arena-hard-auto, config/judge_config.yaml (v0.1) and config/arena-hard-v2.0.yaml.
const OPENING = "<|User Prompt|>\n";
const BEFORE_A = "\n\n<|The Start of Assistant A's Answer|>\n";
const BETWEEN = "\n<|The End of Assistant A's Answer|>\n\n<|The Start of Assistant B's Answer|>\n";
const CLOSING = "\n<|The End of Assistant B's Answer|>";

/**
 * The texts in the prompt that was sent to a judge; null where it does not follow the authors' template. Where a text holds one of the
 * marks itself, the first place it stands in counts.
 */
export function shownPair(sent: string): ShownPair | null {
  if (!sent.startsWith(OPENING) || !sent.endsWith(CLOSING)) return null;
  const end = sent.length - CLOSING.length;
  const a = sent.indexOf(BEFORE_A, OPENING.length);
  const b = a < 0 ? -1 : sent.indexOf(BETWEEN, a + BEFORE_A.length);
  if (b < 0 || b + BETWEEN.length > end) return null;
  return {
    prompt: sent.slice(OPENING.length, a),
    answers: [sent.slice(a + BEFORE_A.length, b), sent.slice(b + BETWEEN.length, end)],
  };
}
