import type { Config } from "../config/config.js";
import type { Comparison } from "../core/comparison.js";
import { UsageError } from "../core/errors.js";
import { hashJson } from "../core/hash.js";

type Selecting = Pick<Config, "limit" | "sample" | "ids" | "subsets" | "responses">;

/** Whether anything less than the whole data is asked for. */
export function selectsAPart({ limit, sample, ids, subsets, responses }: Selecting): boolean {
  return [limit, sample, ids, subsets, responses].some((part) => part !== undefined);
}

/**
 * The ids that a config selects; null where it selects everything. First what fits (ids, subsets, number of responses), of that a
 * sample, of that the first N. `sample` keeps the N comparisons whose seeded hash is smallest, so a larger N contains every smaller one
 * and grows the same run; an N beyond the data takes all. Throws a UsageError where an id or a subset is not in the data, or nothing fits.
 */
export async function selectedIds(
  rows: AsyncIterable<{ readonly comparison: Pick<Comparison, "id" | "subset" | "responses"> }>,
  config: Selecting,
  seed: number,
): Promise<ReadonlySet<string> | null> {
  if (!selectsAPart(config)) return null;
  const { limit, sample, responses } = config;
  const ids = config.ids && new Set(config.ids);
  const subsets = config.subsets && new Set(config.subsets);
  const unseenIds = new Set(ids);
  const seenSubsets = new Set<string>();
  const fitting: string[] = [];
  let readToTheEnd = true;
  for await (const { comparison } of rows) {
    const { id, subset = "" } = comparison;
    unseenIds.delete(id);
    if (subsets) seenSubsets.add(subset);
    const fits =
      (!ids || ids.has(id)) &&
      (!subsets || subsets.has(subset)) &&
      (responses === undefined || comparison.responses.length === responses);
    if (fits) fitting.push(id);
    const enough = sample === undefined && fitting.length === limit;
    if (unseenIds.size > 0 || !(ids || enough)) continue;
    readToTheEnd = false;
    break;
  }
  if (unseenIds.size > 0) throw new UsageError(`ids: the data has no comparison ${listed(unseenIds)}`);
  const unseen = readToTheEnd && config.subsets?.find((name) => !seenSubsets.has(name));
  if (typeof unseen === "string") throw new UsageError(noSuchSubset(unseen, seenSubsets));
  if (fitting.length === 0) throw new UsageError(nothingFits(config));
  const drawn = sample === undefined ? fitting : drawSample(fitting, sample, seed);
  return new Set(drawn.slice(0, limit));
}

function drawSample(ids: readonly string[], count: number, seed: number): string[] {
  const ranked = ids.map((id) => ({ id, rank: hashJson(["sample", seed, id]) }));
  ranked.sort((left, right) => (left.rank < right.rank ? -1 : 1));
  const drawn = new Set(ranked.slice(0, count).map(({ id }) => id));
  return ids.filter((id) => drawn.has(id));
}

function noSuchSubset(name: string, seen: ReadonlySet<string>): string {
  const named = [...seen].filter((subset) => subset !== "");
  return `subsets: the data has no subset ${JSON.stringify(name)}; it has ${named.length ? listed(named) : "none"}`;
}

function nothingFits({ ids, subsets, responses }: Selecting): string {
  const wanted = [
    ...(ids ? ["among the ids"] : []),
    ...(subsets ? [`in subset ${subsets.join(" or ")}`] : []),
    ...(responses === undefined ? [] : [`with ${responses} responses`]),
  ];
  return `nothing to judge: the data has no comparison ${wanted.join(", ")}`;
}

const LISTED = 20;

function listed(names: Iterable<string>): string {
  const all = [...names];
  return all.slice(0, LISTED).join(", ") + (all.length > LISTED ? ` … (${all.length} in all)` : "");
}
