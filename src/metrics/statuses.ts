import type { ReadingStatus } from "../core/reading.js";
import { clusterTally, meanEstimate } from "./estimate.js";
import type { Metric } from "./metric.js";

/** How many judgments ended without a verdict, and in which of three ways; over all judgments. */
export const statuses: Metric = {
  name: "statuses",
  title: "judgments without a verdict",
  measure({ id, data, judgments }) {
    return RATES.map(({ metric, counts }) => {
      const tally = clusterTally();
      judgments.forEach((list, c) => {
        if (list.length === 0) return;
        let hits = 0;
        for (const { reading } of list) if (counts(reading.status)) hits++;
        tally.add(data.clusterOf[c] ?? 0, hits, list.length);
      });
      return meanEstimate({ metric, judge: id }, tally, { excluded: 0, reason: "no judgments" });
    });
  },
};

const RATES = [
  {
    metric: "unread-rate",
    counts: (status: ReadingStatus) => status !== "decided" && status !== "refused" && status !== "failed",
  },
  { metric: "refused-rate", counts: (status: ReadingStatus) => status === "refused" },
  { metric: "failed-rate", counts: (status: ReadingStatus) => status === "failed" },
];
