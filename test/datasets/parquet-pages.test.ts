import { brotliCompressSync, gzipSync } from "node:zlib";
import { type PageHeader, parquetMetadata } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { ByteWriter, type ColumnSource, parquetWriteBuffer } from "hyparquet-writer";
import { writePageHeader } from "hyparquet-writer/src/datapage.js";
import { writeMetadata } from "hyparquet-writer/src/metadata.js";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.js";
import { randomInteger, seededRandom } from "../../src/core/random.js";
import { openRows } from "../../src/datasets/formats/open-rows.js";
import { file } from "./support.js";

type Write = Omit<Parameters<typeof parquetWriteBuffer>[0], "columnData">;

const N = 40;
const many = <Value>(value: (i: number) => Value): Value[] => Array.from({ length: N }, (_, i) => value(i));
/** One column an encoding, and levels of both kinds. */
const columns: ColumnSource[] = [
  { name: "text", data: many((i) => `text ${i}`), type: "STRING", encoding: "PLAIN" },
  { name: "sparse", data: many((i) => (i % 3 ? `word ${i}` : null)), type: "STRING", nullable: true },
  { name: "kind", data: many((i) => ["a", "b", "c"][i % 3]), type: "STRING", encoding: "RLE_DICTIONARY" },
  { name: "yes", data: many((i) => i % 2 === 0), type: "BOOLEAN", encoding: "RLE" },
  { name: "n", data: many((i) => i * 7), type: "INT32", encoding: "DELTA_BINARY_PACKED" },
  { name: "long", data: many((i) => BigInt(i * 7)), type: "INT64", encoding: "DELTA_BINARY_PACKED" },
  { name: "prefix", data: many((i) => `prefix ${i}`), type: "STRING", encoding: "DELTA_BYTE_ARRAY" },
  { name: "length", data: many((i) => `length ${i}`), type: "STRING", encoding: "DELTA_LENGTH_BYTE_ARRAY" },
  { name: "score", data: many((i) => i / 2), type: "DOUBLE", encoding: "BYTE_STREAM_SPLIT" },
];
const turns: ColumnSource = { name: "turns", data: many((i) => ["ask", "answer", "ask"].slice(0, i % 4)) };
const nested: Write["schema"] = [
  { name: "root", num_children: 1 },
  { name: "turns", repetition_type: "OPTIONAL", converted_type: "LIST", num_children: 1 },
  { name: "list", repetition_type: "REPEATED", num_children: 1 },
  { name: "element", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
];
const flat = (options: Write = {}) => Buffer.from(parquetWriteBuffer({ columnData: columns, ...options }));
const lists = (options: Write = {}) =>
  Buffer.from(parquetWriteBuffer({ columnData: [turns], schema: nested, ...options }));
const compressors = {
  GZIP: (bytes: Uint8Array) => gzipSync(bytes),
  BROTLI: (bytes: Uint8Array) => brotliCompressSync(bytes),
};

interface Page {
  readonly head: PageHeader;
  /** [start, end] in the file. */
  readonly header: readonly [number, number];
  readonly content: readonly [number, number];
}

/** The pages of each column chunk. */
function pagesOf(bytes: Buffer): Page[][] {
  const whole = new Uint8Array(bytes).buffer;
  return parquetMetadata(whole).row_groups.flatMap(({ columns }) =>
    columns.map(({ meta_data: meta }) => {
      const pages: Page[] = [];
      if (!meta) return pages;
      const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
      const reader = { view: new DataView(whole), offset: start };
      while (reader.offset < start + Number(meta.total_compressed_size)) {
        const at = reader.offset;
        const head = parquetHeader(reader);
        const content = [reader.offset, reader.offset + head.compressed_page_size] as const;
        pages.push({ head, header: [at, reader.offset], content });
        reader.offset = content[1];
      }
      return pages;
    }),
  );
}

/** The same file with pages of version 1, as most programs write them: the writer at hand knows version 2 alone. */
function firstVersion(bytes: Buffer): Buffer {
  const writer = new ByteWriter();
  writer.appendUint32(MAGIC);
  const metadata = parquetMetadata(new Uint8Array(bytes).buffer);
  const chunks = metadata.row_groups.flatMap(({ columns }) => columns);
  for (const [i, pages] of pagesOf(bytes).entries()) {
    const { meta_data: meta } = chunks[i] ?? {};
    if (!meta) continue;
    const start = writer.offset;
    let firstPage: bigint | undefined;
    if (meta.dictionary_page_offset) meta.dictionary_page_offset = BigInt(start);
    for (const { head, content } of pages) {
      const v2 = head.data_page_header_v2;
      const page = new ByteWriter();
      let [at] = content;
      for (const length of v2 ? [v2.repetition_levels_byte_length, v2.definition_levels_byte_length] : []) {
        if (length > 0) page.appendUint32(length);
        page.appendBytes(bytes.subarray(at, at + length));
        at += length;
      }
      page.appendBytes(bytes.subarray(at, content[1]));
      firstPage ??= v2 && BigInt(writer.offset);
      const sizes = { uncompressed_page_size: page.offset, compressed_page_size: page.offset };
      const levels = { definition_level_encoding: "RLE", repetition_level_encoding: "RLE" } as const;
      const { num_values = 0, encoding = "PLAIN" } = v2 ?? {};
      const first = { type: "DATA_PAGE", data_page_header: { num_values, encoding, ...levels } } as const;
      writePageHeader(writer, v2 ? { ...first, ...sizes } : head);
      writer.appendBytes(page.getBytes());
    }
    meta.data_page_offset = firstPage ?? BigInt(start);
    meta.total_compressed_size = BigInt(writer.offset - start);
  }
  writeMetadata(writer, metadata);
  writer.appendUint32(MAGIC);
  return Buffer.from(writer.getBytes());
}

/** "PAR1", the smallest byte first. */
const MAGIC = 0x31524150;

const files: Record<string, Buffer> = {
  "not compressed": flat({ codec: "UNCOMPRESSED" }),
  snappy: flat({ pageSize: 400 }),
  gzip: lists({ codec: "GZIP", compressors }),
  brotli: lists({ codec: "BROTLI", compressors }),
  lists: lists(),
  "version 1": firstVersion(flat({ codec: "UNCOMPRESSED", pageSize: 200, statistics: false })),
  "lists, version 1": firstVersion(lists({ codec: "UNCOMPRESSED", statistics: false })),
};

/** How many rows, or the error. Whatever else happens fails the test. */
async function outcome(bytes: Buffer): Promise<number | string> {
  let rows = 0;
  try {
    for await (const batch of (await openRows(file("a.parquet", bytes))).rows) rows += batch.length;
    return rows;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

describe("broken pages of a Parquet file", () => {
  it.each(Object.entries(files))(
    "are rows or an error, never an endless reading: %s",
    async (name, bytes) => {
      expect(await outcome(bytes)).toBe(N);
      const random = seededRandom(["broken pages", name]);
      let errors = 0;
      for (const { header, content } of pagesOf(bytes).flat()) {
        for (let at = header[0]; at < header[1]; at++) {
          const broken = Buffer.from(bytes);
          broken[at] = randomInteger(random, 256);
          if (typeof (await outcome(broken)) === "string") errors++;
        }
        // The levels and the places in a dictionary stand first.
        for (let at = content[0]; at < Math.min(content[0] + 12, content[1]); at++) {
          const broken = Buffer.from(bytes);
          broken[at] = randomInteger(random, 256);
          await outcome(broken);
        }
      }
      expect(errors).toBeGreaterThan(20);
    },
  );

  it("say what is wrong: a page that does not say how long it is", async () => {
    const broken = flat({ codec: "UNCOMPRESSED" });
    // The third field of a header is its page's size: here it is called the fourth, the check sum.
    let at = pagesOf(broken)[0]?.[0]?.header[0] ?? 0;
    for (const _ of ["type", "uncompressed size"]) {
      at++;
      while ((broken[at] ?? 0) >= 0x80) at++;
      at++;
    }
    expect(broken[at]).toBe(0x15);
    broken[at] = 0x25;
    expect(await outcome(broken)).toContain("rows 1 to 40: expected readable Parquet");
    expect(await outcome(broken)).toContain("(page size: undefined, of at most");
  });

  it("say what is wrong: a run that is longer than its page has values", async () => {
    const broken = flat({ codec: "UNCOMPRESSED" });
    const page = pagesOf(broken)
      .flat()
      .find(({ head }) => head.data_page_header_v2?.encoding === "RLE_DICTIONARY");
    const levels = page?.head.data_page_header_v2?.definition_levels_byte_length ?? 0;
    // Behind the width of a place in the dictionary: 2²⁹ times the same one.
    broken.set([0x80, 0x80, 0x80, 0x80, 0x04], (page?.content[0] ?? 0) + levels + 1);
    expect(await outcome(broken)).toContain("(values in a run: 536870912, of at most 40)");
  });

  it("say what is wrong: fewer values than rows, where the rest would be read as empty", async () => {
    const broken = flat({ codec: "UNCOMPRESSED" });
    const metadata = parquetMetadata(new Uint8Array(broken).buffer);
    const [group] = metadata.row_groups;
    if (!group) throw new Error("no row group");
    for (const rows of [metadata, group]) rows.num_rows = BigInt(N + 1);
    const writer = new ByteWriter();
    writer.appendBytes(broken.subarray(0, pagesOf(broken).flat().at(-1)?.content[1]));
    for (const { meta_data: meta } of group.columns) if (meta) delete meta.statistics;
    writeMetadata(writer, metadata);
    writer.appendUint32(MAGIC);
    expect(await outcome(Buffer.from(writer.getBytes()))).toContain("(pages with 40 of 41 values)");
  });
});
