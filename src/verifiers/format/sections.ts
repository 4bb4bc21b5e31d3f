import type { VerifiedPart } from "../verifier.js";
import { splitFences } from "./blocks.js";

/**
 * Whether each heading stands on a line of its own, outside of code; in this order where `ordered`. A line is a heading as it is written,
 * or without the Markdown that makes it one (#, emphasis, a colon at its end); case does not matter. So "Summary" is there in
 * "## Summary", "**Summary:**" and "SUMMARY", and "## Summary" or "<answer>" only as such.
 */
export function verifySections(
  response: string,
  sections: readonly string[],
  ordered: boolean,
): VerifiedPart[] {
  const places = placesOfLines(response);
  let after = -1;
  return sections.map((name) => {
    const at = places.get(normal(name)) ?? [];
    const place = ordered ? at.find((line) => line > after) : at[0];
    if (place !== undefined) {
      after = place;
      return { name, status: "passed", reason: "there" };
    }
    return {
      name,
      status: "failed",
      reason: at.length ? "only before a section that it should follow" : "not there",
    };
  });
}

/** The numbers of the lines at which each heading stands, in ascending order. */
function placesOfLines(response: string): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [number, line] of splitFences(response).outside.entries()) {
    for (const heading of new Set([normal(line), normal(bare(line))])) {
      const at = places.get(heading);
      if (at) at.push(number);
      else places.set(heading, [number]);
    }
  }
  return places;
}

function normal(heading: string): string {
  return heading.trim().toLowerCase();
}

function bare(line: string): string {
  const text = line
    .trim()
    .replace(/^#{1,6}(?=\s)/, "")
    .replace(/\s#+$/, "");
  const isMark = (character: string) => "*_:".includes(character) || character.trim() === "";
  let from = 0;
  let to = text.length;
  while (from < to && isMark(text.charAt(from))) from++;
  while (to > from && isMark(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}
