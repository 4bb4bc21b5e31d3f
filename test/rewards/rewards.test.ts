import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.js";
import { findReward, rewards } from "../../src/rewards/find.js";
import { json } from "../../src/rewards/json.js";
import { sglangClassify } from "../../src/rewards/sglang-classify.js";
import { teiRerank } from "../../src/rewards/tei-rerank.js";
import { vllmClassify } from "../../src/rewards/vllm-classify.js";
import { vllmScore } from "../../src/rewards/vllm-score.js";
import { examineReward } from "../conformance/reward.js";

/** Answers in the shapes that the servers' sources declare. */
const VLLM_USAGE = { prompt_tokens: 21, total_tokens: 21, completion_tokens: 0 };
const vllmProbs = (outputs: readonly (readonly unknown[])[]) => ({
  id: "classify-1",
  object: "list",
  created: 0,
  model: "reward-model",
  data: outputs.map((probs, index) => ({ index, label: "LABEL_0", probs, num_classes: probs.length })),
  usage: VLLM_USAGE,
});
const vllmScores = (scores: readonly unknown[]) => ({
  id: "score-1",
  object: "list",
  created: 0,
  model: "reward-model",
  data: scores.map((score, index) => ({ index, object: "score", score })),
  usage: VLLM_USAGE,
});
/** The best first, as TEI sorts: what tells whose a score is, is the index. */
const ranks = (scores: readonly unknown[]) =>
  scores.map((score, index) => ({ index, score })).sort((a, b) => Number(b.score) - Number(a.score));

examineReward(vllmClassify, {
  options: {},
  together: false,
  url: "/classify",
  answer: (scores) => vllmProbs(scores.map((score) => [score])),
});
examineReward(vllmScore, { options: {}, together: true, url: "/score", answer: vllmScores });
examineReward(sglangClassify, {
  options: {},
  together: false,
  url: "/classify",
  answer: (scores) => ({ embedding: scores, meta_info: { id: "1", prompt_tokens: 12 } }),
});
examineReward(teiRerank, { options: {}, together: true, url: "/rerank", answer: ranks });
examineReward(json, {
  options: {
    path: "v2/reward",
    body: { question: "{{prompt}}", answer: "A: {{response}}", of: "{{model}}", n: 1 },
    score: "result.0.reward",
  },
  together: false,
  url: "/v2/reward",
  answer: (scores) => ({ result: scores.map((reward) => ({ reward })) }),
});
describe("json, all responses at once", () => {
  examineReward(json, {
    options: {
      path: "/rank",
      body: { query: "{{prompt}}", candidates: "{{responses}}" },
      responses: "together",
      list: "results",
      score: "value",
      index: "place",
    },
    together: true,
    url: "/rank",
    answer: (scores) => ({ results: scores.map((value, place) => ({ place, value })).reverse() }),
  });
});

describe("the rewards that are registered", () => {
  it("are found by name, and one that is not is answered with the names there are", () => {
    expect(rewards.map(({ name }) => name).sort()).toEqual([
      "json",
      "sglang-classify",
      "tei-rerank",
      "vllm-classify",
      "vllm-score",
    ]);
    expect(findReward("tei-rerank")).toBe(teiRerank);
    expect(() => findReward("vllm-clasify")).toThrow(InputError);
    expect(() => findReward("vllm-clasify")).toThrow(/vllm-classify/);
  });
});
