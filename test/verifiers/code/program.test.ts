import { describe, expect, it } from "vitest";
import { programOf } from "../../../src/verifiers/code/program.js";

describe("the program of a response", () => {
  it("is the last block of the language, whatever stands after it", () => {
    const response =
      "First:\n```js\nold()\n```\nBetter:\n```JavaScript title=x\nnew_()\n```\nOutput:\n```text\n3\n```\n```\nmore\n```";
    expect(programOf(response, "javascript")).toBe("new_()");
  });

  it("is the last block without a language where none has the language", () => {
    expect(programOf("```\na\n```\n```\nb\n```\n```bash\nnpm i\n```", "python")).toBe("b");
  });

  it("is the whole response where there is no block", () => {
    expect(programOf("print(1)\n", "python")).toBe("print(1)\n");
  });

  it("is none where all blocks are of other languages, or there is nothing but space", () => {
    expect(programOf("```java\nclass A {}\n```", "python")).toBeNull();
    expect(programOf(" \n\t", "python")).toBeNull();
    expect(programOf("```python\n\n```", "python")).toBeNull();
  });

  it("may be JavaScript where TypeScript is asked for, but not the other way round", () => {
    expect(programOf("```js\na\n```", "typescript")).toBe("a");
    expect(programOf("```ts\na\n```", "javascript")).toBeNull();
  });

  it("keeps fences that are part of it: a longer or other fence closes only by its own kind", () => {
    expect(programOf('````python\ns = """\n```\nx\n```\n"""\n````', "python")).toBe(
      's = """\n```\nx\n```\n"""',
    );
    expect(programOf("~~~python\n```\n~~~", "python")).toBe("```");
  });

  it("loses the indentation of a block within a list, and no more", () => {
    expect(programOf("1. So:\n   ```python\n   if x:\n     y()\n   ```", "python")).toBe("if x:\n  y()");
  });

  it("reaches to the end where its block is never closed", () => {
    expect(programOf("```python\r\nprint(1)\r\nprint(2)", "python")).toBe("print(1)\nprint(2)");
  });

  it("is found in linear time in hostile text", () => {
    const start = performance.now();
    programOf(`${" ".repeat(200_000)}${"`".repeat(200_000)}\n`.repeat(5), "python");
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
