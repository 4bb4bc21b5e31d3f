import { readFile, stat } from "node:fs/promises";
import { dirname, extname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { ZodType } from "zod";
import { UsageError } from "../core/errors.js";
import type {
  AskedOnSubset,
  Config,
  DataConfig,
  JudgeConfig,
  PriceTable,
  ScoredJudgeConfig,
} from "./config.js";
import { explainIssues } from "./explain.js";
import { configSchema, priceTableSchema } from "./schema.js";

const EXTENSIONS = ["ts", "mts", "js", "mjs", "json", "yaml", "yml"] as const;

/**
 * The config file named, else the one in this folder; undefined where there is none. Checked, with the paths in it read from where the
 * file lies. Throws a UsageError that names the file and every field that does not fit.
 */
export async function loadConfig(
  named?: string,
  folder = process.cwd(),
): Promise<{ path: string; config: Config } | undefined> {
  const path = named === undefined ? await findConfig(folder) : resolve(folder, named);
  if (path === null) return undefined;
  const config = await checkConfig(await readConfigFile(path), `config ${path}`);
  return { path, config: fromFolder(config, dirname(path)) };
}

/** The config file of a folder: `touchstone.config.{ts,mts,js,mjs,json,yaml,yml}`, the first that exists; null where there is none. */
export async function findConfig(folder: string): Promise<string | null> {
  for (const extension of EXTENSIONS) {
    const path = resolve(folder, `touchstone.config.${extension}`);
    if ((await kindOf(path)) === "file") return path;
  }
  return null;
}

/**
 * Reads a config file as data or by running it (TypeScript needs no build step), without checking it.
 * Throws a UsageError that names the file, called `subject` in it.
 */
export async function readConfigFile(path: string, subject = `config ${path}`): Promise<unknown> {
  const kind = await kindOf(path);
  if (kind !== "file") throw new UsageError(`${subject}: expected a file but found ${kind}`);
  const read = READERS[extname(path).slice(1)];
  if (!read) throw new UsageError(`${subject}: expected an extension among ${EXTENSIONS.join(", ")}`);
  try {
    return await read(path);
  } catch (error) {
    throw new UsageError(`${subject}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A config held to its schema. Throws a UsageError that names every field that does not fit. */
export async function checkConfig(config: unknown, subject: string): Promise<Config> {
  return check(await configSchema(), config, subject);
}

/**
 * A price table out of a JSON or YAML file: `{ version, models: { NAME: { inputPerMillion, outputPerMillion, source } } }`.
 * Throws a UsageError that names the file and every field that does not fit.
 */
export async function loadPrices(path: string): Promise<PriceTable> {
  const subject = `price table ${path}`;
  return check(await priceTableSchema(), await readConfigFile(path, subject), subject);
}

function check<Checked>(schema: ZodType<Checked>, value: unknown, subject: string): Checked {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const problems = explainIssues(checked.error.issues, value, KNOWN_FIELDS);
  throw new UsageError(`${subject} does not fit:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
}

// Only to guess what a misspelt field was meant to be.
const KNOWN_FIELDS: readonly string[] = [
  ...[
    "name",
    "data",
    "benchmark",
    "judges",
    "repeats",
    "seed",
    "limit",
    "sample",
    "ids",
    "subsets",
    "responses",
  ],
  ...["concurrency", "timeoutSeconds", "maxAttempts", "runsDirectory", "replay", "reuse"],
  ...["gates", "maxErrors", "maxCost", "prices", "protocols", "metrics", "probes"],
  ...["path", "format", "map", "labels", "source", "skipInvalid"],
  ...["model", "baseline", "protocol", "options", "prompt", "baseURL", "apiKeyEnv"],
  ...["temperature", "topP", "maxTokens", "extra", "gguf", "capabilities", "reward"],
  ...[
    "juries",
    "members",
    "by",
    "calibration",
    "share",
    "rule",
    "orders",
    "samples",
    "value",
    "firstSamples",
    "annotators",
  ],
  ...["version", "models", "inputPerMillion", "outputPerMillion"],
];

const READERS: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
  json: readJson,
  yaml: readYaml,
  yml: readYaml,
  ts: runModule,
  mts: runModule,
  js: runModule,
  mjs: runModule,
};

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readText(path));
}

async function readYaml(path: string): Promise<unknown> {
  const { parse } = await import("yaml");
  return parse(await readText(path));
}

async function runModule(path: string): Promise<unknown> {
  const { createJiti } = await import("jiti");
  // The user's config imports defineConfig from "touchstone": it must find this very package wherever the file lies.
  const own = fileURLToPath(new URL("../index.js", import.meta.url));
  const jiti = createJiti(pathToFileURL(path).href, { alias: { touchstone: own }, fsCache: false });
  return jiti.import(path, { default: true });
}

// Editors on Windows put a byte-order mark before the text.
async function readText(path: string): Promise<string> {
  return (await readFile(path, "utf8")).replace(/^\ufeff/, "");
}

// A path in a config file is meant from that file, wherever the command is run.
function fromFolder(config: Config, folder: string): Config {
  return {
    ...config,
    data: [config.data]
      .flat()
      .map((data: string | DataConfig) =>
        typeof data === "string" ? resolve(folder, data) : { ...data, path: resolve(folder, data.path) },
      ),
    judges: config.judges.map((judge) => judgeFromFolder(judge, folder)),
    ...(config.runsDirectory === undefined ? {} : { runsDirectory: resolve(folder, config.runsDirectory) }),
    ...(config.replay === undefined
      ? {}
      : { replay: config.replay.map((run) => (isPath(run) ? resolve(folder, run) : run)) }),
  };
}

function judgeFromFolder(judge: JudgeConfig, folder: string): JudgeConfig {
  if (typeof judge === "string" || "baseline" in judge) return judge;
  if ("reward" in judge) return rewardFromFolder(judge, folder);
  const { subsets, gguf } = judge;
  const asked = Object.entries(subsets ?? {}).map(([subset, own]) => [subset, promptFromFolder(own, folder)]);
  return {
    ...promptFromFolder(judge, folder),
    ...(subsets === undefined ? {} : { subsets: Object.fromEntries(asked) }),
    ...(gguf === undefined ? {} : { gguf: resolve(folder, gguf) }),
  };
}

function promptFromFolder<Asked extends AskedOnSubset>(asked: Asked, folder: string): Asked {
  const { prompt } = asked;
  return prompt !== undefined && isPath(prompt) ? { ...asked, prompt: resolve(folder, prompt) } : asked;
}

// A template is a text, or the path of a file that ends in ".jinja".
function rewardFromFolder(judge: ScoredJudgeConfig, folder: string): ScoredJudgeConfig {
  const template = judge.options?.template;
  if (typeof template !== "string" || !/^[^\n{]*\.jinja$/.test(template)) return judge;
  return { ...judge, options: { ...judge.options, template: resolve(folder, template) } };
}

// A bare name is a built-in prompt or a stored run; a path has a separator or a prompt's ending.
function isPath(named: string): boolean {
  return /[\\/]|\.md$/.test(named);
}

async function kindOf(path: string): Promise<"file" | "a folder" | "none" | "one that may not be read"> {
  try {
    return (await stat(path)).isDirectory() ? "a folder" : "file";
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code !== "EACCES";
    return missing ? "none" : "one that may not be read";
  }
}
