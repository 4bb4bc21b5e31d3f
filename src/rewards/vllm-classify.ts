import { InputError } from "../core/errors.js";
import { fieldOf, readOutput, readResults } from "./answer.js";
import { readChatTemplate, templateOptions } from "./chat-template.js";
import { checkKnown, readExtra, readFlag, readPlace, readWord, subjectOf } from "./options.js";
import { asJson } from "./question.js";
import type { Reward } from "./reward.js";
import { scored } from "./scored.js";

/**
 * vLLM's POST /classify: {"model", "messages" or "input", "use_activation"} → {"data": [{"index", "probs": [number, …]}]}.
 * Despite its name `probs` holds what the classification head gives, without softmax or sigmoid where `use_activation` is false.
 * Source: vllm/entrypoints/pooling/classify/protocol.py of vLLM 0.13 to 0.16 and later.
 */
export const vllmClassify: Reward = {
  name: "vllm-classify",
  summary: "A reward model with a classification head behind vLLM's /classify, one response at a time.",
  options: {
    input:
      '"messages" (default without a template): the server applies its own chat template; "text": one text',
    template: 'a Jinja chat template, or a path that ends in ".jinja"; then "text" is sent',
    variables: "what the template uses beside the messages, such as bos_token",
    activation: "true: scores after the server's softmax or sigmoid; false (default): raw ones",
    output: "which of several outputs is the score, from 0; default: the only one",
    extra: "further fields of the request's body",
  },
  configure(given) {
    const options = { reward: "vllm-classify", given };
    checkKnown(options, Object.keys(vllmClassify.options));
    const template = readChatTemplate(options);
    const input = readWord(options, "input", ["messages", "text"]) ?? (template ? "text" : "messages");
    if (input === "messages" && template) {
      throw new InputError(subjectOf(options, "input"), '"text" beside a template', '"messages"');
    }
    const activation = readFlag(options, "activation", false);
    const output = readPlace(options, "output");
    const extra = readExtra(options, ["model", "input", "messages", "use_activation"]);
    const asks = { input, ...templateOptions(template), activation, extra };
    return scored({
      reward: "vllm-classify",
      options: { ...asks, output },
      asks,
      together: false,
      path: "classify",
      besideV1: true,
      template,
      body: ({ model, conversations }, texts) => ({
        ...extra,
        model,
        ...(input === "text" ? { input: texts()[0] ?? "" } : { messages: conversations.flatMap(asJson) }),
        use_activation: activation,
      }),
      scores: (answer, count) =>
        readResults(fieldOf(answer, "data"), count, "data", {
          score: (result, where) => readOutput(fieldOf(result, "probs"), output, `${where}.probs`),
          index: null,
        }),
    });
  },
};
