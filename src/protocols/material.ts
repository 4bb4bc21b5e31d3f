import type { Prompt } from "../core/comparison.js";
import { InputError } from "../core/errors.js";
import type { JsonObject } from "../core/json.js";
import type { PresentedResponse, View } from "../core/trial.js";
import { letterAt, unusedNonce } from "../core/view.js";
import type { MaterialOptions } from "./asking-options.js";
import type { PromptTemplate } from "./protocol.js";

/** A View as the options let the judge see it: without the reference, or with another rubric. */
export function shownView(
  view: View,
  { reference, rubric }: Pick<MaterialOptions, "reference" | "rubric">,
): View {
  const { reference: answer, rubric: own, ...rest } = view;
  const text = rubric === true ? own : rubric === false ? undefined : rubric;
  return {
    ...rest,
    ...(reference && answer !== undefined ? { reference: answer } : {}),
    ...(text === undefined ? {} : { rubric: text }),
  };
}

/** The variables that every prompt file may use, whatever its protocol. Null where there is none. */
export function sharedVariables(view: View, principles: string | null = null): JsonObject {
  return {
    prompt: promptText(view.prompt),
    reference: view.reference ?? null,
    rubric: view.rubric ?? null,
    principles,
    responses: view.responses.map(({ letter, text }) => ({ letter, text })),
    nonce: view.nonce,
  };
}

/** A View of the prompt alone. Its nonce depends on nothing else, so that what is asked of it is the same whatever is judged. */
export function promptView({ prompt, reference, rubric }: View): View {
  const texts = [promptText(prompt), reference ?? "", rubric ?? ""];
  return {
    prompt,
    responses: [],
    ...(reference === undefined ? {} : { reference }),
    ...(rubric === undefined ? {} : { rubric }),
    nonce: unusedNonce(texts),
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
  const { reference = "", rubric = "", critique = "" } = view;
  return [promptText(view.prompt), reference, rubric, critique, ...responses].filter((text) => text !== "");
}

/** The one response of a View that shows one. */
export function onlyResponse(view: View, protocol: string): PresentedResponse {
  const [only, ...more] = view.responses;
  if (!only || more.length > 0)
    throw new InputError(`a ${protocol} view`, "1 response", `${view.responses.length}`);
  return only;
}

/** The two responses of a View that shows two. */
export function bothResponses(view: View, protocol: string): readonly [PresentedResponse, PresentedResponse] {
  const [first, second, ...more] = view.responses;
  if (!first || !second || more.length > 0) {
    throw new InputError(`a ${protocol} view`, "2 responses", `${view.responses.length}`);
  }
  return [first, second];
}

/**
 * Fills the prompt in once for a made-up View, so that a mistake in a prompt file is found before the first call:
 * a file for another protocol, an unknown variable in any branch, a response or the prompt that is never shown, no part that asks for
 * principles where the judge is to write them.
 */
export function checkPrompt(
  protocol: string,
  prompt: PromptTemplate,
  responses: number,
  variables: (view: View) => JsonObject,
  {
    principles = "none",
    critique,
  }: { readonly principles?: MaterialOptions["principles"] } & Pick<View, "critique"> = {},
): void {
  const subject = `prompt "${prompt.name}"`;
  const declared = prompt.settings.protocol;
  if (declared !== undefined && declared !== protocol) {
    throw new InputError(subject, `front matter "protocol: ${protocol}"`, `"protocol: ${String(declared)}"`);
  }
  const view: View = { ...sampleView(responses), ...(critique === undefined ? {} : { critique }) };
  if (principles === "generated") prompt.render({ ...sharedVariables(promptView(view)), step: "principles" });
  for (const shown of [view, { ...view, reference: "sample-reference", rubric: "sample-rubric" }]) {
    const text = prompt
      .render(variables(shown))
      .map((message) => message.content)
      .join("\n");
    const missing = presentedTexts(view).find((material) => !text.includes(material));
    if (missing !== undefined) {
      const what = missing
        .replace(/^sample-(prompt|critique)$/, "the $1")
        .replace("sample-response-", "response ");
      throw new InputError(subject, "a template that shows the prompt and every response", `none of ${what}`);
    }
  }
}

/** Throws an InputError where a prompt file comes out the same by two values of an option: then it does not heed it. */
export function checkUse(
  option: string,
  prompt: PromptTemplate,
  responses: number,
  one: (view: View) => JsonObject,
  other: (view: View) => JsonObject,
): void {
  const [here, there] = [one, other].map((variables) =>
    JSON.stringify(prompt.render({ ...variables(sampleView(responses)), step: "verdict" })),
  );
  if (here !== there) return;
  throw new InputError(
    `prompt "${prompt.name}"`,
    `a template that heeds the option "${option}"`,
    "the same text whatever it is",
  );
}

/** Throws an InputError where a judge without defences has another prompt than the built-in one without them: it may hold some of its own. */
export function checkUndefended(protocol: string, { name }: PromptTemplate, undefended: string): void {
  if (name === undefended) return;
  throw new InputError(
    `protocol ${protocol}, option "defences"`,
    `the built-in prompt "${undefended}" where it is false`,
    JSON.stringify(name),
  );
}

function sampleView(responses: number): View {
  return {
    prompt: "sample-prompt",
    responses: Array.from({ length: responses }, (_, i) => ({
      id: `sample-${i}`,
      letter: letterAt(i),
      text: `sample-response-${letterAt(i)}`,
    })),
    nonce: "sample-nonce",
  };
}
