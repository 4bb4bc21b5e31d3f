import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findRule } from "../../src/verdicts/rules/find.js";
import { llmbarRule } from "../../src/verdicts/rules/llmbar-evaluators.js";
import { llmbarRating, llmbarRatingWinner } from "../../src/verdicts/rules/llmbar-rating.js";
import type { PublishedRule, RuleReading } from "../../src/verdicts/rules/rule.js";
import type { Expected } from "../../src/verdicts/written.js";
import { referenceData, referenceFile } from "./data.js";

// Every completion that the reference data hold with a stored decision must be read as its benchmark read it, under its own rule.
const PAIR: Expected = { kind: "winner", responses: 2 };
const SCORE: Expected = { kind: "score", responses: 1 };

interface Completion {
  readonly text: string;
  readonly rule: PublishedRule;
  /** In the presented frame: "A" is the response that was shown first. */
  readonly stored: "A" | "B" | "tie" | null;
}

interface LlmbarComparison {
  readonly "swap = False": LlmbarSide;
  readonly "swap = True": LlmbarSide;
  readonly score_1?: readonly [string, string];
  readonly score_2?: readonly [string, string];
}
interface LlmbarSide {
  readonly completion?: readonly [string, string];
  readonly winner: "1" | "2" | null;
}

const llmbarFiles = filesBelow("llmbar", "result.json");
const judgebenchFiles = filesBelow("judgebench/outputs", ".jsonl");
const ALPACA = "alpaca_eval/results/alpaca-7b/alpaca_eval_cot_gpt4_turbo_fn/annotations.json";
const alpacaFile = referenceFile(ALPACA);

describe("LLMBar's completions are read as LLMBar read them", () => {
  it.skipIf(llmbarFiles.length === 0)("under the rule its configuration gives each evaluator", () => {
    const { completions, ratings } = llmbar();
    expect(misread(completions)).toEqual([]);
    expect(ratings.filter(({ computed, stored }) => computed !== stored)).toEqual([]);
    process.stdout.write(
      `LLMBar: ${completions.length} completions in ${llmbarFiles.length} files read as stored; ` +
        `${ratings.length} decisions from pairs of ratings, which have no completion of their own, computed as stored\n`,
    );
    expect(completions.length + ratings.length).toBeGreaterThan(0);
  });

  it.skipIf(llmbarFiles.length === 0)("and not under the other one, so the test can fail", () => {
    const other = llmbar().completions.map(({ rule, ...rest }) => ({
      ...rest,
      rule: findRule(rule.name === "llmbar" ? "llmbar-is-better" : "llmbar"),
    }));
    expect(misread(other).length).toBeGreaterThan(0);
  });
});

describe("JudgeBench's responses are read as JudgeBench read them", () => {
  it.skipIf(judgebenchFiles.length === 0)(
    "under the Arena-Hard rule; rows with scores alone are told apart",
    () => {
      const { completions, scored } = judgebench();
      expect(misread(completions)).toEqual([]);
      process.stdout.write(
        `JudgeBench: ${completions.length} responses in ${judgebenchFiles.length} files read as stored; ${scored} judgments hold scores and no text\n`,
      );
      expect(completions.length + scored).toBeGreaterThan(0);
    },
  );
});

describe("AlpacaEval's function calls are read as AlpacaEval read them", () => {
  it.skipIf(!alpacaFile)("under its ranking rule", () => {
    const { completions, without } = alpacaEval(alpacaFile ?? "");
    expect(misread(completions)).toEqual([]);
    process.stdout.write(
      `AlpacaEval: ${completions.length} function calls read as stored; ${without} rows hold none\n`,
    );
    expect(completions.length).toBeGreaterThan(0);
  });
});

function misread(completions: readonly Completion[]): string[] {
  return completions.flatMap(({ text, rule, stored }) => {
    const read = letterOf(rule.read(text, PAIR));
    return read === stored ? [] : [`${rule.name} reads ${read}, stored is ${stored}: ${text.slice(-200)}`];
  });
}

function letterOf(reading: RuleReading): string | null {
  return reading.status === "decided" && reading.verdict.kind === "winner" ? reading.verdict.letter : null;
}

function llmbar() {
  const completions: Completion[] = [];
  const ratings: { stored: string | null; computed: string }[] = [];
  for (const file of llmbarFiles) {
    const [judge = "", strategy = ""] = file.split("/").slice(-3);
    const rows: { results: unknown[] }[] = JSON.parse(readFileSync(file, "utf8"));
    for (const { results } of rows) {
      // Metrics and references that were generated first are lists; comparisons are objects.
      const comparisons = results.filter((result) => !Array.isArray(result)) as LlmbarComparison[];
      for (const [step, comparison] of comparisons.entries()) {
        for (const swapped of [false, true]) {
          const { completion, winner } = comparison[swapped ? "swap = True" : "swap = False"];
          if (completion) {
            const rule = llmbarRule(judge, strategy, step);
            completions.push({ text: completion[0], rule, stored: asPresented(winner, swapped) });
          } else {
            const [first, second] = [comparison.score_1, comparison.score_2].map((score) =>
              llmbarRating.read(score?.[0] ?? "", SCORE),
            ) as [RuleReading, RuleReading];
            ratings.push({ stored: winner, computed: llmbarRatingWinner(first, second, swapped) });
          }
        }
      }
    }
  }
  return { completions, ratings };
}

/** A stored winner is in the frame of the data: in the swapped order "1" was shown second. */
function asPresented(winner: "1" | "2" | null, swapped: boolean): "A" | "B" | null {
  if (winner === null) return null;
  return (winner === "1") === swapped ? "B" : "A";
}

function judgebench() {
  const rule = findRule("judgebench-arena-hard");
  const completions: Completion[] = [];
  let scored = 0;
  for (const file of judgebenchFiles) {
    for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
      const {
        judgments,
      }: { judgments: { judgment: { response: string; scores?: number[] }; decision: string | null }[] } =
        JSON.parse(line);
      for (const { judgment, decision } of judgments) {
        if (judgment.scores) scored++;
        // A decision is stored in the presented frame already.
        else completions.push({ text: judgment.response, rule, stored: decisionLetter(decision) });
      }
    }
  }
  return { completions, scored };
}

function decisionLetter(decision: string | null): "A" | "B" | "tie" | null {
  return decision === null ? null : decision === "A=B" ? "tie" : decision === "A>B" ? "A" : "B";
}

function alpacaEval(file: string) {
  const rows: { raw_completion: unknown; preference: number; referenced_models: { m: string } | null }[] =
    JSON.parse(readFileSync(file, "utf8"));
  const rule = findRule("alpaca-eval-ranking");
  const completions = rows.flatMap(
    ({ raw_completion: raw, preference, referenced_models: models }): Completion[] => {
      if (!models) return [];
      // The call is stored parsed; which output was called "m", the first, is stored beside it.
      const text = typeof raw === "string" ? raw : JSON.stringify(raw);
      return [{ text, rule, stored: (preference === 1) === (models.m === "output_1") ? "A" : "B" }];
    },
  );
  return { completions, without: rows.length - completions.length };
}

function filesBelow(folder: string, ending: string): string[] {
  const root = join(referenceData, folder);
  if (!existsSync(root)) {
    referenceFile(folder); // Says that it is skipped.
    return [];
  }
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(ending),
  );
  return names.sort().map((name) => join(root, name));
}
