import { describe, expect, it } from "vitest";
import { KillableWorker } from "../../src/verifiers/answer/killable-worker.js";

const OBEYS = `
const { parentPort, workerData } = require("node:worker_threads");
const hoard = [];
parentPort.on("message", (message) => {
  if (message === "loop") for (;;);
  if (message === "hoard") for (;;) hoard.push(new Array(1_000_000).fill(0.5));
  if (message === "throw") throw new Error("broken");
  if (message === "exit") process.exit();
  if (message === "environment") return parentPort.postMessage(Object.keys(process.env));
  parentPort.postMessage([workerData, message]);
});
parentPort.postMessage("ready");
`;
const limits = { start: 10_000, each: 500, megabytes: 64 };

describe("a thread that can be ended", () => {
  for (const harm of ["loop", "hoard", "throw", "exit"])
    it(`answers nothing where it is made to ${harm}, and the next question as if nothing had been`, async () => {
      const worker = new KillableWorker(OBEYS, "data", { ...limits, each: harm === "hoard" ? 20_000 : 500 });
      expect(await worker.ask(1)).toEqual(["data", 1]);
      expect(await worker.ask(harm)).toBeNull();
      expect(await worker.ask(2)).toEqual(["data", 2]);
    });

  it("answers questions that are asked at once each with its own", async () => {
    const worker = new KillableWorker(OBEYS, "data", limits);
    const answers = await Promise.all([1, "loop", 2, 3].map((message) => worker.ask(message)));
    expect(answers).toEqual([["data", 1], null, ["data", 2], ["data", 3]]);
  });

  it("sees no variable of our environment", async () => {
    expect(await new KillableWorker(OBEYS, "data", limits).ask("environment")).toEqual([]);
  });

  it("answers nothing where it cannot start", async () => {
    expect(await new KillableWorker("throw new Error()", null, limits).ask(1)).toBeNull();
    expect(await new KillableWorker(";", null, { ...limits, start: 300 }).ask(1)).toBeNull();
  });
});
