import { describe, expect, it } from "vitest";
import { failureOf, jsonl, PAIR, read, readOne, winnerText } from "./support.js";

const user = (content: string) => ({ role: "user", content });
const assistant = (content: string) => ({ role: "assistant", content });

describe("chosen and rejected", () => {
  it("makes a duel of them in an order that the seed decides, so that first does not mean better", async () => {
    const path = jsonl(Array.from({ length: 400 }, (_, i) => ({ ...PAIR, id: `q${i}` })));
    const rows = await read(path);
    expect(rows.every((row) => winnerText(row) === "4")).toBe(true);
    const first = (seeded: typeof rows) => seeded.map(({ comparison }) => comparison.responses[0]?.text);
    const firstIsChosen = first(rows).filter((text) => text === "4").length;
    // Binomial(400, ½): outside 150…250 once in two million seeds.
    expect(firstIsChosen).toBeGreaterThan(150);
    expect(firstIsChosen).toBeLessThan(250);
    expect(first(await read(path))).toEqual(first(rows));
    expect(first(await read(path, { seed: 8 }))).not.toEqual(first(rows));
  });

  it("keeps the order of a row when other rows come or go", async () => {
    const rows = Array.from({ length: 50 }, (_, i) => ({ ...PAIR, id: `q${i}` }));
    const all = await read(jsonl(rows));
    const half = await read(jsonl(rows.slice(25)));
    expect(half).toEqual(all.slice(25));
  });

  it("reads r1 and r2 as ids, the source that is given, and the authors of each", async () => {
    const row = await readOne(
      { ...PAIR, id: 7, subset: "easy", chosen_model: "good-lm", rejected_model: "bad-lm" },
      { source: "constructed" },
    );
    expect(row.comparison.id).toBe("7");
    expect(row.comparison.subset).toBe("easy");
    expect(row.comparison.responses.map(({ id }) => id)).toEqual(["r1", "r2"]);
    expect(row.comparison.responses.find(({ text }) => text === "4")?.author).toBe("good-lm");
    expect(row.comparison.responses.find(({ text }) => text === "5")?.author).toBe("bad-lm");
    expect(row.preferences).toMatchObject([{ comparison: "7", source: "constructed", kind: "duel" }]);
  });

  it("says human where no source is given", async () => {
    expect((await readOne(PAIR)).preferences[0]?.source).toBe("human");
  });

  it("takes what whole conversations share as the prompt", async () => {
    const one = await readOne({
      chosen: [user("2+2?"), assistant("4")],
      rejected: [user("2+2?"), assistant("5")],
    });
    expect(one.comparison.prompt).toBe("2+2?");
    expect(winnerText(one)).toBe("4");
    const before = [{ role: "system", content: "Be brief." }, user("Hi"), assistant("Hello"), user("2+2?")];
    const several = await readOne({
      chosen: [...before, assistant("4")],
      rejected: [...before, assistant("5")],
    });
    expect(several.comparison.prompt).toEqual(before);
  });

  it("accepts the prompt beside conversations that hold it, and beside lists of the answer alone", async () => {
    const whole = await readOne({
      prompt: "2+2?",
      chosen: [user("2+2?"), assistant("4")],
      rejected: [user("2+2?"), assistant("5")],
    });
    const answers = await readOne({
      prompt: [user("2+2?")],
      chosen: [assistant("4")],
      rejected: [assistant("5")],
    });
    expect(whole.comparison.prompt).toBe("2+2?");
    expect(answers.comparison.prompt).toEqual([user("2+2?")]);
    expect([winnerText(whole), winnerText(answers)]).toEqual(["4", "4"]);
  });

  it("refuses conversations that part before their last turn, end in a question, or hold another prompt", async () => {
    expect(
      await failureOf({ chosen: [user("2+2?"), assistant("4")], rejected: [user("3+3?"), assistant("5")] }),
    ).toBe(
      'InputError: pairs.jsonl row 1: expected "chosen" and "rejected" to differ in their last turn only but found a difference in turn 1',
    );
    expect(await failureOf({ prompt: "x", chosen: [user("x")], rejected: [user("x")] })).toContain(
      'expected "chosen" to end in a turn of the assistant but found a turn of the role "user"',
    );
    expect(
      await failureOf({
        prompt: "y",
        chosen: [user("x"), assistant("a")],
        rejected: [user("x"), assistant("b")],
      }),
    ).toContain("expected the prompt to stand in the conversations but found another one there");
    expect(await failureOf({ chosen: [assistant("a")], rejected: [assistant("b")] })).toContain(
      "expected a prompt",
    );
    expect(await failureOf({ prompt: "x", chosen: [], rejected: [] })).toContain("found no turns");
    expect(await failureOf({ ...PAIR, chosen: [assistant("a")] })).toContain("all responses to be texts");
  });

  it("reads transcripts in the manner of hh-rlhf", async () => {
    const row = await readOne({
      chosen: "\n\nHuman: Hi\n\nAssistant: Hello\n\nHuman: 2+2?\n\nAssistant: 4",
      rejected: "\n\nHuman: Hi\n\nAssistant: Hello\n\nHuman: 2+2?\n\nAssistant: 5",
    });
    expect(row.comparison.prompt).toEqual([user("Hi"), assistant("Hello"), user("2+2?")]);
    expect(winnerText(row)).toBe("4");
    expect(await failureOf({ chosen: "4", rejected: "5" })).toContain(
      "expected a prompt, in its own column or in conv",
    );
  });

  it("names what is wrong: a null, an unknown role, an empty prompt", async () => {
    expect(await failureOf({ ...PAIR, chosen: null })).toBe(
      'InputError: pairs.jsonl row 1: expected "chosen" to be text but found null',
    );
    expect(await failureOf({ ...PAIR, rejected: { text: "5" } })).toContain(
      '"rejected" to be text but found an object',
    );
    expect(await failureOf({ ...PAIR, prompt: [{ role: "human", content: "x" }] })).toContain(
      '"prompt[0].role" to be one of system, developer, user, assistant, tool but found the text "human"',
    );
    expect(await failureOf({ ...PAIR, prompt: [{ role: "user", content: null }] })).toContain(
      '"prompt[0].content" to be text but found null',
    );
    expect(await failureOf({ ...PAIR, prompt: "" })).toContain(
      '"prompt" to hold a prompt but found an empty text',
    );
    expect(await failureOf({ ...PAIR, prompt: [] })).toContain("at least one message");
  });
});

