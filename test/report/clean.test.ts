import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanForTerminal, shortened, withoutHiddenCharacters } from "../../src/report/clean.js";

describe("cleanForTerminal", () => {
  it("leaves no control, override or invisible character in any text", () => {
    const anything = fc.string({ unit: "binary", maxLength: 60 });
    const controls = fc.string({
      unit: fc.constantFrom("\u001b", "\u009b", "\u202e", "\u200b", "a", "\n", "\u0007"),
    });
    fc.assert(
      fc.property(fc.oneof(anything, controls), (text) => {
        const clean = cleanForTerminal(text);
        expect(clean).not.toMatch(
          /[\0-\x1f\x7f-\x9f\u00ad\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/,
        );
        expect(cleanForTerminal(clean)).toBe(clean);
      }),
    );
  });

  it("shows an escape sequence instead of obeying it", () => {
    expect(cleanForTerminal("a\u001b[2Jb")).toBe("a␛[2Jb");
    expect(cleanForTerminal("\u001b]0;title\u0007x")).toBe("␛]0;title␇x");
    expect(cleanForTerminal("\u009b31mx\u007f")).toBe("\ufffd31mx␡");
  });

  it("makes one line of several", () => {
    expect(cleanForTerminal("a\r\nb\nc\td\u2028e\rf\u0085g")).toBe("a b c d e f g");
  });

  it("drops what reorders or hides text", () => {
    expect(cleanForTerminal("\u202egnp\u202c.exe\u2067x\u2069")).toBe("gnp.exex");
    expect(cleanForTerminal("g\u200bp\u200dt\u2060-\ufeff4\u{e0041}")).toBe("gpt-4");
  });

  it("keeps ordinary Unicode: accents, Chinese, Arabic, family emoji, arrows", () => {
    const text = "é e\u0301 漢字 العربية 👩‍👩‍👧 👍🏽 ❤️‍🔥 → ½ ␛ 𝒳";
    expect(cleanForTerminal(text)).toBe(text);
  });

  it("replaces half a surrogate pair", () => {
    expect(cleanForTerminal("a\ud800b")).toBe("a\ufffdb");
  });
});

describe("withoutHiddenCharacters", () => {
  it("keeps tabs and line breaks for media that quote them", () => {
    expect(withoutHiddenCharacters("a\tb\r\nc\u001b")).toBe("a\tb\r\nc␛");
  });
});

describe("shortened", () => {
  it("keeps the start and the end of a long name and never splits a character", () => {
    expect(shortened("abcdefghijklm", 7)).toBe("abcd…lm");
    expect(Array.from(shortened("𝒳".repeat(30), 10))).toHaveLength(10);
    expect(shortened("short", 7)).toBe("short");
  });
});
