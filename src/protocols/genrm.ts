import type { View } from "../core/trial.js";
import { MATERIAL_OPTIONS } from "./asking-options.js";
import { checkPrompt, onlyResponse, sharedVariables, shownView } from "./material.js";
import { describeOptions, readOptions } from "./options.js";
import { principlesStep, withPrinciples } from "./principles.js";
import type { Protocol } from "./protocol.js";
import { combining, samplingOptions } from "./sampling-options.js";
import { nextStep } from "./steps.js";
import { oneTokenRequest, P_YES, yesReading } from "./yes-no.js";

const OPTIONS = { ...MATERIAL_OPTIONS, ...samplingOptions("mean") } as const;

/**
 * Asks "Is the answer correct (Yes/No)?" of one response and takes the probability of Yes as its score: the next-token reward of
 * GenRM (arXiv 2408.15240). One token is generated; the endpoint must return log-probabilities.
 * Prompt variables: prompt, response, reference, rubric, principles, nonce, step.
 */
export const genrm: Protocol = {
  name: "genrm",
  summary: "One response at a time: is it correct, yes or no? The reward is the probability of Yes.",
  prompt: "genrm",
  options: describeOptions(OPTIONS),
  scoreName: P_YES,
  configure({ prompt, options: given }) {
    const options = readOptions("genrm", given, OPTIONS);
    const variables = (view: View, principles: string | null) => ({
      ...sharedVariables(view, principles),
      response: onlyResponse(view, "genrm").text,
      step: "verdict",
    });
    checkPrompt("genrm", prompt, 1, (view) => variables(view, "sample"), { principles: options.principles });
    return {
      options,
      ...combining({ ...options, readsTokens: true }),
      layouts: (comparison) => comparison.responses.map((response) => [response.id]),
      next(view, replies) {
        const shown = shownView(view, options);
        const question = (earlier: Parameters<typeof withPrinciples>[0]) => [
          oneTokenRequest(
            prompt.render(variables(shown, withPrinciples(earlier, options.principles).principles)),
          ),
        ];
        return nextStep([...principlesStep(prompt, shown, options.principles), question], replies);
      },
      read(view, replies) {
        const { replies: own, failed } = withPrinciples(replies, options.principles);
        return failed ?? { reading: yesReading(onlyResponse(view, "genrm").id, own.at(-1)), critique: null };
      },
    };
  },
};
