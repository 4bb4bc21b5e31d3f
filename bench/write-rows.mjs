// write-rows.mjs FOLDER N: the same N preference rows as JSONL, CSV and a JSON array.

import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";

const [folder = ".", count = "1000"] = process.argv.slice(2);
const writers = {
  jsonl: { head: "", row: (row) => `${JSON.stringify(row)}\n`, tail: "" },
  csv: {
    head: "prompt,response_a,response_b,winner\n",
    row: (row) => `"${row.prompt}","${row.response_a}","${row.response_b}",${row.winner}\n`,
    tail: "",
  },
  json: { head: "[", row: (row, i) => `${i ? "," : ""}${JSON.stringify(row)}\n`, tail: "]" },
};
for (const [extension, { head, row, tail }] of Object.entries(writers)) {
  const stream = createWriteStream(join(folder, `rows.${extension}`));
  stream.write(head);
  for (let i = 0; i < Number(count); i++) {
    const text = row(
      {
        prompt: `What is ${i} plus one?`,
        response_a: `It is ${i + 1}, since one more than ${i} is that.`,
        response_b: `It is ${i}, I believe.`,
        winner: "A",
      },
      i,
    );
    if (!stream.write(text)) await once(stream, "drain");
  }
  stream.end(tail);
  await once(stream, "finish");
}
process.stdout.write("null");
