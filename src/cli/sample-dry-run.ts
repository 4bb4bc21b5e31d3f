import type { Block, SampleEstimate } from "../index.js";

/** `touchstone sample --dry-run`: what would be asked and cost. */
export function sampleEstimateBlocks({ folder, prompts, models }: SampleEstimate): Block[] {
  return [
    {
      kind: "paragraph",
      text: `${prompts} prompts. Nothing was sent. The responses would be kept in ${folder}`,
    },
    ...models.flatMap(({ model, draws, reused, calls, inputTokens, outputTokensAtMost, usd }): Block[] => [
      { kind: "heading", text: model },
      {
        kind: "list",
        items: [
          `${draws} responses: ${calls} calls, ${reused} replies found in earlier samples`,
          calls === 0
            ? "no tokens, $0"
            : `about ${inputTokens} tokens in, at most ${outputTokensAtMost} out · ${usd === null ? "cost unknown (no price given)" : `$${usd[0].toFixed(4)} to $${usd[1].toFixed(4)}`}`,
        ],
      },
    ]),
  ];
}
