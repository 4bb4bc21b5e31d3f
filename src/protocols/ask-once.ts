import type { AnswerShape } from "../core/answer-shape.js";
import type { JsonObject } from "../core/json.js";
import type { Reply } from "../core/judgment.js";
import type { View } from "../core/trial.js";
import type { AnswerOptions, MaterialOptions } from "./asking-options.js";
import { checkPrompt, shownView } from "./material.js";
import { principlesStep, withPrinciples } from "./principles.js";
import type { ConfiguredProtocol, PromptTemplate, ProtocolReading } from "./protocol.js";
import { nextStep } from "./steps.js";
import { verdictRequest } from "./verdict-request.js";

interface Question {
  readonly protocol: string;
  /** How many responses it shows at once, for a check of the prompt file. */
  readonly shows: number;
  readonly prompt: PromptTemplate;
  readonly options: MaterialOptions & AnswerOptions & { readonly expectation?: boolean };
  /** Of the prompt file, when it asks for the verdict. */
  readonly variables: (view: View, principles: string | null) => JsonObject;
  /** What the reply shall be where a JSON answer is asked for; see verdictRequest. */
  readonly shape: (view: View) => AnswerShape;
  readonly read: (view: View, reply: Reply | undefined) => ProtocolReading;
}

/**
 * How a protocol asks and reads whose verdict stands in one reply, after the principles where the judge writes them first.
 * Throws an InputError where the prompt file does not fit the protocol.
 */
export function askOnce(question: Question): Pick<ConfiguredProtocol, "next" | "read"> {
  const { protocol, shows, options, prompt, variables, shape, read } = question;
  const sample = (view: View) => ({ ...variables(view, "sample principle"), step: "verdict" });
  checkPrompt(protocol, prompt, shows, sample, { principles: options.principles });
  return {
    next(view, replies) {
      const shown = shownView(view, options);
      const verdict = (earlier: readonly Reply[]) => {
        const { principles } = withPrinciples(earlier, options.principles);
        const messages = prompt.render({ ...variables(shown, principles), step: "verdict" });
        return [verdictRequest(messages, shape(shown), options)];
      };
      return nextStep([...principlesStep(prompt, shown, options.principles), verdict], replies);
    },
    read(view, replies) {
      const { replies: own, failed } = withPrinciples(replies, options.principles);
      return failed ?? read(shownView(view, options), own.at(-1));
    },
  };
}
