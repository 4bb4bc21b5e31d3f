import type { OfficialFigure } from "../core/analysis.js";
import type { Comparison, ComparisonRow } from "../core/comparison.js";
import type { JsonObject } from "../core/json.js";
import type { Judgment, JudgmentRow } from "../core/judgment.js";
import type { Preference } from "../core/preference.js";
import type { DatasetRow } from "../datasets/source.js";

/** A row of a benchmark's file, as the file gives it. Read columns only through the helpers of `columns.ts`: one may be called "constructor". */
export interface BenchmarkRow {
  readonly columns: Readonly<Record<string, unknown>>;
  /** From 1: the line in JSONL, the place in a JSON array. */
  readonly number: number;
  /** The file's path with "/" between folders, as far as it is known: subsets may be named in it. */
  readonly file: string;
  /** For messages: "dataset.json row 17". */
  readonly subject: string;
}

/** A file that may hold rows. */
export interface BenchmarkFile {
  readonly path: string;
  /** Its path as far as it was said, with "/": folders may tell the subset, or who judged. */
  readonly name: string;
  /** Found in a folder that was named: what holds no rows is passed over there. */
  readonly found?: true;
}

/** Where a benchmark's rows lie. Files on disk are always possible. */
export type BenchmarkSource =
  | {
      readonly kind: "hub";
      readonly dataset: string;
      readonly files: readonly string[];
      readonly revision?: string;
    }
  | {
      readonly kind: "github";
      readonly repository: string;
      readonly commit: string;
      readonly files: readonly string[];
    };

/** A protocol with its options. */
export interface BenchmarkAsking {
  readonly protocol: string;
  readonly options: JsonObject;
}

/** A public benchmark: how its rows are read, how it is judged and what its authors make of the judgments. One file, one line in `all.ts`. */
export interface Benchmark {
  /** Kebab case: "judgebench". */
  readonly name: string;
  readonly title: string;
  /** Facts with their source; no sentences of others. */
  readonly about: {
    readonly paper: string;
    readonly home: string;
    readonly licence: string;
    /** Whether figures computed here were held against output that its authors published. */
    readonly checked: "published output" | "fixture only";
  };
  /** All of them hold its rows; [] where no place is known. */
  readonly sources: readonly BenchmarkSource[];
  /** The official rule, in our words, one sentence each; then what is known to be wrong or fragile about it. */
  readonly rule: readonly string[];
  readonly traps: readonly string[];
  /** One raw row → comparisons with what was said of them; [] where the row is another's. Throws an InputError naming row, expected and found. */
  read(row: BenchmarkRow, options: { readonly seed: number }): readonly DatasetRow[];
  /** How it is asked in a live run, where the default (pairwise, both orders) is not what its authors do. */
  readonly asked?: BenchmarkAsking & {
    /** Subsets that are asked otherwise, by name. */
    readonly subsets?: Readonly<Record<string, BenchmarkAsking>>;
  };
  /**
   * Where a row alone is not a comparison: makes comparisons of all that `read` gave, in order. Ids may repeat in what it is given and
   * not in what it returns. Throws an InputError where the rows do not fit together.
   */
  gather?(rows: readonly DatasetRow[]): readonly DatasetRow[];
  /** Numbers of the texts that `official` needs: the rows it is given hold no text. Taken while the texts stream by. */
  features?(comparison: Comparison): Features;
  /** Further files from which `official` can compute more, where the user has them (`score --with`): one line each. */
  readonly furtherFiles?: readonly string[];
  /** What its authors would print for one judge. Every name it could give is given: what cannot be computed has value null and a reason. */
  official(judged: OfficialInput): readonly OfficialFigure[];
  /** Files of judgments that were published for it. */
  readonly outputs: readonly OutputFormat[];
}

/** One judge's judgments of a benchmark's comparisons. For an import the published reading counts, for any other the reading. */
export interface OfficialInput {
  readonly comparisons: readonly ComparisonRow[];
  readonly preferences: readonly Preference[];
  readonly judgments: readonly JudgmentRow[];
  /** By comparison id, of a benchmark that takes any. */
  readonly features?: ReadonlyMap<string, Features>;
  /** The rows of the further files that were named, in their order. */
  readonly furtherRows?: readonly BenchmarkRow[];
  /** For the intervals. */
  readonly seed: number;
}

/** Numbers by name. */
export type Features = Readonly<Record<string, number>>;

export type { OfficialFigure } from "../core/analysis.js";

/** A kind of file in which judgments of a benchmark were published. */
export interface OutputFormat {
  /** Kebab case: "judgebench-outputs". */
  readonly name: string;
  /** In one line: what stands in such a file. */
  readonly summary: string;
  /** Rows do not hold the comparison: it is looked up in the benchmark's own data by `find`. */
  readonly needsData?: true;
  /** Whether a file whose first row is this one is of this format. */
  recognises(row: BenchmarkRow): boolean;
  /** Who judged, as far as row and path say. */
  judgeOf(row: BenchmarkRow): ImportedIdentity;
  /** Whether a row is of anything in the data, where files hold judgments of more: others are passed over and counted. Default: each is. */
  concerns?(row: BenchmarkRow, data: DataLookup): boolean;
  /** Throws an InputError naming row, expected and found. */
  read(row: BenchmarkRow, data: DataLookup): ImportedRow;
}

/** Who gave imported judgments. */
export interface ImportedIdentity {
  readonly name: string;
  readonly model?: string;
  readonly prompt?: string;
}

export interface DataLookup {
  /** The benchmark's row with this comparison id; undefined where there is none (or no data was given). */
  find(comparison: string): DatasetRow | undefined;
}

/** What one row of published output holds. */
export interface ImportedRow {
  readonly comparison: Comparison;
  readonly preferences: readonly Preference[];
  readonly judgments: readonly ImportedJudgment[];
}

/** A judgment as it was published. Its trial is made of the row's comparison, `presented` and `repeat`. */
export type ImportedJudgment = Pick<Judgment, "reading" | "critique"> & {
  /** What the file itself says was decided. */
  readonly published: NonNullable<Judgment["published"]>;
  /** null where the file does not say in which order. */
  readonly presented: readonly string[] | null;
  /** Then which responses it was about, where these are not all of the comparison. */
  readonly among?: readonly string[];
  readonly repeat: number;
  /** The judge's whole text; null where it gave none. */
  readonly text: string | null;
  readonly usd?: number;
  readonly seconds?: number;
};
