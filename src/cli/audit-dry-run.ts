import type { AuditEstimate, AuditHooks, Block, Config } from "../index.js";
import { EXIT } from "./exit.js";
import { printBlocks, printJson } from "./output.js";

/** `touchstone audit --dry-run`: what the audit would ask and cost, probe by probe. Sends nothing, writes nothing. */
export async function auditDryRun(
  config: Config,
  hooks: AuditHooks,
  flags: { readonly json?: boolean },
): Promise<number> {
  const { dryAudit } = await import("../index.js");
  const estimate = await dryAudit(config, hooks);
  if (flags.json) await printJson(estimate);
  else await printBlocks(estimateBlocks(estimate));
  return EXIT.ok;
}

function estimateBlocks({ folder, comparisons, trials, satisfied, rows }: AuditEstimate): Block[] {
  const total = sumOf(rows);
  return [
    {
      kind: "paragraph",
      text: `${comparisons} comparisons, ${trials} trials wanted, ${satisfied} of them already judged. Nothing was sent. The audit would be kept in ${folder}`,
    },
    {
      kind: "table",
      columns: [
        { title: "judge", align: "left" },
        { title: "probe", align: "left" },
        ...["trials", "calls", "reused", "tokens in", "tokens out, at most", "cost"].map(
          (title) => ({ title, align: "right" }) as const,
        ),
      ],
      rows: [
        ...rows.map((row) => [row.judge, row.probe ?? "(ordinary, shared by probes)", ...countsOf(row)]),
        ["all", "", ...countsOf(total)],
      ],
    },
    {
      kind: "paragraph",
      text: "Each trial is taken to come out decided, so that later rounds are foreseen. Retries are not.",
    },
  ];
}

type Counted = Omit<AuditEstimate["rows"][number], "judge" | "probe">;

function countsOf({ trials, calls, reused, inputTokens, outputTokensAtMost, usd }: Counted): string[] {
  const price = usd === null ? "unknown" : `$${usd[0].toFixed(4)} to $${usd[1].toFixed(4)}`;
  return [trials, calls, reused, inputTokens, outputTokensAtMost].map(String).concat(price);
}

function sumOf(rows: AuditEstimate["rows"]): Counted {
  const sum = (count: (row: Counted) => number) => rows.reduce((all, row) => all + count(row), 0);
  const known = rows.every(({ usd }) => usd !== null);
  return {
    trials: sum(({ trials }) => trials),
    reused: sum(({ reused }) => reused),
    calls: sum(({ calls }) => calls),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokensAtMost: sum(({ outputTokensAtMost }) => outputTokensAtMost),
    usd: known ? [sum(({ usd }) => usd?.[0] ?? 0), sum(({ usd }) => usd?.[1] ?? 0)] : null,
  };
}
