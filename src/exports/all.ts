export { critiquePreference } from "./critique-preference.js";
export { preference } from "./preference.js";
export { rollouts } from "./rollouts.js";
export { sft } from "./sft.js";
