import { letterAt } from "../../core/view.js";
import { rankingTiers } from "../rankings.js";
import type { Expected, WrittenVerdict } from "../written.js";
import type { Family, FamilyTag } from "./family.js";
import { type Fields, isFields, objectsIn, plainKey, positionOf, valuesUnder } from "./fields.js";

const KEYS = new Set(["ranking", "ranks", "order", "orderedmodels", "orderedresponses"]);
const NAMES = new Set(["model", "response", "assistant", "output", "name", "id"]);

interface Ranked {
  readonly name: unknown;
  readonly rank: number;
}

/**
 * A ranking as data: AlpacaEval's Python literal `[{'model': 'model_1', 'rank': 1}, …]` and its tool call's `ordered_models`, JSON
 * with `"ranking": ["B", "A"]` or `"ranking": "B>A"`. AlpacaEval's models "m" and "M" are the first and the second of two.
 */
export const fieldRanking: Family = {
  name: "field-ranking",
  looksLike:
    "[{'model': 'model_1', 'rank': 1}, {'model': 'model_2', 'rank': 2}], {\"ranking\": [\"B\", \"A\"]}",
  gives: "ranking",
  find(text, expected) {
    if (expected.responses < 2) return [];
    const objects = objectsIn(text);
    const listed = objects.flatMap(({ fields, start, end }): FamilyTag[] => {
      const value = valuesUnder(fields, KEYS)[0];
      return value === undefined ? [] : [{ start, end, from: start, says: listSaid(value, expected) }];
    });
    const entries = objects.flatMap(({ fields, start, end }) => {
      const entry = rankedIn(fields);
      return entry ? [{ ...entry, start, end }] : [];
    });
    const runs: (typeof entries)[] = [];
    for (const entry of entries) {
      const [run, previous] = [runs.at(-1), runs.at(-1)?.at(-1)];
      const between = text.slice(previous?.end ?? 0, entry.start);
      if (run && previous && /^[\s,]{0,40}$/.test(between)) run.push(entry);
      else runs.push([entry]);
    }
    const ranked = runs.map((run): FamilyTag => {
      const start = run[0]?.start ?? 0;
      return { start, end: run.at(-1)?.end ?? start, from: start, says: rankingOf(run, expected) };
    });
    return [...listed, ...ranked].sort((left, right) => left.start - right.start);
  },
};

function rankedIn(fields: Fields): Ranked | null {
  const names = valuesUnder(fields, NAMES);
  const rank = Object.entries(fields).find(([key]) => plainKey(key) === "rank")?.[1];
  return names.length === 1 && typeof rank === "number" ? { name: names[0], rank } : null;
}

function listSaid(listed: unknown, expected: Expected): WrittenVerdict | null {
  if (typeof listed === "string") {
    const letters = Array.from({ length: expected.responses }, (_, position) => letterAt(position));
    const tiers = listed.length > 400 ? null : rankingTiers(listed, letters);
    return (
      tiers && { kind: "ranking", tiers: tiers.map((tier) => tier.map((letter) => letters.indexOf(letter))) }
    );
  }
  if (!Array.isArray(listed)) return null;
  const entries = listed.map((item: unknown, i): Ranked | null =>
    isFields(item) ? rankedIn(item) : { name: item, rank: i + 1 },
  );
  return entries.includes(null)
    ? null
    : rankingOf(
        entries.flatMap((entry) => entry ?? []),
        expected,
      );
}

function rankingOf(entries: readonly Ranked[], expected: Expected): WrittenVerdict | null {
  if (entries.length !== expected.responses) return null;
  const byCase = entries.every(({ name }) => name === "m" || name === "M");
  const ranks: number[] = [];
  for (const { name, rank } of entries) {
    const position = byCase ? (name === "m" ? 0 : 1) : positionOf(name, expected);
    if (position === null || ranks[position] !== undefined) return null;
    ranks[position] = rank;
  }
  const distinct = [...new Set(ranks)].sort((left, right) => left - right);
  const tiers = distinct.map((rank) => ranks.flatMap((own, position) => (own === rank ? [position] : [])));
  return { kind: "ranking", tiers };
}
