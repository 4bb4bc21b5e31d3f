import type { Reply } from "../core/judgment.js";
import { viewOf } from "../core/view.js";
import { type ModelRequest, requestKey } from "../models/model.js";
import { protocolOn, type Request } from "../protocols/protocol.js";
import { MOST_CALLS } from "../run/judge-trial.js";
import { modelRequest } from "../run/model-request.js";
import type { CalledJudge, PlannedTrial } from "../run/plan.js";
import type { ReplyLookup } from "../stores/store.js";

export interface AskingAhead {
  /** Replies that need not be asked for. */
  readonly replies?: Pick<ReplyLookup, "find">;
  /** No call is made whatever is missing. */
  readonly replay: boolean;
  /** Host and key of what other trials ask already; grows. */
  readonly asked: Set<string>;
  readonly countTokens: (text: string) => number;
}

/** What one trial would ask. */
interface Ahead {
  reused: number;
  missing: number;
  calls: number;
  inputTokens: number;
  inputTokensAtMost: number;
  outputTokensAtMost: number;
}

/** A reply that was not given yet: its text, and how long the true one may be. */
interface StandIn {
  readonly text: string;
  readonly tokens: number;
  readonly tokensAtMost: number;
}

// Chat templates wrap each message in a few tokens of their own.
export const TOKENS_PER_MESSAGE = 4;

/**
 * Walks through all steps of a trial and asks nothing: replies that are stored are read, the others are stood in for by a short text,
 * and counted as long as they may be where a later step shows them again.
 */
export async function askAhead(
  called: CalledJudge,
  { comparison, trial: { presented, repeat }, critique }: Omit<PlannedTrial, "judge">,
  setting: AskingAhead,
): Promise<Ahead> {
  const view = viewOf(comparison, presented ?? [], critique === undefined ? {} : { critique });
  const protocol = protocolOn(called.protocol, comparison);
  const ahead: Ahead = { reused: 0, missing: 0, calls: 0, ...NO_TOKENS };
  const replies: Reply[] = [];
  const standIns: StandIn[] = [];
  const next = (): readonly Request[] => {
    try {
      return protocol.next(view, replies);
    } catch (error) {
      // What a protocol makes of a stand-in is no mistake of anyone's; at its first question it is one.
      if (standIns.length === 0) throw error;
      return [];
    }
  };
  for (let requests = next(); requests.length > 0; requests = next()) {
    if (replies.length + requests.length > MOST_CALLS) break;
    const written = [...standIns];
    for (const asked of requests) {
      const request = modelRequest(called, asked, repeat);
      const key = requestKey(request);
      const stored = await setting.replies?.find(key);
      if (stored) {
        ahead.reused++;
        replies.push(stored);
        continue;
      }
      if (setting.replay) {
        ahead.missing++;
        return ahead;
      }
      const standIn = standInFor(key, request, setting);
      addCall(ahead, request, `${called.model.host} ${key}`, written, setting);
      standIns.push(standIn);
      replies.push({ text: standIn.text, finishReason: "stop" });
    }
  }
  return ahead;
}

const NO_TOKENS = { inputTokens: 0, inputTokensAtMost: 0, outputTokensAtMost: 0 };

function addCall(
  ahead: Ahead,
  { messages, sampling }: ModelRequest,
  place: string,
  written: readonly StandIn[],
  { asked, countTokens }: AskingAhead,
): void {
  if (asked.has(place)) return;
  asked.add(place);
  ahead.calls++;
  ahead.outputTokensAtMost += sampling.maxTokens ?? 0;
  for (const { content } of messages) {
    const shownAgain = written.filter(({ text }) => content.includes(text));
    const tokens = countTokens(content) + TOKENS_PER_MESSAGE;
    ahead.inputTokens += tokens;
    ahead.inputTokensAtMost += shownAgain.reduce(
      (sum, standIn) => sum + Math.max(0, standIn.tokensAtMost - standIn.tokens),
      tokens,
    );
  }
}

// The key is in it, so that what shows different replies is not taken for the same request.
function standInFor(key: string, { sampling }: ModelRequest, { countTokens }: AskingAhead): StandIn {
  const text = `Reply ${key} is not written yet.`;
  return { text, tokens: countTokens(text), tokensAtMost: sampling.maxTokens ?? 0 };
}
