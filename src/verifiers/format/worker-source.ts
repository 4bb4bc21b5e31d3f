/**
 * The program of the worker thread in which patterns and schemas are tried (`bounded.ts`). A text and not a file of its own, so that it
 * runs the same from the sources as from what is built. It is given the paths of the packages that it requires.
 *
 * Ajv is strict about schemas: it refuses a keyword or a format that it does not know, where most validators would let everything pass.
 * Only a value's own properties are its properties: "toString" is not there by inheritance.
 */
export const WORKER_SOURCE = `
"use strict";
const { parentPort, workerData } = require("node:worker_threads");

parentPort.on("message", (job) => {
  parentPort.postMessage(job.kind === "pattern" ? match(job) : validate(job));
});

function match({ pattern, flags, text }) {
  return new RegExp(pattern, flags).test(text) ? { kind: "fits" } : { kind: "differs", why: "no match" };
}

function validate({ schema, text }) {
  const compiled = compiledOnce(schema);
  if (!compiled.fits) return compiled;
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { kind: "differs", why: "not JSON: " + error.message };
  }
  try {
    if (compiled.fits(value)) return { kind: "fits" };
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

function compile(schema) {
  const named = schema.$schema ?? "https://json-schema.org/draft/2020-12/schema";
  const [, draft] = /^https?:\\/\\/json-schema\\.org\\/(?:draft\\/)?(draft-07|2019-09|2020-12)\\/schema#?$/.exec(named) ?? [];
  if (!draft) return { kind: "unknown", why: "a JSON Schema of a draft that is not known: " + named };
  const { default: Ajv } = require(workerData[draft]);
  const ajv = new Ajv({ strictTypes: false, strictTuples: false, strictRequired: false, ownProperties: true, logger: false });
  require(workerData.formats).default(ajv);
  try {
    if (!ajv.validateSchema(schema)) return { kind: "unusable", why: ajv.errorsText(ajv.errors, { dataVar: "schema" }) };
    return { fits: ajv.compile(schema) };
  } catch (error) {
    return { kind: "unknown", why: error.message };
  }
}
`;
