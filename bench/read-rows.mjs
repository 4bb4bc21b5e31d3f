// read-rows.mjs FILE: reads every row as the tool does; seconds and peak memory of this process.
import { readDataset } from "../dist/index.js";

const startedAt = performance.now();
let rows = 0;
for await (const _row of readDataset({ path: process.argv[2], seed: 1 })) rows++;
const seconds = (performance.now() - startedAt) / 1000;
process.stdout.write(
  JSON.stringify({
    rows,
    seconds: +seconds.toFixed(1),
    peakMB: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
