import { InputError } from "../../core/errors.js";
import * as all from "./all.js";
import type { PublishedRule } from "./rule.js";

/** Every published rule, in alphabetical order. */
export const publishedRules: readonly PublishedRule[] = Object.values(
  all satisfies Record<string, PublishedRule>,
);

/** The rule of this name. Throws an InputError that lists the names there are. */
export function findRule(name: string): PublishedRule {
  const found = publishedRules.find((rule) => rule.name === name);
  if (found) return found;
  const names = publishedRules.map((rule) => rule.name).join(", ");
  throw new InputError("reading rule", `one of ${names}`, JSON.stringify(name));
}
