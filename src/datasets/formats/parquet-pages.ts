import type { ColumnMetaData, Compressors, DataReader, PageHeader, SchemaTree } from "hyparquet";

/** A column of a row group, and what is needed to go through its pages. */
export interface ColumnChunk {
  readonly meta: ColumnMetaData;
  /** From the root of the schema to the column. */
  readonly path: SchemaTree[];
  /** Of its row group. */
  readonly rows: number;
  readonly compressors: Compressors;
}

interface DataChunk extends ColumnChunk {
  /** Whether a dictionary came before the page. */
  readonly hasDictionary: boolean;
}

/**
 * Goes through the pages of a column chunk as hyparquet will and throws an Error at the first that it must not be given: sizes, counts
 * and run lengths are taken there as they stand, so a single broken byte could make it read the same header for ever, or fill memory until the
 * process is ended.
 */
export async function pageChecker(): Promise<(bytes: ArrayBuffer, chunk: ColumnChunk) => void> {
  const [{ parquetHeader }, { decompressPage }, { readRleBitPackedHybrid }, { deltaBinaryUnpack }] =
    await Promise.all([
      import("hyparquet/src/column.js"),
      import("hyparquet/src/datapage.js"),
      import("hyparquet/src/encoding.js"),
      import("hyparquet/src/delta.js"),
    ]);

  return (bytes, chunk) => {
    const reader: DataReader = { view: new DataView(bytes), offset: 0 };
    const total = Number(chunk.meta.num_values);
    const isFlat = chunk.path.length === 2 && levelsOf(chunk).repetition === 0;
    let values = 0;
    let hasDictionary = false;
    while ((!isFlat || values < chunk.rows) && reader.offset < bytes.byteLength - 1) {
      const header = parquetHeader(reader);
      const size = counted(header.compressed_page_size, bytes.byteLength - reader.offset, "page size");
      const page = new Uint8Array(bytes, reader.offset, size);
      reader.offset += size;
      if (header.type === "DICTIONARY_PAGE") {
        counted(header.dictionary_page_header?.num_values, total, "values in a dictionary");
        hasDictionary = true;
      } else values += checkPage(page, header, { ...chunk, hasDictionary }, total - values);
    }
    // Fewer would be read as empty cells at the end.
    if (isFlat && values < chunk.rows) throw new Error(`pages with ${values} of ${chunk.rows} values`);
  };

  /** How many values the page has. */
  function checkPage(page: Uint8Array, header: PageHeader, chunk: DataChunk, most: number): number {
    switch (header.type) {
      case "DATA_PAGE": {
        const values = counted(header.data_page_header?.num_values, most, "values in a page");
        checkFirstVersion(unpacked(page, header.uncompressed_page_size, chunk), header, chunk, values);
        return values;
      }
      case "DATA_PAGE_V2": {
        const values = counted(header.data_page_header_v2?.num_values, most, "values in a page");
        checkSecondVersion(page, header, chunk, values);
        return values;
      }
      default:
        throw new Error(`a page of type ${header.type}`);
    }
  }

  function unpacked(page: Uint8Array, size: number, { meta, compressors }: ColumnChunk): Uint8Array {
    const length = counted(size, Number.MAX_SAFE_INTEGER, "uncompressed page size");
    return decompressPage(page, length, meta.codec, compressors);
  }

  /** Levels, each behind their length, then values, all of it compressed. */
  function checkFirstVersion(page: Uint8Array, header: PageHeader, chunk: DataChunk, values: number): void {
    const reader = readerOf(page);
    const { repetition, definition } = levelsOf(chunk);
    for (const highest of [repetition, definition]) {
      if (highest === 0) continue;
      const length = prefixed(reader);
      checkRuns(reader, bitsOf(highest), values);
      reader.offset += length;
    }
    checkValues(reader, header.data_page_header?.encoding, chunk, () => {
      const levels: number[] = new Array(values);
      const again = readerOf(page);
      for (const highest of [repetition, definition])
        if (highest > 0) readRleBitPackedHybrid(again, bitsOf(highest), levels);
      return definition === 0 ? values : levels.filter((level) => level === definition).length;
    });
  }

  /** Levels, whose lengths stand in the header, then values, these alone compressed. */
  function checkSecondVersion(
    page: Uint8Array,
    { data_page_header_v2: header, uncompressed_page_size: size }: PageHeader,
    chunk: DataChunk,
    values: number,
  ): void {
    counted(header?.num_rows, values, "rows in a page");
    const nulls = counted(header?.num_nulls, values, "nulls in a page");
    const before = counted(header?.repetition_levels_byte_length, page.length, "bytes of levels");
    const after = counted(header?.definition_levels_byte_length, page.length - before, "bytes of levels");
    const { repetition, definition } = levelsOf(chunk);
    if (repetition > 0) checkRuns(readerOf(page), bitsOf(repetition), values);
    if (definition > 0) checkRuns(readerOf(page.subarray(before)), bitsOf(definition), values);
    const rest = page.subarray(definition > 0 ? before + after : before);
    const plain = header?.is_compressed === false ? rest : unpacked(rest, size - before - after, chunk);
    checkValues(readerOf(plain), header?.encoding, chunk, () => values - nulls);
  }

  function checkValues(
    reader: DataReader,
    encoding: string | undefined,
    { meta, hasDictionary }: DataChunk,
    values: () => number,
  ): void {
    switch (encoding) {
      case "PLAIN_DICTIONARY":
      case "RLE_DICTIONARY": {
        // The places would be taken for the values.
        if (!hasDictionary) throw new Error("places in a dictionary, and no dictionary");
        const width = reader.view.getUint8(reader.offset++);
        if (width > 0) checkRuns(reader, counted(width, 32, "bits of a place"), values());
        return;
      }
      case "RLE":
        if (meta.type !== "BOOLEAN") throw new Error(`runs of ${meta.type}`);
        prefixed(reader);
        checkRuns(reader, 1, values());
        return;
      case "DELTA_BYTE_ARRAY":
        checkDelta(reader);
        deltaBinaryUnpack(reader, values(), new Int32Array(values()));
        checkDelta(reader);
        return;
      case "DELTA_BINARY_PACKED":
      case "DELTA_LENGTH_BYTE_ARRAY":
        checkDelta(reader);
        return;
      default:
        // The others end with their bytes.
        return;
    }
  }
}

