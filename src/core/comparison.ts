/** One turn of a chat prompt. */
export interface Message {
  readonly role: "system" | "developer" | "user" | "assistant" | "tool";
  readonly content: string;
}

/** What the responses answer: plain text or a conversation. */
export type Prompt = string | readonly Message[];

/** One answer to the prompt. The author (the system that wrote it) is never shown to a judge: a View has no place for it. */
export interface Response {
  readonly id: string;
  readonly text: string;
  readonly author?: string;
  /** For responses that were drawn: the name of the way in which they were asked for. Never shown to a judge, like all below. */
  readonly style?: string;
  /** The system prompt under which it was written, where that is not part of the prompt. */
  readonly system?: string;
  /** The chain of thought that its author wrote before it and that is no part of the text. */
  readonly reasoning?: string;
  /** It was cut off at the longest that its author was given. Absent: it ends where its author ended it. */
  readonly truncated?: true;
}

/** Two response ids that are to be compared; the order carries no meaning. */
export type Duel = readonly [string, string];

/** A prompt with k ≥ 1 responses: everything that may be judged, and nothing of what anyone thought of it. */
export interface Comparison {
  readonly id: string;
  readonly prompt: Prompt;
  readonly responses: readonly Response[];
  /** A correct or model answer, shown to judges whose prompt asks for it. */
  readonly reference?: string;
  /** What a good answer must do, shown to judges whose prompt asks for it. */
  readonly rubric?: string;
  readonly subset?: string;
  /** What is resampled together (usually the prompt). Default: the comparison itself. */
  readonly cluster?: string;
  /** Which pairs are asked and measured. Default: all pairs. */
  readonly duels?: readonly Duel[];
}

/** What an analysis needs of a Comparison: no text, so a million of them fit in memory. Every Comparison is one. */
export interface ComparisonRow {
  readonly id: string;
  readonly responses: readonly { readonly id: string; readonly author?: string }[];
  readonly subset?: string;
  readonly cluster?: string;
  readonly duels?: readonly Duel[];
}

/** The largest k for which asking every pair is the default; beyond it a Comparison must say which `duels` it means. */
export const MAX_RESPONSES_FOR_ALL_DUELS = 4;

/**
 * The duels of a comparison: those it declares, else every pair in the order given. A comparison of one response has none.
 *
 * @example duelsOf({ id: "q1", responses: [{ id: "r1" }, { id: "r2" }, { id: "r3" }] }) // [["r1","r2"],["r1","r3"],["r2","r3"]]
 */
export function duelsOf(comparison: ComparisonRow): readonly Duel[] {
  if (comparison.duels) return comparison.duels;
  const ids = comparison.responses.map((response) => response.id);
  return ids.flatMap((first, i) => ids.slice(i + 1).map((second): Duel => [first, second]));
}

/** The cluster of a comparison: what it declares, else itself. */
export function clusterOf(comparison: ComparisonRow): string {
  return comparison.cluster ?? comparison.id;
}

/** Each duel in both of its orders: the presentations of whoever is shown two responses at a time. */
export function bothOrders(duels: readonly Duel[]): string[][] {
  return duels.flatMap(([first, second]) => [
    [first, second],
    [second, first],
  ]);
}
