import { readFileSync } from "node:fs";

/** Touchstone's own version, as its package says. */
export function touchstoneVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
