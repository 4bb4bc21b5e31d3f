export { answerVerifier } from "./answer.js";
export { constraintsVerifier } from "./constraints.js";
export { formatVerifier } from "./format.js";
