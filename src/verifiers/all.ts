export { answerVerifier } from "./answer.js";
