/** A reply's text with its reasoning taken out. */
export interface SplitReply {
  /** What the judge says to us: its critique and its verdict. */
  readonly body: string;
  /** The contents of the reasoning blocks, joined by blank lines; null where there are none. */
  readonly reasoning: string | null;
  /** True where a block was opened and never closed: the reply broke off while the judge was still thinking. */
  readonly unclosed: boolean;
}

const TAGS = "think|thinking|reasoning";

/**
 * Splits `<think>`, `<thinking>` and `<reasoning>` blocks off a reply.
 *
 * A block opens only at the start of a line: a critique may speak of a response's "<think> tag" in mid-sentence.
 * A closing tag that nothing opened ends a block that began with the reply, because some chat templates put the
 * opening tag into the prompt. Runs in time linear in the text.
 *
 * @example splitReasoning("<think>A? No.</think>B is right.\n[[B]]").body // "B is right.\n[[B]]"
 */
export function splitReasoning(text: string): SplitReply {
  const tags = new RegExp(`^[ \\t]*<(${TAGS})>|</(${TAGS})>`, "gim");
  let body: string[] = [];
  const reasoning: string[] = [];
  let openedBy: string | null = null;
  let position = 0;
  for (const tag of text.matchAll(tags)) {
    const [whole, opens, closes] = tag;
    const before = text.slice(position, tag.index);
    if (openedBy === null && opens !== undefined) {
      body.push(before);
      openedBy = opens.toLowerCase();
    } else if (openedBy === null && closes !== undefined) {
      // Nothing opened it: all that came so far was reasoning.
      for (const part of [...body, before]) reasoning.push(part);
      body = [];
    } else if (closes?.toLowerCase() === openedBy) {
      reasoning.push(before);
      openedBy = null;
    } else {
      continue; // Another tag inside an open block is part of the reasoning.
    }
    position = tag.index + whole.length;
  }
  (openedBy === null ? body : reasoning).push(text.slice(position));
  const thoughts = reasoning.map((part) => part.trim()).filter((part) => part !== "");
  return {
    body: body.join("").trim(),
    reasoning: thoughts.length === 0 ? null : thoughts.join("\n\n"),
    unclosed: openedBy !== null,
  };
}