describe("two responses and a winner", () => {
  const names = [
    ["response_a", "response_b"],
    ["response_1", "response_2"],
    ["response1", "response2"],
    ["output_1", "output_2"],
    ["answer_a", "answer_b"],
    ["completion_1", "completion_2"],
    ["response_A", "response_B"],
  ] as const;
  it.each(names)("reads %s and %s in the order given", async (first, second) => {
    const row = await readOne({ instruction: "Add.", input: "2+2", [first]: "4", [second]: "5", label: 2 });
    expect(row.comparison.prompt).toBe("Add.\n\n2+2");
    expect(row.comparison.responses).toEqual([
      { id: "r1", text: "4" },
      { id: "r2", text: "5" },
    ]);
    expect(row.preferences).toEqual([
      { comparison: "row-1", source: "human", kind: "duel", between: ["r1", "r2"], winner: "r2" },
    ]);
  });

  it("reads a chat arena's battles with their models", async () => {
    const row = await readOne({
      model_a: "lm-x",
      model_b: "lm-y",
      winner: "tie (bothbad)",
      conversation_a: [user("Hi"), assistant("Yo")],
      conversation_b: [user("Hi"), assistant("Hello")],
    });
    expect(row.comparison.prompt).toBe("Hi");
    expect(row.comparison.responses).toEqual([
      { id: "r1", text: "Yo", author: "lm-x" },
      { id: "r2", text: "Hello", author: "lm-y" },
    ]);
    expect(winnerText(row)).toBe("tie");
  });
});

