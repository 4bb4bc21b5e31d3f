import { gzipSync } from "node:zlib";
import { type ColumnSource, parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { openRows } from "../../src/datasets/formats/open-rows.js";
import { inspectDataset } from "../../src/datasets/inspect.js";
import { failure, file, read, winnerText } from "./support.js";

type Write = Omit<Parameters<typeof parquetWriteBuffer>[0], "columnData">;
const parquet = (columns: readonly ColumnSource[], name = "a.parquet", options: Write = {}) =>
  file(name, Buffer.from(parquetWriteBuffer({ columnData: [...columns], ...options })));
const texts = (name: string, ...data: readonly unknown[]): ColumnSource => ({
  name,
  data: [...data],
  type: "STRING",
});

/** The rows as the file's reader gives them. */
async function rawRows(path: string): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const batch of (await openRows(path)).rows) {
    for (const raw of batch) all.push("error" in raw ? raw.error.message : raw.columns);
  }
  return all;
}

const pairs = (n: number) => [
  texts("prompt", ...Array.from({ length: n }, (_, i) => `question ${i}`)),
  texts("chosen", ...Array.from({ length: n }, (_, i) => `right ${i}`)),
  texts("rejected", ...Array.from({ length: n }, (_, i) => `wrong ${i}`)),
];

describe("Parquet", () => {
  it("is read as any dataset, row groups one after the other", async () => {
    const rows = await read(parquet(pairs(700), "pairs.parquet", { rowGroupSize: 300 }));
    expect(rows.map(({ comparison }) => comparison.prompt)).toEqual(
      Array.from({ length: 700 }, (_, i) => `question ${i}`),
    );
    expect(rows.map(winnerText)).toEqual(Array.from({ length: 700 }, (_, i) => `right ${i}`));
    expect(rows.at(-1)?.comparison.id).toBe("row-700");
  });

  it("is read also where it is compressed in another way than the usual one", async () => {
    const compressors = { GZIP: (bytes: Uint8Array) => gzipSync(bytes) };
    expect(await read(parquet(pairs(40), "pairs.parquet", { codec: "GZIP", compressors }))).toHaveLength(40);
    const nothing: ColumnSource = { name: "nothing", data: [null, null], type: "STRING", nullable: true };
    const none = { GZIP: (bytes: Uint8Array) => (bytes.length === 0 ? bytes : gzipSync(bytes)) };
    for (const packed of [compressors, none]) {
      const path = parquet([texts("text", "a", "b"), nothing], "a.parquet", {
        codec: "GZIP",
        compressors: packed,
      });
      expect(await rawRows(path)).toEqual([
        { text: "a", nothing: null },
        { text: "b", nothing: null },
      ]);
    }
  });

  it("is known by its first bytes whatever the file is called, and is reported as what it is", async () => {
    expect(await read(parquet(pairs(2), "pairs.json"))).toHaveLength(2);
    const report = await inspectDataset({ path: parquet(pairs(3), "pairs"), seed: 1 });
    expect(report).toMatchObject({ format: "parquet", rows: 3, invalidRows: 0 });
  });

  it("gives whole numbers of 64 bits as numbers, and as text where a number would not hold them", async () => {
    const data = [1n, -5n, 2n ** 53n - 1n, 2n ** 53n, -(2n ** 60n)];
    const path = parquet([{ name: "n", data, type: "INT64" }]);
    expect(await rawRows(path)).toEqual([
      { n: 1 },
      { n: -5 },
      { n: 9007199254740991 },
      { n: "9007199254740992" },
      { n: "-1152921504606846976" },
    ]);
  });

  it("gives booleans, dates, nulls and numbers that are none as JSON has them", async () => {
    const path = parquet([
      { name: "yes", data: [true, false, null], type: "BOOLEAN", nullable: true },
      { name: "score", data: [0.5, Number.NaN, Number.NEGATIVE_INFINITY], type: "DOUBLE" },
      { name: "at", data: [new Date(0), new Date(1000), null], type: "TIMESTAMP", nullable: true },
      texts("text", "\ufeffa", "", null),
    ]);
    expect(await rawRows(path)).toEqual([
      { yes: true, score: 0.5, at: "1970-01-01T00:00:00.000Z", text: "\ufeffa" },
      { yes: false, score: null, at: "1970-01-01T00:00:01.000Z", text: "" },
      { yes: null, score: "-Infinity", at: null, text: null },
    ]);
  });

  it("gives lists of messages as lists of objects, in a column of JSON and in nested columns", async () => {
    const conversation = (text: string) => [
      { role: "user", content: "2+2?" },
      { role: "assistant", content: text },
    ];
    const [chosen, rejected] = [conversation("4"), conversation("5")];
    const json = parquet([
      { name: "chosen", data: [chosen], type: "JSON" },
      { name: "rejected", data: [rejected], type: "JSON" },
    ]);
    const nested = file(
      "nested.parquet",
      Buffer.from(
        parquetWriteBuffer({
          columnData: [
            { name: "chosen", data: [chosen] },
            { name: "rejected", data: [rejected] },
          ],
          schema: [{ name: "root", num_children: 2 }, ...messages("chosen"), ...messages("rejected")],
        }),
      ),
    );
    for (const path of [json, nested]) {
      expect(await rawRows(path)).toEqual([{ chosen, rejected }]);
      const [row] = await read(path);
      expect(row && winnerText(row)).toBe("4");
      expect(row?.comparison.responses).toHaveLength(2);
    }
  });

  it("reads a column called constructor and keeps it a column", async () => {
    const [row] = await rawRows(parquet([texts("constructor", "x")]));
    expect(row).toEqual({ constructor: "x" });
    expect(Object.hasOwn(row as object, "constructor")).toBe(true);
  });
});

