import { bothOrders, type Comparison, duelsOf, MAX_RESPONSES_FOR_ALL_DUELS } from "../core/comparison.js";
import { InputError } from "../core/errors.js";
import type { JsonObject } from "../core/json.js";
import { TIE } from "../core/preference.js";
import type { Reading } from "../core/reading.js";
import type { PresentedResponse, View } from "../core/trial.js";
import { findLetters, type LetterVerdict } from "../verdicts/letters.js";
import { checkPrompt, sharedVariables } from "./material.js";
import { choice, flag, readOptions } from "./options.js";
import type { Protocol } from "./protocol.js";
import { readOnlyReply } from "./reply.js";

type PairwiseOptions = { orders: "both" | "as-given"; ties: boolean };

/**
 * Shows two responses side by side and asks which is better.
 *
 * Options: `orders` "both" (default: each duel is asked in both orders) or "as-given"; `ties` (default true: the judge may
 * answer [[C]], neither is better). Prompt variables: prompt, response_a, response_b, reference, rubric, nonce, ties.
 */
export const pairwise: Protocol = {
  name: "pairwise",
  summary: "Two responses side by side: a critique, then which is better (each duel in both orders).",
  prompt: "pairwise",
  options: { orders: "", ties: "" },
  configure({ prompt, options: given }) {
    const options = readOptions<PairwiseOptions>("pairwise", given, {
      orders: choice(["both", "as-given"]),
      ties: flag(true),
    });
    checkPrompt("pairwise", prompt, 2, (view) => variables(view, options));
    return {
      options,
      layouts: (comparison) => {
        requireDuels(comparison);
        const duels = duelsOf(comparison);
        return options.orders === "both" ? bothOrders(duels) : duels;
      },
      next: (view, replies) =>
        replies.length > 0 ? [] : [{ messages: prompt.render(variables(view, options)) }],
      read: (view, replies) => {
        const expected = options.ties ? "[[A]], [[B]] or [[C]]" : "[[A]] or [[B]]";
        const format = { find: findLetters, markers: ["verdict"], expected } as const;
        return readOnlyReply(view, replies, format, (letter) => duelReading(view, letter, options));
      },
    };
  },
};

function requireDuels(comparison: Comparison): void {
  const count = comparison.responses.length;
  if (count < 2) {
    throw new InputError(
      `comparison ${comparison.id}`,
      "at least 2 responses for the pairwise protocol (the pointwise protocol takes one)",
      `${count}`,
    );
  }
  if (!comparison.duels && count > MAX_RESPONSES_FOR_ALL_DUELS) {
    throw new InputError(
      `comparison ${comparison.id}`,
      `"duels" that name the pairs to ask, as it has more than ${MAX_RESPONSES_FOR_ALL_DUELS} responses (or use the pointwise protocol)`,
      `${count} responses and no "duels"`,
    );
  }
}

function variables(view: View, { ties }: PairwiseOptions): JsonObject {
  const [first, second] = pairOf(view);
  return { ...sharedVariables(view), response_a: first.text, response_b: second.text, ties };
}

function duelReading(view: View, letter: LetterVerdict, { ties }: PairwiseOptions): Reading {
  const [first, second] = pairOf(view);
  if (letter === "C" && !ties) {
    return { status: "unparsed", reason: "no final [[A]] or [[B]]: a tie was answered but not offered" };
  }
  const winner = { A: first.id, B: second.id, C: TIE }[letter];
  return { status: "decided", verdict: { kind: "duel", between: [first.id, second.id], winner } };
}

function pairOf(view: View): readonly [PresentedResponse, PresentedResponse] {
  const [first, second, ...more] = view.responses;
  if (!first || !second || more.length > 0) {
    throw new InputError("a pairwise view", "2 responses", `${view.responses.length}`);
  }
  return [first, second];
}
