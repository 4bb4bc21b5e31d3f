// Writes the published JSON Schemas from the zod schemas that the readers use; --check only compares (exit code 1 where they differ).
// Run after a build: npm run schemas
import { readFile, writeFile } from "node:fs/promises";
import { comparisonSchema, configJsonSchema } from "../dist/index.js";

const schemas = {
  "comparison.schema.json": await comparisonSchema(),
  "config.schema.json": await configJsonSchema(),
};
let differing = 0;
for (const [name, schema] of Object.entries(schemas)) {
  const path = new URL(`../schemas/${name}`, import.meta.url);
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  if (!process.argv.includes("--check")) await writeFile(path, text);
  else if ((await readFile(path, "utf8").catch(() => "")) !== text) {
    differing++;
    process.stderr.write(`schemas/${name} is not what the code says: npm run schemas\n`);
  }
}
process.exitCode = differing ? 1 : 0;
