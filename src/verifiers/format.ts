import type { FormatCheck } from "../core/check.js";
import { InputError } from "../core/errors.js";
import { splitFences } from "./format/blocks.js";
import { holdAgainstSchema } from "./format/json-schema.js";
import { matches } from "./format/pattern.js";
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

async function verifyJson(response: string, { schema, within }: Form<"json">): Promise<Verification> {
  const found = within === "block" ? splitFences(response).blocks.at(-1) : response.trim();
  if (found === undefined) return { status: "failed", reason: "no fenced block" };
  const { kind, why } = await holdAgainstSchema(found, JSON.stringify(schema));
  if (kind === "no schema") throw new InputError("the format check: schema", "a JSON Schema", oneLine(why));
  const status = { fits: "passed", differs: "failed", unknown: "undecided" } as const;
  return { status: status[kind], reason: oneLine(why), found };
}

async function verifyPattern(
  response: string,
  { pattern, flags = "" }: Form<"pattern">,
): Promise<Verification> {
  const matched = await matches(pattern, flags, response);
  if (matched === "too slow") return { status: "undecided", reason: "the pattern took too long" };
  return matched ? { status: "passed", reason: "a match" } : { status: "failed", reason: "no match" };
}

/** A message may quote the response: a key of a megabyte, or line breaks. */
function oneLine(message: string): string {
  const line = message.slice(0, 200).replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
  return message.length > 200 ? `${line}…` : line;
}
