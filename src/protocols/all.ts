export { genrm } from "./genrm.js";
export { genrmCot } from "./genrm-cot.js";
export { listwise } from "./listwise.js";
export { pairwise } from "./pairwise.js";
export { pointwise } from "./pointwise.js";
export { ratings } from "./ratings.js";
export { rubric } from "./rubric.js";
export { twoStep } from "./two-step.js";
