import type { Verdict } from "../index.js";

/** A verdict in words: who is better and how surely, or each response's score (called `scoreName` where it has a name) with all that is known of it. */
export function verdictText(verdict: Verdict, scoreName?: string): string {
  switch (verdict.kind) {
    case "duel":
      return duelText(verdict);
    case "scores":
      return Object.keys(verdict.byId)
        .map((id) => scoreText(verdict, id, scoreName))
        .join("; ");
    case "ranking":
      return verdict.tiers.map((tier) => tier.join(" = ")).join(" > ");
    default:
      return verdict satisfies never;
  }
}

function duelText({ between, winner, strength, pWin }: Verdict & { kind: "duel" }): string {
  const better = strength !== undefined && strength > 1 ? "much better" : "better";
  const said = winner === "tie" ? `${between.join(" and ")} are equally good` : `${winner} is ${better}`;
  return pWin === undefined ? said : `${said} (probability that ${between[0]} is: ${rounded(pWin)})`;
}

/** "r1 scores 7 (expected 6.8, between 6.5 and 7.1; accuracy 8, style 5)" */
function scoreText(
  { byId, expected, bounds, parts }: Verdict & { kind: "scores" },
  id: string,
  scoreName?: string,
) {
  const score = own(byId, id) ?? Number.NaN;
  const mean = own(expected, id);
  const within = own(bounds, id);
  const criteria = Object.entries(parts ?? {}).flatMap(([name, scores]) => {
    const part = own(scores, id);
    return part === undefined ? [] : [`${name} ${rounded(part)}`];
  });
  const value = [
    ...(mean === undefined || mean === score ? [] : [`expected ${rounded(mean)}`]),
    ...(within ? [`between ${rounded(within[0])} and ${rounded(within[1])}`] : []),
  ].join(", ");
  const more = [value, criteria.join(", ")].filter((text) => text !== "").join("; ");
  const said = scoreName ? `${scoreName} of ${id} is ${rounded(score)}` : `${id} scores ${rounded(score)}`;
  return more === "" ? said : `${said} (${more})`;
}

// An id may be "constructor": only what was put in counts.
function own<Value>(fields: Readonly<Record<string, Value>> | undefined, id: string): Value | undefined {
  return fields && Object.hasOwn(fields, id) ? fields[id] : undefined;
}

/** @example rounded(0.83333) // "0.833" */
function rounded(value: number): string {
  return String(Number(value.toPrecision(value > -1 && value < 1 ? 3 : 5)));
}
