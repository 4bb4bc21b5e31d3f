import { clusterOf } from "../core/comparison.js";
import { seededRandom } from "../core/random.js";
import { type Game, type Games, gamesOf } from "./arena-hard-games.js";
import { type RowBootstrap, rowBootstrap, type TableRow } from "./arena-hard-interval.js";
import type { OfficialFigure, OfficialInput } from "./benchmark.js";
import { kebab } from "./kebab.js";
import { type ClusterTotals, clusterTotals, notComputable, officialFigure } from "./official.js";
import { publishedJudgments } from "./published-judgments.js";

/** How one version makes its leaderboard. */
export interface Leaderboard {
  /** Each with a leaderboard of its own, the named ones always; null where there is one of all. */
  readonly categories: readonly string[] | null;
  /** The games of a pair that enter the table, and how many units (pairs or games) these are and were left out. */
  count(games: Games): Counted;
  readonly interval: RowBootstrap;
  /** Whether rows are drawn of all models together (v0.1) or within each (v2). */
  readonly drawn: "together" | "within";
  /** The name under which an author's answers are counted. */
  modelOf(author: string): string;
}

export interface Counted {
  readonly games: readonly Game[];
  readonly n: number;
  readonly excluded: number;
}

/** v2: a pair without a verdict in one of its games is dropped with both. Units are pairs. */
export function wholePairs(games: Games): Counted {
  const decided = decidedOf(games);
  return decided.length === games.length
    ? { games: decided, n: 1, excluded: 0 }
    : { games: [], n: 0, excluded: 1 };
}

/** v0.1: a game without a verdict is dropped alone. Units are games. */
export function singleGames(games: Games): Counted {
  const decided = decidedOf(games);
  return { games: decided, n: decided.length, excluded: games.filter((game) => game === null).length };
}

function decidedOf(games: Games): readonly Game[] {
  return games.filter((game) => game !== null && game !== undefined);
}

/** Places of a model's totals: rows of the table and what they score, games and what they score. */
const [ROWS, ROW_SCORE, GAMES, GAME_SCORE, WIDTH] = [0, 1, 2, 3, 4] as const;

interface JudgedPair extends Counted {
  readonly category: string;
  readonly model: string;
  readonly cluster: string;
}

/**
 * The score of each model on each leaderboard, the interval that its authors print, and the same score with every game counted once
 * (lmarena/arena-hard-auto: show_result.py). Names end in the model's where several are judged.
 */
export function arenaHardFigures(input: OfficialInput, board: Leaderboard): readonly OfficialFigure[] {
  const pairs = judgedPairs(input, board);
  const models = [...new Set(pairs.map(({ model }) => model))].sort();
  const endings = endingsOf(models);
  const others = pairs.map(({ category }) => category).sort();
  const categories = board.categories ? [...new Set([...board.categories, ...others])] : [null];
  return [
    ...categories.flatMap((category) => {
      const own = category === null ? pairs : pairs.filter((pair) => pair.category === category);
      const prefix = category ? `${kebab(category)}-` : "";
      return figuresOf({ pairs: own, prefix, endings, board, seed: input.seed });
    }),
    notComputable(
      { name: "style-controlled-score", unit: "percent" },
      "it needs the lengths and the markdown of all answers, which judgments do not hold",
    ),
  ];
}

function judgedPairs(
  { comparisons, judgments }: OfficialInput,
  { count, modelOf }: Leaderboard,
): readonly JudgedPair[] {
  const judged = publishedJudgments(judgments);
  return comparisons.flatMap((comparison): JudgedPair[] => {
    const own = judged.get(comparison.id);
    if (!own) return [];
    const model = modelOf(comparison.responses[1]?.author ?? "");
    return [
      {
        ...{ category: comparison.subset ?? "", model, cluster: clusterOf(comparison) },
        ...count(gamesOf(own, comparison)),
      },
    ];
  });
}

/** What a figure's name ends in, by model: nothing where there is one. Names that come to the same are numbered. */
function endingsOf(models: readonly string[]): ReadonlyMap<string, string> {
  if (models.length < 2) return new Map([[models[0] ?? "", ""]]);
  const used = new Set<string>();
  return new Map(
    models.map((model) => {
      const name = kebab(model) || "model";
      let ending = `-${name}`;
      for (let times = 2; used.has(ending); times++) ending = `-${name}-${times}`;
      used.add(ending);
      return [model, ending];
    }),
  );
}

interface BoardInput {
  readonly pairs: readonly JudgedPair[];
  readonly prefix: string;
  readonly endings: ReadonlyMap<string, string>;
  readonly board: Leaderboard;
  readonly seed: number;
}

function figuresOf({ pairs, prefix, endings, board, seed }: BoardInput): OfficialFigure[] {
  const table = pairs.flatMap(({ model, games }) =>
    games.flatMap(({ score, rows }) => Array.from({ length: rows }, (): TableRow => ({ model, score }))),
  );
  const drawn = (rows: readonly TableRow[], of: string) =>
    rowBootstrap(rows, board.interval, seededRandom(["official interval", seed, prefix, of]));
  const together = board.drawn === "together" ? drawn(table, "") : null;
  return [...endings].flatMap(([model, ending]) => {
    const own = pairs.filter((pair) => pair.model === model);
    const rows = table.filter((row) => row.model === model);
    const bounds = (together ?? drawn(rows, model)).get(model);
    return modelFigures({ pairs: own, bounds, prefix, ending, seed });
  });
}

interface ModelInput {
  readonly pairs: readonly JudgedPair[];
  readonly bounds: readonly [number, number] | undefined;
  readonly prefix: string;
  readonly ending: string;
  readonly seed: number;
}

function modelFigures({ pairs, bounds, prefix, ending, seed }: ModelInput): OfficialFigure[] {
  const sums = totalsOf(pairs);
  const n = sumOf(pairs, (pair) => pair.n);
  const excluded = sumOf(pairs, (pair) => pair.excluded);
  const reason =
    pairs.length === 0 ? "no answer of this category was judged" : "no pair has the verdicts it needs";
  const about = (name: string) =>
    ({ name: `${prefix}${name}${ending}`, unit: "percent", n, excluded }) as const;
  const share = (name: string, part: number, whole: number) =>
    officialFigure({
      ...{ ...about(name), sums, seed, reason },
      formula: (totals) => (totals[whole] ? (100 * (totals[part] ?? 0)) / totals[whole] : null),
    });
  // It is an interval itself: that of an end of it would be nobody's.
  const end = (name: string, bound: number | undefined): OfficialFigure =>
    bound === undefined
      ? notComputable(about(name), reason, { n, excluded })
      : { ...about(name), value: 100 * bound, interval: null };
  return [
    share("score", ROW_SCORE, ROWS),
    end("score-official-interval-low", bounds?.[0]),
    end("score-official-interval-high", bounds?.[1]),
    share("score-unweighted", GAME_SCORE, GAMES),
  ];
}

function totalsOf(pairs: readonly JudgedPair[]): ClusterTotals {
  const sums = clusterTotals(WIDTH);
  for (const { cluster, games } of pairs) {
    for (const { score, rows } of games) {
      sums.add(cluster, ROWS, rows);
      sums.add(cluster, ROW_SCORE, rows * score);
      sums.add(cluster, GAMES, 1);
      sums.add(cluster, GAME_SCORE, score);
    }
  }
  return sums;
}

function sumOf<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}
