import { describe, expect, it } from "vitest";
import { between, commaList, gate, scale, whole, wholeList } from "../../src/cli/flags.js";
import { resumingCommand } from "../../src/cli/interrupt.js";
import { wantsColor } from "../../src/cli/output.js";

describe("values of flags", () => {
  it("takes whole numbers for counts, and nothing else", () => {
    expect(whole(1)("20")).toBe(20);
    for (const text of ["0", "-1", "1.5", "", " ", "ten", "1e99"])
      expect(() => whole(1)(text)).toThrow("whole number from 1 up");
  });

  it("takes several whole numbers joined by commas, added to those given before", () => {
    expect(wholeList(1)("1, 10,100", wholeList(1)("4"))).toEqual([4, 1, 10, 100]);
    for (const text of ["", "1,", "1,,2", "0,1", "1;2"])
      expect(() => wholeList(1)(text)).toThrow("whole number from 1 up");
  });

  it("takes shares as fractions and percentages", () => {
    expect(between(0, 1)("0.25")).toBe(0.25);
    expect(between(0, 1)("25%")).toBe(0.25);
    for (const text of ["1.1", "110%", "%", "", "a"])
      expect(() => between(0, 1)(text)).toThrow("from 0 to 1");
  });

  it("adds gates up, and takes the value after the last equals sign", () => {
    expect(gate("a=b=0.5", gate("agreement=70%"))).toEqual({ agreement: 0.7, "a=b": 0.5 });
    for (const text of ["agreement", "=0.5", "agreement="]) expect(() => gate(text)).toThrow();
  });

  it("reads a scale with its lower end first", () => {
    expect(scale("1-10")).toEqual([1, 10]);
    expect(scale("-5-5")).toEqual([-5, 5]);
    for (const text of ["10", "10-1", "3-3", "a-b"]) expect(() => scale(text)).toThrow("LOW-HIGH");
  });

  it("splits lists at commas and adds up what is repeated", () => {
    expect(commaList("c, d,", commaList("a,b"))).toEqual(["a", "b", "c", "d"]);
  });
});

describe("the command that goes on", () => {
  it("can be pasted into a shell, and does not begin afresh", () => {
    const argv = [
      "node",
      "touchstone",
      "run",
      "-d",
      "my data.jsonl",
      "--fresh",
      "--name",
      "it's",
      "--labels",
      "a=A>B",
    ];
    expect(resumingCommand(argv)).toBe(
      "touchstone run -d 'my data.jsonl' --name 'it'\\''s' --labels 'a=A>B'",
    );
  });
});

describe("colour", () => {
  const stream = (isTTY: boolean) => ({ isTTY }) as unknown as NodeJS.WriteStream;
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: "1" }, false],
    [true, { NO_COLOR: "" }, true],
    [true, { TERM: "dumb" }, false],
    [false, { FORCE_COLOR: "1" }, true],
    [true, { FORCE_COLOR: "0" }, false],
    [false, { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ])("on a terminal: %s, with %j: %s", (isTTY, environment, wanted) => {
    expect(wantsColor(stream(isTTY), environment)).toBe(wanted);
  });
});
