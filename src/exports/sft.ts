import type { Comparison, Response } from "../core/comparison.js";
import type { JsonObject } from "../core/json.js";
import type { ExportContext, ExportFormat, Trainer } from "./export-format.js";
import { NOT_VERIFIED, sifted } from "./filters.js";
import type { LabelledComparison } from "./labelled.js";
import { answer, promptMessages, wholeTurn } from "./shapes.js";

/**
 * Rejection sampling: of each prompt, in two styles, the best response by the label (where that is the checks', the shortest of those that
 * passed). `concise`: a response without a chain of thought. `reasoning`: one with its chain of thought
 * before it, under the system prompt it was asked for with. What is not stored is not made up, and what was cut off is not learned from.
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
    for (const style of STYLES) {
      const found = learnedIn(style, labelled, context);
      yield typeof found === "string"
        ? { status: "dropped", reason: `${style}: ${found}` }
        : { status: "kept", line: lineOf(found, style, labelled, context) };
    }
  },
};

const STYLES = ["concise", "reasoning"] as const;
type Style = (typeof STYLES)[number];

/** The response to learn from in a style, or why there is none. */
function learnedIn(style: Style, labelled: LabelledComparison, context: ExportContext): Response | string {
  const accepted = acceptedOf(style, labelled, context);
  if (typeof accepted === "string") return accepted;
  const [first, ...others] = accepted.filter(
    (response) => misfit(style, response, labelled, context) === null,
  );
  if (first)
    return others.reduce((best, one) => (wholeTurn(one).length < wholeTurn(best).length ? one : best), first);
  // Of several that are none of the style, what keeps the nearest of them from it.
  const objections = accepted.map((response) => misfit(style, response, labelled, context));
  return OBJECTIONS.findLast((objection) => objections.includes(objection)) ?? "without a label";
}

/**
 * The responses that are good enough to learn from, or why none is. By any label but the checks' the best of those in the style; where
 * there are not two of these to choose from, the best of all.
 */
function acceptedOf(
  style: Style,
  labelled: LabelledComparison,
  context: ExportContext,
): readonly Response[] | string {
  const { rewards, verifiedRewards, comparison } = labelled;
  if (rewards.byId.size === 0) return "without a label";
  if (context.label === "verified") {
    const passed = comparison.responses.filter(({ id }) => rewards.byId.get(id) === 1);
    return passed.length === 0 ? "no response passed its checks" : siftedResponses(passed, labelled, context);
  }
  if (comparison.responses.length === 1) return "there is nothing to choose from";
  const ofStyle = comparison.responses.filter(
    (response) => rewards.byId.has(response.id) && misfit(style, response, labelled, context) === null,
  );
  const candidates = ofStyle.length > 1 ? ofStyle : comparison.responses;
  const most = Math.max(...candidates.map(({ id }) => rewards.byId.get(id) ?? Number.NEGATIVE_INFINITY));
  const [best, second] = candidates.filter(({ id }) => rewards.byId.get(id) === most);
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

const CUT = "the response was cut off";
const TRACE = "the response holds a reasoning trace";
const NO_TRACE = "the response holds no (whole) reasoning trace";
const NO_SYSTEM = "the prompt holds no system prompt";
/** The later, the nearer to the style. */
const OBJECTIONS = [CUT, TRACE, NO_TRACE, NO_SYSTEM];

/** Why a response is not one of a style; null where it is. */
function misfit(
  style: Style,
  response: Response,
  { comparison }: LabelledComparison,
  { split }: ExportContext,
): string | null {
  if (response.truncated) return CUT;
  const { reasoning, unclosed } = split(response.text);
  const holdsReasoning = (response.reasoning ?? reasoning) !== null;
  if (style === "concise") return holdsReasoning ? TRACE : null;
  if (!holdsReasoning || unclosed) return NO_TRACE;
  return hasSystemPrompt(comparison, response) ? null : NO_SYSTEM;
}

function lineOf(
  response: Response,
  style: Style,
  { comparison, rewards }: LabelledComparison,
  { trainer }: ExportContext,
): JsonObject {
  return {
    ...conversation(trainer, comparison, response),
    style,
    ...{ reward: rewards.byId.get(response.id) ?? null, reward_unit: rewards.unit },
    comparison: comparison.id,
  };
}

function conversation(trainer: Trainer, { prompt }: Comparison, response: Response): JsonObject {
  const [asked, answered] = [promptMessages(prompt, response.system), answer(wholeTurn(response))];
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

function hasSystemPrompt({ prompt }: Comparison, { system }: Response): boolean {
  return (
    system !== undefined ||
    (typeof prompt !== "string" && prompt.some(({ role }) => role === "system" || role === "developer"))
  );
}
