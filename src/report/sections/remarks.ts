import type { Section } from "../section.js";

/** What the figures mean, in the analysis' own sentences. */
export const remarks: Section = {
  name: "remarks",
  render: (analysis) =>
    analysis.remarks.length === 0
      ? []
      : [
          { kind: "heading", text: "Remarks" },
          { kind: "list", items: analysis.remarks },
        ],
};
