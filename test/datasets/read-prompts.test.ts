import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readPrompts } from "../../src/datasets/read-prompts.js";
import type { DatasetSource } from "../../src/datasets/source.js";
import { all, temporaryDirectory } from "../support/runs.js";

async function read(text: string, more: Partial<DatasetSource> & { name?: string } = {}) {
  const { name = "prompts.jsonl", ...source } = more;
  const path = join(await temporaryDirectory(), name);
  await writeFile(path, text);
  return all(readPrompts({ path, seed: 20, ...source }));
}

const lines = (...rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join("\n");

describe("reading prompts", () => {
  it("takes the prompt by any of its usual names, with what goes on beside it", async () => {
    const rows = await read(
      lines(
        { id: "a", prompt: "One?", reference: "1", rubric: "Be right.", subset: "s", cluster: "c" },
        { instruction: "Add.", input: "1 and 1" },
        { question: "Two?", answer: "a column that is not read" },
        { messages: [{ role: "user", content: "Three?" }] },
      ),
    );
    expect(rows).toEqual([
      {
        prompt: { id: "a", prompt: "One?", reference: "1", rubric: "Be right.", subset: "s", cluster: "c" },
        checks: [],
      },
      { prompt: { id: "row-2", prompt: "Add.\n\n1 and 1" }, checks: [] },
      { prompt: { id: "row-3", prompt: "Two?" }, checks: [] },
      { prompt: { id: "row-4", prompt: [{ role: "user", content: "Three?" }] }, checks: [] },
    ]);
  });

  it("takes the same prompt of a comparison in any shape that a run would judge it by, and none of its responses", async () => {
    const rows = await read(
      lines(
        { id: "n", prompt: "One?", responses: [{ text: "1" }], checks: [{ kind: "answer", answer: "1" }] },
        { id: "h", chosen: "\n\nHuman: Hi\n\nAssistant: Hello", rejected: "\n\nHuman: Hi\n\nAssistant: No" },
        { id: "p", prompt: "Which?", response_a: "x", response_b: "y", winner: "A" },
      ),
    );
    expect(rows.map(({ prompt }) => [prompt.id, prompt.prompt])).toEqual([
      ["n", "One?"],
      ["h", "Hi"],
      ["p", "Which?"],
    ]);
    expect(rows[0]?.checks).toEqual([{ kind: "answer", answer: "1" }]);
    expect(JSON.stringify(rows)).not.toMatch(/Hello|response/);
  });

  it("leaves an assistant's last turn out of the prompt, and says so", async () => {
    const notes: string[] = [];
    const messages = [
      { role: "user", content: "Hi" },
      { role: "assistant", content: "Hello" },
    ];
    const [row] = await read(lines({ messages }), { onNote: (note) => notes.push(note) });
    expect(row?.prompt.prompt).toEqual([messages[0]]);
    expect(notes.join()).toContain("a last turn of the assistant was left out of the prompt (once)");
    await expect(read(lines({ messages: [messages[1]] }))).rejects.toThrow("a turn before the assistant's");
  });

  it("goes by a map of the prompt and what is beside it; responses cannot be mapped", async () => {
    const csv = "no,ask,sol\n7,One?,1\n";
    const map = { id: "no", prompt: "ask", reference: "sol" };
    expect(await read(csv, { name: "p.csv", map })).toEqual([
      { prompt: { id: "7", prompt: "One?", reference: "1" }, checks: [] },
    ]);
    await expect(read(csv, { name: "p.csv", map: { prompt: "ask", winner: "sol" } })).rejects.toThrow(
      'responses are not read here) but found "winner"',
    );
    await expect(read(csv, { name: "p.csv", map: { reference: "sol" } })).rejects.toThrow(
      'the target "prompt"',
    );
    await expect(read(csv, { name: "p.csv", map: { ...map, rubric: "none" } })).rejects.toThrow(
      'a column "none"',
    );
  });

  it.each([
    [{ text: "One?" }, 'prompts: "prompt" (or instruction, question, input, messages)'],
    [{ prompt: "" }, "to hold a prompt"],
    [{ prompt: null }, '"prompt" to be text'],
    [{ prompt: "One?", checks: [{ kind: "answer" }] }, '"checks[0].answer"'],
    [{ prompt: "One?", checks: "none" }, '"checks" to be a list'],
  ])("refuses %j, and says what it expected", async (row, message) => {
    await expect(read(lines(row))).rejects.toThrow(message);
  });

  it("goes on past bad rows where it is told to, and counts them", async () => {
    const notes: string[] = [];
    const rows = await read(
      lines({ prompt: "One?" }, { prompt: 0 > 1 }, { nothing: 1 }, { prompt: "Two?" }),
      {
        skipInvalid: true,
        onNote: (note) => notes.push(note),
      },
    );
    expect(rows.map(({ prompt }) => prompt.prompt)).toEqual(["One?", "false", "Two?"]);
    expect(notes.join()).toContain("rows were left out as invalid");
  });
});
