export { json } from "./json.js";
export { sglangClassify } from "./sglang-classify.js";
export { teiRerank } from "./tei-rerank.js";
export { vllmClassify } from "./vllm-classify.js";
export { vllmScore } from "./vllm-score.js";
