import { readFileSync } from "node:fs";

// Read here and not through the library: `--version` and `--help` load nothing else.
export function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
