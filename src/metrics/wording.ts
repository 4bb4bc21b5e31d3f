import type { PreferenceSource } from "../core/preference.js";

const LABELS: Readonly<Record<PreferenceSource, string>> = {
  human: "agreement with people",
  constructed: "agreement with the constructed label",
  verified: "agreement with the verified label",
};
const SOURCES = ["human", "constructed", "verified"] as const;

/** How a column of agreement must be titled, by where the preferences come from. */
export function agreementWith(sources: Readonly<Partial<Record<PreferenceSource, number>>>): string {
  const present = SOURCES.filter((source) => (sources[source] ?? 0) > 0);
  const [only, ...more] = present;
  if (only === undefined) return "agreement with the label";
  if (more.length === 0) return LABELS[only];
  return `agreement with the label (${present.slice(0, -1).join(", ")} and ${present.at(-1)})`;
}

/** "66.8 %"; "no figure" for null. */
export function percent(fraction: number | null): string {
  return fraction === null ? "no figure" : `${(100 * fraction).toFixed(1)} %`;
}

/** "+6.1 points": a difference of two percentages. */
export function points(difference: number): string {
  const rounded = (100 * difference).toFixed(1);
  return `${difference > 0 ? "+" : ""}${rounded === "-0.0" ? "0.0" : rounded} points`;
}
