import type { Judge } from "../../core/judge.js";

/**
 * Names of models by the family that shares their training: whoever made them, for models that are sold; the line of base models, for open
 * ones. The first pattern that fits decides, so what is built on another line ("deepseek-r1-distill-qwen", "nemotron-llama") is told apart
 * by its own name before the name of what it is built on.
 */
const FAMILIES: readonly (readonly [family: string, pattern: RegExp])[] = [
  ["deepseek", /deepseek/],
  ["nemotron", /nemotron/],
  ["gpt", /(^|[^a-z])(chat)?gpt-?(3\.5|35|4(?!all)|5|oss)|text-davinci|davinci-00|(^|[^a-z0-9])o[134](-|$)/],
  ["claude", /claude/],
  ["gemini", /gemini|gemma|palm-?2|chat-?bison/],
  ["qwen", /qwen|qwq/],
  ["mistral", /mistral|mixtral|ministral|codestral|magistral|(^|[^a-z])zephyr/],
  ["llama", /llama|vicuna|alpaca|guanaco|koala|wizardlm|(^|[^a-z])tulu/],
  ["command", /command-?(r|a|nightly|light|xlarge|medium)|(^|[^a-z])aya(-|$)|cohere/],
  ["grok", /grok/],
  ["yi", /(^|[^a-z])yi-(34b|6b|9b|large|lightning|1\.5|vl)/],
  ["phi", /(^|[^a-z])phi-?[1-9]/],
  ["glm", /glm/],
  ["kimi", /kimi|moonshot/],
  ["minimax", /minimax|abab/],
  ["internlm", /internlm/],
  ["olmo", /olmo/],
  ["falcon", /falcon/],
  ["mpt", /(^|[^a-z])mpt-/],
  ["pythia", /pythia|dolly|oasst|open-?assistant/],
  ["granite", /granite/],
  ["smollm", /smollm/],
];

/** The family a model's or author's name speaks of; null where it speaks of none that is known. */
export function familyOf(name: string): string | null {
  const plain = name.toLowerCase().replaceAll(/[\s_]+/g, "-");
  return FAMILIES.find(([, pattern]) => pattern.test(plain))?.[0] ?? null;
}

/** The family of the model a judge is; of one whose model is not named, what its own name says. */
export function judgeFamily(judge: Judge): string | null {
  return familyOf("model" in judge && judge.model !== undefined ? judge.model : judge.name);
}
