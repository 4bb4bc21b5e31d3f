import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { fileError } from "./formats/bytes.js";

/** SHA-256 of a file's bytes, in hexadecimal, read in chunks. Throws an InputError where there is no such file. */
export async function datasetHash(path: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk);
  } catch (error) {
    throw fileError(path, error);
  }
  return hash.digest("hex");
}
