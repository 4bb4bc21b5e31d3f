import { fieldOf, readOutput } from "./answer.js";
import { readChatTemplate, templateOptions } from "./chat-template.js";
import { checkKnown, readExtra, readPlace } from "./options.js";
import type { Reward } from "./reward.js";
import { scored } from "./scored.js";

/**
 * SGLang's own POST /classify, for reward models: {"text"} → {"embedding": [score], "meta_info": {"prompt_tokens", …}}. It takes no
 * messages and applies no chat template. Source: `classify_request` in sglang/srt/entrypoints/http_server.py and the section on
 * reward models of SGLang's page on its native API.
 */
export const sglangClassify: Reward = {
  name: "sglang-classify",
  summary: "A reward model behind SGLang's /classify, one response at a time.",
  options: {
    template:
      'a Jinja chat template, or a path that ends in ".jinja"; without one a plain transcript is sent',
    variables: "what the template uses beside the messages, such as bos_token",
    output: "which of several outputs is the score, from 0; default: the only one",
    extra: "further fields of the request's body",
  },
  configure(given) {
    const options = { reward: "sglang-classify", given };
    checkKnown(options, Object.keys(sglangClassify.options));
    const template = readChatTemplate(options);
    const output = readPlace(options, "output");
    const extra = readExtra(options, ["text"]);
    const asks = { ...templateOptions(template), extra };
    return scored({
      reward: "sglang-classify",
      options: { ...asks, output },
      asks,
      together: false,
      path: "classify",
      besideV1: true,
      template,
      body: (_, texts) => ({ ...extra, text: texts()[0] ?? "" }),
      scores: (answer) => {
        const score = readOutput(fieldOf(answer, "embedding"), output, "embedding");
        return typeof score === "number" ? { scores: [score] } : score;
      },
    });
  },
};
