import { describe, expect, it } from "vitest";
import { findProtocol, isProtocolName, protocols } from "../../src/protocols/find.js";
import { pairwise } from "../../src/protocols/pairwise.js";
import { loadPrompt } from "../../src/protocols/prompt.js";

describe("protocols are found by name", () => {
  it("each under its own, with the prompt it names", async () => {
    for (const protocol of protocols) {
      expect(findProtocol(protocol.name)).toBe(protocol);
      const asked = protocol.configure({ prompt: await loadPrompt(protocol.prompt), options: {} });
      expect(Object.keys(asked.options).length).toBeGreaterThan(0);
    }
  });

  it("the user's own before ours", () => {
    const mine = { ...pairwise, summary: "mine" };
    const other = { ...pairwise, name: "other" };
    expect(findProtocol("pairwise", [mine])).toBe(mine);
    expect(findProtocol("other", [mine, other])).toBe(other);
  });

  it("or not at all, with the names there are", () => {
    expect(() => findProtocol("pairwse", [{ ...pairwise, name: "other" }])).toThrow(
      /^protocol: expected one of other, genrm, genrm-cot, given-critique, listwise, pairwise, .* but found "pairwse"$/,
    );
  });

  it("and a name can be tried without an error", () => {
    expect(isProtocolName("pointwise")).toBe(true);
    expect(isProtocolName("other")).toBe(false);
    expect(isProtocolName("other", [{ ...pairwise, name: "other" }])).toBe(true);
  });
});
