import { createRequire } from "node:module";
import { KillableWorker } from "../killable-worker.js";

/** Whether a text is JSON that fits a schema; or that the schema is none; or that this cannot be told. */
export interface SchemaAnswer {
  readonly kind: "fits" | "not JSON" | "differs" | "no schema" | "unknown";
  readonly why: string;
}

/** A longer text is not looked at: reading JSON cannot be interrupted, and takes up to a hundred bytes a character. */
const MOST_CHARACTERS = 4_000_000;

/**
 * Holds a text against a JSON Schema of draft 7, 2019-09 or 2020-12 (where it names none). A schema with a keyword, a format or a reference
 * that is not known tells nothing: most validators would let everything pass. It runs in a thread that is ended after three seconds,
 * since a schema may hold patterns.
 */
export async function holdAgainstSchema(text: string, schema: string): Promise<SchemaAnswer> {
  if (text.length > MOST_CHARACTERS)
    return { kind: "unknown", why: `a text of more than ${MOST_CHARACTERS} characters` };
  validator ??= new KillableWorker(VALIDATOR, paths(), { start: 20_000, each: 3_000, megabytes: 512 });
  const answer = (await validator.ask({ schema, text })) as SchemaAnswer | null;
  return answer ?? { kind: "unknown", why: "took too long, or too much memory" };
}

let validator: KillableWorker | undefined;

function paths() {
  const require = createRequire(import.meta.url);
  return {
    "draft-07": require.resolve("ajv"),
    "2019-09": require.resolve("ajv/dist/2019.js"),
    "2020-12": require.resolve("ajv/dist/2020.js"),
    formats: require.resolve("ajv-formats"),
  };
}

// Ajv refuses unknown keywords and formats; and only a value's own properties are its properties: "toString" is not there by inheritance.
const VALIDATOR = `
"use strict";
const { parentPort, workerData } = require("node:worker_threads");
const { formats, ...drafts } = Object.fromEntries(Object.entries(workerData).map(([name, path]) => [name, require(path).default]));

parentPort.on("message", (job) => parentPort.postMessage(validate(job)));

function validate({ schema, text }) {
  const compiled = compiledOnce(schema);
  if (!compiled.fits) return compiled;
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { kind: "not JSON", why: "not JSON: " + error.message };
  }
  try {
    if (compiled.fits(value)) return { kind: "fits", why: "fits the schema" };
  } catch (error) {
    return { kind: "unknown", why: error.message };
  }
  const [{ instancePath, message }] = compiled.fits.errors;
  return { kind: "differs", why: (instancePath || "the whole") + " " + message };
}

let last = { schema: null, compiled: null };
function compiledOnce(schema) {
  if (last.schema !== schema) last = { schema, compiled: compile(JSON.parse(schema)) };
  return last.compiled;
}

const NAMED = /^https?:\\/\\/json-schema\\.org\\/(?:draft\\/)?(draft-07|2019-09|2020-12)\\/schema#?$/;
function compile(schema) {
  const named = schema.$schema ?? "https://json-schema.org/draft/2020-12/schema";
  const Ajv = drafts[NAMED.exec(named)?.[1]];
  if (!Ajv) return { kind: "unknown", why: "a JSON Schema of a draft that is not known: " + named };
  const ajv = new Ajv({ strictTypes: false, strictTuples: false, strictRequired: false, ownProperties: true, logger: false });
  formats(ajv);
  try {
    if (!ajv.validateSchema(schema)) return { kind: "no schema", why: ajv.errorsText(ajv.errors, { dataVar: "schema" }) };
    return { fits: ajv.compile(schema) };
  } catch (error) {
    return { kind: "unknown", why: error.message };
  }
}
parentPort.postMessage("ready");
`;
