export { pairwise } from "./pairwise.js";
export { pointwise } from "./pointwise.js";
