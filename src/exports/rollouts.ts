import type { JsonObject } from "../core/json.js";
import type { ExportContext, ExportFormat } from "./export-format.js";
import { FLIPPED, NOT_VERIFIED } from "./filters.js";
import type { LabelledComparison } from "./labelled.js";
import { answer, NOT_TEXT, promptMessages, promptText, wholeTurn } from "./shapes.js";

/**
 * One line a response as its author wrote it, chain of thought and all, with its reward: a score or rating where there are any, else the share of its duels that it won. For TRL with
 * verified rewards also the `label` of its unpaired preferences: whether the response is right.
 */
export const rollouts: ExportFormat = {
  name: "rollouts",
  summary: "every response with its reward",
  unit: "responses",
  fields: { trl: ["prompt", "completion"], openrlhf: ["input", "output", "reward"] },
  ownFields: ["reward", "reward_unit", "comparison", "response"],
  filters: ["verifiedOnly", "noOrderFlips"],
  readsCritiques: false,
  *lines(labelled, context) {
    const { comparison, rewards, verifiedRewards, duels } = labelled;
    const { filters } = context;
    for (const response of comparison.responses) {
      const { id, system } = response;
      const reward = rewards.byId.get(id);
      const isFlipped = duels.some(({ duel, orders }) => duel.includes(id) && orders === "flipped");
      const asked = promptOf(labelled, context, system);
      const reason =
        reward === undefined
          ? "without a reward"
          : filters.verifiedOnly && !verifiedRewards.byId.has(id)
            ? NOT_VERIFIED
            : filters.noOrderFlips && isFlipped
              ? FLIPPED
              : asked === null
                ? NOT_TEXT
                : null;
      if (reason !== null || reward === undefined || asked === null) {
        yield { status: "dropped", reason: reason ?? NOT_TEXT };
        continue;
      }
      const written = wholeTurn(response);
      const answered = context.trainer === "trl" ? { completion: answer(written) } : { output: written };
      const isRight =
        context.trainer === "trl" && context.label === "verified" ? { label: reward === 1 } : {};
      const from = { reward_unit: rewards.unit, comparison: comparison.id, response: id };
      const line = { ...asked, ...answered, reward, ...isRight, ...from };
      yield { status: "kept", line };
    }
  },
};

function promptOf(
  { comparison: { prompt } }: LabelledComparison,
  { trainer }: ExportContext,
  system: string | undefined,
): JsonObject | null {
  if (trainer === "trl") return { prompt: promptMessages(prompt, system) };
  const text = promptText(prompt, system);
  return text === null ? null : { input: text };
}
