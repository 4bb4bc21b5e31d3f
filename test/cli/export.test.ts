import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, it } from "vitest";
import { temporaryDirectory } from "../support/runs.js";
import { touchstone } from "./support.js";

const RECORDING = fileURLToPath(
  new URL("../../datasets/starter/recordings/qwen2.5-coder-1.5b-instruct-pairwise", import.meta.url),
);
let cwd: string;
beforeEach(async () => {
  cwd = await temporaryDirectory();
});
const cli = (...args: readonly string[]) => touchstone(["export", RECORDING, ...args], { cwd });

// 90 duels of which 14 are true ties; 180 judgments, two a duel.
describe("export", () => {
  it("writes lines to stdout and what was dropped to stderr", async () => {
    const { code, stdout, stderr } = await cli("--format", "preference");
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(76);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ margin: 1, agreement: 1 });
    expect(stderr).toBe("76 duels kept (label: people)\n14 dropped: a tie\n");
    expect(await readdir(cwd)).toEqual([]);
  });

  it("writes a file and its card beside it; every critique is kept or dropped for a reason", async () => {
    const { code, stdout, stderr } = await cli(
      ...["--format", "critique-preference", "--no-order-flips", "-o", "critiques.jsonl"],
    );
    expect([code, stdout]).toEqual([0, ""]);
    expect((await readdir(cwd)).sort()).toEqual(["critiques.jsonl", "critiques.md"]);
    const lines = (await readFile(join(cwd, "critiques.jsonl"), "utf8")).trimEnd().split("\n");
    const counts = [...stderr.matchAll(/^(\d+) (?:dropped|critiques)/gm)].map(([, count]) => Number(count));
    expect(counts[0]).toBe(lines.length);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(180);
    for (const line of lines) {
      const { critique, critique_of: of, rewards } = JSON.parse(line);
      expect(critique).not.toContain("[[");
      expect(rewards[of.indexOf("chosen")]).toBe(1);
    }
    const card = await readFile(join(cwd, "critiques.md"), "utf8");
    expect(card).toContain(`| kept | ${lines.length} |`);
    expect(card).toContain("no person was asked");
  });

  it("takes the card's own name, and the judge's label", async () => {
    const { code } = await cli(
      ...["--format", "sft", "--for", "verl", "--label", "judge", "--min-agreement", "100%"],
      ...["-o", "sft.jsonl", "--card", "CARD.md"],
    );
    expect(code).toBe(0);
    expect((await readdir(cwd)).sort()).toEqual(["CARD.md", "sft.jsonl"]);
    const [line = ""] = (await readFile(join(cwd, "sft.jsonl"), "utf8")).split("\n");
    expect(JSON.parse(line).messages.at(-1).role).toBe("assistant");
  });

  it.each([
    [[], "--format"],
    [["--format", "xml"], "one of critique-preference, preference, rollouts, sft"],
    [["--format", "sft", "--for", "nobody"], "trl, openrlhf, verl"],
    [["--format", "sft", "-o", "x.jsonl", "--card", "./x.jsonl"], "take the place of the lines"],
    [["--format", "sft", "--min-agreement", "2"], "from 0 to 1"],
    [["--format", "rollouts", "--for", "verl", "-o", "x.jsonl"], "shapes for trl, openrlhf"],
  ])("refuses %j with exit code 2, and leaves no file", async (args, said) => {
    const { code, stderr } = await cli(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
    expect(await readdir(cwd)).toEqual([]);
  });
});
