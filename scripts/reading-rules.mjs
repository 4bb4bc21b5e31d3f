// Reads stored completions of public benchmarks twice, under the benchmark's own rule and under ours, and prints where they differ.
// Run after a build: npm run reading-rules -- [FOLDER] [--json]; FOLDER holds the files of the benchmarks (llmbar/, judgebench/ …).
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { findRule, llmbarRule, readAuto } from "../dist/index.js";

const PAIR = { kind: "winner", responses: 2 };
const EXAMPLES = 3;
const asJson = process.argv.includes("--json");
const folder = resolve(
  process.argv.slice(2).find((argument) => !argument.startsWith("--")) ??
    process.env.TOUCHSTONE_REFERENCE_DATA ??
    fileURLToPath(new URL("../../shared/data", import.meta.url)),
);

const groups = new Map();
for (const entry of [...llmbar(), ...judgebench(), ...alpacaEval()]) count(entry);
if (groups.size === 0) {
  process.stderr.write(
    `There is no llmbar/**/result.json, judgebench/outputs/*.jsonl or alpaca_eval/results/**/annotations.json in ${folder}\n`,
  );
  process.exitCode = 2;
} else if (asJson) {
  process.stdout.write(`${JSON.stringify([...groups.values()], null, 2)}\n`);
} else {
  process.stdout.write(table([...groups.values()]));
}

/** Adds a completion, or an entry without one, to its group. */
function count({ benchmark, judge, strategy, rule, text, finishReason = null, stored, presented }) {
  const key = `${benchmark} / ${judge} / ${strategy}`;
  const group = groups.get(key) ?? {
    benchmark,
    judge,
    strategy,
    rule: rule?.name ?? null,
    completions: 0,
    withoutText: 0,
    asStored: 0,
    oursSame: 0,
    differences: {},
    examples: [],
  };
  groups.set(key, group);
  if (text === null) {
    group.withoutText++;
    return;
  }
  const own = rule.read(text, PAIR);
  const ours = readAuto({ text, finishReason }, PAIR, presented);
  const [byRule, byUs] = [letterOf(own), letterOf(ours)];
  group.completions++;
  if (byRule === stored) group.asStored++;
  if (byUs === stored) {
    group.oursSame++;
    return;
  }
  const kind = differenceOf(stored, ours);
  group.differences[kind] = (group.differences[kind] ?? 0) + 1;
  if (group.examples.filter((example) => example.kind === kind).length < EXAMPLES) {
    const why = ours.status === "decided" ? `read by ${ours.family}` : ours.reason;
    group.examples.push({ kind, stored, ours: byUs ?? ours.status, why, end: inOneLine(text.slice(-160)) });
  }
}

function differenceOf(stored, ours) {
  if (ours.status !== "decided") return ours.status;
  return stored === null ? "decided where it has none" : "another winner";
}

function letterOf(reading) {
  return reading.status === "decided" && reading.verdict.kind === "winner" ? reading.verdict.letter : null;
}

/** LLMBar: evaluators' completions, in both orders; the ratings hold scores and no comparison. */
function* llmbar() {
  for (const file of filesBelow("llmbar", "result.json")) {
    const [subset, evaluator] = relative(join(folder, "llmbar"), file).split("/evaluators/");
    const [judge, strategy] = evaluator.split("/");
    for (const row of JSON.parse(readFileSync(file, "utf8"))) {
      const comparisons = row.results.filter((result) => !Array.isArray(result));
      for (const [step, comparison] of comparisons.entries()) {
        for (const swapped of [false, true]) {
          const { completion, winner } = comparison[swapped ? "swap = True" : "swap = False"];
          const rule = llmbarRule(judge, strategy, step);
          const stored = winner === null ? null : (winner === "1") === swapped ? "B" : "A";
          yield {
            benchmark: `LLMBar ${subset}`,
            judge,
            strategy: strategy.startsWith("Rating")
              ? "Rating*"
              : rule.name === "llmbar"
                ? "answer"
                : "explanation",
            rule: completion ? rule : null,
            text: completion ? completion[0] : null,
            finishReason: completion?.[1] || null,
            stored,
            presented: [row.input, row.output_1, row.output_2],
          };
        }
      }
    }
  }
}

