import { fieldOf, readResults, readScore } from "./answer.js";
import { checkKnown, readExtra, readFlag, readWord } from "./options.js";
import type { Reward } from "./reward.js";
import { scored } from "./scored.js";

/**
 * vLLM's POST /score: {"model", "text_1": prompt, "text_2": [response, …], "use_activation"} → {"data": [{"index", "score"}]}.
 * Only models with one output have this endpoint. Source: vllm/entrypoints/pooling/score/protocol.py of vLLM 0.15 and 0.16,
 * vllm/entrypoints/pooling/scoring/protocol.py of later versions.
 */
export const vllmScore: Reward = {
  name: "vllm-score",
  summary: "A cross-encoder or reranker behind vLLM's /score: the prompt with each response, in one call.",
  options: {
    activation: "true: scores after the server's sigmoid; false (default): raw ones",
    responses: '"together" (default): all responses of a comparison in one call; "alone": one call each',
    extra: "further fields of the request's body",
  },
  configure(given) {
    const options = { reward: "vllm-score", given };
    checkKnown(options, Object.keys(vllmScore.options));
    const activation = readFlag(options, "activation", false);
    const responses = readWord(options, "responses", ["together", "alone"]) ?? "together";
    const extra = readExtra(options, ["model", "text_1", "text_2", "use_activation"]);
    return scored({
      reward: "vllm-score",
      options: { activation, responses, extra },
      asks: { activation, extra },
      together: responses === "together",
      path: "score",
      besideV1: true,
      template: null,
      body: ({ model, prompt, responses: texts }) => ({
        ...extra,
        model,
        text_1: prompt,
        text_2: texts,
        use_activation: activation,
      }),
      scores: (answer, count) =>
        readResults(fieldOf(answer, "data"), count, "data", {
          score: (result, where) => readScore(fieldOf(result, "score"), `${where}.score`),
          index: (result) => fieldOf(result, "index"),
        }),
    });
  },
};
