import { duelsOf } from "../core/comparison.js";
import type { PreferenceSource } from "../core/preference.js";
import { type DatasetReport, type DuelCase, MOST_CASES } from "./dataset-report.js";
import { fileSubject } from "./formats/raw-row.js";
import { duelLabel } from "./inspect/duel-label.js";
import { nearIdentical } from "./inspect/near-identical.js";
import { Repeats } from "./inspect/repeats.js";
import { CaseList, Tally } from "./inspect/tally.js";
import type { DatasetRow, DatasetSource } from "./source.js";
import { walkDataset } from "./walk.js";

/**
 * Reads a whole dataset and reports what it holds and what looks wrong with it. Invalid rows are part of the report whatever
 * `skipInvalid` says, and so are the notes; what makes the file as a whole unreadable is thrown as an InputError.
 * Streams: it keeps hashes and counts, about 100 bytes a row.
 */
export async function inspectDataset(source: DatasetSource): Promise<DatasetReport> {
  const { format, rows, notes } = await walkDataset(source);
  const shapes = new Tally<string>();
  const invalid: { row: number; message: string }[] = [];
  let [read, invalidRows] = [0, 0];
  const contents = new Contents();
  const suspects = new Suspects();
  for await (const walked of rows) {
    if (walked.status === "invalid") {
      invalidRows++;
      if (invalid.length < MOST_CASES) invalid.push({ row: walked.number, message: walked.error.message });
      continue;
    }
    read++;
    shapes.add(walked.shape);
    contents.add(walked.row);
    suspects.add(walked.number, walked.row);
  }
  return {
    path: source.path,
    format,
    shapes: shapes.ranked().map(([name, count]) => ({ name, rows: count })),
    rows: read + invalidRows,
    invalidRows,
    invalid,
    comparisons: read,
    ...contents.result(),
    ...suspects.result(),
    notes: notes.sentences(fileSubject(source.path)),
  };
}

/** What the dataset is made of. */
class Contents {
  readonly #sizes = new Tally<number>();
  readonly #subsets = new Tally<string | null>();
  readonly #sources = new Tally<PreferenceSource>();
  readonly #annotators = new Tally<string | null>();
  #preferences = 0;
  #withoutPreference = 0;

  add({ comparison, preferences }: DatasetRow): void {
    this.#sizes.add(comparison.responses.length);
    this.#subsets.add(comparison.subset ?? null);
    this.#preferences += preferences.length;
    if (preferences.length === 0) this.#withoutPreference++;
    for (const { source, annotator } of preferences) {
      this.#sources.add(source);
      this.#annotators.add(annotator ?? null);
    }
  }

  result() {
    return {
      responses: this.#sizes
        .ranked()
        .sort((a, b) => a[0] - b[0])
        .map(([k, comparisons]) => ({ k, comparisons })),
      subsets: this.#subsets.ranked().map(([name, comparisons]) => ({ name, comparisons })),
      preferences: this.#preferences,
      withoutPreference: this.#withoutPreference,
      sources: this.#sources.ranked().map(([source, preferences]) => ({ source, preferences })),
      annotators: this.#annotators.ranked().map(([name, preferences]) => ({ name, preferences })),
    };
  }
}

/** What deserves a look: one-sided labels, length, repeats, contradictions, responses that hardly differ or say nothing. */
class Suspects {
  readonly #labels = { first: 0, second: 0, tie: 0, split: 0 };
  readonly #repeats = new Repeats();
  readonly #nearIdentical = new CaseList<DuelCase>();
  readonly #emptyResponses = new CaseList<{ id: string; response: string }>();
  #longerPreferred = 0;
  #unequalLengths = 0;

  add(row: number, { comparison, preferences }: DatasetRow): void {
    const { id, responses } = comparison;
    for (const response of responses) {
      if (response.text.trim() === "") this.#emptyResponses.add(row, { id, response: response.id });
    }
    const keys = this.#repeats.addComparison(row, comparison);
    const texts = new Map(responses.map((response) => [response.id, response.text]));
    for (const duel of duelsOf(comparison)) {
      const label = duelLabel(preferences, duel);
      const [first = "", second = ""] = duel.map((response) => texts.get(response));
      if (label) this.#labels[label]++;
      if ((label === "first" || label === "second") && first.length !== second.length) {
        this.#unequalLengths++;
        if ((label === "first") === first.length > second.length) this.#longerPreferred++;
      }
      this.#repeats.addDuel(row, id, duel, label, keys);
      if (nearIdentical(first, second)) this.#nearIdentical.add(row, { id, between: [duel[0], duel[1]] });
    }
  }

  result() {
    const n = this.#unequalLengths;
    const longerPreferred = this.#longerPreferred;
    return {
      labels: { ...this.#labels },
      length: { longerPreferred, n, share: n === 0 ? null : longerPreferred / n },
      ...this.#repeats.result(),
      nearIdentical: this.#nearIdentical.result(),
      emptyResponses: this.#emptyResponses.result(),
    };
  }
}
