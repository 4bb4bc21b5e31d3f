/**
 * Touchstone's public API: the only door for users of the library, and for its own command line.
 *
 * `run(config)` judges and stores, `analyze` makes figures of stored rows, `renderReport` lays them out.
 */

// The nouns.

export type * from "./core/analysis.js";
export type * from "./core/audit.js";
export type * from "./core/check.js";
export type * from "./core/comparison.js";
export type * from "./core/decision.js";
export { DEFAULT_RULE } from "./core/decision.js";
export type * from "./core/downstream.js";
export { type ErrorKind, errorOfMetric, metricOfError } from "./core/error-kind.js";
export { InputError, TouchstoneError, UsageError } from "./core/errors.js";
export type { Json, JsonObject } from "./core/json.js";
export type * from "./core/judge.js";
export type * from "./core/judgment.js";
export type * from "./core/pass-at-k.js";
export type * from "./core/preference.js";
export { type Random, seededRandom } from "./core/random.js";
export type * from "./core/reading.js";
export type * from "./core/sample.js";
export type * from "./core/trial.js";
export { trial } from "./core/trial.js";
export { viewOf } from "./core/view.js";

// Statistics: numbers in, numbers out, for whoever has judgments of their own.

export * as stats from "./stats/all.js";

// Configs.

export type {
  AskedJudgeConfig,
  BaselineJudgeConfig,
  DataConfig,
  FullJudgeConfig,
  JudgeConfig,
  Price,
  PriceTable,
  ScoredJudgeConfig,
} from "./config/config.js";
export { CONFIG_DEFAULTS, type Config, defineConfig } from "./config/config.js";
export { checkConfig, findConfig, loadConfig, loadPrices, readConfigFile } from "./config/load.js";
export { configJsonSchema } from "./config/schema.js";

// Data.

export { parseMap } from "./datasets/column-map.js";
export type { DatasetReport } from "./datasets/dataset-report.js";
export { inspectDataset } from "./datasets/inspect.js";
export { type NativeRow, nativeRow } from "./datasets/native-row.js";
export { comparisonSchema } from "./datasets/native-schema.js";
export { type DatasetRow, type DatasetSource, readDataset } from "./datasets/read.js";
export { parsePromptMap } from "./datasets/read-prompts.js";
export { parseLabels } from "./datasets/winner.js";

// Judging.

export type { Capabilities } from "./models/capabilities.js";
export {
  analyzeRun,
  audit,
  auditRuns,
  bestOfNRuns,
  compareRuns,
  demo,
  dryAudit,
  dryRun,
  type ExportRunOptions,
  exportRun,
  type ReparseOptions,
  reparseRun,
  rescoreRuns,
  run,
  scoreRun,
} from "./pipeline.js";
export { loadPrompt } from "./protocols/prompt.js";
export type {
  ConfiguredProtocol,
  Draw,
  PromptTemplate,
  Protocol,
  ProtocolReading,
  Request,
} from "./protocols/protocol.js";
export type { Progress } from "./run/progress.js";
export { RunStopped } from "./run/run.js";
export { type AdHocJudging, judgeOnce } from "./setup/ad-hoc.js";
export type { AuditEstimate, AuditEstimateRow } from "./setup/audit-estimate.js";
export type { AuditReadingOptions } from "./setup/audit-report.js";
export type { AuditedRun, AuditHooks } from "./setup/audit-run.js";
export { type CostMeter, type CostStop, costMeter, judgePayees, policyPayees } from "./setup/cost.js";
export { type Demo, type Recording, STARTER_SET } from "./setup/demo.js";
export { type Examination, examine } from "./setup/doctor.js";
export type { Environment } from "./setup/endpoints.js";
export type { JudgeEstimate, RunEstimate } from "./setup/estimate.js";
export { readGivenRewrites } from "./setup/given-rewrites.js";
export { type JudgeKind, type JudgeKinds, judgeKinds, optionsOfJudge } from "./setup/judge-kinds.js";
export { type JudgeSettings, judgeInFull } from "./setup/judges.js";
export type { AskingHooks, OpenRun, RunHooks } from "./setup/laid-run.js";
export type { JudgeReparse, Reparse, RereadCounts, RereadExample } from "./setup/reparse.js";
export { drawResponses, type OpenSample, type SampledSet, type SampleHooks } from "./setup/sample.js";
export { type PolicyConfig, readStyle, type SampleConfig } from "./setup/sample-config.js";
export { estimateSample, type SampleEstimate } from "./setup/sample-estimate.js";
export type { SampleCounts, SampledRow } from "./setup/sample-rows.js";

