import type { FormatCheck } from "../core/check.js";
import { InputError } from "../core/errors.js";
import { splitFences } from "./format/blocks.js";
import { holdAgainstSchema, type SchemaAnswer } from "./format/json-schema.js";
import { matches } from "./format/pattern.js";
import { verifySections } from "./format/sections.js";
import { statusOfAll, type Verification, type VerificationOutcome, type Verifier } from "./verifier.js";

type Form<Kind> = Extract<FormatCheck["form"], { readonly kind: Kind }>;

/** The form of a response: JSON by a schema, a regular expression, or sections. */
export const formatVerifier: Verifier<"format"> = {
  name: "format",
  kind: "format",
  errors: ["no-block", "not-json", "off-schema", "no-match", "missing-section", "section-order"],
  async verify(response, { form }) {
    switch (form.kind) {
      case "json":
        return verifyJson(response, form);
      case "pattern":
        return verifyPattern(response, form);
      case "sections":
        return sectionsOf(response, form);
    }
  },
};

async function verifyJson(response: string, { schema, within }: Form<"json">): Promise<Verification> {
  const found = within === "block" ? splitFences(response).blocks.at(-1) : response.trim();
  if (found === undefined) return { status: "failed", error: "no-block", reason: "no fenced block" };
  const { kind, why } = await holdAgainstSchema(found, JSON.stringify(schema));
  if (kind === "no schema") throw new InputError("the format check: schema", "a JSON Schema", oneLine(why));
  return { ...OUTCOMES[kind], reason: oneLine(why), found };
}

const OUTCOMES = {
  fits: { status: "passed" },
  "not JSON": { status: "failed", error: "not-json" },
  differs: { status: "failed", error: "off-schema" },
  unknown: { status: "undecided" },
} as const satisfies Record<Exclude<SchemaAnswer["kind"], "no schema">, VerificationOutcome>;

async function verifyPattern(
  response: string,
  { pattern, flags = "" }: Form<"pattern">,
): Promise<Verification> {
  const matched = await matches(pattern, flags, response);
  if (matched === "too slow") return { status: "undecided", reason: "the pattern took too long" };
  return matched
    ? { status: "passed", reason: "a match" }
    : { status: "failed", error: "no-match", reason: "no match" };
}

function sectionsOf(response: string, { sections, ordered = false }: Form<"sections">): Verification {
  const parts = verifySections(response, sections, ordered);
  const there = parts.filter(({ status }) => status === "passed").length;
  const reason = `${there} of ${parts.length} sections${ordered ? " in order" : ""}`;
  const status = statusOfAll(parts.map((part) => part.status));
  if (status !== "failed") return { status, reason, parts };
  const anywhere = ordered ? verifySections(response, sections, false) : parts;
  const areThere = anywhere.every((part) => part.status === "passed");
  return { status, error: areThere ? "section-order" : "missing-section", reason, parts };
}

/** A message may quote the response: a key of a megabyte, or line breaks. */
function oneLine(message: string): string {
  const line = message.slice(0, 200).replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
  return message.length > 200 ? `${line}…` : line;
}
