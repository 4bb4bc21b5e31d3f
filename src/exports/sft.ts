import type { Comparison, Response } from "../core/comparison.js";
import type { JsonObject } from "../core/json.js";
import type { ExportContext, ExportFormat, Outcome, Trainer } from "./export-format.js";
import { NOT_VERIFIED, sifted } from "./filters.js";
import type { LabelledComparison } from "./labelled.js";
import { answer, promptMessages } from "./shapes.js";

/**
 * Rejection sampling: of each prompt the response that the label puts above all others (where the label is the checks', those that passed;
 * the shortest of them), in two styles. `concise`: a response that holds no chain of thought. `reasoning`: one that holds its chain of
 * thought, under a prompt that holds the system prompt it was asked for with. What is not stored is not made up.
 */
export const sft: ExportFormat = {
  name: "sft",
  summary: "the best response of each prompt, concise and with its reasoning trace",
  unit: "prompts in a style",
  fields: {
    trl: ["prompt", "completion"],
    openrlhf: ["input", "output"],
    verl: ["messages"],
  },
  ownFields: ["style", "reward", "reward_unit", "comparison"],
  filters: ["minAgreement", "verifiedOnly", "minMargin", "noOrderFlips"],
  readsCritiques: false,
  *lines(labelled, context) {
    const accepted = acceptedOf(labelled, context);
    for (const style of STYLES)
      yield typeof accepted === "string"
        ? { status: "dropped", reason: `${style}: ${accepted}` }
        : inStyle(style, accepted, labelled, context);
  },
};

const STYLES = ["concise", "reasoning"] as const;
type Style = (typeof STYLES)[number];

/** The responses that are good enough to learn from, or why none is. */
function acceptedOf(labelled: LabelledComparison, context: ExportContext): readonly Response[] | string {
  const { rewards, verifiedRewards, comparison } = labelled;
  if (rewards.byId.size === 0) return "without a label";
  if (context.label === "verified") {
    const passed = comparison.responses.filter(({ id }) => rewards.byId.get(id) === 1);
    return passed.length === 0 ? "no response passed its checks" : siftedResponses(passed, labelled, context);
  }
  if (comparison.responses.length === 1) return "there is nothing to choose from";
  const most = Math.max(...rewards.byId.values());
  const [best, second] = comparison.responses.filter(({ id }) => rewards.byId.get(id) === most);
  if (!best || second) return "a tie for the first place";
  if (context.filters.verifiedOnly && verifiedRewards.byId.get(best.id) !== 1) return NOT_VERIFIED;
  return siftedResponses([best], labelled, context);
}

/** Those of which every duel that they won stays; else why the first one's does not. */
function siftedResponses(
  responses: readonly Response[],
  { duels }: LabelledComparison,
  { filters }: ExportContext,
): readonly Response[] | string {
  // That the response itself is verified was asked already: others may have passed too, which is no objection.
  const ofDuels = { ...filters, verifiedOnly: false };
  const objections = responses.map(({ id }) => {
    const won = duels.filter(({ label }) => label.status === "decided" && label.chosen === id);
    return won.map((duel) => sifted(duel, ofDuels)).find((found) => "reason" in found);
  });
  const kept = responses.filter((_, i) => objections[i] === undefined);
  const [first] = objections;
  return kept.length > 0 || !first || !("reason" in first) ? kept : first.reason;
}

function inStyle(
  style: Style,
  accepted: readonly Response[],
  { comparison, rewards }: LabelledComparison,
  { trainer, split }: ExportContext,
): Outcome {
  const drop = (reason: string): Outcome => ({ status: "dropped", reason: `${style}: ${reason}` });
  const fitting = accepted.filter(({ text }) => {
    const { reasoning, unclosed } = split(text);
    return !unclosed && (style === "reasoning") === (reasoning !== null);
  });
  if (fitting.length === 0)
    return drop(
      style === "concise"
        ? "the response holds a reasoning trace"
        : "the response holds no (whole) reasoning trace",
    );
  if (style === "reasoning" && !hasSystemPrompt(comparison)) return drop("the prompt holds no system prompt");
  const shortest = fitting.reduce((best, one) => (one.text.length < best.text.length ? one : best));
  return {
    status: "kept",
    line: {
      ...conversation(trainer, comparison, shortest.text),
      style,
      ...{ reward: rewards.byId.get(shortest.id) ?? null, reward_unit: rewards.unit },
      comparison: comparison.id,
    },
  };
}

function conversation(trainer: Trainer, { prompt }: Comparison, text: string): JsonObject {
  const [asked, answered] = [promptMessages(prompt), answer(text)];
  switch (trainer) {
    case "trl":
      return { prompt: asked, completion: answered };
    case "openrlhf":
      return { input: asked, output: answered };
    case "verl":
      return { messages: [...asked, ...answered] };
    default:
      return trainer satisfies never;
  }
}

function hasSystemPrompt({ prompt }: Comparison): boolean {
  return typeof prompt !== "string" && prompt.some(({ role }) => role === "system" || role === "developer");
}
