import type { ExportFormat } from "./export-format.js";
import { sifted } from "./filters.js";
import { CUT_OFF, isTruncated, NOT_TEXT, PAIR_FIELDS, PAIR_ORIGIN, pairFields } from "./shapes.js";

/** One line a duel with a winner: prompt, chosen, rejected, and by how much. */
export const preference: ExportFormat = {
  name: "preference",
  summary: "pairs of a chosen and a rejected response, with the margin",
  unit: "duels",
  fields: PAIR_FIELDS,
  ownFields: PAIR_ORIGIN,
  filters: ["minAgreement", "verifiedOnly", "minMargin", "noOrderFlips"],
  readsCritiques: false,
  *lines({ comparison, duels }, { trainer, filters }) {
    for (const duel of duels) {
      const found = sifted(duel, filters);
      if ("reason" in found) {
        yield { status: "dropped", reason: found.reason };
        continue;
      }
      const { margin, marginUnit, agreement } = found.label;
      const pair = pairFields(trainer, comparison, found.label);
      if (isTruncated(comparison, found.label.chosen)) yield { status: "dropped", reason: CUT_OFF };
      else if (!pair) yield { status: "dropped", reason: NOT_TEXT };
      else {
        const line = { ...pair, margin, margin_unit: marginUnit, agreement, comparison: comparison.id };
        yield { status: "kept", line };
      }
    }
  },
};
