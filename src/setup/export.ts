import type { Comparison } from "../core/comparison.js";
import { describe, UsageError } from "../core/errors.js";
import type { Judge } from "../core/judge.js";
import { type Judgment, type JudgmentRow, judgmentRow } from "../core/judgment.js";
import type { Preference, PreferenceSource } from "../core/preference.js";
import type { ExportFormat, Outcome, Trainer } from "../exports/export-format.js";
import type { FilterName, Filters } from "../exports/filters.js";
import { FILTER_NAMES } from "../exports/filters.js";
import { findExportFormat } from "../exports/find.js";
import { hasLoneSurrogate, jsonLine } from "../exports/json-line.js";
import { type LabelledComparison, type LabelSource, labelled } from "../exports/labelled.js";
import type { Manifest, RunRecords } from "../stores/store.js";
import { splitReasoning } from "../verdicts/reasoning.js";

export interface ExportOptions extends Filters {
  readonly format: string;
  /** Default trl. */
  readonly trainer?: Trainer;
  /** Default: people's (or the construction's) where the run has any, else the checks', else the judge's. */
  readonly label?: LabelSource;
  /** Only this judge's judgments count: by name or id. Needed where the label is the judge's and the run has several. */
  readonly judge?: string;
  /** How many comparisons are held in memory at once, where critiques are read. Default 2000. */
  readonly batch?: number;
}

/** Everything that the card says. */
export interface ExportTally {
  readonly format: Pick<ExportFormat, "name" | "summary" | "unit" | "ownFields">;
  readonly trainer: Trainer;
  /** What the trainer reads of a line. */
  readonly fields: readonly string[];
  readonly label: LabelSource;
  readonly filters: Filters;
  readonly manifest: Manifest;
  readonly judges: readonly Judge[];
  /** Of the run's overall preferences. */
  readonly sources: Readonly<Partial<Record<PreferenceSource, number>>>;
  /** Preferences on a single aspect: no part of any label. */
  readonly aspects: number;
  readonly comparisons: number;
  /** Comparisons that gave a line. */
  readonly represented: number;
  readonly kept: number;
  readonly dropped: ReadonlyMap<string, number>;
  /** By the value that kept lines hold in `margin_unit`, `reward_unit` and `style`. */
  readonly marginUnits: ReadonlyMap<string, number>;
  readonly rewardUnits: ReadonlyMap<string, number>;
  readonly styles: ReadonlyMap<string, number>;
  /** Duels of the comparisons that no judge decided in both orders: the filter on flips cannot tell. */
  readonly ordersUnknown: number;
}

export interface Export {
  /** One JSON text a line, without line feeds; to be read once. */
  lines(): AsyncGenerator<string>;
  /** Of the lines read so far. */
  tally(): ExportTally;
}

/**
 * A stored run as training data. Texts of comparisons stream by; of judgments and preferences only what is no text is held, and critiques
 * for one batch of comparisons at a time. Throws a UsageError where the options do not fit the format or the run.
 */
export async function exportRecords(run: RunRecords, options: ExportOptions): Promise<Export> {
  const { trainer = "trl", batch = 2000 } = options;
  const format = findExportFormat(options.format);
  const fields = fieldsFor(format, trainer);
  const filters = filtersOf(options, format);
  const said = await preferencesOf(run);
  const label = options.label ?? defaultLabel(said.sources);
  const judges = judgesOf(run.manifest, options.judge, label);
  const rows = await judgmentRows(run, judges);
  const counts = new Counts();
  const context = { trainer, label, filters, split: splitReasoning };
  async function* lines(): AsyncGenerator<string> {
    for await (const comparisons of batches(run.comparisons(), batch)) {
      const critiques = format.readsCritiques ? await critiquesOf(run, judges, comparisons) : null;
      for (const comparison of comparisons) {
        const { id } = comparison;
        const stored = {
          comparison,
          preferences: said.byComparison.get(id) ?? [],
          judgments: rows.get(id) ?? [],
          critiques: critiques?.get(id) ?? [],
        };
        const one = labelled(stored, label, judges);
        const kept = [...format.lines(one, context)].flatMap((outcome) => counts.count(sound(outcome)));
        counts.countComparison(one, kept.length > 0);
        yield* kept;
      }
    }
  }
  const fixed = { format, trainer, fields, label, filters, manifest: run.manifest, judges };
  const { sources, aspects } = said;
  return { lines, tally: () => ({ ...fixed, sources, aspects, ...counts.sums() }) };
}

function fieldsFor({ name, fields }: ExportFormat, trainer: Trainer): readonly string[] {
  const known = fields[trainer];
  if (known) return known;
  throw new UsageError(
    `export: no shape of ${name} is known that ${trainer} reads; there are shapes for ${Object.keys(fields).join(", ")}`,
  );
}

const FLAGS: Readonly<Record<FilterName, string>> = {
  minAgreement: "--min-agreement",
  verifiedOnly: "--verified-only",
  minMargin: "--min-margin",
  noOrderFlips: "--no-order-flips",
};

