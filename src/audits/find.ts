import { InputError } from "../core/errors.js";
import * as all from "./all.js";
import type { Probe } from "./probe.js";

/** Every probe that ships with the package, in alphabetical order of their names. */
export const probes: readonly Probe[] = Object.values(all satisfies Record<string, Probe>).sort((a, b) =>
  a.name < b.name ? -1 : 1,
);

/**
 * The probes that are meant: of none named those asked by default, of "all" all, else those of these names or families; the user's own first, so
 * that one may replace ours. Throws an InputError that lists the names.
 */
export function findProbes(names: readonly string[] = [], own: readonly Probe[] = []): readonly Probe[] {
  const known = [...own, ...probes.filter(({ name }) => !own.some((one) => one.name === name))];
  if (names.length === 0) return known.filter(({ byDefault }) => byDefault !== false);
  const unknown = names.find(
    (name) => name !== "all" && !known.some((probe) => probe.name === name || probe.family === name),
  );
  if (unknown !== undefined) {
    const all = known.map(({ name }) => name);
    const families = [...new Set(known.map(({ family }) => family))];
    throw new InputError(
      "probe",
      `all, a family (${families.join(", ")}) or one of ${all.join(", ")}`,
      JSON.stringify(unknown),
    );
  }
  return known.filter(
    ({ name, family }) => names.includes("all") || names.includes(name) || names.includes(family),
  );
}

/** The probe of this name, the user's own first; undefined where there is none. */
export function findProbe(name: string, own: readonly Probe[] = []): Probe | undefined {
  return [...own, ...probes].find((probe) => probe.name === name);
}
