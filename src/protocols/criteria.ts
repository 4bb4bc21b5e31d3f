import { describe, InputError } from "../core/errors.js";
import type { Json } from "../core/json.js";
import type { Option } from "./options.js";

/** One point that a response is judged on. */
export type Criterion = {
  /** Short, unique within the rubric: the name of its score. */
  readonly name: string;
  /** What is asked, as the judge reads it. */
  readonly text: string;
  /** Its share of the weighted score; above 0. */
  readonly weight: number;
};

/** What stands where a judge is to use the rubric of each comparison. */
export const OWN_RUBRIC = "comparison";

/** In force where nothing else is named: what most open-ended answers can be held to. */
const GENERAL: readonly Criterion[] = [
  { name: "correct", text: "What the response states is true, and its reasoning holds.", weight: 1 },
  {
    name: "responsive",
    text: "The response does what the prompt asks, all of it and nothing else.",
    weight: 1,
  },
  { name: "clear", text: "The response is easy to follow and no longer than it needs to be.", weight: 1 },
];

/** The criteria of a rubric judge: a list, or "comparison" for the rubric of each comparison. */
export const criteria: Option<readonly Criterion[] | typeof OWN_RUBRIC> = {
  about:
    'a list of texts or of { name, text, weight }; "comparison": one criterion a line of the comparison\'s rubric; default: correct, responsive, clear',
  read(given, subject) {
    if (given === undefined) return GENERAL;
    if (given === OWN_RUBRIC) return OWN_RUBRIC;
    if (!Array.isArray(given) || given.length === 0) {
      throw new InputError(subject, `"${OWN_RUBRIC}" or a list of criteria`, describe(given));
    }
    return named(
      given.map((entry: Json, i: number) => criterionOf(entry, `${subject}[${i}]`)),
      subject,
    );
  },
};

/**
 * The criteria in a comparison's rubric: one a line, list marks aside, with an optional weight at its end, "(weight 2)".
 * Throws an InputError named after `subject` where there are none.
 *
 * @example criteriaIn("- Cites a source (weight 2)\n- Is polite", "comparison q1").map(({ weight }) => weight) // [2, 1]
 */
export function criteriaIn(rubric: string | undefined, subject: string): readonly Criterion[] {
  const lines = (rubric ?? "").split("\n").flatMap((line) => {
    const text = line.replace(/^\s*(?:[-*•]|\d{1,3}[.)])\s+/, "").trim();
    if (text === "") return [];
    const weight = /\(weight:?\s{0,4}(\d{1,6}(?:\.\d{1,6})?)\)$/i.exec(text);
    const written = weight ? text.slice(0, weight.index).trim() : text;
    return [criterionOf({ text: written, weight: weight ? Number(weight[1]) : 1 }, subject)];
  });
  if (lines.length === 0) {
    throw new InputError(
      subject,
      "a rubric, since the judge's criteria are the \"comparison\"'s own",
      "none",
    );
  }
  return named(lines, subject);
}

function criterionOf(entry: Json, subject: string): Criterion {
  if (typeof entry === "string") return criterionOf({ text: entry }, subject);
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
    throw new InputError(subject, "a text or { name, text, weight }", describe(entry));
  }
  const { text, name, weight = 1 } = entry as Readonly<Record<string, Json>>;
  if (typeof text !== "string" || text.trim() === "")
    throw new InputError(subject, 'a "text"', describe(text));
  if (typeof weight !== "number" || !(weight > 0) || !Number.isFinite(weight)) {
    throw new InputError(subject, 'a "weight" above 0', describe(weight));
  }
  if (name !== undefined && (typeof name !== "string" || name === "")) {
    throw new InputError(subject, 'a "name" that is text', describe(name));
  }
  return { name: typeof name === "string" ? name : shortened(text), text: text.trim(), weight };
}

function named(all: readonly Criterion[], subject: string): readonly Criterion[] {
  const twice = all.find(({ name }, i) => all.findIndex((other) => other.name === name) < i);
  if (twice)
    throw new InputError(
      subject,
      "criteria with different names",
      `two called ${JSON.stringify(twice.name)}`,
    );
  return all;
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
