import { describe, expect, it } from "vitest";
import { probes } from "../../src/audits/find.js";
import { ASKED } from "../calibration/audits/asked.js";
import { ATTACKS } from "../calibration/audits/attacks.js";
import { FIGURES } from "../calibration/audits/figures.js";
import { CLUSTERED_REWRITES, REWRITES } from "../calibration/audits/rewrites.js";
import { measureSelfTest, type SelfTest } from "../calibration/audits/self-test.js";
import { promises } from "../calibration/audits/self-test-row.js";
import { VERDICTS } from "../calibration/audits/verdicts.js";

// A light part of the grid of `npm run test:audits`, whose tables stand in docs/audits.md. Seeded: the figures are always these.
const ROUNDS = 25;
const all = [...VERDICTS, ...REWRITES, ...CLUSTERED_REWRITES, ...ATTACKS, ...FIGURES, ...ASKED];
const of = (name: string) => all.find(({ probe }) => probe.name === name) as SelfTest;
const KEPT = { mean: null, found: null, noisy: null, brittle: null, coverage: null };

describe("the planted-bias self-test", () => {
  it("has a judge with a planted fault for every probe", () => {
    expect([...new Set(all.map(({ probe }) => probe.name))].sort()).toEqual(probes.map(({ name }) => name));
  });

  it.each(["order", "length-padding", "null-response", "votes", "critique-text", "repeats"])(
    "%s finds what was planted, at its size, and little else",
    async (name) => {
      const test = of(name);
      const tested = await measureSelfTest(test, ROUNDS);
      expect(promises(test, tested, ROUNDS)).toEqual(KEPT);
      if (tested.found !== null) expect(tested.found).toBeGreaterThan(2 * (tested.noisy ?? 1) + 0.3);
    },
    60_000,
  );

  it("would be failed by a probe that measured another size, or found a fault where there is none", async () => {
    const test = of("order");
    const wrong = { ...test, truth: 0.6, noisy: test.faulty };
    const broken = promises(wrong, await measureSelfTest(wrong, ROUNDS), ROUNDS);
    expect(broken).toMatchObject({
      mean: expect.stringMatching(/^0\.\d+ on the mean, not 0\.600$/),
      found: expect.stringContaining("finds"),
      noisy: expect.stringContaining("false alarms"),
      brittle: null,
      coverage: expect.stringContaining("covers"),
    });
  });
});
