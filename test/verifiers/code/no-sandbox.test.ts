import { expect, it, vi } from "vitest";
import { codeVerifier } from "../../../src/verifiers/code.js";

// A machine without bubblewrap, on which starting any process at all would be noticed.
const spawn = vi.hoisted(() => vi.fn());
vi.mock("node:child_process", () => ({ spawn }));
vi.mock("../../../src/verifiers/code/python/bubblewrap.js", async (original) => ({
  ...(await original<object>()),
  findTools: () => "bubblewrap (bwrap) is not installed",
}));

it("where there is no Python sandbox, a Python program is undecided and is not run, and JavaScript still is", async () => {
  const tests = { kind: "stdio", cases: [{ stdin: "", stdout: "1" }] } as const;
  expect(await codeVerifier.verify("print(1)", { kind: "code", language: "python", tests })).toEqual({
    status: "undecided",
    reason: "no sandbox: bubblewrap (bwrap) is not installed",
    found: "print(1)",
  });
  expect(spawn).not.toHaveBeenCalled();
  expect(
    (await codeVerifier.verify("print(1)", { kind: "code", language: "javascript", tests })).status,
  ).toBe("passed");
});