/** Runs of equal values are written one value at a time whatever their length; bit-packed ones end with their bytes. */
function checkRuns({ view, offset }: DataReader, width: number, values: number): void {
  const reader = { view, offset };
  let seen = 0;
  while (seen < values && reader.offset < view.byteLength) {
    const run = varint(reader);
    if (run & 1) {
      const groups = run >>> 1;
      reader.offset += groups * width;
      seen += groups * 8;
    } else {
      seen += counted(run >>> 1, values - seen, "values in a run");
      reader.offset += Math.ceil(width / 8);
    }
  }
}

/** A block of no parts, or of fewer than none, would never be over. */
function checkDelta({ view, offset }: DataReader): void {
  const reader = { view, offset };
  const [block, parts] = [varint(reader), varint(reader)];
  if (block <= 0 || parts <= 0 || block % parts !== 0)
    throw new Error(`a block of ${block} values in ${parts} parts`);
}

function varint(reader: DataReader): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = reader.view.getUint8(reader.offset++);
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  throw new Error("a number of more than 32 bits");
}

/** The length of what follows, in front of it. */
function prefixed(reader: DataReader): number {
  const length = reader.view.getUint32(reader.offset, true);
  reader.offset += 4;
  return counted(length, reader.view.byteLength - reader.offset, "level bytes");
}

function readerOf(bytes: Uint8Array): DataReader {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
}

/** The highest levels of a column, 0 where it has none: how often it may be missing, and how often it may be repeated. */
function levelsOf({ path }: ColumnChunk): { readonly definition: number; readonly repetition: number } {
  const kinds = path.slice(1).map(({ element }) => element.repetition_type);
  return {
    definition: kinds.filter((kind) => kind !== "REQUIRED").length,
    repetition: kinds.filter((kind) => kind === "REPEATED").length,
  };
}

function bitsOf(highest: number): number {
  return 32 - Math.clz32(highest);
}

/** A whole number from 0 to `most`. */
function counted(value: number | undefined, most: number, what: string): number {
  if (value !== undefined && Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new Error(`${what}: ${value}, of at most ${most}`);
}
