import type { Probe, ShownContext } from "../../src/audits/probe.js";
import type { AskedJudgeConfig } from "../../src/config/config.js";
import type { ProbeReport } from "../../src/core/audit.js";
import { bothOrders, type Comparison, duelsOf } from "../../src/core/comparison.js";
import type { Judgment, Reply } from "../../src/core/judgment.js";
import type { Preference } from "../../src/core/preference.js";
import type { Reading } from "../../src/core/reading.js";
import { trial } from "../../src/core/trial.js";
import type { Model, ModelRequest } from "../../src/models/model.js";
import { Asker } from "../../src/run/asker.js";
import { judgeTrial } from "../../src/run/judge-trial.js";
import type { BoundJudge, PlannedTrial } from "../../src/run/plan.js";
import { type AuditInput, auditing } from "../../src/setup/audit.js";
import type { BindArm } from "../../src/setup/audit-judge.js";
import { bindJudges } from "../../src/setup/judges.js";
import { quickRetry } from "../support/runs.js";

/** What a simulated judge meets. */
export interface Met {
  readonly comparison: Comparison;
  readonly presented: readonly string[];
  readonly repeat: number;
}

/** A judge with a planted fault: it gives a duel's winner, "tie", or the probability that the response shown first wins. */
export function simulatedJudge(
  name: string,
  decide: (met: Met) => string,
  layouts: (comparison: Comparison) => readonly (readonly string[])[] = (comparison) =>
    bothOrders(duelsOf(comparison)),
): BoundJudge {
  return {
    kind: "computed",
    judge: { kind: "computed", id: `${name}@simulated`, name, rule: name, options: {} },
    baseline: {
      options: {},
      layouts,
      judge(comparison, presented, repeat): Reading {
        const [a = "", b = ""] = presented;
        const winner = decide({ comparison, presented, repeat });
        return { status: "decided", verdict: { kind: "duel", between: [a, b], winner } };
      },
    },
  };
}

/** A judge that scores each response alone. */
export function simulatedScorer(name: string, score: (met: Met & { text: string }) => number): BoundJudge {
  return {
    kind: "computed",
    judge: { kind: "computed", id: `${name}@simulated`, name, rule: name, options: {} },
    baseline: {
      options: {},
      layouts: ({ responses }) => responses.map(({ id }) => [id]),
      judge(comparison, presented, repeat): Reading {
        const [id = ""] = presented;
        const text = comparison.responses.find((one) => one.id === id)?.text ?? "";
        return {
          status: "decided",
          verdict: { kind: "scores", byId: { [id]: score({ comparison, presented, repeat, text }) } },
        };
      },
    },
  };
}

/** The judge, of whose answers some cannot be read. */
export function sometimesUnread(judge: BoundJudge, unread: (met: Met) => boolean): BoundJudge {
  if (judge.kind !== "computed") throw new Error("a simulated judge is computed");
  return {
    ...judge,
    baseline: {
      ...judge.baseline,
      judge: (comparison, presented, repeat) =>
        unread({ comparison, presented, repeat })
          ? { status: "unparsed", reason: "no final verdict" }
          : judge.baseline.judge(comparison, presented, repeat),
    },
  };
}

/** Rows of two responses each: the text of the better one says so, where a simulated judge can see it and a rewrite leaves it. */
export function pairs(count: number, { cluster = 1 }: { readonly cluster?: number } = {}) {
  return Array.from({ length: count }, (_, i) => {
    const id = `q${String(i).padStart(4, "0")}`;
    const better = i % 2 === 0 ? "r1" : "r2";
    const comparison: Comparison = {
      id,
      prompt: `What is ${i} plus ${i}?`,
      responses: ["r1", "r2"].map((response) => ({
        id: response,
        text: `The sum is ${response === better ? 2 * i : 2 * i + 1}. ${response === better ? "Correct." : "Wrong."}`,
      })),
      cluster: `c${String(Math.floor(i / cluster)).padStart(4, "0")}`,
    };
    const preference: Preference = {
      comparison: id,
      source: "constructed",
      kind: "duel",
      between: ["r1", "r2"],
      winner: better,
    };
    return { comparison, preferences: [preference] };
  });
}

/** Whether a text is that of the better response, under whatever it was dressed in. */
export const isBetter = (text: string) => text.includes("Correct.");
export const textOf = ({ responses }: Comparison, id: string) =>
  responses.find((response) => response.id === id)?.text ?? "";

/** What a simulated model is asked, taken apart. */
export interface Question {
  /** All of the messages. */
  readonly text: string;
  /** The responses that are shown, by letter; "" where one is shown alone. */
  readonly shown: Readonly<Record<string, string>>;
  readonly request: ModelRequest;
}

