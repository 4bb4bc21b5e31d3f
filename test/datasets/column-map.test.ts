import { describe, expect, it } from "vitest";
import { parseMap } from "../../src/datasets/column-map.js";
import { parseLabels } from "../../src/datasets/winner.js";
import { failure, failureOf, file, jsonl, read, readOne, winnerText } from "./support.js";

describe("a column map", () => {
  it("joins texts by a blank line and leaves empty ones out", async () => {
    const map = parseMap("prompt=instruction+input,response_1=x,response_2=y");
    const rows = await read(
      jsonl([
        { instruction: "Add.", input: "2+2", x: "4", y: "5" },
        { instruction: "Sing.", input: "", x: "la", y: "lo" },
      ]),
      { map },
    );
    expect(rows.map(({ comparison }) => comparison.prompt)).toEqual(["Add.\n\n2+2", "Sing."]);
    expect(rows.map(({ preferences }) => preferences)).toEqual([[], []]);
  });

  it("reads several winner columns as annotators and passes over those that said nothing", async () => {
    const map = parseMap("prompt=q,response_1=x,response_2=y,winner=ann1+ann2+ann3");
    const row = await readOne({ q: "?", x: "a", y: "b", ann1: 1, ann2: null, ann3: 0 }, { map });
    expect(row.preferences).toEqual([
      {
        comparison: "row-1",
        source: "human",
        annotator: "ann1",
        kind: "duel",
        between: ["r1", "r2"],
        winner: "r1",
      },
      {
        comparison: "row-1",
        source: "human",
        annotator: "ann3",
        kind: "duel",
        between: ["r1", "r2"],
        winner: "tie",
      },
    ]);
    expect(await failureOf({ q: "?", x: "a", y: "b", ann1: null, ann2: "", ann3: null }, { map })).toContain(
      "expected a value in one of ann1, ann2, ann3 but found none",
    );
  });

  it("reaches into nested JSON, and prefers a column that is really called so", async () => {
    const map = parseMap(
      "id=meta.id,prompt=turns.0.content,response_1=turns.1.content,response_2=a.b,winner=w+v",
    );
    const row = await readOne(
      {
        meta: { id: 5 },
        turns: [{ content: "Q" }, { content: "A" }],
        "a.b": "flat",
        a: { b: "nested" },
        "w+v": "B",
      },
      { map },
    );
    expect(row.comparison).toEqual({
      id: "5",
      prompt: "Q",
      responses: [
        { id: "r1", text: "A" },
        { id: "r2", text: "flat" },
      ],
    });
    expect(winnerText(row)).toBe("flat");
    expect(
      await failureOf(
        { turns: "abc", x: 1, y: 2 },
        { map: parseMap("prompt=turns.constructor.name,response=x") },
      ),
    ).toContain('expected a column "turns.constructor.name" but found the columns "turns", "x", "y"');
  });

  it("maps every target", async () => {
    const map = parseMap(
      "id=i,prompt=p,chosen=good,rejected=bad,reference=ref,rubric=rub,subset=s1+s2,cluster=p,author_1=ga,author_2=ba,annotator=who",
    );
    const row = await readOne(
      {
        i: "x",
        p: "q".repeat(100),
        good: "g",
        bad: "b",
        ref: "R",
        rub: "U",
        s1: "math",
        s2: 3,
        ga: "GA",
        ba: "BA",
        who: "w",
      },
      { map },
    );
    expect(row.comparison).toMatchObject({ id: "x", reference: "R", rubric: "U", subset: "math/3" });
    // Long clusters are kept as a hash.
    expect(row.comparison.cluster).toMatch(/^[0-9a-f]{16}$/);
    expect(row.comparison.responses.find(({ text }) => text === "g")?.author).toBe("GA");
    expect(row.preferences[0]?.annotator).toBe("w");
    expect(winnerText(row)).toBe("g");
  });

  it("reads k responses with a winner as one set above the rest, and with ratings as ratings", async () => {
    const responses = "response_1=a,response_2=b,response_3=c";
    const row = { p: "?", a: "A", b: "B", c: "C", w: "response_2", x: 1, y: "2", z: 3 };
    const won = await readOne(row, { map: parseMap(`prompt=p,${responses},winner=w`) });
    expect(won.preferences).toMatchObject([{ kind: "sets", good: ["r2"], bad: ["r1", "r3"] }]);
    const tied = await readOne({ ...row, w: "tie" }, { map: parseMap(`prompt=p,${responses},winner=w`) });
    expect(tied.preferences).toMatchObject([{ kind: "ranking", tiers: [["r1", "r2", "r3"]] }]);
    const rated = await readOne(row, {
      map: parseMap(`prompt=p,${responses},rating_1=x,rating_2=y,rating_3=z`),
    });
    expect(rated.preferences).toMatchObject([{ kind: "ratings", scores: { r1: 1, r2: 2, r3: 3 } }]);
    const one = await readOne(row, { map: parseMap("prompt=p,response=a,rating=x+z") });
    expect(one.preferences).toMatchObject([
      { annotator: "x", kind: "ratings", scores: { r1: 1 } },
      { annotator: "z", kind: "ratings", scores: { r1: 3 } },
    ]);
  });

  it("names a required column that a row has not, with those it has", async () => {
    const map = parseMap("prompt=question,response_1=x,response_2=z");
    expect(await failureOf({ question: "?", x: "a", y: "b" }, { map })).toBe(
      'InputError: pairs.jsonl row 1: expected a column "z" but found the columns "question", "x", "y"',
    );
    const csv = file("a.csv", "question,x,y\n?,a,b\n");
    expect(await failure(csv, { map })).toContain(
      'expected a column "z" but found the columns "question", "x", "y"',
    );
  });

  it("names an optional column that no row has, but lets it be absent from some", async () => {
    const map = parseMap("prompt=q,response=x,subset=kind");
    const rows = await read(
      jsonl([
        { q: "?", x: "a" },
        { q: "?", x: "a", kind: "math" },
      ]),
      { map },
    );
    expect(rows.map(({ comparison }) => comparison.subset)).toEqual([undefined, "math"]);
    expect(await failureOf({ q: "?", x: "a" }, { map })).toBe(
      'InputError: pairs.jsonl: expected a column "kind", which the map names, in some row but found the columns "q", "x"',
    );
  });

  it.each([
    ["prompt", "target=column pairs"],
    ["prompt=", "target=column pairs"],
    ["promt=a,response=b", 'found "promt"'],
    ["__proto__=a,response=b", 'found "__proto__"'],
    ["prompt=a,prompt=b,response=c", '"prompt" twice'],
    ["prompt=a", "none of them"],
    ["prompt=a,response=b,chosen=c,rejected=d", "more than one"],
    ["prompt=a,chosen=c", 'both "chosen" and "rejected"'],
    ["chosen=c,rejected=d,winner=e", 'no "winner"'],
    ["prompt=a,response_1=b", '"response_2"'],
    ["prompt=a,response_1=b,response_3=c", '"response_2"'],
    ["prompt=a,response_2=b,response_3=c", '"response_1"'],
    ["prompt=a,response=b,winner=c", 'no "winner"'],
    ["prompt=a,response_1=b,response_2=c,rating=d", 'no "rating"'],
    ["prompt=a,response_1=b,response_2=c,rating_1=d", "one rating column for each"],
    ["prompt=a,response_1=b,response_2=c,rating_1=d,rating_2=e+f", "one rating column for each"],
    ["prompt=a,response_1=b,response_2=c,rating_1=d,rating_2=e,winner=f", '"winner" or ratings'],
    ["prompt=a,response_1=b,response_2=c,author_3=d", '"author_3"'],
    ["prompt=a,response_1=b,response_2=c,winner=d+e,annotator=f", "both"],
  ])("refuses %s", (text, reason) => {
    expect(() => parseMap(text)).toThrow(reason);
    expect(() => parseMap(text)).toThrow(/^map: expected/);
  });
});

