// run-calls.mjs FOLDER C: `run` against a server in another process that answers every call after 200 ms, C calls in flight.
// share = judgments per second ÷ (C ÷ 0.2 s), over the window from the first judgment to the last; 1 is the most there can be.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../dist/index.js";

const LATENCY = 0.2;
const [folder = ".", given = "32"] = process.argv.slice(2);
const concurrency = Number(given);
const comparisons = Math.max(1000, concurrency * 20);
const server = spawn(
  process.execPath,
  [fileURLToPath(new URL("server.mjs", import.meta.url)), String(LATENCY)],
  { stdio: ["ignore", "pipe", "inherit"] },
);
const [port] = await once(server.stdout, "data");
const data = join(folder, `run-${concurrency}.jsonl`);
writeFileSync(
  data,
  Array.from(
    { length: comparisons },
    (_, i) =>
      `${JSON.stringify({ prompt: `Question ${i}`, response_a: `One ${i}`, response_b: `Two ${i}`, winner: "A" })}\n`,
  ).join(""),
);
let first = 0;
let judgments = 0;
const config = {
  data,
  judges: [{ model: "bench", baseURL: `http://127.0.0.1:${String(port).trim()}/v1` }],
  concurrency,
  runsDirectory: join(folder, `runs-${concurrency}`),
};
for await (const { reading } of run(config, { environment: {} })) {
  first ||= performance.now();
  if (reading.status === "decided") judgments++;
}
const seconds = (performance.now() - first) / 1000;
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
server.kill();
process.stdout.write(
  JSON.stringify({
    judgments,
    share: +(judgments / seconds / (concurrency / LATENCY)).toFixed(2),
    cpuMsPerJudgment: +((userCPUTime + systemCPUTime) / 1000 / judgments).toFixed(2),
    peakMB: Math.round(maxRSS / 1024),
  }),
);