function filtersOf(options: Filters, format: ExportFormat): Filters {
  const named = FILTER_NAMES.filter((name) => options[name] !== undefined && options[name] !== false);
  const strange = named.find((name) => !format.filters.includes(name));
  if (strange !== undefined)
    throw new UsageError(`export: ${FLAGS[strange]} says something of pairs, and ${format.name} are none`);
  return Object.fromEntries(named.map((name) => [name, options[name]]));
}

async function preferencesOf(run: RunRecords) {
  const byComparison = new Map<string, Preference[]>();
  const sources: Partial<Record<PreferenceSource, number>> = {};
  let aspects = 0;
  for await (const preference of run.preferences()) {
    const { comparison, source, aspect = "overall" } = preference;
    if (aspect !== "overall") {
      aspects++;
      continue;
    }
    sources[source] = (sources[source] ?? 0) + 1;
    add(byComparison, comparison, preference);
  }
  return { byComparison, sources, aspects };
}

function defaultLabel(sources: ExportTally["sources"]): LabelSource {
  if (sources.human || sources.constructed) return "people";
  return sources.verified ? "verified" : "judge";
}

function judgesOf({ judges }: Manifest, named: string | undefined, label: LabelSource): readonly Judge[] {
  const found = judges.filter(({ id, name }) => named === undefined || name === named || id === named);
  const names = judges.map(({ name }) => name).join(", ") || "none";
  if (named !== undefined && found.length === 0)
    throw new UsageError(`export: the run holds no judge ${describe(named)} (there are: ${names})`);
  // One name may stand for several ways of asking.
  if (named !== undefined && found.length > 1)
    throw new UsageError(
      `export: several judges are called ${describe(named)}; name one by its id: ${found.map(({ id }) => id).join(", ")}`,
    );
  if (label === "judge" && found.length !== 1)
    throw new UsageError(`export: whose label? Name one judge with --judge (there are: ${names})`);
  return found;
}

async function judgmentRows(run: RunRecords, judges: readonly Judge[]): Promise<Map<string, JudgmentRow[]>> {
  const rows = new Map<string, JudgmentRow[]>();
  for await (const judgment of ordinary(run, judges))
    add(rows, judgment.trial.comparison, judgmentRow(judgment));
  return rows;
}

async function critiquesOf(
  run: RunRecords,
  judges: readonly Judge[],
  comparisons: readonly Comparison[],
): Promise<Map<string, Judgment[]>> {
  const wanted = new Set(comparisons.map(({ id }) => id));
  const critiques = new Map<string, Judgment[]>();
  for await (const judgment of ordinary(run, judges)) {
    // Without its calls: raw replies are the larger part, and no line holds them.
    const { trial } = judgment;
    if (wanted.has(trial.comparison)) add(critiques, trial.comparison, { ...judgment, calls: [] });
  }
  return critiques;
}

/** The judgments of these judges that no probe asked for: a probe shows the judge other texts than those that are stored. */
async function* ordinary(run: RunRecords, judges: readonly Judge[]): AsyncGenerator<Judgment> {
  const ids = new Set(judges.map(({ id }) => id));
  for await (const judgment of run.judgments())
    if (ids.has(judgment.trial.judge) && judgment.trial.variant === undefined) yield judgment;
}

async function* batches<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<Item[]> {
  let batch: Item[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function sound(outcome: Outcome): Outcome {
  if (outcome.status === "dropped" || !hasLoneSurrogate(outcome.line)) return outcome;
  return { status: "dropped", reason: "a text with half a surrogate pair, which is no Unicode" };
}

class Counts {
  #comparisons = 0;
  #represented = 0;
  #kept = 0;
  #ordersUnknown = 0;
  #dropped = new Map<string, number>();
  #marginUnits = new Map<string, number>();
  #rewardUnits = new Map<string, number>();
  #styles = new Map<string, number>();

  /** The line of what is kept. */
  count(outcome: Outcome): string[] {
    if (outcome.status === "dropped") {
      increment(this.#dropped, outcome.reason);
      return [];
    }
    const { margin_unit: margin, reward_unit: reward, style } = outcome.line;
    if (typeof margin === "string") increment(this.#marginUnits, margin);
    if (typeof reward === "string") increment(this.#rewardUnits, reward);
    if (typeof style === "string") increment(this.#styles, style);
    this.#kept++;
    return [jsonLine(outcome.line)];
  }

  countComparison({ duels }: LabelledComparison, isRepresented: boolean): void {
    this.#comparisons++;
    if (isRepresented) this.#represented++;
    this.#ordersUnknown += duels.filter(({ orders }) => orders === "unknown").length;
  }

  sums() {
    return {
      comparisons: this.#comparisons,
      represented: this.#represented,
      kept: this.#kept,
      dropped: new Map([...this.#dropped].sort(([a], [b]) => (a < b ? -1 : 1))),
      marginUnits: this.#marginUnits,
      rewardUnits: this.#rewardUnits,
      styles: this.#styles,
      ordersUnknown: this.#ordersUnknown,
    };
  }
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function add<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
