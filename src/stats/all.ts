// The statistics, as a library of its own: numbers in, numbers out. `import { stats } from "touchstone"`.

export { type CohenKappaOptions, cohenKappa } from "./agreement/cohen-kappa.js";
export { cohenKappaInterval, cohenKappaStandardError } from "./agreement/cohen-kappa-interval.js";
export { type CrossTable, crossTable, type Rating } from "./agreement/cross-table.js";
export { fleissKappa, resampledFleissKappa } from "./agreement/fleiss-kappa.js";
export { gwetAc1, gwetAc2, gwetAcOfCounts, resampledGwetAc } from "./agreement/gwet-ac.js";
export { type Icc, type IccForm, icc } from "./agreement/icc.js";
export { type KendallW, kendallW } from "./agreement/kendall-w.js";
export {
  krippendorffAlpha,
  type MeasurementLevel,
  resampledKrippendorffAlpha,
} from "./agreement/krippendorff-alpha.js";
export { pairAgreement } from "./agreement/pair-agreement.js";
export { percentAgreement } from "./agreement/percent-agreement.js";
export { type CountedRatings, type Ratings, ratingCounts } from "./agreement/rating-counts.js";
export { scottPi } from "./agreement/scott-pi.js";
export {
  type CrossedValues,
  resampledVarianceComponents,
  type VarianceComponents,
  varianceComponents,
} from "./agreement/variance-components.js";
export { kendallInterval, pearsonInterval, spearmanInterval } from "./association/correlation-interval.js";
export { type CorrelationTest, pearsonTest, spearmanTest } from "./association/correlation-test.js";
export { kendallTauB, weightedKendallTauB } from "./association/kendall.js";
export { type KendallTest, kendallTest } from "./association/kendall-test.js";
export { pearson } from "./association/pearson.js";
export {
  type RankBiasedOverlap,
  type RankedList,
  rankBiasedOverlap,
} from "./association/rank-biased-overlap.js";
export { rocAuc, weightedRocAuc } from "./association/roc-auc.js";
export { rocAucInterval, rocAucStandardError } from "./association/roc-auc-interval.js";
export { rowWisePearson } from "./association/row-wise-pearson.js";
export { spearman, weightedSpearman } from "./association/spearman.js";
export { type Bin, type BinningOptions, calibrationBins, equalWidthBin } from "./calibration/bins.js";
export { brierScore } from "./calibration/brier.js";
export { type BrierDecomposition, brierDecomposition } from "./calibration/brier-decomposition.js";
export { crossFit } from "./calibration/cross-fit.js";
export { debiasedCalibrationError } from "./calibration/debiased-calibration-error.js";
export { debiasedSquaredCalibrationError } from "./calibration/debiased-squared-calibration-error.js";
export { expectedCalibrationError } from "./calibration/expected-calibration-error.js";
export { type IsotonicFit, isotonicCalibration, isotonicRegression } from "./calibration/isotonic.js";
export { logLoss } from "./calibration/log-loss.js";
export { logOdds, probabilityOfLogOdds } from "./calibration/log-odds.js";
export { maximumCalibrationError } from "./calibration/maximum-calibration-error.js";
export { type PlattFit, plattCalibration, plattScaling } from "./calibration/platt.js";
export type { Recalibration, Recalibrator } from "./calibration/recalibration.js";
export { type ReliabilityPoint, reliabilityCurve } from "./calibration/reliability-curve.js";
export {
  accuracyAtCoverage,
  areaUnderAccuracyCoverage,
  type SelectivePoint,
  selectiveAccuracy,
} from "./calibration/selective.js";
export { weightedSelectiveArea } from "./calibration/selective-area.js";
export { temperatureCalibration, temperatureScaling } from "./calibration/temperature.js";
export { binomialTail } from "./distributions/binomial-tail.js";
export { chiSquareTail } from "./distributions/chi-square.js";
export { fisherFCritical, fisherFTail } from "./distributions/fisher-f.js";
export { incompleteBeta, incompleteBetaInverse } from "./distributions/incomplete-beta.js";
export { normalQuantile } from "./distributions/normal-quantile.js";
export { normalTail } from "./distributions/normal-tail.js";
export { studentTCritical, studentTTail } from "./distributions/student-t.js";
export { type RobustLogistic, robustLogistic } from "./fitting/logistic-robust.js";
export type { Interval, Uniform } from "./interval.js";
export { basicInterval } from "./intervals/basic-interval.js";
export { acceleration, bcaInterval, biasCorrection } from "./intervals/bca-interval.js";
export {
  type BootstrapOptions,
  bootstrap,
  type DrawnStatistic,
  type Replicates,
} from "./intervals/bootstrap.js";
export { clopperPearson } from "./intervals/clopper-pearson.js";
export { bootstrapGroups, clusterBootstrap } from "./intervals/cluster-bootstrap.js";
export { type ClusterMean, clusterMean } from "./intervals/cluster-mean.js";
export {
  type ClusterCorrection,
  clusterDegreesOfFreedom,
  clusterRobustError,
} from "./intervals/cluster-robust.js";
export { clusterTotals } from "./intervals/cluster-totals.js";
export { designEffect } from "./intervals/design-effect.js";
export { jackknife, jackknifeMean } from "./intervals/jackknife.js";
export { bootstrapMean } from "./intervals/mean-bootstrap.js";
export { type MissingBounds, missingBounds } from "./intervals/missing-bounds.js";
export { percentileInterval } from "./intervals/percentile-interval.js";
export { quantile, quantileOfSorted } from "./intervals/quantile.js";
export { standardDeviation } from "./intervals/standard-deviation.js";
export { studentMean } from "./intervals/student-mean.js";
export { scoreInterval, wilson } from "./intervals/wilson.js";
export { type AltTest, type AltTestAnnotator, type AltTestOptions, altTest } from "./people/alt-test.js";
export type { Annotations, Label } from "./people/coded-labels.js";
export { type DawidSkene, dawidSkene } from "./people/dawid-skene.js";
export {
  type DisattenuatedCorrelation,
  disattenuatedCorrelation,
} from "./people/disattenuated-correlation.js";
export {
  type LeaveOneOut,
  type LeaveOneOutAgreement,
  type LeftOutVotes,
  leaveOneOut,
  leaveOneOutVotes,
} from "./people/leave-one-out.js";
export { type PredictionPowered, predictionPowered } from "./people/prediction-powered.js";
export { type RoganGladen, type RoganGladenCounts, roganGladen } from "./people/rogan-gladen.js";
export { itemsNeeded } from "./planning/items-needed.js";
export { minimumDetectable } from "./planning/minimum-detectable.js";
export type { Plan } from "./planning/plan.js";
export { power } from "./planning/power.js";
export { agreementWithConfidence } from "./rankings/agreement-with-confidence.js";
export { bestOfN } from "./rankings/best-of-n.js";
export { bestOfNDivergence } from "./rankings/best-of-n-divergence.js";
export {
  type BootstrapBradleyTerry,
  bootstrapBradleyTerry,
  type RankedModel,
} from "./rankings/bootstrap-bradley-terry.js";
export { type BradleyTerry, bradleyTerry } from "./rankings/bradley-terry.js";
export { countDuels, type DuelCounts, type Duels } from "./rankings/count-duels.js";
export { davidson } from "./rankings/davidson.js";
export { eloRatings } from "./rankings/elo.js";
export { eloScale } from "./rankings/elo-scale.js";
export { type FiniteMle, finiteMle } from "./rankings/finite-mle.js";
export { passAtK } from "./rankings/pass-at-k.js";
export { rankBrier } from "./rankings/rank-brier.js";
export { ranks } from "./rankings/ranks.js";
export { raoKupper } from "./rankings/rao-kupper.js";
export { separability } from "./rankings/separability.js";
export { strengthsAgainst } from "./rankings/strengths-against.js";
export { strongestFirst } from "./rankings/strongest-first.js";
export type { Counts } from "./rankings/tournament.js";
export { transitivity } from "./rankings/transitivity.js";
export { winProbability } from "./rankings/win-probability.js";
export { winRates } from "./rankings/win-rate.js";
export type { Alternative } from "./tests/alternative.js";
export { benjaminiHochberg } from "./tests/benjamini-hochberg.js";
export { benjaminiYekutieli } from "./tests/benjamini-yekutieli.js";
export { holm } from "./tests/holm.js";
export { type McNemar, mcnemar } from "./tests/mcnemar.js";
export { type PairedBootstrap, pairedBootstrapTest } from "./tests/paired-bootstrap.js";
export { signFlipTest } from "./tests/sign-flip.js";
export { signTest } from "./tests/sign-test.js";
export { type StudentTest, studentTest } from "./tests/student-test.js";
export { type TwoSamplePermutation, twoSamplePermutationTest } from "./tests/two-sample-permutation.js";
export { type WilcoxonSignedRank, wilcoxonSignedRank } from "./tests/wilcoxon-signed-rank.js";
export { majorityOfSubsets, type VoteCounts } from "./voting/majority-of-subsets.js";
export { meanOfSubsets } from "./voting/mean-of-subsets.js";
