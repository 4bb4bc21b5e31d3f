// analyze-rows.mjs N: the whole analysis of N pairwise judgments of one judge (N / 2 comparisons, both orders, 12 % ties).
import { analyze, seededRandom } from "../dist/index.js";

const comparisons = Number(process.argv[2]) / 2;
const random = seededRandom("bench");
const pick = (a, b) => (random() < 0.12 ? "tie" : random() < 0.6 ? a : b);
const rows = { comparisons: [], preferences: [], judgments: [] };
for (let i = 0; i < comparisons; i++) {
  const id = `c${i}`;
  rows.comparisons.push({ id, responses: [{ id: "r1" }, { id: "r2" }] });
  rows.preferences.push({
    comparison: id,
    source: "human",
    kind: "duel",
    between: ["r1", "r2"],
    winner: pick("r1", "r2"),
  });
  for (const presented of [
    ["r1", "r2"],
    ["r2", "r1"],
  ]) {
    const trial = { key: `${id}${presented[0]}`, comparison: id, judge: "j", presented, repeat: 0 };
    rows.judgments.push({
      trial,
      reading: {
        status: "decided",
        verdict: { kind: "duel", between: ["r1", "r2"], winner: pick("r1", "r2") },
      },
      calls: [],
    });
  }
}
const startedAt = performance.now();
const { estimates } = analyze(rows);
const seconds = (performance.now() - startedAt) / 1000;
process.stdout.write(
  JSON.stringify({
    estimates: estimates.length,
    seconds: +seconds.toFixed(1),
    peakMB: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