describe("Parquet that cannot be read", () => {
  it("names a column of bytes, at the top or within", async () => {
    const image: ColumnSource = { name: "image", data: [Uint8Array.of(1, 2)], type: "BYTE_ARRAY" };
    expect(await failure(parquet([texts("prompt", "x"), image]))).toBe(
      'InputError: a.parquet: expected the column "image" to hold text, numbers or booleans but found bytes (leave it out when you write the file)',
    );
    const within = parquetWriteBuffer({
      columnData: [{ name: "image", data: [{ bytes: Uint8Array.of(1) }] }],
      schema: [
        { name: "root", num_children: 1 },
        { name: "image", repetition_type: "OPTIONAL", num_children: 1 },
        { name: "bytes", type: "BYTE_ARRAY", repetition_type: "OPTIONAL" },
      ],
    });
    expect(await failure(file("a.parquet", Buffer.from(within)))).toContain(
      'the column "image.bytes" to hold',
    );
  });

  it("says what a file is that is no Parquet file", async () => {
    const said = (content: string | Buffer) => failure(file("a.parquet", content));
    expect(await said("")).toContain('a Parquet file (it starts with "PAR1") but found an empty file');
    expect(await said('{"prompt":"x"}\n')).toContain("but found something else");
    const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n";
    expect(await said(pointer)).toContain("but found a Git LFS pointer (the file itself was not fetched)");
    expect(await failure(file("a.jsonl", pointer))).toContain("but found a Git LFS pointer");
    expect(await failure(parquet(pairs(1)), { format: "jsonl" })).toContain("but found a Parquet file");
  });

  it("says that a file is cut off, or broken within", async () => {
    const whole = Buffer.from(parquetWriteBuffer({ columnData: pairs(50) }));
    expect(await failure(file("a.parquet", whole.subarray(0, -20)))).toMatch(
      /^InputError: a\.parquet: expected readable Parquet but found a file that is broken/,
    );
    const broken = Buffer.from(whole);
    broken.fill(0xff, 4, 200);
    expect(await failure(file("a.parquet", broken))).toMatch(
      /^InputError: a\.parquet rows 1 to 50: expected readable Parquet/,
    );
  });

  it("refuses text that is not UTF-8 and a column name that is there twice", async () => {
    const latin1: ColumnSource = { name: "prompt", data: [Uint8Array.of(0xe9, 0x41, 0x42)] };
    const schema: Write = {
      schema: [
        { name: "root", num_children: 1 },
        { name: "prompt", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" },
      ],
      statistics: false,
    };
    const path = parquet([latin1], "a.parquet", schema);
    expect(await failure(path)).toContain("a.parquet rows 1 to 1: expected readable Parquet");
    expect(await failure(parquet([texts("x", "a"), texts("x", "b")]))).toContain(
      'each column name once but found "x" twice',
    );
  });

  it("says that there are no rows", async () => {
    expect(await failure(parquet([texts("prompt")]))).toContain("at least one row but found none");
  });
});

/** A list of { role, content } as the datasets library writes it. */
function messages(name: string): NonNullable<Write["schema"]> {
  const text = { type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" } as const;
  return [
    { name, repetition_type: "OPTIONAL", converted_type: "LIST", num_children: 1 },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    { name: "element", repetition_type: "OPTIONAL", num_children: 2 },
    { name: "role", ...text },
    { name: "content", ...text },
  ];
}
