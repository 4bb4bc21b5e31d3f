import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Run by vitest before all tests: some of them start processes, which run what is built. Builds where a source is newer. */
export default function build(): void {
  const sources = newest(join(ROOT, "src"));
  const built = newest(join(ROOT, "dist"));
  if (built > sources) return;
  const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
  try {
    execFileSync(process.execPath, [tsc, "-p", join(ROOT, "tsconfig.build.json")], { stdio: "pipe" });
  } catch (error) {
    // It writes its output all the same; errors of types are for `npm run typecheck` to fail on.
    const output = error instanceof Error && "stdout" in error ? String(error.stdout) : String(error);
    process.stderr.write(`Built with errors:\n${output}\n`);
  }
}

/** When the newest file below a folder was written (ms since 1970); 0 where there is none. */
function newest(folder: string): number {
  let latest = 0;
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
    }
  } catch {
    return 0;
  }
  return latest;
}
