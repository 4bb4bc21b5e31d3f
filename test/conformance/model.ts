import { expect, it } from "vitest";
import type { Reply } from "../../src/core/judgment.js";
import type { Answer, Model, ModelRequest } from "../../src/models/model.js";

export const question: ModelRequest = {
  model: "judge-model",
  messages: [{ role: "user", content: "Which is better?" }],
  sampling: { temperature: 0 },
  repeat: 0,
};

/** The same question, with token probabilities. */
export const questionWithTokens: ModelRequest = {
  ...question,
  sampling: { ...question.sampling, topLogprobs: 3 },
};

const context = (signal = new AbortController().signal) => ({ signal, subject: "trial q1" });

function replyIn(answer: Answer): Reply {
  if (answer.status === "failed") throw new Error(answer.failure.message);
  return answer.reply;
}

/** What every model owes its callers, whatever stands behind it and whatever it says: also for models whose words no test can choose. */
export function examineAnyModel(given: {
  open(): Promise<Model>;
  /** Asked without and with `topLogprobs`. Default: `question`. */
  readonly request?: ModelRequest;
  /** Whether asking takes a while and can be called off (a model that looks replies up needs not look at the signal). */
  readonly cancellable: boolean;
}): void {
  const { request = question, cancellable } = given;
  const withTokens = { ...request, sampling: { ...request.sampling, topLogprobs: 3 } };

  it("says in advance where its text comes from", async () => {
    expect((await given.open()).host).not.toBe("");
  });

  it("answers the same question twice when it is asked twice", async () => {
    const model = await given.open();
    const answers = [await model.ask(request, context()), await model.ask(request, context())];
    expect(answers.map((answer) => answer.status)).toEqual(["answered", "answered"]);
  });

  it("gives no token probabilities that were not asked for", async () => {
    expect(replyIn(await (await given.open()).ask(request, context()))).not.toHaveProperty("tokens");
  });

  it("gives token probabilities that stand where their tokens stand in the text, likeliest alternatives first", async () => {
    const { text, tokens = [] } = replyIn(await (await given.open()).ask(withTokens, context()));
    expect(tokens.length).toBeGreaterThan(0);
    expect(tokens.map(({ at }) => at)).toEqual(tokens.map(({ at }) => at).toSorted((a, b) => a - b));
    for (const { at, token, logprob, top } of tokens) {
      expect(text.startsWith(token, at), `${JSON.stringify(token)} at ${at} of ${JSON.stringify(text)}`).toBe(
        true,
      );
      expect(logprob).toBeLessThanOrEqual(0);
      expect(top.length).toBeGreaterThan(0);
      expect(top.map((likely) => likely.logprob)).toEqual(
        top.map((likely) => likely.logprob).toSorted((a, b) => b - a),
      );
      const mass = top.reduce((sum, likely) => sum + Math.exp(likely.logprob), 0);
      expect(mass).toBeLessThanOrEqual(1 + 1e-3);
    }
  });

  if (cancellable) {
    it("a call that is called off before it begins is `cancelled`, and does not throw", async () => {
      const answer = await (await given.open()).ask(request, context(AbortSignal.abort()));
      expect(answer).toMatchObject({ status: "failed", failure: { kind: "cancelled" } });
    });
  }
}

/** The same and more, for models that can be made to say something. */
export function examineModel(given: {
  /** A model that answers `question` and `questionWithTokens` with this reply and knows no model named "missing-model". */
  answering(reply: Reply): Promise<Model>;
  readonly cancellable: boolean;
}): void {
  const reply: Reply = { finishReason: "stop", text: "B is clearer — « [[B]] »\u2028\n" };
  const tokens = ["B", " is clearer", " — « [[", "B", "]] »\u2028\n"].map((token, i, all) => ({
    at: all.slice(0, i).join("").length,
    token,
    logprob: -0.25,
    top: [
      { token, logprob: -0.25 },
      { token: "A", logprob: -1.75 },
    ],
  }));
  examineAnyModel({
    open: () => given.answering({ ...reply, tokens }),
    cancellable: given.cancellable,
  });

  it("gives back the text exactly as it came", async () => {
    const model = await given.answering(reply);
    expect(replyIn(await model.ask(question, context()))).toMatchObject(reply);
  });

  it("gives back the token probabilities as they came", async () => {
    const model = await given.answering({ ...reply, tokens });
    expect(replyIn(await model.ask(questionWithTokens, context())).tokens).toEqual(tokens);
  });

  it("answers with a failure that names its reason, and does not throw, when there is no such model", async () => {
    const model = await given.answering(reply);
    const answer = await model.ask({ ...question, model: "missing-model" }, context());
    expect(answer.status).toBe("failed");
    expect(answer.status === "failed" && answer.failure.message).toContain("missing-model");
  });
}
