import type { Json, JsonObject } from "./json.js";

/**
 * How a response can be verified without anyone's taste: plain data that travels beside Preferences, never inside a Comparison, since no
 * judge may see it. What it says of one response is computed by the verifier of its kind (`src/verifiers/`).
 */
export type Check = AnswerCheck | CodeCheck | ConstraintsCheck | FormatCheck;

export type CheckKind = Check["kind"];

/** The check of one kind. */
export type CheckOf<Kind extends CheckKind> = Extract<Check, { readonly kind: Kind }>;

/** The response's final answer is the right one. */
export interface AnswerCheck {
  readonly kind: "answer";
  /** The right answer as it would be written, in plain text or LaTeX; of several, each is right. */
  readonly answer: string | readonly string[];
  /** What the answer is. Default "mathematics": numbers, expressions, sets, intervals …; what is neither is compared as text. */
  readonly as?: AnswerType;
  /** Where a response says its answer: the first place that it has counts. Default: boxed, hashes, label, last-line (a choice: choice). */
  readonly find?: readonly AnswerPlace[];
  /** The texts of a multiple-choice question's options, A first: a response may give its option's text instead of the letter. */
  readonly options?: readonly string[];
  /** What does not matter where texts are compared. Default: whitespace and case. */
  readonly ignore?: readonly TextDifference[];
  /** How far a number may be from the right one. Default: not at all. */
  readonly tolerance?: { readonly absolute?: number; readonly relative?: number };
}

export const ANSWER_TYPES = ["mathematics", "text", "choice", "date"] as const;
export type AnswerType = (typeof ANSWER_TYPES)[number];

export const ANSWER_PLACES = ["boxed", "hashes", "label", "last-line", "last-number", "choice"] as const;
/**
 * "boxed" the last \boxed{…}; "hashes" what follows the last "####"; "label" what follows the last line's "A:", "Answer:" or "The answer
 * is"; "last-line" the last line that is not empty; "last-number" the last number of the text; "choice" a letter that is named as the
 * answer; or what the first group (or the whole) of the last match of a regular expression holds.
 */
export type AnswerPlace = (typeof ANSWER_PLACES)[number] | { readonly pattern: string };

export const TEXT_DIFFERENCES = ["whitespace", "case", "punctuation", "articles", "accents"] as const;
export type TextDifference = (typeof TEXT_DIFFERENCES)[number];

export const CODE_LANGUAGES = ["javascript", "typescript", "python"] as const;
export type CodeLanguage = (typeof CODE_LANGUAGES)[number];

/** The response's program passes its tests, in a sandbox. */
export interface CodeCheck {
  readonly kind: "code";
  readonly language: CodeLanguage;
  readonly tests: CodeTests;
  /** For each test. Defaults are the verifier's. */
  readonly limits?: { readonly seconds?: number; readonly megabytes?: number };
}

export type CodeTests =
  /** Programs that are run after the response's own, one a test: one that throws (or exits with another code than 0) has failed. */
  | { readonly kind: "unit"; readonly programs: readonly string[] }
  /** The response's program is given `stdin` and must print `stdout` (spaces at the ends of lines and of the whole do not matter). */
  | {
      readonly kind: "stdio";
      readonly cases: readonly { readonly stdin: string; readonly stdout: string }[];
      /** How far a printed number may be from the expected one. Default: outputs are compared as text. */
      readonly tolerance?: NumberTolerance;
    }
  /**
   * A function of the response's program is called with the arguments and must return a value of the same JSON. `entry` is its name, or
   * "Solution.add" for a method of a fresh object of a class. What JSON has no number for is written `{ "$number": "NaN" }`, "Infinity",
   * "-Infinity", or a whole number beyond 2⁵³.
   */
  | {
      readonly kind: "calls";
      readonly entry: string;
      readonly cases: readonly { readonly arguments: readonly Json[]; readonly returns: Json }[];
      /** How far a number within the returned value may be from the expected one. Default: not at all. */
      readonly tolerance?: NumberTolerance;
    };

/** A number fits where it is within either distance of the right one; `relative` is a share of the right one's size. */
export interface NumberTolerance {
  readonly absolute?: number;
  readonly relative?: number;
}

/** The response does what instructions of IFEval's kinds ask. */
export interface ConstraintsCheck {
  readonly kind: "constraints";
  /** IFEval's instruction ids with their arguments, for example `{ id: "length_constraints:number_words", arguments: { num_words: 300, relation: "at least" } }`. */
  readonly instructions: readonly { readonly id: string; readonly arguments?: JsonObject }[];
  /** "loose" also accepts the response without its first or last line or its emphasis, as IFEval does. Default "strict". */
  readonly mode?: "strict" | "loose";
}

/** The response has a form. */
export interface FormatCheck {
  readonly kind: "format";
  readonly form: /** JSON that fits a JSON Schema; `within: "block"` takes the last fenced block instead of the whole response. */
    | { readonly kind: "json"; readonly schema: JsonObject; readonly within?: "response" | "block" }
    /** A regular expression that matches somewhere (anchor it to mean the whole). */
    | { readonly kind: "pattern"; readonly pattern: string; readonly flags?: string }
    /** Headings that must stand in the response, each on a line of its own; in this order where `ordered`. */
    | { readonly kind: "sections"; readonly sections: readonly string[]; readonly ordered?: boolean };
}
