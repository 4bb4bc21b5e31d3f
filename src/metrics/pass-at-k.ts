import type { Estimate } from "../core/analysis.js";
import { UsageError } from "../core/errors.js";
import type { PassAtK, PassAtKCurve } from "../core/pass-at-k.js";
import { passAtK } from "../stats/rankings/pass-at-k.js";
import { byText } from "./data-study.js";
import { clusterTally, meanEstimate } from "./estimate.js";

/** What the responses of prompts came to, by prompt and author: numbers alone, however long the texts. Filled by `countPasses`. */
export interface PassCounts {
  /** Each cluster's number. */
  readonly clusters: Map<string, number>;
  readonly prompts: PromptPasses[];
  readonly byAuthor: Map<string, PromptPasses[]>;
  unnamed: number;
}

interface PromptPasses {
  readonly cluster: number;
  responses: number;
  /** Of these, passed or failed. */
  decided: number;
  passed: number;
}

export function passCounts(): PassCounts {
  return { clusters: new Map(), prompts: [], byAuthor: new Map(), unnamed: 0 };
}

interface RewardedResponse {
  readonly author?: string;
  /** null: undecided. */
  readonly reward: 0 | 1 | null;
}

/** Counts one more prompt: its cluster, and what was found of each of its responses. */
export function addPrompt(counts: PassCounts, cluster: string, responses: readonly RewardedResponse[]): void {
  const number = counts.clusters.get(cluster) ?? counts.clusters.size;
  counts.clusters.set(cluster, number);
  const nothing = (): PromptPasses => ({ cluster: number, responses: 0, decided: 0, passed: 0 });
  const all = nothing();
  const own = new Map<string, PromptPasses>();
  for (const { author, reward } of responses) {
    addReward(all, reward);
    if (author === undefined) {
      counts.unnamed++;
      continue;
    }
    const ofAuthor = own.get(author) ?? nothing();
    addReward(ofAuthor, reward);
    own.set(author, ofAuthor);
  }
  counts.prompts.push(all);
  for (const [author, passes] of own) {
    const ofAuthor = counts.byAuthor.get(author) ?? [];
    ofAuthor.push(passes);
    counts.byAuthor.set(author, ofAuthor);
  }
}

function addReward(passes: PromptPasses, reward: RewardedResponse["reward"]): void {
  passes.responses++;
  if (reward === null) return;
  passes.decided++;
  passes.passed += reward;
}

/**
 * pass@k of data whose prompts have one response or more: the mean over prompts of 1 − C(n − c, k)/C(n, k), where c of a prompt's n decided
 * responses passed (Chen et al. 2021, arXiv 2107.03374, eq. 1; `stats.passAtK`). 0…1, with a 95 % interval over whole clusters. Of all
 * responses of a prompt, and of each author's own where that is something else.
 *
 * Undecided responses are neither passed nor failed: they are not in n. A prompt with fewer than k decided ones is excluded from pass@k and
 * counted; where more than one in twenty would have k had all been decided, the estimate's bounds say what these could make of it.
 *
 * Of one system's samples it is unbiased for k fresh ones. Of all authors' together it is the chance that k of those that are there, drawn
 * without replacement, hold one that passes: what these systems solve, not what any of them would.
 *
 * @param options.ks whole numbers from 1 up, in any order. Default: 1, 2, 4, 8 … up to the most decided responses that half of the prompts or
 * more have (of each author's: that half of its prompts have), and that number itself; 1 where most have none
 * @returns every k asked for: without a value, and with the reason, where no prompt has so many. Throws a UsageError where a k is no such number
 */
export function passAtKFigures(
  counts: PassCounts,
  options: { readonly ks?: readonly number[] } = {},
): PassAtK {
  const ks = options.ks && inOrder(options.ks);
  const { byAuthor, unnamed } = counts;
  const authors = [...byAuthor].map(([author, prompts]) => ({ author, ...curveOf(prompts, ks) }));
  return {
    all: curveOf(counts.prompts, ks),
    authors: authors.length > 1 || unnamed > 0 ? authors.sort(byFirstThenName) : [],
    unnamed,
  };
}

function inOrder(ks: readonly number[]): number[] {
  const wrong = ks.find((k) => !Number.isSafeInteger(k) || k < 1);
  if (wrong !== undefined)
    throw new UsageError(`pass@k: expected k to be a whole number from 1 up but found ${String(wrong)}`);
  if (ks.length === 0) throw new UsageError("pass@k: expected at least one k but found none");
  return [...new Set(ks)].sort((a, b) => a - b);
}

function curveOf(prompts: readonly PromptPasses[], ks: readonly number[] | undefined): PassAtKCurve {
  // A tally wants the prompts of one cluster one after the other.
  const ordered = [...prompts].sort((a, b) => a.cluster - b.cluster);
  const drawn = ks ?? usualKs(prompts);
  return {
    prompts: prompts.length,
    mostDecided: prompts.reduce((most, { decided }) => Math.max(most, decided), 0),
    curve: drawn.map((k) => ({ k, estimate: passedAt(k, ordered) })),
  };
}

/** Not beyond what half of the prompts have: else a figure nobody asked for would be of a few prompts. */
function usualKs(prompts: readonly PromptPasses[]): number[] {
  const decided = prompts.map((prompt) => prompt.decided).sort((a, b) => b - a);
  const usual = Math.max(1, decided[Math.ceil(decided.length / 2) - 1] ?? 1);
  const doubled = Array.from({ length: Math.floor(Math.log2(usual)) + 1 }, (_, i) => 2 ** i);
  return [...new Set([...doubled, usual])];
}

function passedAt(k: number, prompts: readonly PromptPasses[]): Estimate {
  const tally = clusterTally();
  let [excluded, unanswered] = [0, 0];
  const slack = { low: 0, high: 0 };
  for (const { cluster, responses, decided, passed } of prompts) {
    const value = passAtK(decided, passed, k);
    if (value !== null) {
      tally.add(cluster, value);
      continue;
    }
    excluded++;
    const undecided = responses - decided;
    const [worst, best] = [passAtK(responses, passed, k), passAtK(responses, passed + undecided, k)];
    // Without k responses, decided or not, a prompt has no pass@k to be unknown.
    if (worst === null || best === null) continue;
    unanswered++;
    slack.low += worst;
    slack.high += best;
  }
  const reason = `no prompt has ${k} decided response${k === 1 ? "" : "s"}`;
  return meanEstimate({ metric: `pass-at-${k}`, judge: null }, tally, {
    ...{ excluded, unanswered, slack, reason },
  });
}

function byFirstThenName(
  a: PassAtKCurve & { readonly author: string },
  b: PassAtKCurve & { readonly author: string },
): number {
  const [first, second] = [a, b].map(({ curve }) => curve[0]?.estimate.value ?? null);
  if (first === second) return byText(a.author, b.author);
  return (second ?? -1) - (first ?? -1);
}
