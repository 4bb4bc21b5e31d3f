import { judgeCards } from "../audits/card.js";
import type { Probe } from "../audits/probe.js";
import type { Audit } from "../core/audit.js";
import type { Comparison } from "../core/comparison.js";
import type { Judgment } from "../core/judgment.js";
import type { Preference } from "../core/preference.js";
import type { RunRecords } from "../stores/store.js";
import { type AnalysisOptions, analyzeRecords } from "./analysis.js";
import { type Auditing, auditing } from "./audit.js";

/** What is said when figures are made of an audit's judgments. */
export type AuditReadingOptions = Pick<
  AnalysisOptions,
  "rule" | "prices" | "annotators" | "metrics" | "seed"
>;

/** The whole of an audit: ordinary figures, probes, cards. */
export async function auditOf(
  under: Pick<Auditing, "report">,
  runs: readonly RunRecords[],
  {
    probes,
    seed,
    ...options
  }: AuditReadingOptions & { readonly probes: readonly Probe[]; readonly seed: number },
): Promise<Audit> {
  const analysis = await analyzeRecords(runs, { ...options, seed });
  const reports = under.report();
  return { seed, analysis, probes: reports, cards: judgeCards({ analysis, reports, probes }) };
}

/** An audit of what stored runs hold, imports among them. Asks nothing. */
export async function auditRecords(
  runs: readonly RunRecords[],
  { probes, ...options }: AuditReadingOptions & { readonly probes: readonly Probe[] },
): Promise<Audit> {
  const seed = options.seed ?? runs[0]?.manifest.plan.seed ?? 0;
  const rows = new Map<string, { comparison: Comparison; preferences: Preference[] }>();
  const judgments: Judgment[] = [];
  for (const run of runs) {
    const fresh = new Set<string>();
    for await (const comparison of run.comparisons()) {
      if (rows.has(comparison.id)) continue;
      fresh.add(comparison.id);
      rows.set(comparison.id, { comparison, preferences: [] });
    }
    for await (const said of run.preferences())
      if (fresh.has(said.comparison)) rows.get(said.comparison)?.preferences.push(said);
    for await (const judgment of run.judgments()) judgments.push(judgment);
  }
  const judges = new Map(runs.flatMap(({ manifest }) => manifest.judges).map((judge) => [judge.id, judge]));
  const { rule, prices } = options;
  const under = await auditing({
    ...{ probes, seed, rows: [...rows.values()], judgments },
    judges: [...judges.values()].map((stored) => ({ stored })),
    ...(rule ? { rule } : {}),
    ...(prices ? { prices: prices.models } : {}),
  });
  return auditOf(under, runs, { ...options, probes, seed });
}
