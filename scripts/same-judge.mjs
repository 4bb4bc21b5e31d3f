// node scripts/same-judge.mjs RUN OTHER: how far two stored runs of the same judges agree where both were asked the same, for example
// one model behind a server and in this process. Prints a table; runs on dist/.
import { readRunFolder } from "../dist/index.js";

const [left, right] = process.argv.slice(2);
if (!left || !right) {
  console.error("usage: node scripts/same-judge.mjs RUN OTHER");
  process.exit(2);
}

const [one, other] = await Promise.all([readings(left), readings(right)]);
console.log(
  "| protocol | asked in both | decided in both | same winner | scores: mean, largest difference |",
);
console.log("|---|---|---|---|---|");
for (const protocol of [...new Set([...one.values()].map((entry) => entry.protocol))].sort()) {
  const pairs = [...one].flatMap(([key, entry]) => {
    const twin = other.get(key);
    return entry.protocol === protocol && twin ? [[entry.reading, twin.reading]] : [];
  });
  if (pairs.length === 0) continue;
  const decided = pairs.filter((pair) => pair.every(({ status }) => status === "decided"));
  const winners = decided.filter(([a]) => a.verdict.kind === "duel");
  const same = winners.filter(([a, b]) => a.verdict.winner === b.verdict.winner).length;
  const gaps = decided.flatMap(([a, b]) =>
    a.verdict.kind === "scores"
      ? Object.entries(a.verdict.byId).map(([id, score]) => Math.abs(score - b.verdict.byId[id]))
      : [],
  );
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  console.log(
    `| ${protocol} | ${pairs.length} | ${decided.length} | ${winners.length ? `${same} of ${winners.length}` : "–"} | ${
      gaps.length ? `${mean.toFixed(4)}, ${Math.max(...gaps).toFixed(4)}` : "–"
    } |`,
  );
}

/** By what was asked: protocol, comparison, order and repeat, whoever answered. */
async function readings(folder) {
  const run = await readRunFolder(folder);
  const protocols = new Map(run.manifest.judges.map((judge) => [judge.id, judge.protocol]));
  const found = new Map();
  for await (const { trial, reading } of run.judgments()) {
    const protocol = protocols.get(trial.judge);
    found.set(JSON.stringify([protocol, trial.comparison, trial.presented, trial.repeat]), {
      protocol,
      reading,
    });
  }
  return found;
}
