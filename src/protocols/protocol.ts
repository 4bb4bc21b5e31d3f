import type { AnswerShape } from "../core/answer-shape.js";
import type { Comparison, Message } from "../core/comparison.js";
import type { Rule } from "../core/decision.js";
import type { JsonObject } from "../core/json.js";
import type { Sampling } from "../core/judge.js";
import type { Reply } from "../core/judgment.js";
import type { Random } from "../core/random.js";
import type { Reading } from "../core/reading.js";
import type { View } from "../core/trial.js";

/** One thing to ask of a model. The judge's own sampling applies where `sampling` is silent. */
export interface Request {
  readonly messages: readonly Message[];
  readonly sampling?: Sampling;
  /** The JSON object that the reply shall be; servers that cannot hold a reply to it ignore it. */
  readonly answer?: AnswerShape;
  /** Where token probabilities are kept (they are asked for by `sampling.topLogprobs`): stretches of the reply's text. All others are dropped at once. */
  readonly keepTokens?: (text: string) => readonly { readonly start: number; readonly end: number }[];
}

/** What tells one round of asking from the next: drawn orders differ between repeats and are the same on a rerun. */
export interface Draw {
  /** 0 for the first asking, 1 for the second … */
  readonly repeat: number;
  /** Seeded by the run's seed, the comparison and the repeat. */
  readonly random: Random;
}

/** What was read from the replies to one trial. */
export interface ProtocolReading {
  readonly reading: Reading;
  /** The text before the verdict; null where there is none. */
  readonly critique: string | null;
}

/** A prompt file, ready to be filled in. */
export interface PromptTemplate {
  readonly name: string;
  /** SHA-256 of the file's text with its shared parts: part of the judge's id. */
  readonly hash: string;
  /** Front matter of the file. */
  readonly settings: JsonObject;
  /** Messages for these variables. Throws an InputError that names the prompt where a variable is not known. */
  render(variables: JsonObject): Message[];
}

export interface ProtocolSettings {
  readonly prompt: PromptTemplate;
  /** As the user gave them. */
  readonly options: JsonObject;
}

/** How to ask a judge and how to read its answer: the two never live apart. */
export interface Protocol {
  readonly name: string;
  /** One line for `--help` and the documentation. */
  readonly summary: string;
  /** The file in `prompts/` that is used where the user names none. */
  readonly prompt: string;
  /** The built-in file for these options (as given), where they take another one than `prompt`. */
  promptFor?(options: JsonObject): string;
  /** Each option's name and what it does, in one line. */
  readonly options: Readonly<Record<string, string>>;
  /** What its scores are called where they are more than scores, for example "p(Yes)". */
  readonly scoreName?: string;
  /** Checks the options and fills in their defaults. Throws an InputError that names the option. */
  configure(settings: ProtocolSettings): ConfiguredProtocol;
}

/** The prompt file of a judge: the one it names, else the protocol's own for its options. */
export function promptFile(protocol: Protocol, named: string | undefined, options: JsonObject): string {
  if (named !== undefined && named !== protocol.prompt) return named;
  return protocol.promptFor?.(options) ?? protocol.prompt;
}

/** A protocol with its prompt and its options: what a run uses. */
export interface ConfiguredProtocol {
  /** Every option with its default filled in (but see `addedLater`): part of the judge's id. */
  readonly options: JsonObject;
  /** How many samples of one question make one verdict. Default 1. */
  readonly samples?: number;
  /** Whether it reads token probabilities: a model that returns none cannot be asked by it. Default false. */
  readonly readsTokens?: boolean;
  /** How its judgments are meant to be combined, where that differs from the default rule. */
  readonly rule?: Partial<Rule>;
  /** Subsets whose comparisons are asked otherwise; look up by `protocolOn`. */
  readonly onSubsets?: ReadonlyMap<string, ConfiguredProtocol>;
  /**
   * The presentations of one comparison in one repeat, each a list of response ids in the order shown; each is one trial.
   * Throws an InputError where the comparison cannot be asked (for example k > 4 with no `duels` named).
   */
  layouts(comparison: Comparison, draw: Draw): readonly (readonly string[])[];
  /** What to ask next, given the replies so far; [] when nothing remains to be asked. */
  next(view: View, replies: readonly Reply[]): readonly Request[];
  /** What the replies decided. Never throws for what a model may have written. */
  read(view: View, replies: readonly Reply[]): ProtocolReading;
}

/** How this comparison is asked: as its subset is where that has its own way, else as all. */
export function protocolOn(protocol: ConfiguredProtocol, { subset }: Comparison): ConfiguredProtocol {
  return (subset === undefined ? undefined : protocol.onSubsets?.get(subset)) ?? protocol;
}
