import type { Comparison, Duel, Prompt } from "../../core/comparison.js";
import type { Cases, DuelCase } from "../dataset-report.js";
import { type Hash64, HashTable, hash64 } from "../hash-table.js";
import type { DuelLabel } from "./duel-label.js";
import { CaseList } from "./tally.js";

/** Finds what an earlier row already held. Keeps hashes, never texts. */
export class Repeats {
  readonly #prompts = new HashTable();
  readonly #comparisons = new HashTable();
  readonly #winners = new HashTable();
  readonly #duplicates = new CaseList<{ id: string; ofRow: number }>();
  readonly #contradictions = new CaseList<DuelCase & { ofRow: number }>();
  #repeatedPrompts = 0;

  /** Notes a comparison; gives what `addDuel` needs of it. */
  addComparison(row: number, { id, prompt, responses }: Comparison): ReadonlyMap<string, string> {
    const promptHash = hash64(promptTexts(prompt));
    if (this.#prompts.get(promptHash) > 0) this.#repeatedPrompts++;
    else this.#prompts.set(promptHash, row);

    const promptKey = hex(promptHash);
    const texts = new Map(responses.map((response) => [response.id, hex(hash64([response.text]))]));
    const whole = hash64([promptKey, ...[...texts.values()].sort()]);
    const ofRow = this.#comparisons.get(whole);
    if (ofRow > 0) this.#duplicates.add(row, { id, ofRow });
    else this.#comparisons.set(whole, row);
    return new Map([...texts].map(([response, text]) => [response, `${promptKey} ${text}`]));
  }

  addDuel(row: number, id: string, duel: Duel, label: DuelLabel, keys: ReadonlyMap<string, string>): void {
    if (label !== "first" && label !== "second") return;
    const [first = "", second = ""] = duel.map((response) => keys.get(response));
    if (first === second) return;
    const [winner, loser] = label === "first" ? [first, second] : [second, first];
    const ofRow = this.#winners.get(hash64([loser, winner]));
    if (ofRow > 0 && ofRow !== row) this.#contradictions.add(row, { id, between: [duel[0], duel[1]], ofRow });
    const said = hash64([winner, loser]);
    if (this.#winners.get(said) === 0) this.#winners.set(said, row);
  }

  result(): {
    repeatedPrompts: number;
    duplicates: Cases<{ id: string; ofRow: number }>;
    contradictions: Cases<DuelCase & { ofRow: number }>;
  } {
    return {
      repeatedPrompts: this.#repeatedPrompts,
      duplicates: this.#duplicates.result(),
      contradictions: this.#contradictions.result(),
    };
  }
}

function promptTexts(prompt: Prompt): readonly string[] {
  return typeof prompt === "string" ? [prompt] : prompt.flatMap(({ role, content }) => [role, content]);
}

function hex({ high, low }: Hash64): string {
  return high.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0");
}
