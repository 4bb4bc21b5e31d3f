import { describe, expect, it } from "vitest";
import { familyOf, judgeFamily } from "../../src/audits/bias/model-families.js";
import { selfPreference } from "../../src/audits/bias/self-preference.js";
import { order } from "../../src/audits/consistency/order.js";
import {
  auditImported,
  chance,
  covers,
  figureOf,
  IMPORTED,
  importedJudgment,
  placeOf,
  unparsedWhen,
} from "./consistency-judges.js";
import { audit, isBetter, type Met, pairs, simulatedJudge, textOf } from "./simulated.js";

/** Rows between a gpt and a claude; people prefer the gpt in this share of duels, wherever it stands. */
function authored(count: number, peoplePreferGpt: number) {
  return pairs(count).map(({ comparison, preferences }, i) => {
    const isGptBetter = chance("people", i)() < peoplePreferGpt;
    return {
      comparison: {
        ...comparison,
        responses: comparison.responses.map((response) => ({
          ...response,
          author: isBetter(response.text) === isGptBetter ? "gpt-4o-2024-08-06" : "claude-3-5-sonnet",
        })),
      },
      preferences,
    };
  });
}

const better = ({ comparison, presented }: Met) =>
  presented.find((id) => isBetter(textOf(comparison, id))) ?? "";
const other = (met: Met) => met.presented.find((id) => id !== better(met)) ?? "";
const ofFamily = ({ comparison, presented }: Met) =>
  presented.find((id) => comparison.responses.find((one) => one.id === id)?.author?.startsWith("gpt")) ?? "";
const draw = (met: Met) => chance("draw", met.comparison.id, met.presented)();

/** Of the gpt family by its name; with this chance it picks its family's response whatever it is worth. */
const partial = simulatedJudge("gpt-4o-partial", (met) => (draw(met) < 0.4 ? ofFamily(met) : better(met)));
const right = simulatedJudge("gpt-4o-right", better);
const coin = simulatedJudge("gpt-4o-coin", (met) => met.presented[draw(met) < 0.5 ? 0 : 1] ?? "");
const noisy = simulatedJudge("gpt-4o-noisy", (met) => (draw(met) < 0.3 ? other(met) : better(met)));

describe("self-preference", () => {
  it("finds a judge that favours its own family, by as much as it does", async () => {
    const [report] = await audit([selfPreference], [partial], authored(300, 0.5));
    expect(report?.primary).toMatchObject({
      metric: "self-preference-bias",
      n: 300,
      excluded: 0,
      found: true,
    });
    // ½ (1 + 0.4) − ½.
    expect(covers(report?.primary ?? expect.fail(), 0.2)).toBe(true);
    // It picks its family in 0.4 of the duels where people prefer the other, half of all.
    expect(covers(figureOf(report, "self-preference-excess"), 0.2)).toBe(true);
    expect(report?.notes[0]).toContain('"gpt"');
  });

  it("does not find one that is right, errs or tosses a coin, though people seldom prefer the family", async () => {
    const rows = authored(300, 0.2);
    for (const judge of [right, coin, noisy]) {
      const [report] = await audit([selfPreference], [judge], rows);
      expect(report?.primary.found, judge.judge.name).toBe(false);
    }
    // What a difference of rates says of a coin is no preference: it picks half where people pick a fifth.
    const [ofCoin] = await audit([selfPreference], [coin], rows);
    expect(figureOf(ofCoin, "self-preference-excess").value).toBeGreaterThan(0.2);
    const [ofPartial] = await audit([selfPreference], [partial], rows);
    expect(covers(ofPartial?.primary ?? expect.fail(), 0.2)).toBe(true);
  });

  it("raises about one false alarm in twenty", async () => {
    let found = 0;
    const rows = authored(80, 0.3);
    for (let study = 0; study < 60; study++) {
      const erring = simulatedJudge(`gpt-4-${study}`, (met) =>
        chance("erring", study, met.comparison.id)() < 0.3 ? other(met) : better(met),
      );
      const [report] = await audit([selfPreference], [erring], rows);
      if ((report?.primary.p ?? 1) < 0.05) found++;
    }
    // Three of sixty on the mean; more than eight in one of two hundred such runs.
    expect(found).toBeLessThanOrEqual(8);
  });

  it("stands beside what judges of other families make of the same duels", async () => {
    const stranger = simulatedJudge("qwen2.5-7b", better);
    const reports = await audit([order, selfPreference], [partial, stranger], authored(300, 0.5));
    const report = reports.find((one) => one.judge.startsWith("gpt") && one.probe === "self-preference");
    // The stranger is right, so its bias is 0.
    expect(figureOf(report, "self-preference-bias-over-others")).toMatchObject({ n: 300, found: true });
    expect(covers(figureOf(report, "self-preference-bias-over-others"), 0.2)).toBe(true);
    const ofStranger = reports.find((one) => one.judge.startsWith("qwen") && one.probe === "self-preference");
    expect(ofStranger?.primary.reason).toContain(
      'no duel with a preferred response is between the family "qwen"',
    );
  });

  it("counts duels without a verdict", async () => {
    const silent = unparsedWhen(partial, ({ comparison }) => placeOf(comparison) % 10 === 0);
    const [report] = await audit([selfPreference], [silent], authored(300, 0.5));
    expect(report?.primary).toMatchObject({ n: 270, excluded: 30 });
  });

  it("reads imports by the model they name, and gives reasons where nothing can be said", async () => {
    const rows = authored(40, 0.5);
    const judgments = rows.map(({ comparison }) => {
      const own = comparison.responses.find(({ author }) => author.startsWith("gpt"))?.id ?? "";
      return importedJudgment(comparison.id, null, own);
    });
    const nameless = await auditImported(selfPreference, rows, judgments);
    expect(nameless.primary).toMatchObject({
      value: null,
      reason: "the judge's name speaks of no model family that is known",
    });

    const [report] = await audit(
      [selfPreference],
      [right],
      rows.map((row) => ({ ...row, preferences: [] })),
    );
    expect(report?.primary.value).toBeNull();
    const halfNamed = rows.map(({ comparison, preferences }) => ({
      comparison: {
        ...comparison,
        responses: comparison.responses.map(({ author, ...one }) =>
          author.startsWith("gpt") ? { ...one, author } : one,
        ),
      },
      preferences,
    }));
    const [ofUnnamed] = await audit([selfPreference], [right], halfNamed);
    expect(ofUnnamed?.primary.value).toBeNull();
    expect(ofUnnamed?.notes[1]).toContain("40 duels are left out");
    const [always] = await audit([selfPreference], [right], authored(40, 1));
    expect(always?.primary).toMatchObject({
      value: null,
      reason: expect.stringContaining("always or never"),
      excluded: 40,
    });
  });
});

