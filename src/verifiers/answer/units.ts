import { multiply, ONE, power, type Rational, rational } from "./rational.js";

/** A unit: what it measures, and how many base units of that it is. */
export interface Unit {
  /** Powers of the base quantities, in the order of their names: "length^1 time^-1". */
  readonly measures: string;
  readonly factor: Rational;
  /** Quantities that convert into each other otherwise than by a fraction (degrees and radians, °C and °F). */
  readonly unsure: boolean;
}

/** "noun": it counts things that no table knows ("18 eggs"). */
export type Measured =
  | { readonly kind: "unit"; readonly unit: Unit }
  | { readonly kind: "noun"; readonly noun: string };

type Row = readonly [names: string, quantity: string, numerator: bigint, denominator?: bigint];

// By the international yard and pound agreement of 1959, and the United States' liquid measures.
const TABLE: readonly Row[] = [
  ["mm millimeter millimeters millimetre millimetres", "length", 1n, 1_000n],
  ["cm centimeter centimeters centimetre centimetres", "length", 1n, 100n],
  ["m meter meters metre metres", "length", 1n],
  ["km kilometer kilometers kilometre kilometres", "length", 1_000n],
  ["inch inches", "length", 254n, 10_000n],
  ["ft foot feet", "length", 3_048n, 10_000n],
  ["yd yard yards", "length", 9_144n, 10_000n],
  ["mi mile miles", "length", 1_609_344n, 1_000n],
  ["mg milligram milligrams", "mass", 1n, 1_000n],
  ["g gram grams", "mass", 1n],
  ["kg kilogram kilograms", "mass", 1_000n],
  ["ton tons", "ton", 1n],
  ["oz ounce ounces", "mass", 45_359_237n, 1_600_000n],
  ["lb lbs pound pounds", "mass", 45_359_237n, 100_000n],
  ["ms millisecond milliseconds", "time", 1n, 1_000n],
  ["s sec secs second seconds", "time", 1n],
  ["min mins minute minutes", "time", 60n],
  ["h hr hrs hour hours", "time", 3_600n],
  ["day days", "time", 86_400n],
  ["week weeks", "time", 604_800n],
  ["month months", "month", 1n],
  ["year years", "month", 12n],
  ["ml mL milliliter milliliters millilitre millilitres", "volume", 1n, 1_000n],
  ["l L liter liters litre litres", "volume", 1n],
  ["pint pints", "volume-us", 1n],
  ["quart quarts", "volume-us", 2n],
  ["gallon gallons", "volume-us", 8n],
  ["$ dollar dollars USD", "dollar", 1n],
  ["¢ cent cents", "dollar", 1n, 100n],
  ["€ euro euros EUR", "euro", 1n],
  ["£ GBP", "sterling", 1n],
  ["¥ yen JPY", "yen", 1n],
  ["° degree degrees", "degree", 1n],
  ["rad radian radians", "radian", 1n],
  ["°C celsius", "celsius", 1n],
  ["°F fahrenheit", "fahrenheit", 1n],
  ["N newton newtons", "newton", 1n],
  ["J joule joules", "joule", 1n],
  ["kJ kilojoule kilojoules", "joule", 1_000n],
  ["W watt watts", "watt", 1n],
  ["V volt volts", "volt", 1n],
  ["Hz hertz", "hertz", 1n],
  ["mph", "mph", 1n],
];
const UNSURE = new Set([
  "ton",
  "month",
  "volume-us",
  "volume",
  "degree",
  "radian",
  "celsius",
  "fahrenheit",
  "newton",
  "joule",
  "watt",
  "volt",
  "hertz",
  "mph",
]);
const KNOWN: ReadonlyMap<string, { quantity: string; factor: Rational }> = new Map(
  TABLE.flatMap(([names, quantity, numerator, denominator = 1n]) =>
    names.split(" ").map((name) => [name, { quantity, factor: rational(numerator, denominator) }] as const),
  ),
);
/** Words that change a number or a sentence, so that what stands before them is not the answer. */
const NO_NOUNS =
  /^(?:more|less|fewer|than|not|least|most|about|times|plus|minus|over|per|and|or|is|are|was|the|from|to|if|only|each|both|mod|modulo|base|where|when|but|except|percent|hundred|thousand|million|billion|trillion|dozen|half|halves|thirds?|quarters?|squared|cubed|sqrt|infinity|undefined|remainder|sin|cos|tan|log|exp)$/i;

/** What the words behind a number measure or count, or null where they are neither. */
export function measured(words: string): Measured | null {
  const unit = unitOf(words);
  if (unit) return { kind: "unit", unit };
  const nouns = words.split(" ");
  const counts =
    nouns.length <= 3 && nouns.every((noun) => /^[A-Za-z]{3,20}$/.test(noun) && !NO_NOUNS.test(noun));
  return counts ? { kind: "noun", noun: words.toLowerCase().replace(/s$/, "") } : null;
}

function unitOf(words: string): Unit | null {
  const text = words
    .replace(/^(square|sq\.?) (\S+)$/i, "$2^2")
    .replace(/^(cubic|cu\.?) (\S+)$/i, "$2^3")
    .replace(/ squared\b/g, "^2")
    .replace(/ cubed\b/g, "^3")
    .replace(/ per /g, "/")
    .replace(/\^\{(-?\d)\}/g, "^$1")
    .replace(/ ?([/*]) ?/g, "$1");
  const parts = text.split(/([/* ])/);
  if (parts.length > 7) return null;
  const powers = new Map<string, number>();
  let factor = ONE;
  let sign = 1;
  for (const part of parts) {
    if (part === "/") sign = -1;
    if (["/", "*", " "].includes(part)) continue;
    const [, name = "", exponent = "1"] = /^([A-Za-z°$€£¥¢]+)(?:\^(-?[1-4]))?$/.exec(part) ?? [];
    const known = KNOWN.get(name) ?? KNOWN.get(name.toLowerCase());
    if (!known) return null;
    const times = sign * Number(exponent);
    powers.set(known.quantity, (powers.get(known.quantity) ?? 0) + times);
    factor = multiply(factor, power(known.factor, times));
  }
  const named = [...powers].filter(([, times]) => times !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    measures: named.map(([quantity, times]) => `${quantity}^${times}`).join(" "),
    factor,
    unsure:
      named.some(([quantity]) => UNSURE.has(quantity)) || named.some(([, times]) => Math.abs(times) > 2),
  };
}

/** Every factor by which units of the same measure as this one differ from it. */
export function otherFactors({ measures }: Unit): readonly Rational[] {
  const [only, ...more] = measures.split(" ");
  const [, quantity, times = "1"] = /^(.*)\^(-?\d+)$/.exec(only ?? "") ?? [];
  if (more.length > 0) return [];
  return [...KNOWN.values()]
    .filter((known) => known.quantity === quantity)
    .map(({ factor }) => power(factor, Number(times)));
}
