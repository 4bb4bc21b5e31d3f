import { type ComparisonRow, clusterOf, type Duel } from "../core/comparison.js";
import { describe, InputError } from "../core/errors.js";
import { type Preference, TIE } from "../core/preference.js";
import { isObject } from "../datasets/columns.js";
import type { BenchmarkRow, OfficialFigure, OfficialInput } from "./benchmark.js";
import { kebab } from "./kebab.js";
import { type ClusterTotals, clusterTotals, officialFigure } from "./official.js";
import { ownField } from "./own-field.js";
import { pairOutcomes } from "./pair-outcomes.js";
import { publishedJudgments } from "./published-judgments.js";
import { columnOf } from "./row-columns.js";

const PAIR: Duel = ["r1", "r2"];
/** What was published of a pair as a whole, beside what each annotator said. */
const PUBLISHED = "published";
/** Named by how strong the published preference is: 1, 2, 3. */
const STRENGTHS = ["slight", "clear", "strong"] as const;
/** What stands where an annotator found neither response to be preferable in earnest; it is none of the seven strengths. */
const NEITHER = -100;

interface Columns {
  /** The preference of the pair, −3 (response 1 much better) to 3 (response 2 much better). */
  readonly overall: string;
  /** A list of what each annotator said, and the names of its fields. */
  readonly each: string;
  readonly strength: string;
  readonly reasoning: string;
}

/**
 * What annotators said, each on their own and with their reasoning, and as another aspect what was published of them together. Where the row
 * holds no annotators, what was published alone.
 */
export function pairPreferences(
  row: BenchmarkRow,
  comparison: string,
  { overall, each, strength, reasoning }: Columns,
): readonly Preference[] {
  const published = preferred(strengthIn(columnOf(row, overall), overall, row), comparison);
  const given = columnOf(row, each) ?? [];
  if (!Array.isArray(given)) throw new InputError(row.subject, `"${each}" to be a list`, describe(given));
  const voices = given.flatMap((one: unknown, i): Preference[] => {
    const name = `${each}[${i}]`;
    if (!isObject(one)) throw new InputError(row.subject, `"${name}" to be an object`, describe(one));
    const value = ownField(one, strength);
    if (value === NEITHER) return [];
    const why = ownField(one, reasoning);
    const note = typeof why === "string" ? why.replace(/\s+/g, " ").trim() : "";
    const said = preferred(strengthIn(value, `${name}.${strength}`, row), comparison);
    return [{ ...said, ...(note === "" ? {} : { note }) }];
  });
  return voices.length === 0 ? [published] : [...voices, { ...published, aspect: PUBLISHED }];
}

function strengthIn(value: unknown, name: string, row: BenchmarkRow): number {
  if (typeof value === "number" && Number.isInteger(value) && Math.abs(value) <= 3) return value;
  throw new InputError(row.subject, `"${name}" to be a whole number from -3 to 3`, describe(value));
}

function preferred(score: number, comparison: string): Preference {
  const winner = score === 0 ? TIE : score < 0 ? "r1" : "r2";
  return {
    ...{ comparison, source: "human", kind: "duel", between: PAIR, winner },
    ...(score === 0 ? {} : { strength: Math.abs(score) }),
  };
}

interface Pair {
  readonly comparison: ComparisonRow;
  readonly strength: number;
  /** 0…1: the mean over the orders that have a verdict (right 1, a tie ½); null where none has. */
  readonly value: number | null;
}

/** Agreement with the published preference where it is no tie: over all pairs, by its strength and by subset, in percent. */
export function pairFigures(
  { comparisons, preferences, judgments, seed }: OfficialInput,
  subsets: readonly string[],
): readonly OfficialFigure[] {
  const judged = publishedJudgments(judgments);
  const published = new Map<string, Preference>();
  // The aspect goes before what annotators said, in whichever order they come.
  for (const said of preferences) {
    if (said.kind === "duel" && (said.aspect === PUBLISHED || !published.has(said.comparison)))
      published.set(said.comparison, said);
  }
  const pairs = comparisons.flatMap((comparison): Pair[] => {
    const said = published.get(comparison.id);
    if (said?.kind !== "duel" || said.winner === TIE) return [];
    const { asGiven, swapped } = pairOutcomes(judged.get(comparison.id) ?? [], PAIR);
    const values = [asGiven, swapped].flatMap((outcome) =>
      outcome == null ? [] : [outcome === TIE ? 0.5 : outcome === said.winner ? 1 : 0],
    );
    const value =
      values.length === 0 ? null : values.reduce((sum: number, one) => sum + one, 0) / values.length;
    return [{ comparison, strength: said.strength ?? 0, value }];
  });
  const others = pairs.flatMap(({ comparison: { subset } }) => (subset === undefined ? [] : [subset]));
  return [
    accuracy("accuracy", pairs, seed),
    ...STRENGTHS.map((name, i) =>
      accuracy(
        `accuracy-${name}`,
        pairs.filter(({ strength }) => strength === i + 1),
        seed,
      ),
    ),
    ...[...new Set([...subsets, ...others])].map((name) =>
      accuracy(
        `accuracy-${kebab(name)}`,
        pairs.filter(({ comparison }) => comparison.subset === name),
        seed,
      ),
    ),
  ];
}

function accuracy(name: string, pairs: readonly Pair[], seed: number): OfficialFigure {
  const sums: ClusterTotals = clusterTotals(2);
  let [n, excluded] = [0, 0];
  for (const { comparison, value } of pairs) {
    if (value === null) excluded++;
    else {
      n++;
      sums.add(clusterOf(comparison), 0, 1);
      sums.add(clusterOf(comparison), 1, value);
    }
  }
  return officialFigure({
    ...{ name, unit: "percent", sums, n, excluded, seed },
    formula: (totals) => (100 * (totals[1] ?? 0)) / (totals[0] ?? 0),
    reason: pairs.length === 0 ? "the data hold no such pair" : "no such pair has a verdict",
  });
}
