import type { Audit } from "../../core/audit.js";
import { renderFigureRows } from "../csv.js";
import { printableJson } from "../json.js";
import { renderMarkdown } from "../markdown.js";
import type { Block } from "../section.js";
import { renderTerminal, type TerminalOptions } from "../terminal.js";
import type { ReportFormat } from "../writers.js";
import { reportBlocks } from "../writers.js";
import { cardBlocks } from "./card.js";
import { details } from "./details.js";
import { findings } from "./findings.js";
import { noiseFloor } from "./noise-floor.js";

/** An audit as one text that ends in a line break; `options` matter to the terminal alone. */
export async function renderAudit(
  audit: Audit,
  format: ReportFormat,
  options: Partial<TerminalOptions> = {},
): Promise<string> {
  switch (format) {
    case "terminal":
      return renderTerminal(auditBlocks(audit), { width: 80, color: false, ...options });
    case "md":
      return renderMarkdown(auditBlocks(audit));
    case "json":
      return printableJson({ format: 1, ...audit });
    case "csv":
      return renderFigureRows(
        audit.analysis,
        audit.probes.flatMap(({ primary, others }) => [primary, ...others]),
      );
    default:
      return format satisfies never;
  }
}

/** What the judges are worth on these data comes first: an audit without it would be about nothing. */
function auditBlocks(audit: Audit): readonly Block[] {
  return [
    ...reportBlocks(audit.analysis, ["leaderboard", "pairs", "exclusions", "data"]),
    ...noiseFloor(audit),
    ...findings(audit),
    ...details(audit),
    ...audit.cards.flatMap(cardBlocks),
  ];
}
