import { describe, expect, it } from "vitest";
import { viewOf } from "../../src/core/view.js";
import { requestKey } from "../../src/models/model.js";
import { loadPrompt } from "../../src/protocols/prompt.js";
import type { ConfiguredProtocol } from "../../src/protocols/protocol.js";
import { twoStep } from "../../src/protocols/two-step.js";
import { modelRequest } from "../../src/run/model-request.js";
import type { BoundJudge } from "../../src/run/plan.js";
import { estimateRun } from "../../src/setup/estimate.js";
import { askedJudge, askWhichIsBetter, comparisons, each } from "../support/runs.js";

const nobody = { host: "nowhere", ask: async () => Promise.reject(new Error("not to be asked")) };

function judge(protocol: ConfiguredProtocol, name = "tested"): BoundJudge & { kind: "asked" } {
  return {
    kind: "asked",
    judge: { ...askedJudge(name), sampling: { maxTokens: 500 } },
    protocol,
    model: nobody,
  };
}

async function estimate(
  judges: readonly BoundJudge[],
  more: Partial<Parameters<typeof estimateRun>[0]> = {},
) {
  return (
    await estimateRun({
      judges,
      rows: each(comparisons(2).map((comparison) => ({ comparison }))),
      rounds: { repeats: 1, seed: 7 },
      isSatisfied: () => false,
      replay: false,
      ...more,
    })
  ).judges;
}

const critiqueThenScore = async (options = {}) =>
  twoStep.configure({ prompt: await loadPrompt("two-step"), options });

describe("an estimate", () => {
  it("counts every step, sample and repeat", async () => {
    const [found] = await estimate([judge(await critiqueThenScore({ samples: 3 }))], {
      rounds: { repeats: 2, seed: 7 },
    });
    expect(found).toMatchObject({ presentations: 4, samples: 3, repeats: 2, trials: 24, calls: 48 });
  });

  it("counts an earlier reply that is shown again as long as it may be, and one that is not shown as nothing", async () => {
    const steps = (again: boolean): ConfiguredProtocol => ({
      ...askWhichIsBetter,
      layouts: () => [["r1", "r2"]],
      next: (view, replies) =>
        replies.length > 1
          ? []
          : [
              {
                messages: [
                  {
                    role: "user",
                    content: `${view.prompt} ${again ? (replies[0]?.text ?? "") : replies.length}`,
                  },
                ],
              },
            ],
    });
    const [shown, alone] = [await estimate([judge(steps(true))]), await estimate([judge(steps(false))])];
    expect(shown[0]).toMatchObject({ calls: 4, outputTokensAtMost: 2000 });
    const more = (shown[0]?.inputTokensAtMost ?? 0) - (shown[0]?.inputTokens ?? 0);
    // Two comparisons, each with one reply of up to 500 tokens in place of a short text.
    expect(more).toBeGreaterThan(900);
    expect(more).toBeLessThanOrEqual(1000);
    expect(alone[0]?.inputTokensAtMost).toBe(alone[0]?.inputTokens);
  });

  it("goes on from the replies that are stored, and counts only what remains", async () => {
    const asked = judge(await critiqueThenScore());
    const [comparison] = comparisons(1);
    if (!comparison) throw new Error("one comparison");
    const [critique] = asked.protocol.next(viewOf(comparison, ["r1"]), []);
    if (!critique) throw new Error("a first question");
    const answered = requestKey(modelRequest(asked, critique, 0));
    const found = await estimate([asked], {
      replies: {
        // The critique of r1 in q0 alone.
        find: async (key) => (key === answered ? { text: "Good.", finishReason: "stop" } : undefined),
      },
    });
    expect(found[0]).toMatchObject({ trials: 4, reused: 1, calls: 7 });
  });

  it("counts what trials of one comparison share once", async () => {
    const shared: ConfiguredProtocol = {
      ...askWhichIsBetter,
      next: (view, replies) =>
        replies.length > 1
          ? []
          : replies.length === 0
            ? [{ messages: [{ role: "user", content: `principles for ${view.prompt}` }] }]
            : askWhichIsBetter.next(view, []),
    };
    const [found] = await estimate([judge(shared)]);
    // Two comparisons: the shared first step once each, the second in both orders.
    expect(found).toMatchObject({ trials: 4, calls: 6 });
  });

  it("counts one missing reply a trial where replies are replayed: nothing is asked after it", async () => {
    const [found] = await estimate([judge(await critiqueThenScore())], { replay: true });
    expect(found).toMatchObject({ trials: 4, missing: 4, calls: 0, usd: [0, 0] });
  });

  it("is bounded where a protocol never has enough, and survives one that cannot make sense of a stand-in", async () => {
    const insatiable: ConfiguredProtocol = {
      ...askWhichIsBetter,
      layouts: () => [["r1", "r2"]],
      next: (_, replies) => [{ messages: [{ role: "user", content: `more ${replies.length}` }] }],
    };
    expect((await estimate([judge(insatiable)]))[0]?.calls).toBe(200);
    const strict: ConfiguredProtocol = {
      ...askWhichIsBetter,
      next: (view, replies) => (replies[0] ? JSON.parse(replies[0].text) : askWhichIsBetter.next(view, [])),
    };
    expect((await estimate([judge(strict)]))[0]?.calls).toBe(4);
  });

  it("prices the range from what is shown at least to all that may be written", async () => {
    const prices = {
      version: "1",
      models: { "judge-model": { inputPerMillion: 1e6, outputPerMillion: 1e6, source: "made up" } },
    };
    const [found] = await estimate([judge(await critiqueThenScore())], { prices });
    expect(found?.usd?.[0]).toBe(found?.inputTokens);
    expect(found?.usd?.[1]).toBe((found?.inputTokensAtMost ?? 0) + (found?.outputTokensAtMost ?? 0));
  });
});
