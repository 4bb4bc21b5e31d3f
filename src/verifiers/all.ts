export { answerVerifier } from "./answer.js";
export { codeVerifier } from "./code.js";
