import type { Prompt } from "../core/comparison.js";
import type { Policy, ResponseDraw, Sample, Style } from "../core/sample.js";
import { underSystemPrompt } from "../core/system-prompt.js";
import type { Model, ModelRequest } from "../models/model.js";
import type { Asker } from "./asker.js";
import type { Task } from "./engine.js";
import type { Pause } from "./pause.js";
import type { Came } from "./progress.js";

/** A draw with all that is needed to carry it out. */
export interface PlannedDraw {
  readonly draw: ResponseDraw;
  readonly prompt: Prompt;
  readonly policy: Policy;
  readonly style: Style;
  readonly model: Model;
}

/** A planned draw as a task of the engine. */
export function drawTask(planned: PlannedDraw): Task<Sample> {
  const { policy, model } = planned;
  return {
    steps: (asker) => drawn(planned, asker),
    came,
    asked: { model: policy.model, host: model.host },
  };
}

async function* drawn(planned: PlannedDraw, asker: Asker): AsyncGenerator<Pause, Sample> {
  const { draw, model, policy } = planned;
  const subject = `prompt ${draw.prompt}, model ${policy.model}, style ${draw.style}, response ${draw.number + 1}`;
  const call = yield* asker.ask(model, drawRequest(planned), { subject, keepTokens: undefined });
  return { draw, at: new Date().toISOString(), calls: [call] };
}

/** Whether there is a response. What an endpoint's filter withheld is not what the model wrote. */
function came({ calls }: Sample): Came {
  const [call] = calls;
  if (call?.status !== "answered") return "failed";
  return call.reply.finishReason === "content_filter" ? "unread" : "read";
}

/** What is sent for a draw. As judges' repeats do, each draw sends the next seed, where there is one. */
export function drawRequest({ draw, prompt, policy, style }: Omit<PlannedDraw, "model">): ModelRequest {
  const { sampling, model } = policy;
  const { seed } = sampling;
  return {
    model,
    messages: underSystemPrompt(prompt, style.system),
    sampling: seed === undefined ? sampling : { ...sampling, seed: seed + draw.number },
    repeat: draw.number,
  };
}
