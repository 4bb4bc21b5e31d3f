import { preferenceOf } from "../../combine/preference.js";
import { type Comparison, clusterOf, type Duel } from "../../core/comparison.js";
import { sameDuel } from "../../core/duel.js";
import type { AuditStudy } from "../study.js";

/** A duel that an audit looks at. */
export interface AuditDuel {
  /** The comparison with these two responses alone. */
  readonly comparison: Comparison;
  readonly duel: Duel;
  readonly cluster: string;
  /** A response id or "tie", whichever most annotators say; null where nobody said anything or they are split. */
  readonly preferred: string | null;
}

/** All duels of the data, in the order of the study. */
export function auditDuels(study: AuditStudy): readonly AuditDuel[] {
  return study.comparisons.flatMap((comparison) =>
    preferenceOf(study.preferencesOf(comparison.id), comparison).map(({ duel, winner }) => ({
      comparison: onlyDuel(comparison, duel),
      duel,
      cluster: clusterOf(comparison),
      preferred: winner,
    })),
  );
}

/**
 * One duel of each comparison: the first that has a preferred response, else the first. Changed responses are judged by duels, and the
 * duels of one comparison say much the same.
 */
export function oneDuelEach(study: AuditStudy): readonly AuditDuel[] {
  const byComparison = new Map<string, AuditDuel>();
  for (const one of auditDuels(study)) {
    const known = byComparison.get(one.comparison.id);
    if (!known || (!isDecided(known) && isDecided(one))) byComparison.set(one.comparison.id, one);
  }
  return [...byComparison.values()];
}

/** The response of a duel that people did not prefer; null where they preferred none. */
export function dispreferred({ duel, preferred }: AuditDuel): string | null {
  if (!isDecided({ duel, preferred })) return null;
  return preferred === duel[0] ? duel[1] : duel[0];
}

function isDecided({ duel, preferred }: Pick<AuditDuel, "duel" | "preferred">): boolean {
  return preferred === duel[0] || preferred === duel[1];
}

/** The comparison with the two responses of a duel and no others. */
export function onlyDuel(comparison: Comparison, duel: Duel): Comparison {
  const { duels, ...rest } = comparison;
  const responses = comparison.responses.filter(({ id }) => duel.includes(id));
  const declared = duels?.some((one) => sameDuel(one, duel)) ? { duels: [duel] } : {};
  return { ...rest, responses, ...declared };
}

/** The comparison with the text of one response replaced. */
export function withText(comparison: Comparison, id: string, text: string): Comparison {
  return {
    ...comparison,
    responses: comparison.responses.map((response) =>
      response.id === id ? { ...response, text } : response,
    ),
  };
}
