// A whole run in a process of its own, made to be killed: node kill-me.mjs <folder> <base URL> <comparisons>.
// Writes the key of each judgment to stdout as soon as the run has counted it.
import { writeSync } from "node:fs";
import { openaiModel } from "../../dist/models/openai.js";
import { plan } from "../../dist/run/plan.js";
import { run } from "../../dist/run/run.js";
import { openRunFolder } from "../../dist/stores/run-folder.js";

const [folder, baseURL, count] = process.argv.slice(2);

const judge = {
  kind: "asked",
  judge: {
    kind: "asked",
    id: "killed@1",
    name: "killed",
    protocol: "p",
    options: {},
    model: "m",
    sampling: {},
  },
  protocol: {
    layouts: ({ responses }) => [responses.map(({ id }) => id)],
    next: ({ prompt }, replies) =>
      replies.length > 0 ? [] : [{ messages: [{ role: "user", content: prompt }] }],
    read: (_, [reply]) => ({ reading: { status: "unparsed", reason: "not read" }, critique: reply.text }),
  },
  model: await openaiModel({ baseURL, timeoutSeconds: 10 }),
};

const store = await openRunFolder({
  folder,
  manifest: {
    format: 1,
    touchstone: "0.0.0",
    node: process.version,
    createdAt: "2026-01-01T00:00:00.000Z",
    name: "killed",
    datasets: [],
    judges: [judge.judge],
    plan: { repeats: 1, seed: 1 },
  },
});
await store.addComparisons(rows());
const judgments = run({
  trials: plan({
    comparisons: store.comparisons(),
    judges: [judge],
    repeats: 1,
    seed: 7,
    isSatisfied: (key) => store.isSatisfied(key),
  }),
  store,
  concurrency: 16,
  retry: { firstDelaySeconds: 0.01, random: () => 0.5 },
});
for await (const { trial } of judgments) writeSync(1, `${trial.key}\n`);
await store.close();

async function* rows() {
  for (let i = 0; i < Number(count); i++) {
    const id = `q${i}`;
    const comparison = {
      id,
      prompt: `Question ${i}?`,
      responses: [
        { id: "r1", text: "one" },
        { id: "r2", text: "two" },
      ],
    };
    const preference = { comparison: id, source: "human", kind: "duel", between: ["r1", "r2"], winner: "r1" };
    yield { comparison, preferences: [preference] };
  }
}
