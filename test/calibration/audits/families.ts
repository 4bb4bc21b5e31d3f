import { findProbes } from "../../../src/audits/find.js";
import type { Probe } from "../../../src/audits/probe.js";
import type { AuditFigure } from "../../../src/core/audit.js";
import { proseRows } from "../../audits/dressed.js";
import { audit, shownContext, simulatedScorer, textOf } from "../../audits/simulated.js";
import { anew, better, brittleJudge, noisyJudge } from "./judges.js";
import { REWRITES } from "./rewrites.js";
import type { Subject } from "./self-test.js";

// Many probes in one audit: what the corrections for many questions keep.

/** What one kind of figure came to, of one simulated audit. */
interface Findings {
  readonly tested: number;
  readonly falsely: number;
  readonly truly: number;
  /** How many there were to be found. */
  readonly there: number;
}

export interface Family {
  readonly name: string;
  readonly audited: (round: number) => Promise<Findings>;
}

/** Rows that speak of somebody from somewhere, by authors of two families, so that nearly all probes that are asked by default have something to ask. */
const everything = proseRows(30).map(({ comparison, preferences }, i) => ({
  comparison: {
    ...comparison,
    prompt: `I am a Dutch nurse. ${comparison.prompt}`,
    responses: comparison.responses.map((response) => ({
      ...response,
      text: response.id === "r1" ? `${response.text} Emily agrees.` : response.text,
      author: (response.id === "r1") === i % 4 < 2 ? "gpt-4o" : "claude-3-5-sonnet",
    })),
  },
  preferences,
}));

const defaults = findProbes();

function faultless(name: string, subject: Subject): Family {
  return {
    name,
    async audited(round) {
      const { judges } = await subject(`all ${round}`);
      const reports = await audit(defaults, judges, everything, { resamples: 2 });
      return findings(reports.map(({ primary }) => ({ figure: primary, isThere: false })));
    },
  };
}

/** The judge may be wrong, but has no fault: whatever is found is false. */
export const FAULTLESS: readonly Family[] = [
  faultless("noisy judge, all default probes; primary figures, Holm", noisyJudge("gpt-4o")),
  faultless("a judge that goes by bytes, all default probes; primary figures, Holm", brittleJudge("gpt-4o")),
];

const rewrites = REWRITES.map(({ probe }) => probe);
const rows = proseRows(20);
/** What the scorer falls for: experts, crowds, praise of oneself, emoji. */
const LIKED =
  /\b(?:experts|Professors|specialists)\b|\bthis answer\b|\b(?:thorough|helpful|quality)\b|\p{Extended_Pictographic}/u;
const BONUS = 0.6;

/** Whether the scorer's own scores, without noise, move under a rewrite: only then there is something to be found. */
function isLiked(probe: Probe): boolean {
  return rows.some(({ comparison }) =>
    comparison.responses.some(({ id, text }) => {
      const shown = probe.shown?.(id, comparison, shownContext()).comparison ?? comparison;
      return LIKED.test(textOf(shown, id)) !== LIKED.test(text);
    }),
  );
}

const liked = new Set(rewrites.filter(isLiked).map(({ name }) => name));

/** Scores of 6 and 5 that are off by up to 1.5 either way, and 0.6 more for what it falls for. */
function scorer(round: number): ReturnType<typeof audit> {
  const known = scored.get(round);
  if (known) return known;
  const judge = simulatedScorer("scorer", (met) => {
    const { text, presented } = met;
    const own = presented[0] === better(met) ? 6 : 5;
    return own + 3 * (anew(`scorer ${round}`, "score", met) - 0.5) + (LIKED.test(text) ? BONUS : 0);
  });
  const reports = audit(rewrites, [judge], rows, { resamples: 2 });
  scored.set(round, reports);
  return reports;
}

/** One audit tells of both kinds of figures. */
const scored = new Map<number, ReturnType<typeof audit>>();

const kinds = `${liked.size} of ${rewrites.length} rewrites raise its scores`;

export const MIXED: readonly Family[] = [
  {
    name: `a scorer, ${kinds}; primary figures, Holm`,
    audited: async (round) =>
      findings(
        (await scorer(round)).map(({ probe, primary }) => ({ figure: primary, isThere: liked.has(probe) })),
      ),
  },
  {
    name: `a scorer, ${kinds}; other figures, Benjamini–Hochberg`,
    audited: async (round) =>
      findings(
        (await scorer(round)).flatMap(({ probe, others }) =>
          others.map((figure) => ({ figure, isThere: liked.has(probe) })),
        ),
      ),
  },
];

function findings(figures: readonly { readonly figure: AuditFigure; readonly isThere: boolean }[]): Findings {
  const tested = figures.filter(({ figure }) => figure.pAdjusted !== null);
  const found = tested.filter(({ figure }) => figure.found === true);
  const truly = found.filter(({ isThere }) => isThere).length;
  return {
    tested: tested.length,
    falsely: found.length - truly,
    truly,
    there: tested.filter(({ isThere }) => isThere).length,
  };
}

/** Over many simulated audits: how often anything is found falsely, which share of what is found, and how much of what is there. */
export async function measureFamily({ audited }: Family, rounds: number) {
  const all: Findings[] = [];
  for (let round = 0; round < rounds; round++) all.push(await audited(round));
  const mean = (value: (one: Findings) => number) => all.reduce((sum, one) => sum + value(one), 0) / rounds;
  const falseShare = ({ falsely, truly }: Findings) => falsely / Math.max(1, falsely + truly);
  const share = mean(falseShare);
  return {
    tested: all[0]?.tested ?? 0,
    there: all[0]?.there ?? 0,
    any: mean(({ falsely }) => (falsely > 0 ? 1 : 0)),
    falseShare: share,
    falseShareError: Math.sqrt(mean((one) => (falseShare(one) - share) ** 2) / rounds),
    found: mean(({ truly, there }) => (there === 0 ? 0 : truly / there)),
  };
}
