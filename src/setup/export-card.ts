import { basename } from "node:path";
import type { Judge } from "../core/judge.js";
import { renderMarkdown } from "../report/markdown.js";
import type { Block } from "../report/section.js";
import type { ExportTally } from "./export.js";

/** What an export holds, what it leaves out and why, in Markdown. It says no time: the same run gives the same card. */
export function exportCard(tally: ExportTally): string {
  return renderMarkdown(cardBlocks(tally));
}

function cardBlocks(tally: ExportTally): readonly Block[] {
  const { manifest, format, trainer, kept, comparisons, represented, fields } = tally;
  const beside = format.ownFields.filter((field) => !fields.includes(field));
  return [
    { kind: "heading", text: `Training data: ${format.name} of ${manifest.name}` },
    {
      kind: "paragraph",
      text: `${kept} lines (${format.summary}) from ${represented} of ${comparisons} comparisons, in the shape of ${TRAINER_NAMES[trainer]}, which reads ${fields.join(", ")}. Beside them stand ${beside.join(", ")}. All texts are as they are stored, and untrusted.`,
    },
    { kind: "heading", text: "Label" },
    { kind: "list", items: labelItems(tally) },
    { kind: "heading", text: "Kept and dropped" },
    table(
      [format.unit, "count"],
      [
        ["kept", String(kept)],
        ...[...tally.dropped].map(([why, count]) => [`dropped: ${why}`, String(count)]),
      ],
    ),
    { kind: "list", items: filterItems(tally) },
    { kind: "heading", text: "Judges" },
    table(["judge", "model", "prompt", "sampling"], tally.judges.map(judgeRow)),
    { kind: "heading", text: "Where it comes from" },
    { kind: "list", items: originItems(tally) },
  ];
}

const TRAINER_NAMES = { trl: "TRL", openrlhf: "OpenRLHF", verl: "veRL" } as const;

function labelItems({ label, sources, aspects, ...lines }: ExportTally): string[] {
  const { human = 0, constructed = 0, verified = 0 } = sources;
  const whose = {
    people:
      human === 0
        ? "the construction of the data (no person was asked)"
        : constructed === 0
          ? "people"
          : "people, and the construction of the data",
    judge: "the judge, by its own rule over its stored judgments",
    verified: "checks that were run",
  }[label];
  return [
    `chosen and rejected are decided by: ${whose}`,
    `preferences in the run: ${human} of people, ${constructed} constructed, ${verified} verified${aspects > 0 ? `; ${aspects} on a single aspect are no part of it` : ""}`,
    ...countItems("margins are in", lines.marginUnits),
    ...countItems("rewards are in", lines.rewardUnits),
    ...countItems("styles", lines.styles),
  ];
}

function filterItems({ filters, ordersUnknown, judges }: ExportTally): string[] {
  const { minAgreement, minMargin, verifiedOnly, noOrderFlips } = filters;
  const items = [
    ...(minAgreement === undefined ? [] : [`agreement at least ${minAgreement}`]),
    ...(minMargin === undefined ? [] : [`margin at least ${minMargin}`]),
    ...(verifiedOnly ? ["verified only"] : []),
    ...(noOrderFlips
      ? [
          `no order flips of ${judges.map(({ name }) => name).join(", ") || "any judge"} (${ordersUnknown} duels were not decided in both orders: of these nobody can tell, and they stay)`,
        ]
      : []),
  ];
  return items.length === 0 ? ["filters: none"] : items.map((item) => `filter: ${item}`);
}

function originItems({ manifest }: ExportTally): string[] {
  const { name, touchstone, datasets, plan, origin, benchmark } = manifest;
  return [
    `run: ${name}${origin === undefined ? "" : `, ${origin}`}, made by touchstone ${touchstone}`,
    ...(benchmark === undefined ? [] : [`benchmark: ${benchmark}`]),
    // By name: where it lay on somebody's machine is nobody's business, and the hash says which it is.
    ...datasets.map(
      ({ path, sha256, reading }) =>
        `data: ${basename(path)}, SHA-256 ${sha256}, read with ${JSON.stringify(reading)}`,
    ),
    `plan: ${plan.repeats} repeats, seed ${plan.seed}`,
  ];
}

function judgeRow(judge: Judge): string[] {
  switch (judge.kind) {
    case "asked":
      return [
        judge.id,
        judge.model,
        `${judge.prompt.name}, SHA-256 ${judge.prompt.hash}`,
        JSON.stringify(judge.sampling),
      ];
    case "scored":
      return [judge.id, judge.model, "–", "–"];
    case "imported":
      return [judge.id, judge.model ?? "–", judge.prompt ?? "–", "–"];
    case "computed":
    case "combined":
      return [judge.id, "–", "–", "–"];
    default:
      return judge satisfies never;
  }
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): Block {
  return { kind: "table", columns: titles.map((title) => ({ title, align: "left" })), rows };
}

function countItems(title: string, counts: ReadonlyMap<string, number>): string[] {
  if (counts.size === 0) return [];
  return [`${title}: ${[...counts].map(([what, count]) => `${what} ${count}`).join(", ")}`];
}
