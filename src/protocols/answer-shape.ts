import type { AnswerField, AnswerShape } from "../core/answer-shape.js";
import type { AnswerOptions } from "./asking-options.js";

/** The JSON object that is asked for: the verdict's fields, and the critique where it belongs. */
export function answerShape(
  name: string,
  { critique }: Pick<AnswerOptions, "critique">,
  verdict: readonly AnswerField[],
): AnswerShape {
  const text: AnswerField = { name: "critique", kind: "text" };
  switch (critique) {
    case "before":
      return { name, fields: [text, ...verdict] };
    case "after":
      return { name, fields: [...verdict, text] };
    case "none":
      return { name, fields: verdict };
    default:
      return critique satisfies never;
  }
}

/** Which of several verdicts in a reply is the one that counts, by where the judge was asked to put it. */
export function critiquePlace({ critique }: Pick<AnswerOptions, "critique">): "first" | "last" {
  return critique === "after" ? "first" : "last";
}