/** A judge that is asked through a real protocol, its model simulated; `bind` asks it otherwise. Output tokens are counted as words. */
export async function askedJudge(
  config: Pick<AskedJudgeConfig, "options" | "temperature" | "maxTokens"> & { readonly protocol: string },
  answer: (question: Question) => string | Partial<Reply>,
): Promise<{ readonly judge: BoundJudge; readonly bind: BindArm }> {
  const model: Model = {
    host: "simulated",
    async ask(request) {
      const text = request.messages.map(({ content }) => content).join("\n\n");
      const shown = Object.fromEntries(
        Array.from(
          text.matchAll(/<response(?:_([A-Z]))?_([0-9a-f]{10})>\n([\s\S]*?)\n<\/response/g),
          ([, letter = "", , response = ""]) => [letter, response],
        ),
      );
      const said = answer({ text, shown, request });
      const reply = typeof said === "string" ? { text: said } : { text: "", ...said };
      const usage = { inputTokens: text.split(/\s+/).length, outputTokens: reply.text.split(/\s+/).length };
      return { status: "answered", reply: { finishReason: "stop", usage, ...reply } };
    },
  };
  const bound = async (more: Partial<typeof config> & { readonly prompt?: string } = {}) => {
    const [judge] = await bindJudges({ judges: [{ model: "simulated", ...config, ...more }] }, {}, model);
    if (!judge) throw new Error("one judge is bound");
    return judge;
  };
  return {
    judge: await bound(),
    bind: (_, { protocol, options, ...more }) => {
      const isOther = protocol !== undefined && protocol !== config.protocol;
      const own = isOther ? { protocol } : {};
      return bound({ ...more, ...own, options: { ...(isOther ? {} : config.options), ...options } });
    },
  };
}

/** The whole audit of judges, as the pipeline does it: plan, carry out, plan again, measure. */
export async function audit(
  probes: readonly Probe[],
  judges: readonly BoundJudge[],
  rows: AuditInput["rows"],
  {
    seed = 20,
    stored = [],
    resamples = 500,
    bind,
    onJudgment = () => {},
  }: {
    readonly seed?: number;
    readonly resamples?: number;
    readonly stored?: readonly Judgment[];
    readonly bind?: BindArm;
    readonly onJudgment?: (judgment: Judgment, round: number) => void;
  } = {},
): Promise<readonly ProbeReport[]> {
  const asker = new Asker({
    retry: quickRetry(),
    halt: new AbortController().signal,
    abort: new AbortController().signal,
    onRetry: () => {},
  });
  const under = await auditing({
    ...{ probes, rows, seed, judgments: stored },
    ...(bind ? { bind } : {}),
    judges: judges.map((bound) => ({ bound })),
    resamples,
  });
  for (let round = 0, trials = under.remaining(); trials.length > 0; round++, trials = under.remaining())
    for (const planned of trials) {
      const judgment = await carriedOut(planned, asker);
      onJudgment(judgment, round);
      under.add(judgment);
    }
  return under.report();
}

/** What an import says of a comparison; `presented` is null where it did not record the order. */
export interface Imported {
  readonly comparison: Comparison;
  readonly presented: readonly string[] | null;
  readonly winner: string;
  readonly variant?: { readonly probe: string; readonly arm: string };
}

/** The audit of a judge that can be asked nothing more, from what was imported of it. */
export async function auditStored(
  probes: readonly Probe[],
  { judge }: BoundJudge,
  rows: AuditInput["rows"],
  imported: readonly Imported[],
): Promise<readonly ProbeReport[]> {
  const judgments = imported.map(({ comparison, presented, winner, variant }): Judgment => {
    const [a = "", b = ""] = comparison.responses.map(({ id }) => id);
    const about = { comparison: comparison.id, judge: judge.id, presented, repeat: 0 };
    return {
      trial: trial({ ...about, ...(variant ? { variant } : {}) }),
      calls: [],
      critique: null,
      reading: { status: "decided", verdict: { kind: "duel", between: [a, b], winner } },
    };
  });
  const under = await auditing({ probes, rows, seed: 20, judgments, judges: [{ stored: judge }] });
  return under.report();
}

async function carriedOut(planned: PlannedTrial, asker: Asker): Promise<Judgment> {
  const steps = judgeTrial(planned, asker);
  for (;;) {
    const step = await steps.next();
    if (step.done) return step.value;
  }
}

/** What a probe is told beside the comparison, where a test looks at what it shows. */
export function shownContext(more: Partial<ShownContext> = {}): ShownContext {
  const judge = {
    kind: "computed",
    id: "shown@simulated",
    name: "shown",
    rule: "shown",
    options: {},
  } as const;
  return { judge, judgments: [], seed: 20, presented: [], repeat: 0, ...more };
}
