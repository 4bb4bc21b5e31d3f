import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { datasetHash, readDataset } from "../../src/datasets/read.js";
import { failure, file, jsonl, PAIR, read, winnerText } from "./support.js";

const line = (prompt: string) => JSON.stringify({ ...PAIR, prompt });
const prompts = async (path: string, reading = {}) =>
  (await read(path, reading)).map(({ comparison }) => comparison.prompt);

describe("JSONL", () => {
  it("reads past a byte-order mark, CRLF, blank lines and a missing last line end", async () => {
    const path = file("a.jsonl", `\ufeff${line("one")}\r\n\r\n   \n${line("two")}\n\n${line("three")}`);
    expect(await prompts(path)).toEqual(["one", "two", "three"]);
  });

  it("numbers rows by their line, blank ones included", async () => {
    const path = file("a.jsonl", `${line("one")}\n\n{"prompt":"two","chosen":null,"rejected":"x"}\n`);
    expect(await failure(path)).toBe(
      'InputError: a.jsonl row 3: expected "chosen" to be text but found null',
    );
    const [row] = await read(file("b.jsonl", `\n\n${line("one")}\n`));
    expect(row?.comparison.id).toBe("row-3");
  });

  it("does not split a line at U+2028, U+2029, U+0085 or a carriage return within a text", async () => {
    const prompt = "one\u2028two\u2029three\u0085four";
    expect(await prompts(file("a.jsonl", `${line(prompt)}\n${line("next")}\n`))).toEqual([prompt, "next"]);
  });

  it("reads a line of 10 MB, and characters that lie across two chunks", async () => {
    const prompt = "é€😀".repeat(1_200_000);
    const path = file("a.jsonl", `${line("first")}\n${line(prompt)}\n${line("last")}\n`);
    const [first, long, last] = await prompts(path);
    expect([first, last]).toEqual(["first", "last"]);
    expect(long === prompt).toBe(true);
  });

  it("says that the last line is cut off, and only counts it with skipInvalid", async () => {
    const path = file("a.jsonl", `${line("one")}\n${line("two").slice(0, -9)}`);
    expect(await failure(path)).toBe(
      "InputError: a.jsonl row 2: expected a whole JSON object but found that the file ends in the middle of it",
    );
    const left: string[] = [];
    const notes: string[] = [];
    const rows = await read(path, {
      skipInvalid: true,
      onInvalid: (error) => left.push(error.subject),
      onNote: (note) => notes.push(note),
    });
    expect(rows).toHaveLength(1);
    expect(left).toEqual(["a.jsonl row 2"]);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/^a\.jsonl: rows were left out as invalid; the first: .* \(once\)$/);
  });

  it("names rows with NUL bytes, bytes that are not UTF-8, and values that are no objects", async () => {
    expect(await failure(file("a.jsonl", `${line("one")}\n\0\0\0\n`))).toContain(
      "a.jsonl row 2: expected a JSON object",
    );
    const latin1 = Buffer.concat([Buffer.from(`${line("one")}\n`), Buffer.from(line("é"), "latin1")]);
    expect(await failure(file("a.jsonl", latin1))).toBe(
      "InputError: a.jsonl row 2: expected UTF-8 text but found other bytes",
    );
    expect(await failure(file("a.jsonl", "null\n"))).toContain("expected a JSON object but found null");
    expect(await failure(file("a.jsonl", "[1,2]\n"))).toContain(
      'a list of 2 (for a JSON array choose the format "json")',
    );
  });

  it("survives nesting of a hundred thousand levels, read or not", async () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const rows = await read(file("a.jsonl", `${line("one").slice(0, -1)},"meta":${deep}}\n`));
    expect(rows).toHaveLength(1);
    expect(await failure(file("a.jsonl", `{"prompt":${deep},"chosen":"a","rejected":"b"}\n`))).toContain(
      "row 1",
    );
  });

  it("keeps an escaped NUL and a lone surrogate as they are", async () => {
    expect(
      await prompts(file("a.jsonl", '{"prompt":"a\\u0000b\\ud800","chosen":"x","rejected":"y"}\n')),
    ).toEqual(["a\0b\ud800"]);
  });
});

