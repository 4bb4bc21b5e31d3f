// npm run test:calibration [-- --write]: simulates how often the intervals hold the truth and the tests reject. npm run test:audits [-- --write]:
// the same of an audit's probes, by simulated judges with planted faults. Prints the tables as Markdown and ends with 1 where a promise is
// broken. --write puts the tables into their page of docs/. TOUCHSTONE_SELF_TEST_ROUNDS=n simulates n audits a cell instead of what a table asks for.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PAGES = {
  statistics: { grids: "test/calibration/*.grid.ts", command: "test:calibration" },
  audits: { grids: "test/calibration/audits/*.grid.ts", command: "test:audits" },
};

const root = fileURLToPath(new URL("..", import.meta.url));
const [name = ""] = process.argv.slice(2);
if (!Object.hasOwn(PAGES, name))
  throw new Error(`page: expected ${Object.keys(PAGES).join(" or ")}, found ${JSON.stringify(name)}`);
const { grids, command } = PAGES[name];
const [begin, end] = [`<!-- tables of npm run ${command} -->`, "<!-- end of the tables -->"];
const folder = mkdtempSync(join(tmpdir(), "touchstone-calibration-"));
try {
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, "node_modules/vitest/vitest.mjs"),
      "run",
      "--config",
      join(root, "vitest.calibration.config.ts"),
    ],
    {
      cwd: root,
      stdio: ["ignore", 2, 2],
      env: { ...process.env, TOUCHSTONE_CALIBRATION_GRIDS: grids, TOUCHSTONE_CALIBRATION_TABLES: folder },
    },
  );
  const names = readdirSync(folder).sort();
  const tables = names.map((table) => readFileSync(join(folder, table), "utf8")).join("\n");
  process.stdout.write(tables);
  if (process.argv.includes("--write")) write(tables);
  process.exitCode = status === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function write(tables) {
  const page = join(root, `docs/${name}.md`);
  const text = readFileSync(page, "utf8");
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/${name}.md: expected ${begin} and ${end}, found none`);
  writeFileSync(page, `${text.slice(0, from + begin.length)}\n\n${tables}\n${text.slice(to)}`);
}