describe("winner values", () => {
  const winner = async (value: unknown, labels?: string) => {
    const row = { prompt: "?", response_1: "first", response_2: "second", winner: value };
    return winnerText(await readOne(row, labels === undefined ? {} : { labels: parseLabels(labels) }));
  };

  it.each([
    1,
    "1",
    "1.0",
    "A",
    "a",
    "A>B",
    "A>>B",
    "response_1",
    "Response A",
    "model_a",
    "assistant_a",
    " a ",
  ])("read %j as the first", async (value) => expect(await winner(value)).toBe("first"));
  it.each([2, "2", "2.0", "B", "b", "B>A", "B>>A", "A<B", "response_2", "model_b", "output_2"])(
    "read %j as the second",
    async (value) => expect(await winner(value)).toBe("second"),
  );
  it.each([0, "0", 1.5, "1.5", "tie", "TIE", "tie (bothbad)", "A=B", "draw", "0.0"])(
    "read %j as a tie",
    async (value) => expect(await winner(value)).toBe("tie"),
  );
  it.each([
    3,
    -1,
    1.2,
    "C",
    "",
    null,
    true,
    "AB",
    "both",
    "A or B",
    "__proto__",
    "constructor",
    [1],
    { a: 1 },
  ])("refuse %j, naming it", async (value) => {
    const message = await failureOf({ prompt: "?", response_1: "a", response_2: "b", winner: value });
    expect(message).toContain('row 1: expected "winner" to name the winner');
    if (typeof value === "string" && value !== "") expect(message).toContain(JSON.stringify(value));
  });

  it("go by the labels alone where these are given", async () => {
    expect(await winner(0, "a=0,b=1")).toBe("first");
    expect(await winner("1.0", "a=0,b=1")).toBe("second");
    expect(await winner(true, "a=true,b=false")).toBe("first");
    expect(await winner("x=y", "a=left,b=right,tie=neither,tie=x=y")).toBe("tie");
    const row = { prompt: "?", response_1: "a", response_2: "b", winner: 2 };
    expect(await failureOf(row, { labels: parseLabels("a=0,b=1") })).toContain(
      "(0, 1) but found the number 2",
    );
  });

  it("refuse labels that contradict themselves or name no class", () => {
    expect(parseLabels("a=1,b=2,tie=0,tie=3")).toEqual({ a: ["1"], b: ["2"], tie: ["0", "3"] });
    expect(() => parseLabels("a=1,b=1.0")).toThrow("in two");
    expect(() => parseLabels("first=1")).toThrow('found "first"');
    expect(() => parseLabels("a")).toThrow("class=value");
  });

  it("warn where a file's values are 0 and 1 and never 2", async () => {
    const rows = (values: readonly number[]) =>
      jsonl(values.map((label) => ({ prompt: "?", response_1: "a", response_2: "b", label })));
    const notesOf = async (values: readonly number[], labels?: string) => {
      const notes: string[] = [];
      const declared = labels === undefined ? {} : { labels: parseLabels(labels) };
      await read(rows(values), { ...declared, onNote: (note) => notes.push(note) });
      return notes.join();
    };
    expect(await notesOf([0, 1, 1])).toContain('give the labels "a=0,b=1" (3 times)');
    expect(await notesOf([0, 1, 2])).toBe("");
    expect(await notesOf([1, 1])).toBe("");
    expect(await notesOf([0, 1, 1], "a=0,b=1")).toBe("");
  });
});
