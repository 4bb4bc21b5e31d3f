import type { Reply } from "../core/judgment.js";
import type { View } from "../core/trial.js";
import type { Principles } from "./asking-options.js";
import { promptView, sharedVariables } from "./material.js";
import type { PromptTemplate, ProtocolReading } from "./protocol.js";
import { type Step, saidIn } from "./steps.js";

/**
 * The step in which the judge writes the principles that it will judge by, where it is asked to. It sees the prompt and no response,
 * so one call serves every order and every response: they share it by its request key.
 */
export function principlesStep(prompt: PromptTemplate, view: View, principles: Principles): readonly Step[] {
  if (principles !== "generated") return [];
  const variables = { ...sharedVariables(promptView(view)), step: "principles" };
  return [() => [{ messages: prompt.render(variables) }]];
}

/** Splits the reply to the principles' step off the others: the principles as a text, and the replies that remain. */
export function withPrinciples(
  replies: readonly Reply[],
  principles: Principles,
): {
  readonly principles: string | null;
  readonly replies: readonly Reply[];
  readonly failed?: ProtocolReading;
} {
  if (principles === "none") return { principles: null, replies };
  if (principles !== "generated") return { principles: numbered(principles), replies };
  const [first, ...rest] = replies;
  const said = saidIn(first, "principles");
  if ("problem" in said)
    return { principles: null, replies: rest, failed: { reading: said.problem, critique: null } };
  return { principles: said.text, replies: rest };
}

function numbered(principles: readonly string[]): string {
  return principles.map((principle, i) => `${i + 1}. ${principle}`).join("\n");
}
