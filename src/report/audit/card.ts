import { type Audit, CARD_VERDICTS, type CardVerdict, type JudgeCard } from "../../core/audit.js";
import { printableJson } from "../json.js";
import { renderMarkdown } from "../markdown.js";
import type { Block } from "../section.js";

const HEADINGS: Readonly<Record<CardVerdict, string>> = {
  may: "May be used",
  "may not": "May not be used",
  "not known": "Not known whether it may be used",
};

/** A judge card: what the judge may be used for and what not, each sentence with the figures behind it. */
export function cardBlocks(card: JudgeCard): readonly Block[] {
  return [
    { kind: "heading", text: `Judge card: ${card.name}` },
    { kind: "list", items: card.about },
    ...CARD_VERDICTS.flatMap((verdict): Block[] => {
      const statements = card.statements.filter((statement) => statement.verdict === verdict);
      if (statements.length === 0) return [];
      return [
        { kind: "heading", text: HEADINGS[verdict] },
        { kind: "list", items: statements.map(({ use, because }) => `${use}: ${because}`) },
      ];
    }),
    { kind: "paragraph", text: HOW },
  ];
}

const HOW =
  "Written from the figures alone. A use is granted where the whole 95 % interval of its figure lies in the range that is named, refused where all of it lies outside (or the effect was found, after correction for all that was asked), and not known otherwise. It holds for data like these, this model, this prompt.";

export type CardFormat = "md" | "json";

/** The cards of an audit as one document. */
export function renderCards({ cards, seed }: Audit, format: CardFormat): string {
  if (format === "json") return printableJson({ format: 1, seed, cards });
  return renderMarkdown(cards.flatMap(cardBlocks));
}
