import { probes } from "../../src/audits/find.js";
import { examineProbe, examineProbes } from "../conformance/probe.js";

examineProbes(probes);
for (const probe of probes) examineProbe(probe);
