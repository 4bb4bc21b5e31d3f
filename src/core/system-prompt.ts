import type { Message, Prompt } from "./comparison.js";

/**
 * A prompt as messages, under a system prompt where one is given. Many chat templates take one system message only: where the prompt
 * begins with one, the system prompt given stands before it in the same message.
 *
 * @example underSystemPrompt("2 + 2?", "Think first.") // [{ role: "system", content: "Think first." }, { role: "user", content: "2 + 2?" }]
 */
export function underSystemPrompt(prompt: Prompt, system: string | null | undefined): readonly Message[] {
  const messages: readonly Message[] =
    typeof prompt === "string" ? [{ role: "user", content: prompt }] : prompt;
  if (system === null || system === undefined) return messages;
  const [first, ...rest] = messages;
  return first?.role === "system" || first?.role === "developer"
    ? [{ ...first, content: `${system}\n\n${first.content}` }, ...rest]
    : [{ role: "system", content: system }, ...messages];
}