describe("model families", () => {
  it("are told by the names that models and leaderboards go by", () => {
    const named: Record<string, readonly string[]> = {
      gpt: [
        "gpt-4o-mini",
        "GPT-4 Turbo",
        "openai/o3-mini",
        "o1-preview",
        "text-davinci-003",
        "chatgpt-4o-latest",
        "gpt_3.5_turbo",
        "gpt35_turbo",
        "gpt-oss-20b",
        "azure-gpt-5",
      ],
      claude: ["claude-3-haiku-20240307", "anthropic/claude-sonnet-4"],
      gemini: ["gemini-1.5-pro", "google/gemma-2-9b-it", "PaLM 2", "chat-bison-001"],
      llama: ["Meta-Llama-3.1-8B-Instruct", "vicuna-13b-v1.5", "alpaca-7b", "tulu-2-dpo-70b", "WizardLM-13B"],
      qwen: ["Qwen2.5-0.5B-Instruct", "QwQ-32B", "qwen2.5-0.5b-instruct-q4_k_m.gguf"],
      deepseek: ["deepseek-chat", "DeepSeek-R1-Distill-Qwen-7B"],
      nemotron: ["Llama-3.1-Nemotron-70B"],
      mistral: ["Mixtral-8x7B-Instruct-v0.1", "mistral-large", "zephyr-7b-beta"],
      yi: ["Yi-34B-Chat", "01-ai/yi-large"],
      phi: ["Phi-3-mini", "microsoft/phi-4"],
      command: ["command-r-plus", "c4ai-command-a"],
    };
    for (const [family, names] of Object.entries(named))
      for (const name of names) expect([name, familyOf(name)]).toEqual([name, family]);
  });

  it("are not read into names that only look like one", () => {
    for (const name of [
      "human",
      "longest",
      "",
      "gpt4all-13b",
      "gpt2",
      "delphi",
      "epo1",
      "mayi",
      "commander",
      "__proto__",
      "a".repeat(1000),
    ])
      expect([name, familyOf(name)]).toEqual([name, null]);
  });

  it("of a judge is that of its model, and of its name where no model is named", () => {
    expect(judgeFamily({ ...IMPORTED, model: "claude-3-haiku", name: "gpt-4 prompt" })).toBe("claude");
    expect(judgeFamily({ ...IMPORTED, name: "gpt-4 judge" })).toBe("gpt");
    expect(judgeFamily(IMPORTED)).toBeNull();
  });
});
