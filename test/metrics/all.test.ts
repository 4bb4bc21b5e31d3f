import * as all from "../../src/metrics/all.js";
import { type Expected, examineMetric, verifiedWorld } from "../conformance/metric.js";

const rate: Expected = { perfect: [1, 1], coin: [0.4, 0.6] };
const flips: Expected = { perfect: [0, 0], coin: [0.4, 0.6] };
const never: Expected = { perfect: [0, 0], coin: [0, 0] };
const exactly = (value: number): Expected => ({
  perfect: [value, value],
  coin: [value, value],
  unread: [value, value],
});

examineMetric(all.agreement, { agreement: rate });
examineMetric(all.agreementTiesCounted, { "agreement-ties-counted": rate });
examineMetric(all.agreementTiesDropped, { "agreement-ties-dropped": rate });
examineMetric(all.ceilingOfJudge, { "ceiling-judge": rate });
examineMetric(all.kappa, { kappa: { perfect: [1, 1], coin: [-0.2, 0.2] } });
examineMetric(all.ac1, { ac1: { perfect: [1, 1], coin: [-0.2, 0.2] } });
examineMetric(all.altTest, {
  "alt-test-omega": { perfect: [1, 1], coin: [0, 0] },
  "alt-test-rho": { perfect: [1, 1], coin: [0.2, 0.5] },
});
examineMetric(all.calibration, {
  brier: { perfect: [0, 0.1], coin: [0.2, 0.3] },
  "brier-reliability": { perfect: [0, 0.1], coin: [0, 0.1] },
  "brier-resolution": { perfect: [0.2, 0.25], coin: [0, 0.1] },
  "log-loss": { perfect: [0, 0.3], coin: [0.6, 0.8] },
  ece: { perfect: [0, 0.2], coin: [0, 0.2] },
  "brier-recalibrated": { perfect: [0, 0.1], coin: [0.2, 0.3] },
  auc: { perfect: [1, 1], coin: [0.4, 0.6] },
  "selective-area": { perfect: [1, 1], coin: [0.4, 0.6] },
});
examineMetric(all.strengths, {
  "strengths-separability": { perfect: [0, 1], coin: [0, 1] },
  "strengths-agreement": { perfect: [0, 1], coin: [-1, 1] },
  "strengths-rank-brier": { perfect: [0, 0.25], coin: [0, 1] },
});
examineMetric(all.kendallWithin, { "kendall-within": { perfect: [1, 1], coin: [-0.3, 0.3] } });
examineMetric(all.ratingCorrelation, { "rating-correlation": { perfect: [1, 1], coin: [-0.4, 0.4] } });
examineMetric(all.repeatFlips, { "repeat-flip-rate": flips });
examineMetric(all.systems, {
  "systems-spearman": { perfect: [1, 1], coin: [-1, 1] },
  "systems-kendall": { perfect: [1, 1], coin: [-1, 1] },
});
examineMetric(all.orderFlips, {
  "order-flip-rate": flips,
  "order-half-flip-rate": never,
  "flips-towards-first": { perfect: [0, 0], coin: [40, 220] },
  "flips-towards-second": { perfect: [0, 0], coin: [40, 220] },
  "order-bias-p": { perfect: [1, 1], coin: [0.001, 1] },
});
examineMetric(all.statuses, {
  "unread-rate": { ...never, unread: [1, 1] },
  "refused-rate": exactly(0),
  "failed-rate": exactly(0),
});
// No judge of the world takes several samples.
examineMetric(all.votes, {});
// The world's calls take between 0 and 1 second, 10 to 12 tokens in and 5 out; nobody gave a price.
const aboutHalf = [400, 600] as const;
examineMetric(all.cost, {
  "usd-per-1000": { perfect: null, coin: null },
  "seconds-per-1000": { perfect: aboutHalf, coin: aboutHalf, unread: aboutHalf },
  "input-tokens-per-judgment": exactly(11),
  "output-tokens-per-judgment": exactly(5),
});

const known: Expected = { perfect: [1, 1], coin: [1, 1] };
const mistakes: Expected = { perfect: [0, 0], coin: [0.3, 0.7] };
examineMetric(
  all.falsePasses,
  {
    "false-pass-rate": mistakes,
    "false-fail-rate": mistakes,
    "pass-auc": { perfect: [1, 1], coin: [0.3, 0.7] },
    "wrong-pick-rate": flips,
    "no-pick-rate": never,
  },
  verifiedWorld,
);
examineMetric(
  all.falsePassesByError,
  {
    "false-pass-rate:__proto__": mistakes,
    "false-pass-rate:constructor": mistakes,
    // Responses of which no kind is named are among three, and none of these are scored.
    "false-pass-rate:unnamed": { perfect: null, coin: null },
    "wrong-pick-rate:__proto__": flips,
    "wrong-pick-rate:constructor": flips,
    "wrong-pick-rate:unnamed": flips,
  },
  verifiedWorld,
);
examineMetric(
  all.verifiedCalibration,
  {
    "verified-brier": { perfect: [0, 0.1], coin: [0.2, 0.3] },
    "verified-ece": { perfect: [0, 0.2], coin: [0, 0.2] },
    "verified-brier-recalibrated": { perfect: [0, 0.1], coin: [0.2, 0.3] },
    "verified-auc": { perfect: [1, 1], coin: [0.4, 0.6] },
    "verified-selective-area": { perfect: [1, 1], coin: [0.4, 0.6] },
  },
  verifiedWorld,
);
examineMetric(
  all.threeWays,
  {
    "three-ways-judge-verifier": rate,
    "three-ways-judge-people": rate,
    "three-ways-people-verifier": known,
    "odd-one-out-judge": flips,
    "odd-one-out-people": never,
    "odd-one-out-verifier": never,
  },
  verifiedWorld,
);
// Of twelve comparisons in sixteen the verifier says what people say, but of a set of three nothing between the two that failed: of four
// duels in five there, so of 3/5 of all. On the rest it is worth a coin.
examineMetric(
  all.router,
  {
    router: { perfect: [1, 1], coin: [0.7, 0.9] },
    "router-judge-alone": rate,
    "router-verifier-alone": { perfect: [0.8, 0.8], coin: [0.8, 0.8] },
    "router-gain-over-judge": { perfect: [0, 0], coin: [0.2, 0.4] },
    "router-gain-over-verifier": { perfect: [0.2, 0.2], coin: [-0.1, 0.1] },
    "router-verified-share": { perfect: [0.6, 0.6], coin: [0.6, 0.6] },
  },
  verifiedWorld,
);
