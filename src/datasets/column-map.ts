import { UsageError } from "../core/errors.js";
import { type Expression, expression } from "./columns.js";
import type { Parts } from "./mapped-row.js";

/**
 * A column map from its short form: `target=column` pairs joined by commas.
 *
 * Targets: id, prompt, response (for one response) or response_1, response_2 …, or chosen and rejected; winner, rating (for
 * one response) or rating_1, rating_2 …; reference, rubric, subset, cluster, annotator, author_1, author_2 …
 * Columns joined by "+" are joined in the value; a path such as `conversation.0.content` reaches into nested JSON.
 *
 * @example parseMap("prompt=instruction+input,chosen=good,rejected=bad")
 * // { prompt: "instruction+input", chosen: "good", rejected: "bad" }
 */
export function parseMap(text: string): Record<string, string> {
  const map = mapPairs(text);
  partsOfMap(map);
  return map;
}

/** The pairs of a column map, whatever their targets. Throws a UsageError where the text is no list of pairs. */
export function mapPairs(text: string): Record<string, string> {
  const pairs = text.split(",").map((part): [string, string] => {
    const at = part.indexOf("=");
    const [target, column] = [part.slice(0, Math.max(at, 0)).trim(), part.slice(at + 1).trim()];
    if (target === "" || column === "") {
      throw new UsageError(
        `map: expected target=column pairs such as "prompt=question,winner=label" but found ${JSON.stringify(part)}`,
      );
    }
    return [target, column];
  });
  const twice = pairs.find(([target], i) => pairs.findIndex(([other]) => other === target) !== i);
  if (twice)
    throw new UsageError(`map: expected each target once but found ${JSON.stringify(twice[0])} twice`);
  return Object.fromEntries(pairs);
}

/** What a column map says where everything stands. Throws a UsageError where it is not a whole, unambiguous map. */
export function partsOfMap(map: Readonly<Record<string, string>>): Parts {
  const targets = new Map(Object.entries(map).map(([target, column]) => [target, expression(column)]));
  for (const target of targets.keys()) {
    if (!TARGET.test(target)) {
      throw new UsageError(`map: expected one of the targets ${TARGETS} but found ${JSON.stringify(target)}`);
    }
  }
  const answers = answersOfMap(targets);
  const k = answers.kind === "preferred" ? 2 : answers.responses.length;
  const authors = Array.from({ length: k }, (_, i) => targets.get(`author_${i + 1}`));
  const beyond = [...targets.keys()].find(
    (target) => Number(/^(?:author|rating)_(\d+)$/.exec(target)?.[1]) > k,
  );
  if (beyond) throw new UsageError(`map: expected "${beyond}" to belong to a response but found ${k} mapped`);
  if (targets.has("annotator") && answers.kind === "winner" && (answers.winner?.names.length ?? 0) > 1) {
    throw new UsageError(
      'map: expected either "annotator" or one winner column per annotator but found both',
    );
  }
  const named = SINGLE.flatMap((name) => {
    const from = targets.get(name);
    return from ? [[name, from] as const] : [];
  });
  return { ...Object.fromEntries(named), authors, answers };
}

function answersOfMap(targets: ReadonlyMap<string, Expression>): Parts["answers"] {
  const [chosen, rejected] = [targets.get("chosen"), targets.get("rejected")];
  const one = targets.get("response");
  const many = numbered(targets, "response");
  const ways = [chosen ?? rejected, one, many.length > 0 ? many : undefined].filter(
    (way) => way !== undefined,
  );
  if (ways.length !== 1) {
    throw new UsageError(
      `map: expected "response", or "response_1", "response_2" …, or "chosen" and "rejected" but found ${ways.length === 0 ? "none of them" : "more than one of these"}`,
    );
  }
  if (chosen ?? rejected) {
    if (!chosen || !rejected)
      throw new UsageError('map: expected both "chosen" and "rejected" but found one');
    refuse(targets, ["winner", "rating", "rating_1"], '"chosen" and "rejected", which say who wins');
    return { kind: "preferred", chosen, rejected };
  }
  if (one) {
    refuse(targets, ["winner", "rating_1"], 'one response, which can have a "rating" only');
    return {
      kind: "ratings",
      responses: [one],
      ratings: [targets.get("rating")].filter((it) => it !== undefined),
    };
  }
  return answersOfSeveral(targets, many);
}

function answersOfSeveral(
  targets: ReadonlyMap<string, Expression>,
  responses: readonly Expression[],
): Parts["answers"] {
  if (responses.length < 2) {
    throw new UsageError(
      'map: expected "response_2" beside "response_1" but found none (for one, map "response")',
    );
  }
  refuse(targets, ["rating"], `${responses.length} responses: give "rating_1", "rating_2" …`);
  const ratings = numbered(targets, "rating");
  const winner = targets.get("winner");
  if (ratings.length === 0) return { kind: "winner", responses, ...(winner ? { winner } : {}) };
  if (winner) throw new UsageError('map: expected "winner" or ratings but found both');
  if (ratings.length !== responses.length || ratings.some(({ names }) => names.length > 1)) {
    throw new UsageError(
      `map: expected one rating column for each of ${responses.length} responses but found ${ratings.length} targets with ${ratings.flatMap(({ names }) => names).length} columns`,
    );
  }
  return { kind: "ratings", responses, ratings };
}

/** `response_1`, `response_2` … without a gap. */
function numbered(targets: ReadonlyMap<string, Expression>, stem: string): Expression[] {
  const given = [...targets.keys()].filter((target) => new RegExp(`^${stem}_\\d+$`).test(target));
  return given.map((_, i) => {
    const from = targets.get(`${stem}_${i + 1}`);
    if (from) return from;
    throw new UsageError(`map: expected "${stem}_${i + 1}" but found only ${given.join(", ")}`);
  });
}

function refuse(targets: ReadonlyMap<string, Expression>, names: readonly string[], beside: string): void {
  const found = names.find((name) => targets.has(name));
  if (found) throw new UsageError(`map: expected no "${found}" but found it beside ${beside}`);
}

const SINGLE = ["id", "prompt", "reference", "rubric", "subset", "cluster", "annotator"] as const;
const TARGET = new RegExp(
  `^(?:${SINGLE.join("|")}|response|chosen|rejected|winner|rating|(?:response|rating|author)_[1-9]\\d{0,2})$`,
);
const TARGETS =
  "id, prompt, response, response_1 …, chosen, rejected, winner, rating, rating_1 …, reference, rubric, subset, cluster, author_1 …, annotator";
