import type { Prompt } from "../core/comparison.js";
import { InputError } from "../core/errors.js";
import type { JsonObject } from "../core/json.js";
import type { View } from "../core/trial.js";
import { letterAt } from "../core/view.js";
import type { PromptTemplate } from "./protocol.js";

/** The variables that every prompt file may use, whatever its protocol. Null where the comparison has none. */
export function sharedVariables(view: View): JsonObject {
  return {
    prompt: promptText(view.prompt),
    reference: view.reference ?? null,
    rubric: view.rubric ?? null,
    nonce: view.nonce,
  };
}

/** The prompt as one text; a conversation as a transcript: "user: …", a blank line, "assistant: …". */
export function promptText(prompt: Prompt): string {
  if (typeof prompt === "string") return prompt;
  return prompt.map(({ role, content }) => `${role}: ${content}`).join("\n\n");
}

/** Every text of a View: a verdict that stands only in one of these is not the judge's. */
export function presentedTexts(view: View): string[] {
  const responses = view.responses.map((response) => response.text);
  return [promptText(view.prompt), view.reference ?? "", view.rubric ?? "", ...responses].filter(
    (text) => text !== "",
  );
}

/**
 * Fills the prompt in once for a made-up View, so that a mistake in a prompt file is found before the first call:
 * a file for another protocol, an unknown variable in any branch, a response or the prompt that is never shown.
 */
export function checkPrompt(
  protocol: string,
  prompt: PromptTemplate,
  responses: number,
  variables: (view: View) => JsonObject,
): void {
  const subject = `prompt "${prompt.name}"`;
  const declared = prompt.settings.protocol;
  if (declared !== undefined && declared !== protocol) {
    throw new InputError(subject, `front matter "protocol: ${protocol}"`, `"protocol: ${String(declared)}"`);
  }
  const view: View = {
    prompt: "sample-prompt",
    responses: Array.from({ length: responses }, (_, i) => ({
      id: `sample-${i}`,
      letter: letterAt(i),
      text: `sample-response-${letterAt(i)}`,
    })),
    nonce: "sample-nonce",
  };
  for (const shown of [view, { ...view, reference: "sample-reference", rubric: "sample-rubric" }]) {
    const text = prompt
      .render(variables(shown))
      .map((message) => message.content)
      .join("\n");
    const missing = presentedTexts(view).find((material) => !text.includes(material));
    if (missing !== undefined) {
      const what = missing === view.prompt ? "the prompt" : missing.replace("sample-response-", "response ");
      throw new InputError(subject, "a template that shows the prompt and every response", `none of ${what}`);
    }
  }
}
