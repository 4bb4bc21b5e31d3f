import type { ProbeFigure } from "../../core/audit.js";
import { clusterOf, duelsOf } from "../../core/comparison.js";
import type { Random } from "../../core/random.js";
import { binomialDraw } from "../../stats/distributions/binomial-draw.js";
import { bradleyTerry } from "../../stats/rankings/bradley-terry.js";
import { transitivity } from "../../stats/rankings/transitivity.js";
import { winProbability } from "../../stats/rankings/win-probability.js";
import { given } from "../measure/figures.js";
import { winShare } from "../measure/win-share.js";
import type { AuditStudy } from "../study.js";

const MOST_SIMULATIONS = 1000;
const FEWEST_SIMULATIONS = 100;
/** So many triads are looked at in all simulations together: of a few hundred systems there are millions in each. */
const TRIADS_IN_ALL = 2e7;

/**
 * Circles among the systems that wrote the responses, against those that tosses by one Bradley–Terry ranking of them would make: as many duels of
 * each pair as there were, ties as they were. Nothing where no three systems met each other.
 */
export function systemCircles(study: AuditStudy, probe: string): readonly ProbeFigure[] {
  const { systems, wins, ties, decided, clusters, excluded } = duelsOfSystems(study);
  const found = transitivity(wins, { ties });
  if (systems.length < 3 || !found || found.triads === 0) return [];
  const about = { n: found.triads, clusters, excluded, interval: null };
  const named = (metric: string, title: string) => ({ metric: `${probe}-systems-${metric}`, title });
  const counted = given(
    study,
    { ...named("cyclic", "circles among systems"), unit: "count" },
    { ...about, value: found.cyclic, method: `of ${found.triads} triads, from ${decided} duels` },
  );
  // One tie more of each pair: systems that always won have a strength then.
  const strengths = bradleyTerry(wins, { ties, prior: 1 })?.strengths;
  if (!strengths) return [counted];
  const random = study.random(`${probe}-systems`);
  const simulations = Math.floor(
    Math.min(MOST_SIMULATIONS, Math.max(FEWEST_SIMULATIONS, TRIADS_IN_ALL / found.triads)),
  );
  const observed = circleStrength(wins, ties);
  let [cyclic, asStrong] = [0, 0];
  for (let round = 0; round < simulations; round++) {
    const simulated = tossed(wins, strengths, random);
    cyclic += (transitivity(simulated, { ties })?.cyclic ?? 0) / simulations;
    if (circleStrength(simulated, ties) >= observed - 1e-12) asStrong++;
  }
  const method = `${simulations} tournaments by Bradley–Terry strengths; duels are taken for independent`;
  return [
    counted,
    given(
      study,
      { ...named("cyclic-by-noise", "circles among systems that noise alone would make"), unit: "count" },
      { ...about, value: cyclic, method },
    ),
    given(
      study,
      { ...named("circle-strength", "how firm the circles among systems are"), unit: "score" },
      // Only firmer circles than chance makes are a finding: doubled, so that it can stand beside two-sided p.
      { ...about, value: observed, p: Math.min(1, (2 * (1 + asStrong)) / (1 + simulations)), method },
    ),
  ];
}

type Matrix = readonly number[][];

/** Who won how often: a duel counts once, for whoever has more of the judge's word over all orders and askings. */
function duelsOfSystems(study: AuditStudy) {
  const systems = [
    ...new Set(study.comparisons.flatMap(({ responses }) => responses.flatMap(({ author }) => author ?? []))),
  ].sort();
  const [wins, ties] = [0, 1].map(() => systems.map(() => systems.map(() => 0))) as [number[][], number[][]];
  const clusters = new Set<string>();
  let [decided, excluded] = [0, 0];
  for (const comparison of study.comparisons) {
    const systemOf = new Map(
      comparison.responses.map(({ id, author }) => [id, systems.indexOf(author ?? "")]),
    );
    const judgments = study.baseOf(comparison.id);
    for (const duel of judgments.length === 0 ? [] : duelsOf(comparison)) {
      const [a = -1, b = -1] = duel.map((id) => systemOf.get(id) ?? -1);
      if (a < 0 || b < 0 || a === b) continue;
      const share = winShare(judgments, comparison, duel, study.judgeRule);
      if (share === null) {
        excluded++;
        continue;
      }
      decided++;
      clusters.add(clusterOf(comparison));
      if (Math.abs(share - 0.5) < 1e-12) {
        count(ties, a, b);
        count(ties, b, a);
      } else if (share > 0.5) count(wins, a, b);
      else count(wins, b, a);
    }
  }
  return { systems, wins, ties, decided, clusters: clusters.size, excluded };
}

function count(matrix: number[][], row: number, column: number): void {
  const cells = matrix[row];
  if (cells) cells[column] = (cells[column] ?? 0) + 1;
}

/** As many decided duels of each pair, tossed by the strengths. */
function tossed(wins: Matrix, strengths: ArrayLike<number>, random: Random): number[][] {
  const simulated = wins.map((row) => row.map(() => 0));
  for (const [i, row] of wins.entries()) {
    for (let j = 0; j < i; j++) {
      const met = (row[j] ?? 0) + (wins[j]?.[i] ?? 0);
      const won = binomialDraw(met, winProbability(strengths[i] ?? 0, strengths[j] ?? 0) ?? 0.5, random);
      for (const [a, b, value] of [
        [i, j, won],
        [j, i, met - won],
      ] as const) {
        const cells = simulated[a];
        if (cells) cells[b] = value;
      }
    }
  }
  return simulated;
}

/** The sum over all circles of the lead (0…1) of their weakest pair. */
function circleStrength(wins: Matrix, ties: Matrix): number {
  const lead = (i: number, j: number) => {
    const [won, lost] = [wins[i]?.[j] ?? 0, wins[j]?.[i] ?? 0];
    const met = won + lost + (ties[i]?.[j] ?? 0);
    return met === 0 ? 0 : (won - lost) / met;
  };
  let sum = 0;
  for (let i = 2; i < wins.length; i++)
    for (let j = 1; j < i; j++)
      for (let k = 0; k < j; k++) {
        const round = [lead(i, j), lead(j, k), lead(k, i)];
        sum += Math.max(0, Math.min(...round), Math.min(...round.map((one) => -one)));
      }
  return sum;
}
