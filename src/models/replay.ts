import type { Reply } from "../core/judgment.js";
import { type Model, requestKey } from "./model.js";

/** A model that answers from replies already stored and never calls anyone. What is not stored is a `replay-miss`. */
export function replayModel(lookup: { find(requestKey: string): Promise<Reply | undefined> }): Model {
  return {
    host: "stored replies",
    async ask(request, { subject }) {
      const key = requestKey(request);
      const reply = await lookup.find(key);
      if (reply) return { status: "answered", reply };
      const message = `${subject}: no stored reply of ${request.model} to this request (${key})`;
      return { status: "failed", failure: { kind: "replay-miss", message } };
    },
  };
}
