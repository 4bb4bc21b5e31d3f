import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { endpointWith } from "../support/capable-server.js";
import { type Loopback, startLoopback } from "../support/loopback.js";
import { touchstone } from "./support.js";

describe("doctor on the command line", () => {
  let cwd: string;
  let server: Loopback;

  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), "touchstone-doctor-"));
    server = await startLoopback(endpointWith({ schema: "refused", logprobs: "up to 5" }));
  });
  afterEach(async () => {
    await server.close();
    await rm(cwd, { recursive: true });
  });

  it("prints what the endpoint can do and the line that the config should have, and exits by itself", async () => {
    const args = ["doctor", "--judge", "small", "--base-url", server.baseURL];
    const { code, stdout } = await touchstone(args, { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain("✓ seed: the same seed gives the same text");
    expect(stdout).toContain("? structured output: refused");
    expect(stdout.replace(/\s+/g, " ")).toContain("capabilities: { structuredOutput: false }");
  });

  it("--json has what was assumed, what was found and the override", async () => {
    const args = ["doctor", "--judge", "small", "--base-url", server.baseURL, "--json"];
    const { stdout } = await touchstone(args, { cwd });
    expect(JSON.parse(stdout).judges[0].capabilities).toMatchObject({
      assumed: { structuredOutput: true, maxTokensField: "max_tokens" },
      found: { structuredOutput: false, logProbabilities: true },
      override: { structuredOutput: false },
    });
  });
});
