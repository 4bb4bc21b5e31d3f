import type { Random } from "../core/random.js";
import { randomInteger } from "../core/random.js";
import { logOdds, probabilityOfLogOdds } from "../stats/calibration/log-odds.js";
import { quantile } from "../stats/intervals/quantile.js";

/** A row of the authors' table: a game, or one of the three that a "much better" makes. */
export interface TableRow {
  readonly model: string;
  /** 1, 0.5 or 0. */
  readonly score: number;
}

export interface RowBootstrap {
  /** The quantiles, 0…1. */
  readonly low: number;
  readonly high: number;
  /** Where quantiles are interpolated: between shares of wins, or between Bradley–Terry ratings against the baseline, which are their log odds. */
  readonly scale: "share" | "rating";
}

const ROUNDS = 100;
// A model that wins every row of a resample has no finite rating: its share stays 1 to this many digits.
const CLIP = 1e-12;

/**
 * The interval of each model's share of wins (0…1) by drawing single rows of the table again, 100 times: as the authors do it, without
 * regard to what question a row is of. A resample without a row of the model is passed over.
 */
export function rowBootstrap(
  table: readonly TableRow[],
  { low, high, scale }: RowBootstrap,
  random: Random,
): ReadonlyMap<string, readonly [number, number]> {
  // By content, so that the order of files changes nothing.
  const rows = [...table].sort((left, right) =>
    left.model === right.model ? left.score - right.score : left.model < right.model ? -1 : 1,
  );
  const models = [...new Set(rows.map(({ model }) => model))];
  const places = new Map(models.map((model, i) => [model, i]));
  const drawnShares = models.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    const [units, wins] = [new Float64Array(models.length), new Float64Array(models.length)];
    for (let draw = 0; draw < rows.length; draw++) {
      const { model, score } = rows[randomInteger(random, rows.length)] ?? { model: "", score: 0 };
      const place = places.get(model) ?? 0;
      units[place] = (units[place] ?? 0) + 1;
      wins[place] = (wins[place] ?? 0) + score;
    }
    for (const [place, shares] of drawnShares.entries()) {
      const drawn = units[place] ?? 0;
      if (drawn > 0) shares.push((wins[place] ?? 0) / drawn);
    }
  }
  return new Map(
    models.map((model, place) => {
      const shares = drawnShares[place] ?? [];
      return [model, [quantileOn(scale, shares, low), quantileOn(scale, shares, high)] as const];
    }),
  );
}

function quantileOn(scale: RowBootstrap["scale"], shares: readonly number[], at: number): number {
  if (scale === "share") return quantile(shares, at) ?? 0;
  const ratings = shares.map((share) => logOdds(share, { clip: CLIP }) ?? 0);
  return probabilityOfLogOdds(quantile(ratings, at) ?? 0);
}
