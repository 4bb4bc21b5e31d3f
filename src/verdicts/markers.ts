import type { VerdictTag } from "./tag.js";

/**
 * Declared markers: "Final verdict:" wherever it stands, "Verdict:" only at the start of a line; both also in bold or as a heading.
 *
 * @param nouns as they stand in a pattern, for example ["score", "ratings?"]
 */
export function markerPattern(nouns: readonly string[]): RegExp {
  return new RegExp(
    `(?:\\bfinal[ \\t]{1,4}|^[ \\t#*_.)\\d-]{0,16})(?:${nouns.join("|")})(?:[ \\t]{1,4}is)?[ \\t*_]{0,8}[:：]`,
    "gimu",
  );
}

/**
 * The verdicts that `find` finds in double brackets, and those that stand bare behind a declared marker: "Final score: 8" says what
 * "Final score: [[8]]" says, where nothing else is on the line.
 */
export function withBareVerdicts<Says extends string | number>(
  find: (text: string) => VerdictTag<Says>[],
  nouns: readonly string[],
): (text: string) => VerdictTag<Says>[] {
  return (text) => {
    const tags = find(text);
    const bare = Array.from(text.matchAll(markerPattern(nouns))).flatMap((marker) => {
      const rest = text.slice(marker.index + marker[0].length).slice(0, LONGEST_BARE);
      const line = /^[ \t*_]*([^\n[\]]*?)[ \t*_.]*(?:\r?\n|$)/.exec(rest);
      const written = line?.[1] ?? "";
      const [only, ...more] = written === "" ? [] : find(`[[${written}]]`);
      if (!only || more.length > 0 || only.start !== 0) return [];
      const start = marker.index + marker[0].length + (line?.[0] ?? "").indexOf(written);
      return [{ start, end: start + written.length, says: only.says }];
    });
    return bare.length === 0 ? tags : [...tags, ...bare].sort((left, right) => left.start - right.start);
  };
}

/** A line that is longer says more than a verdict. */
const LONGEST_BARE = 200;
