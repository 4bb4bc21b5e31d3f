import type { FormatCheck } from "../core/check.js";
import { InputError } from "../core/errors.js";
import { splitFences } from "./format/blocks.js";
import { type Answer, type Job, runBounded } from "./format/bounded.js";
import { verifySections } from "./format/sections.js";
import { statusOfAll, type Verification, type Verifier } from "./verifier.js";

type Form<Kind> = Extract<FormatCheck["form"], { readonly kind: Kind }>;

/** The form of a response: JSON by a schema, a regular expression, or sections. */
export const formatVerifier: Verifier<"format"> = {
  name: "format",
  kind: "format",
  async verify(response, { form }) {
    switch (form.kind) {
      case "json":
        return verifyJson(response, form);
      case "pattern":
        return verifyPattern(response, form);
      case "sections": {
        const parts = verifySections(response, form.sections, form.ordered ?? false);
        const there = parts.filter(({ status }) => status === "passed").length;
        const status = statusOfAll(parts.map((part) => part.status));
        return {
          status,
          reason: `${there} of ${parts.length} sections${form.ordered ? " in order" : ""}`,
          parts,
        };
      }
    }
  },
};

/** JSON Schema of drafts 7, 2019-09 and 2020-12 (the default), by Ajv; a schema with a keyword or a format that Ajv does not know decides nothing. */
async function verifyJson(response: string, { schema, within }: Form<"json">): Promise<Verification> {
  const text = within === "block" ? splitFences(response).blocks.at(-1) : response.trim();
  if (text === undefined) return { status: "failed", reason: "no fenced block" };
  return { ...(await decide({ kind: "schema", schema: JSON.stringify(schema), text })), found: text };
}

/** A JavaScript regular expression that matches somewhere. */
async function verifyPattern(
  response: string,
  { pattern, flags = "" }: Form<"pattern">,
): Promise<Verification> {
  try {
    new RegExp(pattern, flags);
  } catch (error) {
    throw new InputError("the format check: pattern", "a regular expression", (error as Error).message);
  }
  return decide({ kind: "pattern", pattern, flags, text: response });
}

async function decide(job: Job): Promise<Verification> {
  const answer: Answer = await runBounded(job);
  switch (answer.kind) {
    case "fits":
      return { status: "passed", reason: job.kind === "pattern" ? "a match" : "fits the schema" };
    case "differs":
      return { status: "failed", reason: oneLine(answer.why) };
    case "unknown":
      return { status: "undecided", reason: oneLine(answer.why) };
    case "unusable":
      throw new InputError("the format check: schema", "a JSON Schema", oneLine(answer.why));
  }
}

/** A message may quote the response: a key of a megabyte, or line breaks. */
function oneLine(message: string): string {
  const line = message.slice(0, 200).replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
  return message.length > 200 ? `${line}…` : line;
}
