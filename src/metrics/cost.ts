import type { Estimate, EstimateUnit } from "../core/analysis.js";
import type { Judge } from "../core/judge.js";
import type { CallRow } from "../core/judgment.js";
import { byText } from "./data-study.js";
import { undefinedEstimate } from "./estimate.js";
import type { JudgeStudy } from "./judge-study.js";
import type { Metric } from "./metric.js";

/**
 * What a judgment costs in money, time and tokens, over judgments that did not fail. A reused reply counts as what it took when it was made:
 * the figures are about the judge, not about this run's luck with the store.
 */
export const cost: Metric = {
  name: "cost",
  title: "cost",
  measure(study) {
    const noCalls = study.judge && WITHOUT_CALLS[study.judge.kind];
    if (noCalls) return FIGURES.map((figure) => unknown(study, figure, noCalls, 0));
    const bill = billOf(study);
    if (bill.judgments === 0) {
      return FIGURES.map((figure) => unknown(study, figure, "unknown: no calls were recorded", 0));
    }
    return [usd(study, bill), seconds(study, bill), ...tokens(study, bill)];
  },
};

const WITHOUT_CALLS: Partial<Record<Judge["kind"], string>> = {
  computed: "computed",
  combined: "a jury costs what its members cost",
};

interface Figure {
  readonly metric: string;
  readonly unit: EstimateUnit;
}
const USD: Figure = { metric: "usd-per-1000", unit: "usd" };
const SECONDS: Figure = { metric: "seconds-per-1000", unit: "seconds" };
const INPUT: Figure = { metric: "input-tokens-per-judgment", unit: "tokens" };
const OUTPUT: Figure = { metric: "output-tokens-per-judgment", unit: "tokens" };
const FIGURES = [USD, SECONDS, INPUT, OUTPUT];
const NO_USAGE = "unknown: the endpoint reported no token counts";

interface Tokens {
  input: number;
  output: number;
}

/** What all judgments together took. */
interface Bill {
  /** Judgments with calls that did not fail; of these, those whose every call came with token counts. */
  judgments: number;
  counted: number;
  clusters: number;
  readonly seconds: number[];
  readonly byModel: Map<string, Tokens>;
}

function billOf({ judge, data, judgments }: JudgeStudy): Bill {
  const bill: Bill = { judgments: 0, counted: 0, clusters: 0, seconds: [], byModel: new Map() };
  let last = -1;
  judgments.forEach((list, c) => {
    for (const { reading, calls } of list) {
      if (calls.length === 0 || reading.status === "failed") continue;
      const cluster = data.clusterOf[c] ?? 0;
      if (cluster !== last) bill.clusters++;
      last = cluster;
      bill.judgments++;
      bill.seconds.push(calls.reduce((sum, call) => sum + call.seconds, 0));
      if (!calls.every(({ reply }) => reply?.usage !== undefined)) continue;
      bill.counted++;
      for (const call of calls)
        enter(bill.byModel, judge?.kind === "asked" ? judge.model : call.reply?.model, call);
    }
  });
  return bill;
}

function enter(byModel: Map<string, Tokens>, model = "a model without a name", { reply }: CallRow): void {
  let sum = byModel.get(model);
  if (!sum) {
    sum = { input: 0, output: 0 };
    byModel.set(model, sum);
  }
  sum.input += reply?.usage?.inputTokens ?? 0;
  sum.output += reply?.usage?.outputTokens ?? 0;
}

function usd(study: JudgeStudy, bill: Bill): Estimate {
  const excluded = bill.judgments - bill.counted;
  if (bill.counted === 0) return unknown(study, USD, NO_USAGE, excluded);
  let total = 0;
  for (const [model, { input, output }] of [...bill.byModel].sort(([a], [b]) => byText(a, b))) {
    const price = Object.hasOwn(study.prices, model) ? study.prices[model] : undefined;
    if (!price) return unknown(study, USD, `unknown: no price given for ${model}`, excluded);
    total += (input * price.inputPerMillion + output * price.outputPerMillion) / 1e6;
  }
  return known(study, USD, (1000 * total) / bill.counted, bill.counted, bill);
}

function seconds(study: JudgeStudy, bill: Bill): Estimate {
  // Added from the smallest up: the same to the last bit in whatever order the judgments came.
  const total = Float64Array.from(bill.seconds)
    .sort()
    .reduce((sum, time) => sum + time, 0);
  return known(study, SECONDS, (1000 * total) / bill.judgments, bill.judgments, bill);
}

function tokens(study: JudgeStudy, bill: Bill): Estimate[] {
  const { counted, judgments } = bill;
  if (counted === 0) return [INPUT, OUTPUT].map((figure) => unknown(study, figure, NO_USAGE, judgments));
  let [input, output] = [0, 0];
  for (const sum of bill.byModel.values()) {
    input += sum.input;
    output += sum.output;
  }
  return [
    known(study, INPUT, input / counted, counted, bill),
    known(study, OUTPUT, output / counted, counted, bill),
  ];
}

function known(study: JudgeStudy, { metric, unit }: Figure, value: number, n: number, bill: Bill): Estimate {
  const { clusters, judgments } = bill;
  const about = { metric, judge: study.id, subset: null, unit };
  return { ...about, value, interval: null, n, clusters, excluded: judgments - n };
}

function unknown(study: JudgeStudy, figure: Figure, reason: string, excluded: number): Estimate {
  return undefinedEstimate({ ...figure, judge: study.id }, reason, excluded);
}