describe("JSON", () => {
  it("reads an array, whatever white space and byte-order mark surround it", async () => {
    const path = file("a.json", `\ufeff\n [${line("one")},\n${line("two")}]\n\n`);
    expect(await prompts(path)).toEqual(["one", "two"]);
  });

  it("reads a text of 10 MB and rows that lie across chunks", async () => {
    const prompt = "é€😀".repeat(1_200_000);
    const [long, ...more] = await prompts(
      file("a.json", `[${line(prompt)},${line("two").concat(",").repeat(9999)}${line("end")}]`),
    );
    expect(long === prompt).toBe(true);
    expect(more).toHaveLength(10_000);
  });

  it("says where an array breaks off, even with skipInvalid: what is missing cannot be counted", async () => {
    const path = file("a.json", `[${line("one")},${line("two").slice(0, -5)}`);
    const message =
      "InputError: a.json row 2: expected a JSON object in a JSON array but found that the file ends before the array does";
    expect(await failure(path)).toBe(message);
    expect(await failure(path, { skipInvalid: true })).toBe(message);
    expect(await failure(file("a.json", `[${line("one")}] more`))).toContain("text that is not JSON");
    expect(await failure(file("a.json", `[${line("one")},{"prompt":NaN}]`))).toContain("a.json row 2");
  });

  it("names elements that are no objects", async () => {
    expect(await failure(file("a.json", `[${line("one")}, "two"]`))).toBe(
      'InputError: a.json row 2: expected a JSON object but found the text "two"',
    );
  });

  it("tells how to convert an object that holds the rows", async () => {
    const message = await failure(file("a.json", `{"version": 1, "rows": [${line("one")}]}`));
    expect(message).toContain(`jq -c '.["rows"][]' a.json > rows.jsonl`);
  });

  it("refuses an empty array", async () => {
    expect(await failure(file("a.json", "[]"))).toBe(
      "InputError: a.json: expected at least one row but found none",
    );
  });

  it("fails on bytes that are not UTF-8, also at the very end", async () => {
    expect(await failure(file("a.json", Buffer.from(`[${line("é")}]`, "latin1")))).toContain(
      "expected UTF-8 text",
    );
    const cut = Buffer.concat([Buffer.from(`[${line("one")}]`), Buffer.from([0xc3])]);
    expect(await failure(file("a.json", cut))).toMatch(/a\.json/);
  });
});

describe("CSV", () => {
  it("reads quotes, quoted newlines and commas, CRLF and a byte-order mark", async () => {
    const path = file("a.csv", '\ufeffprompt,chosen,rejected\r\n"a, ""b""\nc",yes,no\r\n\r\nd,yes,no\r\n');
    const rows = await read(path);
    expect(rows.map(({ comparison }) => comparison.prompt)).toEqual(['a, "b"\nc', "d"]);
    expect(rows.map(winnerText)).toEqual(["yes", "yes"]);
  });

  it("takes tabs in .tsv, and in a file of another name whose header has them", async () => {
    const content = "prompt\tchosen\trejected\na,b\tyes\tno\n";
    expect(await prompts(file("a.tsv", content))).toEqual(["a,b"]);
    expect(await prompts(file("table", content))).toEqual(["a,b"]);
  });

  it("names a row with the wrong number of fields and goes on after it with skipInvalid", async () => {
    const path = file("a.csv", "prompt,chosen,rejected\na,b,c\na,b\na,b,c,d\ne,f,g\n");
    expect(await failure(path)).toBe(
      "InputError: a.csv row 2: expected 3 fields, as in the header but found 2",
    );
    expect(await prompts(path, { skipInvalid: true })).toEqual(["a", "e"]);
  });

  it("stops where quotes do not pair, even with skipInvalid: the rows after it cannot be told apart", async () => {
    const path = file("a.csv", 'prompt,chosen,rejected\na,b,c\n"open,b,c\nd,e,f\n');
    expect(await failure(path, { skipInvalid: true })).toContain(
      "a.csv row 2: expected CSV with paired quotes",
    );
    expect(await failure(file("a.csv", 'prompt,chosen,rejected\na,b"c,d\n'))).toContain("a.csv row 1");
  });

  it("reads a field of 10 MB", async () => {
    const text = 'x"\n'.repeat(3_500_000);
    const [row] = await read(file("a.csv", `prompt,chosen,rejected\np,"${text.replaceAll('"', '""')}",b\n`));
    expect(row && winnerText(row) === text).toBe(true);
  });

  it("refuses a header that names a column twice, and a header alone", async () => {
    expect(await failure(file("a.csv", "prompt,chosen,chosen\na,b,c\n"))).toBe(
      'InputError: a.csv header: expected each column name once but found "chosen" twice',
    );
    expect(await failure(file("a.csv", "prompt,chosen,rejected\n"))).toContain(
      "at least one row but found none",
    );
  });

  it("reads columns named like parts of an object's prototype", async () => {
    const path = file("a.csv", "__proto__,constructor,toString,hasOwnProperty\nq,a,b,2\n");
    const [row] = await read(path, {
      map: {
        prompt: "__proto__",
        response_1: "constructor",
        response_2: "toString",
        winner: "hasOwnProperty",
      },
    });
    expect(row?.comparison.prompt).toBe("q");
    expect(row && winnerText(row)).toBe("b");
  });
});

