import type { Reply } from "../core/judgment.js";
import type { Reading } from "../core/reading.js";
import type { View } from "../core/trial.js";
import { type FinalQuestion, readFinal } from "../verdicts/final.js";
import { splitReasoning } from "../verdicts/reasoning.js";
import { replyProblem } from "../verdicts/reply-problem.js";
import { presentedTexts } from "./material.js";
import type { ProtocolReading } from "./protocol.js";

/** What a judge that was asked once decided: the final verdict of its one reply, made a Reading by `reading`. */
export function readOnlyReply<Says extends string | number>(
  view: View,
  replies: readonly Reply[],
  format: Pick<FinalQuestion<Says>, "find" | "markers" | "expected">,
  reading: (says: Says) => Reading,
): ProtocolReading {
  const reply = replies.at(-1);
  if (!reply) return { reading: { status: "empty", reason: "no reply was given" }, critique: null };
  const { body } = splitReasoning(reply.text);
  const problem = replyProblem(reply);
  if (problem) return { reading: problem, critique: body === "" ? null : body };
  const final = readFinal({ body, presented: presentedTexts(view), ...format });
  if (final.status === "decided") return { reading: reading(final.says), critique: final.critique };
  return { reading: { status: final.status, reason: final.reason }, critique: final.critique };
}
