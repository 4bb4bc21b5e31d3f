import type { Estimate } from "../core/analysis.js";
import type { PassAtK, PassAtKCurve } from "../core/pass-at-k.js";
import { shortened } from "./clean.js";
import { countText, FIXED_SPACE, figureText, intervalText } from "./figures.js";
import { methodsText } from "./judge-table.js";
import { type Notes, startNotes } from "./notes.js";
import type { Block, Column } from "./section.js";

interface Line {
  readonly label: string;
  readonly k: number;
  readonly estimate: Estimate;
}

const MOST_AUTHORS = 10;
const LONGEST_LABEL = 40;

/** pass@k laid out: a line for each k, of all responses and of each author. */
export function passAtKBlocks({ all, authors, unnamed }: PassAtK): readonly Block[] {
  const together = authors.length > 0 && unnamed === 0 ? "all authors" : "all responses";
  const shown = authors.slice(0, MOST_AUTHORS);
  const lines = [
    ...linesOf(together, all),
    ...shown.flatMap((own) => linesOf(shortened(own.author, LONGEST_LABEL), own)),
  ];
  const notes = startNotes();
  return [
    { kind: "heading", text: "pass@k" },
    table(lines, notes),
    ...notes.blocks(),
    {
      kind: "paragraph",
      text: explained(lines, authors.length - shown.length, authors.length > 0 ? unnamed : 0),
    },
  ];
}

function linesOf(label: string, { curve }: PassAtKCurve): Line[] {
  return curve.map((point, i) => ({ label: i === 0 ? label : "", ...point }));
}

function table(lines: readonly Line[], notes: Notes): Block {
  const bounded = lines.some(({ estimate }) => estimate.bounds);
  const columns: readonly (Column & { readonly cell: (line: Line) => string })[] = [
    { title: "responses of", align: "left", cell: ({ label }) => label },
    { title: "k", align: "right", cell: ({ k }) => countText(k) },
    { title: "pass@k", align: "right", cell: ({ estimate }) => figure(estimate, notes) },
    { title: "prompts", align: "right", cell: ({ estimate }) => countText(estimate.n) },
    { title: "clusters", align: "right", cell: ({ estimate }) => countText(estimate.clusters) },
    { title: "excluded", align: "right", cell: ({ estimate }) => countText(estimate.excluded) },
    ...(bounded
      ? [{ title: "bounds", align: "right" as const, cell: ({ estimate }: Line) => bounds(estimate) }]
      : []),
  ];
  return {
    kind: "table",
    columns: columns.map(({ title, align }) => ({ title, align })),
    rows: lines.map((line) => columns.map(({ cell }) => cell(line))),
  };
}

function figure(estimate: Estimate, notes: Notes): string {
  const { value, reason = "no reason was recorded" } = estimate;
  return value === null ? `–${FIXED_SPACE}${notes.mark(reason)}` : figureText({ ...estimate, value });
}

function bounds({ bounds: ends, unit }: Estimate): string {
  return ends ? intervalText(ends, unit) : "";
}

function explained(lines: readonly Line[], authorsLeft: number, unnamed: number): string {
  const estimates = lines.map(({ estimate }) => estimate);
  const sentences = [
    "Mean over prompts of 1 − C(n − c, k)/C(n, k): c of n decided responses passed; prompts with fewer than k are excluded.",
    methodsText(estimates),
    estimates.some((estimate) => estimate.bounds)
      ? "Bounds: had the undecided responses of excluded prompts all failed, and all passed; given where this is about more than 5 % of the prompts."
      : null,
    authorsLeft > 0 ? `Authors not shown: ${countText(authorsLeft)}; the JSON document has them.` : null,
    unnamed > 0 ? `Responses that name no author: ${countText(unnamed)}.` : null,
  ];
  return sentences.filter((sentence) => sentence !== null).join(" ");
}
