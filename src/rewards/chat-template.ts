import { readFileSync, statSync } from "node:fs";
import type { Message } from "../core/comparison.js";
import { describe, InputError } from "../core/errors.js";
import { hashText } from "../core/hash.js";
import type { JsonObject } from "../core/json.js";
import { type GivenOptions, readFields, readText, subjectOf } from "./options.js";

/** A reward model's own way to write a conversation as one text. */
export interface ChatTemplate {
  /** "sha256:" and the hash of the template's text: what of it is part of the judge's id. */
  readonly hash: string;
  /** Null where only the hash is known (a stored judge): answers can be read, but nothing can be asked. */
  readonly source: string | null;
  /** Variables beside `messages`, such as `bos_token`. */
  readonly variables: JsonObject;
  /** The option, for error messages. */
  readonly subject: string;
}

const LARGEST_FILE = 1_000_000;
const LONGEST_RANGE = 100_000;
const HASH = /^sha256:[0-9a-f]{64}$/;
/** What the environment of every template holds, and `variables` cannot replace. */
const OWN_NAMES = ["messages", "add_generation_prompt", "raise_exception", "range"];
const CONSTANTS = { true: true, false: false, none: null, True: true, False: false, None: null };

/**
 * Reads the options `template` (a Jinja chat template, or a path to a file that ends in ".jinja") and `variables`. Null where there is
 * none. Throws an InputError that names the option where the file cannot be read, or where the template writes a special token that
 * `variables` do not give: left out in silence, it would change every score.
 */
export function readChatTemplate(options: GivenOptions): ChatTemplate | null {
  const given = readText(options, "template");
  const variables = readFields(options, "variables");
  if (given === null) {
    if (Object.keys(variables).length === 0) return null;
    throw new InputError(subjectOf(options, "variables"), 'a "template" that uses them', "none");
  }
  const subject = subjectOf(options, "template");
  checkVariables(variables, subjectOf(options, "variables"));
  if (HASH.test(given)) return { hash: given, source: null, variables, subject };
  const source = given.endsWith(".jinja") && !/[\n{]/.test(given) ? readTemplateFile(given, subject) : given;
  if (!/\{[{%]/.test(source)) {
    throw new InputError(subject, 'a Jinja chat template or a path that ends in ".jinja"', describe(source));
  }
  checkSpecialTokens(source, variables, subject);
  return { hash: `sha256:${hashText(source)}`, source, variables, subject };
}

/** The options of a chat template as they are stored: its hash, not its text. */
export function templateOptions(template: ChatTemplate | null): JsonObject {
  return { template: template?.hash ?? null, variables: template?.variables ?? {} };
}

/**
 * A function that writes a conversation as one text. White space is treated and what is not defined is nothing, as where such
 * templates are written for; only the clock (`strftime_now`) is missing, for a rerun must send the same text tomorrow.
 * Throws an InputError where the template is not valid; the function throws where it refuses a conversation.
 */
export async function compileChatTemplate({
  source,
  variables,
  subject,
}: ChatTemplate): Promise<(messages: readonly Message[]) => string> {
  if (source === null) throw new InputError(subject, "the template itself, to ask with", "only its hash");
  const jinja: Jinja = await import("@huggingface/jinja");
  let program: unknown;
  try {
    program = jinja.parse(jinja.tokenize(source, { lstrip_blocks: true, trim_blocks: true }));
  } catch (error) {
    throw new InputError(subject, "a valid Jinja template", messageOf(error));
  }
  return (messages) => {
    const environment = new jinja.Environment();
    const names = {
      ...CONSTANTS,
      ...variables,
      messages,
      add_generation_prompt: false,
      raise_exception,
      range,
    };
    for (const [name, value] of Object.entries(names)) environment.set(name, value);
    return String(new jinja.Interpreter(environment).run(program).value);
  };
}

/** The part of @huggingface/jinja that is used, with the types that its own declarations lose under NodeNext. */
interface Jinja {
  tokenize(source: string, options: { lstrip_blocks: boolean; trim_blocks: boolean }): unknown;
  parse(tokens: unknown): unknown;
  Environment: new () => Environment;
  Interpreter: new (environment: Environment) => { run(program: unknown): { readonly value: unknown } };
}
interface Environment {
  set(name: string, value: unknown): unknown;
}

function readTemplateFile(path: string, subject: string): string {
  let bytes: Buffer;
  try {
    const { size } = statSync(path);
    if (size > LARGEST_FILE) throw new InputError(subject, `at most ${LARGEST_FILE} bytes`, `${size}`);
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "an error";
    throw new InputError(
      subject,
      "a file that can be read",
      code === "ENOENT" ? `no file at ${path}` : `${code} at ${path}`,
    );
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(subject, "UTF-8 text", "bytes that are not UTF-8");
  }
}

function checkVariables(variables: JsonObject, subject: string): void {
  const taken = Object.keys(variables).find(
    (name) => OWN_NAMES.includes(name) || Object.hasOwn(CONSTANTS, name),
  );
  if (taken === undefined) return;
  throw new InputError(subject, "variables that no template has already", JSON.stringify(taken));
}

function checkSpecialTokens(source: string, variables: JsonObject, subject: string): void {
  for (const [name] of source.matchAll(/\b(?:bos|eos|unk|sep|pad|cls|mask)_token\b/g)) {
    if (Object.hasOwn(variables, name)) continue;
    throw new InputError(
      subject,
      `"variables" that say what ${name} is ("" where the server puts it there itself)`,
      `a template that writes ${name}, and no such variable`,
    );
  }
}

function raise_exception(message: unknown): never {
  throw new Error(String(message));
}

function range(first: number, second?: number, step = 1): number[] {
  const [start, end] = second === undefined ? [0, first] : [first, second];
  const count = Math.max(0, Math.ceil((end - start) / step));
  if (!(count <= LONGEST_RANGE)) throw new Error(`a range of more than ${LONGEST_RANGE} numbers`);
  return Array.from({ length: count }, (_, place) => start + place * step);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
