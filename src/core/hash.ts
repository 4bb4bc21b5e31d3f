import { createHash } from "node:crypto";
import { canonicalJson, type Json } from "./json.js";

/** SHA-256 of a text, in hexadecimal (64 characters). */
export function hashText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** SHA-256 of a value's canonical JSON, in hexadecimal: the same for equal values whatever the order of their keys. */
export function hashJson(value: Json): string {
  return hashText(canonicalJson(value));
}
