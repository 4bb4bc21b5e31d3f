// npm run test:local: installs node-llama-cpp, which the package itself does not bring, into a cache of its own and runs the tests that
// need it. package.json and the lock file stay as they are.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CPU_BINARIES, LLAMA_CPP_VERSION } from "../dist/models/local/llama-cpp.js";

const root = fileURLToPath(new URL("../", import.meta.url));
const folder = join(root, "node_modules", ".cache", `node-llama-cpp-${LLAMA_CPP_VERSION}`);
const binary = CPU_BINARIES[`${process.platform}-${process.arch}`];
if (!binary) {
  console.error(`test:local: node-llama-cpp has no binary for ${process.platform}-${process.arch}`);
  process.exit(2);
}

if (!existsSync(join(folder, "node_modules", "@node-llama-cpp", binary))) {
  console.error(`test:local: installing node-llama-cpp ${LLAMA_CPP_VERSION} (about 80 MB) into ${folder}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const packages = [`node-llama-cpp@${LLAMA_CPP_VERSION}`, `@node-llama-cpp/${binary}@${LLAMA_CPP_VERSION}`];
  run(
    "npm",
    ["install", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund", ...packages],
    folder,
  );
}
run("npx", ["vitest", "run", "test/models/local", ...process.argv.slice(2)], root, {
  TOUCHSTONE_LLAMA_CPP: folder,
});

function run(command, options, cwd, environment = {}) {
  const { status } = spawnSync(command, options, {
    cwd,
    stdio: "inherit",
    env: { ...process.env, ...environment },
    // npm and npx are scripts there, which only a shell starts.
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
}
