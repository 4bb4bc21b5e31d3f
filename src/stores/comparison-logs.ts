import { join } from "node:path";
import type { Comparison } from "../core/comparison.js";
import type { Preference } from "../core/preference.js";
import { JsonlLog, recordsOf } from "./jsonl-log.js";
import type { KeyIndex } from "./key-index.js";
import {
  brokenLine,
  COMPARISONS,
  comparisonIds,
  isPreference,
  PREFERENCES,
  tornWarning,
} from "./run-records.js";

/** How many comparisons are written together. */
const BATCH = 1000;

interface Row {
  readonly comparison: Comparison;
  readonly preferences: readonly Preference[];
}

/**
 * comparisons.jsonl and preferences.jsonl, written so that a kill at any moment leaves no comparison without its preferences:
 * preferences are on the disk before the comparisons they belong to. What a kill can leave is preferences at the end of the
 * file whose comparison never came; they are cut off at the next opening, when their comparisons will be added again.
 */
export class ComparisonLogs {
  readonly warnings: string[] = [];
  #comparisons: JsonlLog;
  #preferences: JsonlLog;
  #ids: KeyIndex;

  private constructor(comparisons: JsonlLog, preferences: JsonlLog, ids: KeyIndex) {
    this.#comparisons = comparisons;
    this.#preferences = preferences;
    this.#ids = ids;
  }

  static async open(folder: string, fsyncSeconds: number): Promise<ComparisonLogs> {
    const comparisons = await JsonlLog.open(join(folder, COMPARISONS), fsyncSeconds);
    const preferences = await JsonlLog.open(join(folder, PREFERENCES), fsyncSeconds);
    const { ids, warnings } = await comparisonIds(comparisons);
    const logs = new ComparisonLogs(comparisons, preferences, ids);
    logs.warnings.push(
      ...tornWarning(COMPARISONS, comparisons.tornBytes),
      ...tornWarning(PREFERENCES, preferences.tornBytes),
      ...warnings,
    );
    await logs.#dropOrphans();
    return logs;
  }

  get comparisons(): JsonlLog {
    return this.#comparisons;
  }

  get preferences(): JsonlLog {
    return this.#preferences;
  }

  /** Of the comparisons written. */
  get ids(): KeyIndex {
    return this.#ids;
  }

  async add(rows: AsyncIterable<Row>): Promise<void> {
    let batch: Row[] = [];
    for await (const row of rows) {
      if (this.#ids.numberOf(row.comparison.id) !== undefined) continue;
      this.#ids.add(row.comparison.id);
      batch.push(row);
      if (batch.length < BATCH) continue;
      await this.#write(batch);
      batch = [];
    }
    await this.#write(batch);
    await this.#comparisons.sync();
  }

  async close(): Promise<void> {
    await this.#preferences.close();
    await this.#comparisons.close();
  }

  async #write(batch: readonly Row[]): Promise<void> {
    if (batch.length === 0) return;
    const preferences = batch.flatMap((row) => row.preferences);
    if (preferences.length > 0) await this.#preferences.append(lines(preferences));
    // To the disk, not only to the system: the order must hold through a power failure too.
    await this.#preferences.sync();
    await this.#comparisons.append(lines(batch.map(({ comparison: { id, ...rest } }) => ({ id, ...rest }))));
  }

  async #dropOrphans(): Promise<void> {
    const { size } = this.#preferences;
    let firstOrphan = size;
    let orphans = 0;
    for await (const { value, offset, lineNumber } of recordsOf(this.#preferences)) {
      if (isPreference(value) && this.#ids.numberOf(value.comparison) === undefined) {
        firstOrphan = Math.min(firstOrphan, offset);
        orphans++;
        continue;
      }
      if (!isPreference(value)) this.warnings.push(brokenLine(PREFERENCES, lineNumber));
      // Only those at the very end are the trace of a kill.
      firstOrphan = size;
      orphans = 0;
    }
    if (orphans === 0) return;
    await this.#preferences.truncate(firstOrphan);
    this.warnings.push(`${PREFERENCES}: cut off ${orphans} preferences whose comparison was never written`);
  }
}

function lines(records: readonly object[]): string {
  return records.map((record) => JSON.stringify(record)).join("\n");
}
