import { defineConfig } from "vitest/config";

// The heavy grids of `npm run test:calibration` and `npm run test:audits`: a row of a table is a test, and the suite of `npm test` has no part in it.
const grids = process.env.TOUCHSTONE_CALIBRATION_GRIDS ?? "test/calibration/**/*.grid.ts";

export default defineConfig({
  // All of the machine: nothing else of the suite runs beside it.
  test: { include: [grids], testTimeout: 900_000, maxWorkers: "100%" },
});