describe("ratings", () => {
  it("reads one rated response", async () => {
    const row = await readOne({ prompt: "2+2?", response: "4", rating: "4.5", annotator: "ann" });
    expect(row.comparison.responses).toEqual([{ id: "r1", text: "4" }]);
    expect(row.preferences).toEqual([
      { comparison: "row-1", source: "human", annotator: "ann", kind: "ratings", scores: { r1: 4.5 } },
    ]);
    expect(await failureOf({ prompt: "2+2?", response: "4", score: "good" })).toContain(
      '"score" to be a number but found the text "good"',
    );
    expect(await failureOf({ prompt: "2+2?", response: "4", score: "" })).toContain("found an empty text");
  });

  it("reads a list of responses with scores", async () => {
    const row = await readOne({ question: "2+2?", responses: ["4", "5", "6"], scores: [9, 1, 1] });
    expect(row.comparison.responses.map(({ text }) => text)).toEqual(["4", "5", "6"]);
    expect(row.preferences).toMatchObject([{ kind: "ratings", scores: { r1: 9, r2: 1, r3: 1 } }]);
    expect(await failureOf({ prompt: "x", responses: ["4", "5"], ratings: [1] })).toBe(
      'InputError: pairs.jsonl row 1: expected "ratings" to be a list of 2, one for each response but found a list of 1',
    );
    expect(await failureOf({ prompt: "x", responses: ["4", null], ratings: [1, 2] })).toContain(
      '"responses.1" to be text but found null',
    );
  });

  it("reads a ranking as ranks, says so, and refuses positions from 0", async () => {
    const notes: string[] = [];
    const row = await readOne(
      { prompt: "2+2?", responses: ["5", "4", "6", "four"], ranking: [3, 1, 3, 2] },
      { onNote: (note) => notes.push(note) },
    );
    expect(row.preferences).toMatchObject([{ kind: "ranking", tiers: [["r2"], ["r4"], ["r1", "r3"]] }]);
    expect(notes.join()).toContain('"ranking" was read as the rank of each response');
    expect(await failureOf({ prompt: "x", responses: ["4", "5"], ranking: [1, 0] })).toContain(
      "ranks from 1",
    );
  });
});

describe("recognition", () => {
  it("names the columns found, the shapes known and an example map where no shape fits", async () => {
    const message = await failureOf({ text: "x", constructor: "y" });
    expect(message).toContain('but found the columns "text", "constructor"');
    for (const name of ["native", "chosen-rejected", "pair", "list", "rated"])
      expect(message).toContain(`${name}: `);
    expect(message).toContain("winner=better");
  });

  it("recognises each row on its own", async () => {
    const rows = await read(
      jsonl([
        PAIR,
        { prompt: "a", response_a: "b", response_b: "c", winner: "B" },
        { id: "n", prompt: "a", responses: [{ text: "b" }] },
        PAIR,
      ]),
    );
    expect(rows.map(({ comparison }) => comparison.id)).toEqual(["row-1", "row-2", "n", "row-4"]);
    expect(rows.map(winnerText)).toEqual(["4", "c", undefined, "4"]);
  });

  it("is not misled by columns named like parts of a prototype", async () => {
    const row = await readOne(
      JSON.parse(
        '{"__proto__":{"chosen":"x"},"constructor":1,"prompt":"p","chosen":"a","rejected":"b","id":"__proto__","subset":"constructor"}',
      ),
    );
    expect(row.comparison.id).toBe("__proto__");
    expect(row.comparison.subset).toBe("constructor");
    expect(await failureOf(JSON.parse('{"__proto__":{"prompt":"p","chosen":"a","rejected":"b"}}'))).toContain(
      'found the column "__proto__"',
    );
  });

  it("counts booleans and numbers in text columns once a file", async () => {
    const notes: string[] = [];
    const rows = await read(
      jsonl([
        { ...PAIR, chosen: true, rejected: 1.5 },
        { ...PAIR, chosen: false },
      ]),
      {
        onNote: (note) => notes.push(note),
      },
    );
    expect(rows.map(winnerText)).toEqual(["true", "false"]);
    expect(notes).toEqual([
      "pairs.jsonl: booleans or numbers that stand in a text column were read as their JSON text (3 times)",
    ]);
  });
});
