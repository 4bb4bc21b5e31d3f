import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Message } from "../core/comparison.js";
import { describe, InputError } from "../core/errors.js";
import type { Json, JsonObject } from "../core/json.js";
import type { PromptTemplate } from "./protocol.js";
import { compileTemplate } from "./template.js";

/** The prompts that ship with the package; the same place from src/ and from dist/. */
const BUILT_IN = new URL("../../prompts/", import.meta.url);
const KNOWN_SETTINGS = ["protocol", "description", "system"];
const MAX_FILE_BYTES = 1_000_000;

/**
 * Loads a prompt file: YAML front matter (`protocol`, `description`, `system`), then a Jinja template of the user message.
 * `system` is a template too; `{% include "material" %}` puts a shared part of the built-in prompts in its place, and the hash covers
 * what was put there. A plain name is a built-in prompt; anything with a path separator or ending in ".md" is the
 * user's own file, relative to the working directory.
 *
 * Throws an InputError that names the file where it is missing, too large, not UTF-8, or not valid YAML or Jinja.
 */
export async function loadPrompt(nameOrPath: string): Promise<PromptTemplate> {
  const isFile = /[/\\]/.test(nameOrPath) || nameOrPath.endsWith(".md");
  const path = isFile
    ? resolve(nameOrPath)
    : fileURLToPath(new URL(`${encodeURIComponent(nameOrPath)}.md`, BUILT_IN));
  const subject = isFile ? `prompt file ${nameOrPath}` : `prompt "${nameOrPath}"`;
  const bytes = await readBytes(path, subject, isFile);
  const text = await withParts(decoded(bytes, subject), subject);
  const { settings, body } = parseFile(text, subject, await import("yaml"));

  const jinja = await import("@huggingface/jinja");
  const renderUser = compileTemplate(jinja, body, subject);
  const system = settings.system;
  const renderSystem =
    typeof system === "string" ? compileTemplate(jinja, system, `${subject}, front matter "system"`) : null;
  return {
    name: basename(path, ".md"),
    hash: createHash("sha256").update(text).digest("hex"),
    settings,
    render(variables: JsonObject): Message[] {
      const user: Message = { role: "user", content: renderUser(variables).trim() };
      const systemText = renderSystem?.(variables).trim() ?? "";
      return systemText === "" ? [user] : [{ role: "system", content: systemText }, user];
    },
  };
}

/** Whether a judge was asked by a prompt that ships with this version, told by its name and hash. */
export async function isBuiltInPrompt({
  name,
  hash,
}: Pick<PromptTemplate, "name" | "hash">): Promise<boolean> {
  if (!/^[\w-]+$/.test(name)) return false;
  return (await loadPrompt(name).catch(() => undefined))?.hash === hash;
}

/** Puts the shared parts in their places: `{% include "material" %}` is the text of the built-in part of that name. */
async function withParts(text: string, subject: string): Promise<string> {
  const pieces = text.split(/\{%-?\s*include\s+"([a-z-]{1,40})"\s*-?%\}/);
  const filled = await Promise.all(
    pieces.map(async (piece, i) => (i % 2 === 0 ? piece : (await readPart(piece, subject)).trimEnd())),
  );
  return filled.join("");
}

async function readPart(name: string, subject: string): Promise<string> {
  try {
    return await readFile(new URL(`parts/${name}.md`, BUILT_IN), "utf8");
  } catch {
    const names = await namesIn(new URL("parts/", BUILT_IN));
    throw new InputError(subject, `an include of one of ${names.join(", ")}`, JSON.stringify(name));
  }
}

async function readBytes(path: string, subject: string, isFile: boolean): Promise<Buffer> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "an error";
    const found = code === "ENOENT" ? `no file at ${path}` : `${code} at ${path}`;
    const own = 'a path to a file of your own (with a "/" or ending in ".md")';
    const names = (await namesIn(BUILT_IN)).join(", ");
    throw new InputError(
      subject,
      isFile
        ? `a readable prompt file or the name of a built-in prompt (${names})`
        : `one of ${names}, or ${own}`,
      found,
    );
  }
  if (bytes.length > MAX_FILE_BYTES) {
    throw new InputError(subject, `at most ${MAX_FILE_BYTES} bytes`, `${bytes.length}`);
  }
  return bytes;
}

async function namesIn(folder: URL): Promise<string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith(".md"))
    .map((file) => basename(file, ".md"))
    .sort();
}

function decoded(bytes: Buffer, subject: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll("\r\n", "\n");
  } catch {
    throw new InputError(subject, "UTF-8 text", "bytes that are not UTF-8");
  }
}

function parseFile(
  text: string,
  subject: string,
  yaml: typeof import("yaml"),
): { settings: JsonObject; body: string } {
  const front = /^---[ \t]*\n(?:([\s\S]*?)\n)??---[ \t]*(?:\n|$)/.exec(text);
  if (!front && /^---[ \t]*\n/.test(text)) {
    throw new InputError(`${subject}, front matter`, 'a line "---" that closes it', "none");
  }
  const body = front ? text.slice(front[0].length) : text;
  if (body.trim() === "") throw new InputError(subject, "a template of the user message", "nothing");
  return { settings: front ? parseSettings(front[1] ?? "", subject, yaml) : {}, body };
}

function parseSettings(source: string, subject: string, yaml: typeof import("yaml")): JsonObject {
  let settings: unknown;
  try {
    settings = yaml.parse(source) ?? {};
  } catch (error) {
    const message = error instanceof Error ? error.message.trim() : String(error);
    throw new InputError(`${subject}, front matter`, "valid YAML", message);
  }
  if (typeof settings !== "object" || settings === null || Array.isArray(settings)) {
    throw new InputError(`${subject}, front matter`, "a mapping of names to values", describe(settings));
  }
  const read: Record<string, Json> = {};
  for (const [name, value] of Object.entries(settings)) {
    if (!KNOWN_SETTINGS.includes(name)) {
      throw new InputError(`${subject}, front matter`, `only ${KNOWN_SETTINGS.join(", ")}`, `"${name}"`);
    }
    if (typeof value !== "string") {
      throw new InputError(`${subject}, front matter "${name}"`, "text", describe(value));
    }
    read[name] = value;
  }
  return read;
}
