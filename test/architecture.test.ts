import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SRC = fileURLToPath(new URL("../src/", import.meta.url));

/**
 * Who may import whom, room by room. A file that lies in src/ itself is a room of its own name.
 * "contract of X" is the one file of room X that holds its contract and no variant.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  stats: [],
  datasets: ["core"],
  verdicts: ["core"],
  models: ["core"],
  stores: ["core"],
  baselines: ["core"],
  verifiers: ["core"],
  rewards: ["core", "models", "contract of protocols"],
  benchmarks: ["core", "datasets", "verdicts", "combine", "stats"],
  config: [
    "core",
    "contract of protocols",
    "contract of metrics",
    "contract of audits",
    "contract of juries",
    "contract of capabilities",
  ],
  combine: ["core", "stats"],
  protocols: ["core", "verdicts"],
  metrics: ["core", "stats", "combine"],
  exports: ["core", "combine"],
  run: ["core", "contract of protocols", "contract of models", "contract of stores", "contract of baselines"],
  audits: ["core", "stats", "combine", "verdicts"],
  report: ["core"],
  cli: ["index"],
};
/** These may import every room. */
const UNBOUND = ["setup", "pipeline", "index"];
const CONTRACTS: Readonly<Record<string, string>> = {
  "protocols/protocol.ts": "contract of protocols",
  "models/model.ts": "contract of models",
  "stores/store.ts": "contract of stores",
  "baselines/baseline.ts": "contract of baselines",
  "metrics/metric.ts": "contract of metrics",
  "audits/probe.ts": "contract of audits",
  // What a config may say of juries and of an endpoint's capabilities, in the words of the room that acts on it.
  "combine/jury.ts": "contract of juries",
  "models/capabilities.ts": "contract of capabilities",
};
/** Pure and synchronous code cannot import at the moment of use; commander is what reads the command line at all. */
const EARLY_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  "core/random.ts": ["pure-rand"],
  "cli/main.ts": ["commander"],
  "verdicts/json-answer.ts": ["jsonrepair"],
};

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
}

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => name.split(sep).join("/"));
const imports = files.flatMap(importsOf);

describe("the house", () => {
  it("has no room that the rules do not name", () => {
    const rooms = new Set(files.map(roomOf));
    expect([...rooms].filter((room) => !(room in MAY_IMPORT) && !UNBOUND.includes(room))).toEqual([]);
  });

  it("lets each room import only the rooms it may", () => {
    const broken = imports.flatMap(({ file, target }) => {
      if (!target.startsWith(".")) return [];
      const imported = relative(SRC, resolve(SRC, dirname(file), target))
        .split(sep)
        .join("/")
        .replace(/\.js$/, ".ts");
      const [from, to] = [roomOf(file), roomOf(imported)];
      const allowed =
        UNBOUND.includes(from) ||
        from === to ||
        MAY_IMPORT[from]?.includes(to) ||
        MAY_IMPORT[from]?.includes(CONTRACTS[imported] ?? "none");
      return allowed ? [] : [`${file} imports ${imported}`];
    });
    expect(broken).toEqual([]);
  });

  it("lets nobody but the command line import the command line, and nobody inside import the public door", () => {
    const broken = imports.filter(({ file, target }) => {
      const to = roomOf(
        relative(SRC, resolve(SRC, dirname(file), target))
          .split(sep)
          .join("/"),
      );
      return (
        target.startsWith(".") &&
        ((to === "cli" && roomOf(file) !== "cli") || (to === "index.js" && roomOf(file) !== "cli"))
      );
    });
    expect(broken).toEqual([]);
  });

  it("imports third-party packages where they are used, not when a file loads", () => {
    const early = imports.filter(
      ({ file, target, typeOnly, dynamic }) =>
        !typeOnly &&
        !dynamic &&
        !target.startsWith(".") &&
        !target.startsWith("node:") &&
        !isEarly(file, target),
    );
    expect(early.map(({ file, target }) => `${file} imports ${target} at once`)).toEqual([]);
  });

  it("lets the command line load the library only when a command runs", () => {
    const eager = imports.filter(
      ({ file, target, typeOnly, dynamic }) =>
        roomOf(file) === "cli" && target.endsWith("/index.js") && !typeOnly && !dynamic,
    );
    expect(eager).toEqual([]);
  });

  it("uses no chance that is not handed in", () => {
    expect(
      files.filter((file) =>
        /Math\.random\(|crypto\.randomUUID\(/.test(readFileSync(join(SRC, file), "utf8")),
      ),
    ).toEqual([]);
  });

  it("keeps files short enough to hold one thing", () => {
    const long = files.filter((file) => readFileSync(join(SRC, file), "utf8").split("\n").length > 400);
    expect(long).toEqual([]);
  });
});

function roomOf(file: string): string {
  const [first = "", ...rest] = file.split("/");
  return rest.length ? first : first.replace(/\.ts$/, "");
}

function isEarly(file: string, target: string): boolean {
  // Commands declare their flags with commander's own types.
  if (file.startsWith("cli/") && target === "commander") return true;
  return EARLY_PACKAGES[file]?.some((name) => target === name || target.startsWith(`${name}/`)) ?? false;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SRC, file), "utf8");
  const found: Import[] = [];
  for (const [, keyword, clause, target] of text.matchAll(/^(import|export)\s([^;"]*?from\s*)?"([^"]+)"/gm)) {
    if (!target || (keyword === "export" && !clause)) continue;
    found.push({ file, target, typeOnly: isTypeOnly(clause ?? ""), dynamic: false });
  }
  for (const [, target] of text.matchAll(/\bimport\(\s*"([^"]+)"\s*\)/g)) {
    if (target) found.push({ file, target, typeOnly: false, dynamic: true });
  }
  return found;
}

function isTypeOnly(clause: string): boolean {
  if (/^type\b/.test(clause.trim())) return true;
  const named = /^\{([^}]*)\}\s*from\s*$/s.exec(clause.trim())?.[1];
  const names =
    named
      ?.split(",")
      .map((name) => name.trim())
      .filter(Boolean) ?? [];
  return names.length > 0 && names.every((name) => name.startsWith("type "));
}