describe("files", () => {
  it("goes by the first byte where the extension says nothing, and by the format where one is given", async () => {
    expect(await prompts(file("data", `  [${line("one")}]`))).toEqual(["one"]);
    expect(await prompts(file("data", `${line("one")}\n`))).toEqual(["one"]);
    expect(await prompts(file("data", "prompt,chosen,rejected\none,a,b\n"))).toEqual(["one"]);
    expect(await prompts(file("data.json", `${line("one")}\n${line("two")}`), { format: "jsonl" })).toEqual([
      "one",
      "two",
    ]);
  });

  it("refuses what is no text, no file or empty", async () => {
    expect(await failure(file("a.jsonl", ""))).toBe(
      "InputError: a.jsonl: expected at least one row but found an empty file",
    );
    expect(await failure(file("a.jsonl", "\ufeff \n\n"))).toContain("an empty file");
    expect(await failure(file("a.csv", Buffer.from("\ufeffprompt", "utf16le")))).toContain(
      "found UTF-16 text",
    );
    expect(await failure("/nowhere/at/all.jsonl")).toBe(
      "InputError: /nowhere/at/all.jsonl: expected a file but found none",
    );
  });

  it("unpacks what gzip packed, whatever it is called", async () => {
    const texts = ["one", "two"].map(line);
    expect(await prompts(file("a.jsonl.gz", gzipSync(`\ufeff${texts.join("\n")}`)))).toEqual(["one", "two"]);
    expect(await prompts(file("a.json.gz", gzipSync(`[${texts.join()}]`)))).toEqual(["one", "two"]);
    expect(await prompts(file("a.csv", gzipSync("prompt,chosen,rejected\none,a,b\n")))).toEqual(["one"]);
    expect(await failure(file("a.jsonl.gz", gzipSync("")))).toContain("at least one row but found an empty");
  });

  it("says that a gzip archive is broken or cut off, also behind its first rows", async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => line(`${i} ${Math.sin(i)}`)).join("\n");
    const whole = gzipSync(rows);
    const broken =
      "InputError: a.jsonl.gz: expected a whole file but found a gzip archive that is broken or cut off";
    expect(await failure(file("a.jsonl.gz", whole.subarray(0, -1000)))).toContain(broken);
    expect(await failure(file("a.jsonl.gz", whole.subarray(0, 4)))).toContain(broken);
    expect(await failure(file("a.jsonl.gz", Buffer.from(whole).fill(0xff, 30, 60)))).toContain(broken);
  });

  it("still fails with skipInvalid where no row at all can be read", async () => {
    const path = jsonl([{ a: 1 }, { b: 2 }]);
    expect(await failure(path, { skipInvalid: true })).toContain(
      "pairs.jsonl row 1: expected the columns of a known shape",
    );
  });

  it("refuses an id that an earlier row has", async () => {
    const path = jsonl([
      { ...PAIR, id: "a" },
      { ...PAIR, id: "b" },
      { ...PAIR, id: "a" },
    ]);
    expect(await failure(path)).toBe(
      'InputError: pairs.jsonl row 3: expected an id of its own but found "a", which row 1 has',
    );
    expect(await read(path, { skipInvalid: true })).toHaveLength(2);
  });

  it("tells twenty thousand ids apart", async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => ({ ...PAIR, id: i }));
    expect(await read(jsonl(rows))).toHaveLength(20_000);
  });

  it("lets its reader stop early, and then still gives the notes", async () => {
    for (const path of [
      jsonl(Array.from({ length: 5000 }, () => ({ ...PAIR, chosen: true }))),
      file("a.json", JSON.stringify(Array.from({ length: 5000 }, () => ({ ...PAIR, chosen: true })))),
    ]) {
      const notes: string[] = [];
      for await (const _ of readDataset({ path, seed: 1, onNote: (note) => notes.push(note) })) break;
      expect(notes).toHaveLength(1);
      expect(notes[0]).toMatch(/booleans or numbers .* read as their JSON text \(once\)$/);
    }
    const csv = file("a.csv", `prompt,chosen,rejected\n${"a,b,c\n".repeat(50_000)}`);
    for await (const row of readDataset({ path: csv, seed: 1 })) {
      expect(row.comparison.prompt).toBe("a");
      break;
    }
  });

  it("hashes a file's bytes", async () => {
    expect(await datasetHash(file("a.txt", "abc"))).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
    await expect(datasetHash("/nowhere.jsonl")).rejects.toThrow(
      "/nowhere.jsonl: expected a file but found none",
    );
  });
});
