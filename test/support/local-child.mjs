// A process of its own that asks a local model: GGUF, and an exit code where it is to leave in the middle of the reply.
import { createJiti } from "jiti";

const [gguf, code] = process.argv.slice(2);
const { localModel } = await createJiti(import.meta.url).import("../../src/models/local.ts");
const model = await localModel({ gguf, threads: 1 });
const content = code === undefined ? "Hi" : "x".repeat(1900);
const asked = model.ask(
  { model: "judge", messages: [{ role: "user", content }], sampling: { maxTokens: 100 }, repeat: 0 },
  { signal: new AbortController().signal, subject: "trial q1" },
);
if (code !== undefined) setTimeout(() => process.exit(Number(code)), 5);
const { status } = await asked;
console.log(status);