/** JudgeBench: judges' responses; a reward model's rows hold scores and no text. */
function* judgebench() {
  const rule = findRule("judgebench-arena-hard");
  for (const file of filesBelow("judgebench/outputs", ".jsonl")) {
    for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
      const { judgments, judge_name: strategy, question, response_A, response_B } = JSON.parse(line);
      for (const { judgment, decision } of judgments) {
        yield {
          benchmark: "JudgeBench",
          judge: judgment.judge_model,
          strategy: strategy ?? "arena_hard",
          rule: judgment.scores ? null : rule,
          text: judgment.scores ? null : judgment.response,
          stored: decision === null ? null : decision === "A=B" ? "tie" : decision[0],
          presented: [question, response_A, response_B],
        };
      }
    }
  }
}

/** AlpacaEval: the function calls that its chain-of-thought annotator stores, parsed, with the names its outputs had. */
function* alpacaEval() {
  const rule = findRule("alpaca-eval-ranking");
  for (const file of filesBelow("alpaca_eval/results", "annotations.json")) {
    for (const row of JSON.parse(readFileSync(file, "utf8"))) {
      const { raw_completion: raw, referenced_models: models, preference } = row;
      const stored = models ? ((preference === 1) === (models.m === "output_1") ? "A" : "B") : null;
      yield {
        benchmark: "AlpacaEval",
        judge: row.annotator,
        strategy: models ? "function call" : "no text kept",
        rule: models ? rule : null,
        text: models ? JSON.stringify(raw) : null,
        stored,
        presented: [row.instruction, row.output_1, row.output_2],
      };
    }
  }
}

function filesBelow(path, ending) {
  const root = join(folder, path);
  if (!existsSync(root)) return [];
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(ending),
  );
  return names.sort().map((name) => join(root, name));
}

function table(rows) {
  const kinds = [...new Set(rows.flatMap((row) => Object.keys(row.differences)))].sort();
  const head = [
    "source",
    "judge",
    "kind",
    "own rule",
    "n",
    "as stored",
    "ours the same",
    ...kinds.map((kind) => `ours: ${kind}`),
  ];
  const read = rows.filter((row) => row.completions > 0);
  const lines = read.map((row) => [
    row.benchmark,
    row.judge,
    row.strategy,
    row.rule,
    row.completions,
    row.asStored,
    row.oursSame,
    ...kinds.map((kind) => row.differences[kind] ?? 0),
  ]);
  const total = [
    "all",
    "",
    "",
    "",
    ...[4, 5, 6, ...kinds.map((_, i) => 7 + i)].map((i) => lines.reduce((sum, line) => sum + line[i], 0)),
  ];
  const markdown = [head, head.map(() => "---"), ...lines, total].map((line) => `| ${line.join(" | ")} |`);
  const without = rows
    .filter((row) => row.withoutText > 0)
    .map(
      (row) =>
        `- ${row.benchmark}, ${row.judge}, ${row.strategy}: ${row.withoutText} stored decisions have no completion to compare`,
    );
  const examples = read.flatMap((row) =>
    row.examples.map(
      (example) =>
        `- ${row.benchmark}, ${row.judge}, ${row.strategy}: stored ${example.stored}, ours ${example.ours} (${example.why}): “…${example.end}”`,
    ),
  );
  const rules = [...new Set(read.map((row) => row.rule))].map((name) => {
    const { summary, flaw } = findRule(name);
    return `- ${name}: ${summary} Known to get wrong: ${flaw}.`;
  });
  return [
    ...markdown,
    "",
    ...rules,
    "",
    ...without,
    "",
    "Where ours differs, for example:",
    ...examples,
    "",
  ].join("\n");
}

/** A text from outside on one line, without what could steer a terminal. */
function inOneLine(text) {
  return text.replace(/[\s\p{C}]+/gu, " ").trim();
}
