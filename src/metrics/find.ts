import * as all from "./all.js";
import type { Metric } from "./metric.js";

/** Every metric that is registered. */
export const metrics: readonly Metric[] = Object.values(all satisfies Record<string, Metric>);