// Figures.

export { combine } from "./combine/combine.js";
export type { JuryConfig } from "./combine/jury.js";
export { type AnalyzeInput, analyze } from "./metrics/analyze.js";
export { metrics } from "./metrics/find.js";
export type { Metric } from "./metrics/metric.js";
export { pairedDifference } from "./metrics/paired.js";
export { checkGates, type GateResult } from "./setup/gates.js";

// Audits.

export { findProbes, probes } from "./audits/find.js";
export type { ArmTrial, Asking, Probe, ProbeUse, Shown, ShownContext } from "./audits/probe.js";
export type { ArmName, AuditStudy } from "./audits/study.js";

// Reports.

export { type CardFormat, cardBlocks, renderCards } from "./report/audit/card.js";
export { renderAudit } from "./report/audit/writers.js";
export { differenceBlocks } from "./report/difference.js";
export { downstreamBlocks } from "./report/downstream.js";
export { printableJson } from "./report/json.js";
export { passAtKBlocks } from "./report/pass-at-k.js";
export type { Block, Section } from "./report/section.js";
export { renderTerminal, type TerminalOptions } from "./report/terminal.js";
export { formatForPath, type ReportFormat, type ReportOptions, renderReport } from "./report/writers.js";

// Stored runs.

export { listRuns, type RunListing, readRunFolder } from "./stores/run-folder.js";
export type { Manifest, RunRecords, Store } from "./stores/store.js";

// Public benchmarks, and outputs that others published.

export type {
  Benchmark,
  BenchmarkRow,
  ImportedJudgment,
  ImportedRow,
  OfficialFigure,
  OutputFormat,
} from "./benchmarks/benchmark.js";
export { benchmarks, findBenchmark } from "./benchmarks/find.js";
export { type ImportedOutputs, type ImportOptions, readOutputs, writeImport } from "./setup/import.js";
export { readVerdictTable, type VerdictTable } from "./setup/import-verdicts.js";
export type { Rescore } from "./setup/rescore.js";
export { type OfficialScore, scoreDocument, scoreOutputs } from "./setup/score.js";

// Training data out of stored runs.

export {
  type ExportContext,
  type ExportFormat,
  type Outcome,
  TRAINERS,
  type Trainer,
} from "./exports/export-format.js";
export type { FilterName, Filters } from "./exports/filters.js";
export { exportFormats } from "./exports/find.js";
export {
  type DuelLabel,
  LABEL_SOURCES,
  type LabelledComparison,
  type LabelledDuel,
  type LabelSource,
} from "./exports/labelled.js";
export { type Export, type ExportOptions, type ExportTally, exportRecords } from "./setup/export.js";
export { exportCard } from "./setup/export-card.js";

// Verifiers: what can be computed of a response.

export { type PassCounts, passAtKFigures, passCounts } from "./metrics/pass-at-k.js";
export {
  countPasses,
  countVerified,
  type VerifiedResponse,
  type VerifiedRow,
  type VerifyCounts,
  type VerifyOptions,
  verifyCounts,
  verifyData,
} from "./setup/verify.js";
export { compareAnswers } from "./verifiers/answer.js";
export { verifiers, verify } from "./verifiers/find.js";
export type {
  Verification,
  VerificationOutcome,
  VerificationStatus,
  VerifiedPart,
  Verifier,
} from "./verifiers/verifier.js";

// Verdict texts of any origin.

export { type AutoReading, readAuto } from "./verdicts/auto.js";
export { findRule, publishedRules } from "./verdicts/rules/find.js";
export { llmbarRule } from "./verdicts/rules/llmbar-evaluators.js";
export type { PublishedRule, RuleReading } from "./verdicts/rules/rule.js";
export type { Expected, WrittenVerdict } from "./verdicts/written.js";

// Scalar reward models.

export { findReward, rewards } from "./rewards/find.js";
export type { ConfiguredReward, EndpointSettings, Reward } from "./rewards/reward.js";
