export { answerVerifier } from "./answer.js";
export { codeVerifier } from "./code.js";
export { constraintsVerifier } from "./constraints.js";
export { formatVerifier } from "./format.js";
