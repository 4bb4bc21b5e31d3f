import type { Call, Judgment, Reply } from "../core/judgment.js";
import { viewOf } from "../core/view.js";
import { protocolOn } from "../protocols/protocol.js";
import type { Asker } from "./asker.js";
import { modelRequest } from "./model-request.js";
import type { Pause } from "./pause.js";
import type { BoundJudge, CalledJudge, PlannedTrial } from "./plan.js";

/** A protocol that never has enough must not empty an account. */
export const MOST_CALLS = 100;

/**
 * Carries out one trial: ask, ask again as long as the protocol wants to, read. Never throws for what one comparison, protocol
 * or endpoint does: what goes wrong is the reading.
 */
export async function* judgeTrial(planned: PlannedTrial, asker: Asker): AsyncGenerator<Pause, Judgment> {
  const { judge } = planned;
  const calls: Call[] = [];
  try {
    return judge.kind === "computed" ? computed(planned, judge) : yield* asked(planned, judge, asker, calls);
  } catch (error) {
    return failed(planned, error instanceof Error ? error.message : String(error), calls);
  }
}

function computed(
  { trial, comparison }: PlannedTrial,
  { baseline }: BoundJudge & { kind: "computed" },
): Judgment {
  const reading = baseline.judge(comparison, trial.presented ?? [], trial.repeat);
  return { trial, reading, critique: null, calls: [] };
}

async function* asked(
  planned: PlannedTrial,
  called: CalledJudge,
  asker: Asker,
  calls: Call[],
): AsyncGenerator<Pause, Judgment> {
  const { trial, comparison, critique } = planned;
  const { model } = called;
  const protocol = protocolOn(called.protocol, comparison);
  const view = viewOf(comparison, trial.presented ?? [], critique === undefined ? {} : { critique });
  const subject = `comparison ${trial.comparison}, judge ${trial.judge}, order ${trial.presented?.join(" ")}`;
  const replies: Reply[] = [];
  for (;;) {
    const requests = protocol.next(view, replies);
    if (requests.length === 0) break;
    if (calls.length + requests.length > MOST_CALLS) {
      return failed(planned, `the protocol asks for more than ${MOST_CALLS} calls`, calls);
    }
    for (const asked of requests) {
      const request = modelRequest(called, asked, trial.repeat);
      const call = yield* asker.ask(model, request, { subject, keepTokens: asked.keepTokens });
      calls.push(call);
      if (call.status === "failed") return failed(planned, call.failure.message, calls);
      replies.push(call.reply);
    }
  }
  return { trial, ...protocol.read(view, replies), at: new Date().toISOString(), calls };
}

function failed({ trial }: PlannedTrial, reason: string, calls: readonly Call[]): Judgment {
  const at = new Date().toISOString();
  return { trial, reading: { status: "failed", reason }, at, critique: null, calls };
}
