import type { core } from "zod";
import { describe } from "../core/errors.js";

type Path = readonly PropertyKey[];

/** What a place of a config may hold, where several forms are possible; `*` stands for any step. */
const FORMS: readonly (readonly [place: string, form: string])[] = [
  ["", "an object with data and judges"],
  ["data", "a path, { path, … }, or a list of them"],
  ["data.*", "a path or { path, … }"],
  ["judges.*", "a judge's name, { model, … }, { reward, … } or { baseline, … }"],
  ["juries.*", "{ name, members, by }"],
  ["juries.*.by", '"majority", "votes", "mean-score" or "fitted"'],
  ["juries.*.calibration", "{ subsets } or { share }"],
  ["prices", "{ version, models }"],
  ["prices.models.*", "{ inputPerMillion, outputPerMillion, source }"],
  ["models.*", "{ inputPerMillion, outputPerMillion, source }"],
];

/** Fields whose name alone is worth an answer of its own. */
const HINTS: Readonly<Record<string, string>> = {
  apiKey: "a key is never written here; apiKeyEnv names the environment variable that holds it",
  api_key: "a key is never written here; apiKeyEnv names the environment variable that holds it",
};

/** What stands in these may be a key put in the wrong place: it is not quoted. */
const UNQUOTED = ["apiKeyEnv"];

/**
 * What a schema found wrong, one sentence a problem: where, what was expected, what was found. Where a value might have been written
 * in several ways, it is held to the way that it comes nearest to.
 *
 * @example explainIssues(issues, config, ["model"])
 * // ['judges[0]: unknown field "modle" (did you mean "model"?); expected a judge\'s name, { model, … } or { baseline, … }']
 */
export function explainIssues(
  issues: readonly core.$ZodIssue[],
  value: unknown,
  knownFields: readonly string[],
): string[] {
  const explain = (issue: core.$ZodIssue, above: Path): string[] => {
    const path = [...above, ...issue.path];
    switch (issue.code) {
      case "invalid_union": {
        const nearest = nearestWay(issue);
        if (!nearest) return [sentence(path, formOf(path) ?? "another value", value)];
        return explainAll(nearest, path);
      }
      case "unrecognized_keys":
        return issue.keys.map((key) => unknownField(path, key, knownFields));
      default:
        return [sentence(path, expectation(issue, path), value)];
    }
  };
  const explainAll = (all: readonly core.$ZodIssue[], above: Path): string[] => {
    const misspelt = all.filter(({ code }) => code === "unrecognized_keys").map(({ path }) => path);
    // A required field that seems missing is most often the one that is misspelt; the form that is named there has it.
    const said = all.filter(
      ({ code, path }) =>
        code === "unrecognized_keys" ||
        valueAt(value, [...above, ...path]) !== undefined ||
        !misspelt.some((place) => isChild(path, place) && hasForm([...above, ...place])),
    );
    return said.flatMap((issue) => explain(issue, above));
  };
  return explainAll(issues, []);
}

/** Of the ways in which a value might have been written, the one with the fewest problems; undefined where it is of the wrong type for all. */
function nearestWay({ errors }: core.$ZodIssueInvalidUnion): readonly core.$ZodIssue[] | undefined {
  const possible = errors.filter((way) => !isOfWrongType(way));
  return possible.reduce<readonly core.$ZodIssue[] | undefined>(
    (best, way) => (best && problems(best) <= problems(way) ? best : way),
    undefined,
  );
}

function problems(issues: readonly core.$ZodIssue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" ? issue.keys.length : 1), 0);
}

function isOfWrongType([first, ...more]: readonly core.$ZodIssue[]): boolean {
  if (!first || more.length > 0 || first.path.length > 0) return false;
  return (
    first.code === "invalid_type" || (first.code === "invalid_union" && first.errors.every(isOfWrongType))
  );
}

function unknownField(path: Path, key: string, knownFields: readonly string[]): string {
  const hint = HINTS[key];
  // A field that is known elsewhere is not what was meant here.
  const likely = knownFields.find(
    (known) => known !== key && distance(known.toLowerCase(), key.toLowerCase()) <= 2,
  );
  const form = hasForm(path) ? formOf(path) : undefined;
  return (
    `${lead(path)}unknown field ${JSON.stringify(key)}` +
    (hint ? `: ${hint}` : likely ? ` (did you mean ${JSON.stringify(likely)}?)` : "") +
    (form && !hint ? `; expected ${form}` : "")
  );
}

function sentence(path: Path, expected: string, value: unknown): string {
  const found = UNQUOTED.includes(String(path.at(-1))) ? "something else" : describe(valueAt(value, path));
  return `${lead(path)}expected ${expected} but found ${found}`;
}

function expectation(issue: core.$ZodIssue, path: Path): string {
  switch (issue.code) {
    case "invalid_type":
      return formOf(path) ?? TYPES[issue.expected] ?? issue.expected;
    case "invalid_value":
      return `one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "too_small":
      if (issue.origin === "string") return "a text that is not empty";
      return `${TYPES[issue.origin] ?? issue.origin} ${issue.inclusive ? "from" : "above"} ${issue.minimum}${issue.inclusive ? " up" : ""}`;
    case "too_big":
      return `${TYPES[issue.origin] ?? issue.origin} of at most ${issue.maximum}`;
    case "invalid_key":
      return `a field named ${issue.issues[0]?.message ?? "otherwise"}`;
    default:
      return issue.message;
  }
}

const TYPES: Readonly<Partial<Record<string, string>>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

function formOf(path: Path): string | undefined {
  return FORMS.find(([place]) => {
    const steps = place === "" ? [] : place.split(".");
    return steps.length === path.length && steps.every((step, i) => step === "*" || step === String(path[i]));
  })?.[1];
}

/** The config as a whole has too many fields for its form to name them. */
function hasForm(path: Path): boolean {
  return path.length > 0 && formOf(path) !== undefined;
}

function isChild(path: Path, parent: Path): boolean {
  return path.length === parent.length + 1 && parent.every((step, i) => step === path[i]);
}

/** @example lead(["judges", 0, "model"]) // "judges[0].model: " */
function lead(path: Path): string {
  const place = path
    .map((step, i) => (typeof step === "number" ? `[${step}]` : `${i > 0 ? "." : ""}${String(step)}`))
    .join("");
  return place === "" ? "" : `${place}: `;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, step) =>
      typeof at === "object" && at !== null && Object.hasOwn(at, step) ? Reflect.get(at, step) : undefined,
    value,
  );
}

/** How many letters must be put in, left out or changed to make one text of the other (Levenshtein). */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...left].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...right].entries()) {
      next.push(
        Math.min((row[j] ?? 0) + (letter === other ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1),
      );
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
