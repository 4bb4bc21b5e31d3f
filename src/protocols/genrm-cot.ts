import type { Message } from "../core/comparison.js";
import type { JsonObject } from "../core/json.js";
import type { Reply } from "../core/judgment.js";
import type { View } from "../core/trial.js";
import { MATERIAL_OPTIONS } from "./asking-options.js";
import { checkPrompt, onlyResponse, sharedVariables, shownView } from "./material.js";
import { describeOptions, readOptions } from "./options.js";
import { principlesStep, withPrinciples } from "./principles.js";
import type { Protocol } from "./protocol.js";
import { combining, samplingOptions } from "./sampling-options.js";
import { nextStep, saidIn } from "./steps.js";
import { oneTokenRequest, P_YES, yesReading } from "./yes-no.js";

const OPTIONS = { ...MATERIAL_OPTIONS, ...samplingOptions("mean") } as const;

/**
 * The judge first writes a rationale, then is asked "Is the answer correct (Yes/No)?" in the same conversation; the score is the
 * probability of Yes after that rationale. With `samples: K` the mean over K rationales is the reward of GenRM-CoT (arXiv 2408.15240).
 * Prompt variables: prompt, response, reference, rubric, principles, nonce, step ("rationale", then "verdict").
 */
export const genrmCot: Protocol = {
  name: "genrm-cot",
  summary:
    "One response at a time: a rationale, then yes or no; the reward is the probability of Yes, averaged over K rationales.",
  prompt: "genrm-cot",
  options: describeOptions(OPTIONS),
  scoreName: P_YES,
  configure({ prompt, options: given }) {
    const options = readOptions("genrm-cot", given, OPTIONS);
    const messages = (view: View, principles: string | null, step: "rationale" | "verdict"): Message[] =>
      prompt.render(variables(view, principles, step));
    checkPrompt("genrm-cot", prompt, 1, (view) => variables(view, "sample", "rationale"), {
      principles: options.principles,
    });
    return {
      options,
      ...combining({ ...options, readsTokens: true }),
      layouts: (comparison) => comparison.responses.map((response) => [response.id]),
      next(view, replies) {
        const shown = shownView(view, options);
        const known = (earlier: readonly Reply[]) => withPrinciples(earlier, options.principles);
        const rationale = (earlier: readonly Reply[]) => [
          { messages: messages(shown, known(earlier).principles, "rationale") },
        ];
        const verdict = (earlier: readonly Reply[]) => {
          const { principles, replies: own } = known(earlier);
          const said = saidIn(own[0], "rationale");
          return [
            oneTokenRequest([
              ...messages(shown, principles, "rationale"),
              { role: "assistant", content: "text" in said ? said.text : "" },
              ...messages(shown, principles, "verdict").filter(({ role }) => role !== "system"),
            ]),
          ];
        };
        return nextStep([...principlesStep(prompt, shown, options.principles), rationale, verdict], replies);
      },
      read(view, replies) {
        const { replies: own, failed } = withPrinciples(replies, options.principles);
        if (failed) return failed;
        const rationale = saidIn(own[0], "rationale");
        if ("problem" in rationale) return { reading: rationale.problem, critique: own[0]?.text ?? null };
        return { reading: yesReading(onlyResponse(view, "genrm-cot").id, own[1]), critique: rationale.text };
      },
    };
  },
};

function variables(view: View, principles: string | null, step: "rationale" | "verdict"): JsonObject {
  return { ...sharedVariables(view, principles), response: onlyResponse(view, "genrm-cot").text, step };
}
