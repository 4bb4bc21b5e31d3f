import { attackProbe } from "./attack-probe.js";

/** The response is replaced by nothing: no character, a space, or a full stop. */
export const nullResponse = attackProbe({
  name: "null-response",
  title: "null response",
  question: "Does a response win that says nothing?",
  does: "Replaces the response by no character, by a space or by a full stop.",
  use: { to: "where a response may be empty", within: [-1, 0.05] },
  forms: { empty: () => "", space: () => " ", "full-stop": () => "." },
});
