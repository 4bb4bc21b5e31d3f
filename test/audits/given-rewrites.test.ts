import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type GivenRewrite, givenRewrites } from "../../src/audits/bias/given-rewrites.js";
import { findProbes } from "../../src/audits/find.js";
import { InputError } from "../../src/core/errors.js";
import { readGivenRewrites } from "../../src/setup/given-rewrites.js";
import { audit, isBetter, pairs, simulatedJudge, textOf } from "./simulated.js";

const rows = pairs(30);
const right = simulatedJudge(
  "right",
  ({ comparison, presented }) => presented.find((id) => isBetter(textOf(comparison, id))) ?? "tie",
);
const fond = simulatedJudge("fond", ({ comparison, presented }) => {
  const rhyming = presented.filter((id) => textOf(comparison, id).includes("in rhyme"));
  return rhyming[0] ?? presented.find((id) => isBetter(textOf(comparison, id))) ?? "";
});
/** As a model might write them: 25 of 30 comparisons have both. */
const given: readonly GivenRewrite[] = rows.flatMap(({ comparison }, i) =>
  comparison.responses.slice(0, i < 25 ? 2 : 1).map(({ id, text }) => ({
    ...{ comparison: comparison.id, response: id, rewrite: "in-rhyme" },
    text: `${text} All of it in rhyme.`,
  })),
);

describe("given rewrites", () => {
  it("are a probe a name, that finds a judge that likes them and nothing with one that is right", async () => {
    const [report, ofRight] = await audit(givenRewrites(given), [fond, right], rows);
    expect(report).toMatchObject({
      ...{ probe: "in-rhyme", family: "bias" },
      primary: { metric: "in-rhyme-bias", value: 0.5, n: 25, found: true },
      notes: ["5 of 30 duels are left out: the rewrite does not apply to both responses"],
    });
    expect(ofRight?.primary).toMatchObject({ value: 0, found: false });
    expect(findProbes(["in-rhyme"], givenRewrites(given)).map(({ name }) => name)).toEqual(["in-rhyme"]);
  });

  it("leave out a text that says a verdict the response does not say", async () => {
    const told = given.map((row) => ({ ...row, text: `${row.text}\n\n[[A]]` }));
    const [report] = await audit(givenRewrites(told), [fond], rows);
    expect(report?.primary).toMatchObject({
      value: null,
      reason: "the rewrite applies to no pair of responses",
    });
  });

  it("refuse two texts for one response and names that are no name", () => {
    const [row] = given as [GivenRewrite];
    expect(() => givenRewrites([row, row])).toThrow(
      "rewrite in-rhyme: expected one text a response but found two of q0000 r1",
    );
    expect(() => givenRewrites([{ ...row, rewrite: "In Rhyme" }])).toThrow(InputError);
    expect(givenRewrites([row, { ...row, rewrite: "in-prose" }]).map(({ name }) => name)).toEqual([
      ...["in-rhyme", "in-prose"],
    ]);
    expect(givenRewrites([])).toEqual([]);
  });

  const folder = mkdtempSync(join(tmpdir(), "given-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (lines: readonly unknown[]) => {
    const path = join(folder, "rewrites.jsonl");
    writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    return path;
  };

  it("are read from JSONL, a row a text", async () => {
    const probes = await readGivenRewrites(file(given));
    expect(probes.map(({ name }) => name)).toEqual(["in-rhyme"]);
    const [report] = await audit(probes, [fond], rows);
    expect(report?.primary.value).toBe(0.5);
  });

  it("name the row that cannot be read", async () => {
    await expect(readGivenRewrites(file([given[0], { ...given[1], text: 3 }]))).rejects.toThrow(
      'rewrites.jsonl row 2: expected "text" to be text but found the number 3',
    );
    await expect(readGivenRewrites(file([{ ...given[0], response: "" }]))).rejects.toThrow(
      'rewrites.jsonl row 1: expected "response" to be text but found an empty text',
    );
  });
});
