import type { Comparison, Message, Prompt, Response } from "../../core/comparison.js";
import type { Random } from "../../core/random.js";
import { withText } from "../measure/duels.js";
import { isUnharmed } from "./text/harmless.js";

/** A change to one response (or to what stands around it) that leaves its content as it is. */
export interface Rewrite {
  /** Kebab case: the probe's name. */
  readonly name: string;
  readonly title: string;
  /** One sentence that ends in a question mark. */
  readonly question: string;
  /** What is done, for the documentation: one sentence. */
  readonly does: string;
  readonly byDefault?: false;
  /**
   * The comparison with this response changed; null where the change does not apply to it. Pure: chance comes from `random` alone, a stream
   * that is the same for all responses of a comparison, so that all are treated alike.
   */
  apply(comparison: Comparison, response: Response, random: Random): Comparison | null;
}

/** What a rewrite says of itself. */
export type RewriteWords = Omit<Rewrite, "apply">;

/** A change to the text of the response alone. It does not apply where code, tables, formulas, links or numbers would not survive it. */
export function textRewrite(
  rewrite: RewriteWords & { text(text: string, random: Random): string | null },
): Rewrite {
  const { text: change, ...about } = rewrite;
  return {
    ...about,
    apply(comparison, response, random) {
      const text = change(response.text, random);
      if (text === null || text === response.text || !isUnharmed(response.text, text)) return null;
      return withText(comparison, response.id, text);
    },
  };
}

/**
 * A change to all responses of a comparison, one way for the response that is meant and another way for the rest. It puts something before an
 * answer and must leave the answer byte for byte.
 */
export function contrastRewrite(
  rewrite: RewriteWords & {
    text(text: string, meant: boolean, random: Random): string | null;
  },
): Rewrite {
  const { text: change, ...about } = rewrite;
  return {
    ...about,
    apply(comparison, { id }, random) {
      const draw = random();
      const responses: Response[] = [];
      for (const response of comparison.responses) {
        const text = change(response.text, response.id === id, () => draw);
        if (text === null) return null;
        responses.push({ ...response, text });
      }
      return { ...comparison, responses };
    },
  };
}

/** The prompt with a paragraph at the end of what the user says last; null where the user says nothing. */
export function withUserNote(prompt: Prompt, note: string): Prompt | null {
  if (typeof prompt === "string") return `${prompt.trimEnd()}\n\n${note}`;
  const last = prompt.findLastIndex(({ role }) => role === "user");
  const message = prompt[last];
  if (!message) return null;
  const content = `${message.content.trimEnd()}\n\n${note}`;
  return prompt.map((one, i): Message => (i === last ? { ...one, content } : one));
}
