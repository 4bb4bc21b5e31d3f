import { expect, it } from "vitest";
import type { Reply } from "../../src/core/judgment.js";
import type { Model, ModelRequest } from "../../src/models/model.js";

export const question: ModelRequest = {
  model: "judge-model",
  messages: [{ role: "user", content: "Which is better?" }],
  sampling: { temperature: 0 },
  repeat: 0,
};

/** What every model owes its callers, whatever stands behind it. */
export function examineModel(given: {
  /** A model that answers `question` with this reply and knows no model named "missing-model". */
  answering(reply: Reply): Promise<Model>;
}): void {
  const reply: Reply = { finishReason: "stop", text: "B is clearer — « [[B]] »\u2028\n" };
  const context = () => ({ signal: new AbortController().signal, subject: "trial q1" });

  it("gives back the text exactly as it came", async () => {
    const model = await given.answering(reply);
    const answer = await model.ask(question, context());
    expect(answer.status === "answered" && answer.reply.text).toBe(reply.text);
    expect(answer.status === "answered" && answer.reply.finishReason).toBe("stop");
  });

  it("answers the same question twice when it is asked twice", async () => {
    const model = await given.answering(reply);
    const answers = [await model.ask(question, context()), await model.ask(question, context())];
    expect(answers.map((answer) => answer.status)).toEqual(["answered", "answered"]);
  });

  it("says in advance where its text comes from", async () => {
    expect((await given.answering(reply)).host).not.toBe("");
  });

  it("answers with a failure that names its reason, and does not throw, when there is no such model", async () => {
    const model = await given.answering(reply);
    const answer = await model.ask({ ...question, model: "missing-model" }, context());
    expect(answer.status).toBe("failed");
    expect(answer.status === "failed" && answer.failure.message).toContain("missing-model");
  });
}
