import type { Message } from "../core/comparison.js";

/** The messages for a model that takes no system role: what the system says stands in front of the next user message. */
export function withoutSystemRole(messages: readonly Message[]): readonly Message[] {
  const folded: Message[] = [];
  let said: string[] = [];
  for (const message of messages) {
    if (message.role === "system" || message.role === "developer") said.push(message.content);
    else if (message.role === "user" && said.length > 0) {
      folded.push({ role: "user", content: [...said, message.content].join("\n\n") });
      said = [];
    } else folded.push(message);
  }
  if (said.length > 0) folded.push({ role: "user", content: said.join("\n\n") });
  return folded;
}
