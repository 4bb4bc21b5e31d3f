import { fieldOf, readResults, readScore } from "./answer.js";
import { checkKnown, readExtra, readFlag, readWord } from "./options.js";
import type { Reward } from "./reward.js";
import { scored } from "./scored.js";

/**
 * Text Embeddings Inference's POST /rerank: {"query": prompt, "texts": [response, …], "raw_scores"} → [{"index", "score"}], the best first.
 * It answers 424 unless the model is a sequence classifier with one class, and 413 beyond its largest client batch.
 * Source: `rerank` in router/src/http/server.rs and `RerankRequest`, `Rank` in router/src/http/types.rs.
 */
export const teiRerank: Reward = {
  name: "tei-rerank",
  summary:
    "A reranker behind Text Embeddings Inference's /rerank: the prompt with all responses, in one call.",
  options: {
    activation: "true: scores after the server's sigmoid; false (default): raw ones",
    responses: '"together" (default): all responses of a comparison in one call; "alone": one call each',
    extra: "further fields of the request's body, such as truncate",
  },
  configure(given) {
    const options = { reward: "tei-rerank", given };
    checkKnown(options, Object.keys(teiRerank.options));
    const activation = readFlag(options, "activation", false);
    const responses = readWord(options, "responses", ["together", "alone"]) ?? "together";
    const extra = readExtra(options, ["query", "texts", "raw_scores"]);
    return scored({
      reward: "tei-rerank",
      options: { activation, responses, extra },
      asks: { activation, extra },
      together: responses === "together",
      path: "rerank",
      besideV1: true,
      template: null,
      body: ({ prompt, responses: texts }) => ({ ...extra, query: prompt, texts, raw_scores: !activation }),
      scores: (answer, count) =>
        readResults(answer, count, "the answer", {
          score: (result, where) => readScore(fieldOf(result, "score"), `${where}.score`),
          index: (result) => fieldOf(result, "index"),
        }),
    });
  },
};
