import type { JsonObject } from "../core/json.js";
import type { Reply } from "../core/judgment.js";
import type { PresentedResponse, View } from "../core/trial.js";
import type { ProtocolReading } from "../protocols/protocol.js";
import { parseAnswer, type ScoreList } from "./answer.js";
import { type ChatTemplate, compileChatTemplate } from "./chat-template.js";
import { addressOf, scoringModel } from "./endpoint.js";
import { type Question, questionOf, requestFor, transcript } from "./question.js";
import type { ConfiguredReward } from "./reward.js";

/** What tells one kind of endpoint from another, with its options. */
export interface Scoring {
  readonly reward: string;
  /** All of them, with their defaults. */
  readonly options: JsonObject;
  /** Those of the options that change what is sent. The rest only change how it is read: stored answers serve them too. */
  readonly asks: JsonObject;
  /** Whether all responses of a comparison are sent in one call. */
  readonly together: boolean;
  /** Where requests are posted, below the base URL. */
  readonly path: string;
  /** Whether the path lies beside a server's "/v1", not below it. */
  readonly besideV1: boolean;
  readonly template: ChatTemplate | null;
  /** The body of a request. `texts` gives each conversation as one text. */
  body(question: Question, texts: () => readonly string[]): JsonObject;
  /** The scores in an answer to `count` responses. Never throws. */
  scores(answer: unknown, count: number): ScoreList;
}

/** A kind of endpoint as a protocol that asks once and reads numbers, with the model that it asks. */
export function scored(scoring: Scoring): ConfiguredReward {
  const { reward, options, asks, together, path, besideV1, template } = scoring;
  return {
    options,
    layouts: ({ responses }) => {
      const ids = responses.map(({ id }) => id);
      return together ? [ids] : ids.map((id) => [id]);
    },
    next: (view, replies) => (replies.length > 0 ? [] : [requestFor(view, reward, asks)]),
    read: (view, replies) => readScores(view, replies, scoring),
    async endpoint(settings) {
      const write = template ? await compileChatTemplate(template) : transcript;
      return scoringModel(addressOf(settings.baseURL, path, besideV1), settings, (request) => {
        const question = questionOf(request);
        return scoring.body(question, () => question.conversations.map(write));
      });
    },
  };
}

function readScores(view: View, replies: readonly Reply[], { scores }: Scoring): ProtocolReading {
  const reply = replies.at(-1);
  if (!reply) return { reading: { status: "empty", reason: "no reply was given" }, critique: null };
  const answer = parseAnswer(reply.text);
  const list = "reason" in answer ? answer : scores(answer.value, view.responses.length);
  if ("reason" in list) return { reading: { status: "unparsed", reason: list.reason }, critique: null };
  const byId = Object.fromEntries(list.scores.flatMap((score, place) => named(view.responses[place], score)));
  return { reading: { status: "decided", verdict: { kind: "scores", byId } }, critique: null };
}

function named(response: PresentedResponse | undefined, score: number): [string, number][] {
  return response ? [[response.id, score]] : [];
}
