import { describe, expect, it } from "vitest";
import type { Reply } from "../../src/core/judgment.js";
import { requestKey } from "../../src/models/model.js";
import { replayModel } from "../../src/models/replay.js";
import { examineModel, question, questionWithTokens } from "../conformance/model.js";

function storing(reply: Reply) {
  const { tokens: _, ...withoutTokens } = reply;
  const stored = new Map([
    [requestKey(question), withoutTokens],
    [requestKey(questionWithTokens), reply],
  ]);
  return replayModel({ find: async (asked) => stored.get(asked) });
}

const context = { signal: new AbortController().signal, subject: "comparison q7, judge j" };

describe("replay model", () => {
  examineModel({ answering: async (reply) => storing(reply), cancellable: false });

  it("names the trial, the model and what is missing where nothing is stored", async () => {
    const model = storing({ finishReason: "stop", text: "x" });
    const answer = await model.ask({ ...question, sampling: { temperature: 1 } }, context);
    expect(answer).toMatchObject({ status: "failed", failure: { kind: "replay-miss" } });
    expect(answer.status === "failed" && answer.failure.message).toContain("comparison q7, judge j");
  });

  it("does not give the reply to another repeat of the same question", async () => {
    const model = storing({ finishReason: "stop", text: "x" });
    expect(await model.ask({ ...question, repeat: 1 }, context)).toMatchObject({
      failure: { kind: "replay-miss" },
    });
  });
});
