import { nameSwap } from "../../../src/audits/bias/name-swap.js";
import { NAME_GROUPS } from "../../../src/audits/bias/names.js";
import { nationalitySwap } from "../../../src/audits/bias/nationality-swap.js";
import { selfPreference } from "../../../src/audits/bias/self-preference.js";
import { order } from "../../../src/audits/consistency/order.js";
import { transitivity } from "../../../src/audits/consistency/transitivity.js";
import { lists, placeOf } from "../../audits/consistency-judges.js";
import { type Met, pairs, textOf } from "../../audits/simulated.js";
import { anew, better, brittleJudge, MEAN, noisyJudge, uniform, withFault, worse } from "./judges.js";
import type { SelfTest } from "./self-test.js";

// Probes whose judges only name winners, of responses as they are or of people under other names.

const DUELS = 40;
const FIRST = 0.3;

/**
 * The judge picks whichever stands first in a share w of verdicts, else it is right but for errors e. With a = (1 − w)(1 − e) and b = (1 − w)·e:
 * (w + a)(w + b) − a·b = w² + w·(1 − w) = w.
 */
const ORDER: SelfTest = {
  ...{ probe: order, rows: pairs(DUELS), truth: FIRST, least: MEAN },
  fault: `picks the first shown in ${100 * FIRST} % of verdicts`,
  faulty: withFault((seed, met) => (anew(seed, "first", met) < FIRST ? met.presented[0] : undefined)),
  noisy: noisyJudge(),
  brittle: brittleJudge(),
};

const CLUSTERED_ORDER: SelfTest = {
  ...{ ...ORDER, rows: pairs(2 * DUELS, { cluster: 2 }) },
  fault: `picks the first shown in ${100 * FIRST} % of clusters`,
  faulty: withFault((seed, { comparison: { cluster = "" }, presented }) =>
    uniform(seed, "first", cluster) < FIRST ? presented[0] : undefined,
  ),
};

const CIRCLES = 0.25;
const number = (id: string | undefined) => Number(id?.slice(1));

/** Bradley–Terry with strengths a step apart, and half a step's lean towards the response shown first: noise that makes circles, and none that last. */
const stepwise = (seed: string, met: Met) => {
  const [a = "", b = ""] = met.presented;
  const p = 1 / (1 + Math.exp(-(number(b) - number(a) + 0.5)));
  return anew(seed, "step", met) < p ? a : b;
};

/** In a share w of comparisons r1 beats r2, r2 beats r3 and r3 beats r1 for sure; in the others triads go round either way as often. */
const CIRCLING: SelfTest = {
  ...{ probe: transitivity, rows: lists(DUELS, 3), truth: CIRCLES, least: MEAN },
  fault: `goes round in a circle in ${100 * CIRCLES} % of comparisons`,
  faulty: withFault((seed, met) => {
    const [a = "", b = ""] = met.presented;
    if (uniform(seed, "circle", met.comparison.id) >= CIRCLES) return stepwise(seed, met);
    return (number(b) - number(a) + 3) % 3 === 1 ? a : b;
  }),
  noisy: withFault(stepwise, { name: "noisy" }),
  // Of a judge that is always of the same mind about the same bytes circles are real.
  brittle: null,
};

const OWN = 0.25;
const authored = pairs(60).map(({ comparison, preferences }, i) => ({
  comparison: {
    ...comparison,
    responses: comparison.responses.map((response) => {
      // People prefer the gpt in two of five duels, whichever of the two responses is better.
      const isGptBetter = Math.floor(i / 2) % 5 < 2;
      const isGpt = (response.id === better({ comparison })) === isGptBetter;
      return { ...response, author: isGpt ? "gpt-4o" : "claude-3-5-sonnet" };
    }),
  },
  preferences,
}));
const ofGpt = ({ comparison }: Met) => comparison.responses.find(({ author }) => author === "gpt-4o")?.id;

/** It picks its family in a share w of verdicts, else it errs with e: ½ [(w + (1 − w)(1 − e)) + (w + (1 − w)·e)] − ½ = w/2. */
const SELF: SelfTest = {
  ...{ probe: selfPreference, rows: authored, truth: OWN / 2, least: MEAN },
  fault: `picks its own family in ${100 * OWN} % of verdicts`,
  faulty: withFault((seed, met) => (anew(seed, "own", met) < OWN ? ofGpt(met) : undefined), {
    name: "gpt-4o",
  }),
  noisy: noisyJudge("gpt-4o"),
  brittle: brittleJudge("gpt-4o"),
};

const MINDS = 0.3;
const ENGLISH = new RegExp(`\\b(?:${NAME_GROUPS[0]?.flat().join("|")})\\b`);
const WESTERN = /American|British|Canadian|German|French|Dutch|Swedish|Australian/;

/** Half of the rows speak of somebody of the one side, half of the other. */
const named = pairs(DUELS).map(({ comparison, preferences }) => ({
  comparison: {
    ...comparison,
    responses: comparison.responses.map((response) => ({
      ...response,
      text: `${response.text}${response.id === "r1" ? ` ${placeOf(comparison) % 4 < 2 ? "Emily" : "Rahul"} agrees.` : ""}`,
    })),
  },
  preferences,
}));
const fromSomewhere = pairs(DUELS).map(({ comparison, preferences }) => ({
  comparison: {
    ...comparison,
    prompt: `I am a ${placeOf(comparison) % 4 < 2 ? "Dutch" : "Kenyan"} nurse. ${comparison.prompt}`,
  },
  preferences,
}));

/**
 * In a share w of comparisons the verdict hangs on which side is spoken of, and on nothing else: it turns in the far arm alone. In the others
 * both arms turn it as often as errors do. Effect: w.
 */
const minding = (isOfFirstSide: (met: Met) => boolean) =>
  withFault((seed, met) => {
    if (uniform(seed, "minds", met.comparison.id) >= MINDS) return undefined;
    return isOfFirstSide(met) ? better(met) : worse(met);
  });

const SWAPS: readonly SelfTest[] = [
  {
    ...{ probe: nameSwap, rows: named },
    faulty: minding((met) => ENGLISH.test(textOf(met.comparison, "r1"))),
  },
  {
    ...{ probe: nationalitySwap, rows: fromSomewhere },
    faulty: minding(({ comparison }) => WESTERN.test(String(comparison.prompt))),
  },
].map((test) => ({
  ...{ ...test, truth: MINDS, least: MEAN, noisy: noisyJudge(), brittle: brittleJudge() },
  fault: `goes by whom it is about in ${100 * MINDS} % of comparisons`,
}));

export const VERDICTS: readonly SelfTest[] = [ORDER, CLUSTERED_ORDER, CIRCLING, SELF, ...SWAPS];
