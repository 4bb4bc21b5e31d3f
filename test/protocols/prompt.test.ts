import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pairwise } from "../../src/protocols/pairwise.js";
import { loadPrompt } from "../../src/protocols/prompt.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "touchstone-prompt-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let count = 0;
async function file(content: string | Buffer): Promise<string> {
  const path = join(folder, `mine-${count++}.md`);
  await writeFile(path, content);
  return path;
}
const rendered = async (content: string, variables = {}) =>
  (await loadPrompt(await file(content))).render(variables);
const SHOWS_ALL = "{{ prompt }} {{ response_a }} {{ response_b }}";

describe("a prompt file", () => {
  it("gives its name, its settings and the hash of its bytes", async () => {
    const path = await file("---\nprotocol: pairwise\ndescription: Mine.\n---\nHello {{ prompt }}");
    const prompt = await loadPrompt(path);
    expect(prompt).toMatchObject({
      name: expect.stringMatching(/^mine-\d+$/),
      settings: { protocol: "pairwise", description: "Mine." },
      hash: createHash("sha256")
        .update(await readFile(path))
        .digest("hex"),
    });
    expect(prompt.render({ prompt: "you" })).toEqual([{ role: "user", content: "Hello you" }]);
  });

  it("may hold a system message, a template too", async () => {
    expect(await rendered("---\nsystem: Be {{ how }}.\n---\nHi", { how: "fair" })).toEqual([
      { role: "system", content: "Be fair." },
      { role: "user", content: "Hi" },
    ]);
  });

  it("needs no front matter, and may be written on Windows", async () => {
    expect(await rendered("Just {{ x }}", { x: 1 })).toEqual([{ role: "user", content: "Just 1" }]);
    expect(await rendered("---\n---\na")).toEqual([{ role: "user", content: "a" }]);
    expect(await rendered("---\r\nprotocol: pairwise\r\n---\r\na\r\nb")).toEqual([
      { role: "user", content: "a\nb" },
    ]);
  });

  it("keeps its white space as written, and never reads what it is given as a template", async () => {
    expect(await rendered("a\n  {% if true %}\n  b\n{% endif %}\nc")).toMatchObject([
      { content: "a\n  \n  b\n\nc" },
    ]);
    expect(await rendered("{{ x }}", { x: "{{ y }} {% for %} <b>&" })).toMatchObject([
      { content: "{{ y }} {% for %} <b>&" },
    ]);
  });

  it.each([
    ["{{ promt }}", '"promt", which is not known (known: prompt, list)'],
    ["{% if promt %}x{% endif %}", '"promt"'],
    ["{{ prompt.text }}", '"prompt.text"'],
    ["{% for item in list %}{{ item.nam }}{% endfor %}", '"item.nam"'],
    ["{{ prompt | default(other) }}", '"other"'],
  ])("names a variable that it does not know: %s", async (body, expected) => {
    const error = await rendered(body, { prompt: "x", list: [{ name: "a" }] }).catch(
      (thrown: Error) => thrown,
    );
    expect(String(error)).toMatch(/prompt file .*mine-\d+\.md/);
    expect(String(error)).toContain(expected);
  });

  it("may ask whether a variable is defined", async () => {
    const body =
      "{{ a is defined }} {{ a | default('none') }} {{ 'b' if b is undefined else b }} {{ c is none }}";
    expect(await rendered(body, { c: null })).toMatchObject([{ content: "false none b true" }]);
  });

  it.each([
    ["{% if x %}", /mine-\d+\.md: expected a valid Jinja template/],
    ["---\nprotocol: [\n---\nx", /mine-\d+\.md, front matter: expected valid YAML/],
    ["---\nprotocol: a\nprotocol: b\n---\nx", /valid YAML but found .*unique/],
    ["---\nprotocol: pairwise\nx", /mine-\d+\.md, front matter: expected a line "---" that closes it/],
    ["---\n- a\n---\nx", /expected a mapping of names to values but found a list of 1/],
    ["---\nsytem: a\n---\nx", /expected only protocol, description, system but found "sytem"/],
    ["---\nsystem: 3\n---\nx", /front matter "system": expected text but found the number 3/],
    ["---\nsystem: '{{'\n---\nx", /front matter "system": expected a valid Jinja template/],
    ["---\nprotocol: a\n---\n  \n", /expected a template of the user message but found nothing/],
  ])("names itself where it cannot be read: %j", async (content, expected) => {
    await expect(file(content).then(loadPrompt)).rejects.toThrow(expected);
  });

  it("must be text of a sane size", async () => {
    await expect(file(Buffer.from([0x41, 0xff, 0xfe])).then(loadPrompt)).rejects.toThrow(
      /expected UTF-8 text/,
    );
    await expect(file("x".repeat(1_000_001)).then(loadPrompt)).rejects.toThrow(/at most 1000000 bytes/);
  });

  it("cannot run away with time or memory", async () => {
    const doubling = `{% set x = "xxxxxxxxxxxxxxxx" %}${"{% set x = x ~ x %}".repeat(40)}{{ x }}`;
    await expect(rendered(doubling)).rejects.toThrow(/more than 32000000 characters/);
    const nested =
      "{% for a in l %}{% for b in l %}{% for c in l %}{% for d in l %}x{% endfor %}{% endfor %}{% endfor %}{% endfor %}";
    await expect(rendered(nested, { l: Array(50).fill(0) })).rejects.toThrow(/more than 200000 steps/);
  });

  it("cannot reach the program that reads it", async () => {
    for (const reach of [
      "x.constructor.constructor('return 1')()",
      "x['__proto__'].y",
      "range(3)",
      "process.env",
    ]) {
      await expect(rendered(`{{ ${reach} }}`, { x: "s" })).rejects.toThrow(/mine-\d+\.md/);
    }
  });

  it("may include the shared parts of the built-in prompts, and its hash covers them", async () => {
    const path = await file('Judge.\n{% include "material" %}\nNow.');
    const prompt = await loadPrompt(path);
    const [message] = prompt.render({
      prompt: "Why?",
      reference: null,
      rubric: null,
      principles: null,
      nonce: "n",
    });
    expect(message?.content).toBe("Judge.\n<prompt_n>\nWhy?\n</prompt_n>\nNow.");
    expect(prompt.hash).not.toBe(
      createHash("sha256")
        .update(await readFile(path))
        .digest("hex"),
    );
    await expect(loadPrompt(await file('{% include "secrets" %}'))).rejects.toThrow(
      /expected an include of one of answer-form, .*, material, .*, principles, .* but found "secrets"/,
    );
    await expect(loadPrompt(await file('{% include "../package" %}'))).rejects.toThrow(/include/i);
  });

  it("is looked for where it was said to be, and the answer says where and what else there is", async () => {
    await expect(loadPrompt("pairwize")).rejects.toThrow(
      /prompt "pairwize": expected one of genrm, .*two-step, or a path.* but found no file at .*prompts.pairwize\.md/,
    );
    await expect(loadPrompt(join(folder, "none.md"))).rejects.toThrow(
      /expected a readable prompt file or the name of a built-in prompt \(genrm, .*two-step\) but found no file at .*none\.md/,
    );
    await expect(loadPrompt("../package")).rejects.toThrow(/prompt file \.\.\/package/);
    await expect(loadPrompt(`${folder}/`)).rejects.toThrow(/EISDIR/);
  });

  it("that a protocol cannot use is refused before the first call, whichever branch the mistake is in", async () => {
    const refusal = async (body: string) => {
      const prompt = await loadPrompt(await file(body));
      return () => pairwise.configure({ prompt, options: {} });
    };
    expect(await refusal(SHOWS_ALL)).not.toThrow();
    expect(await refusal(`${SHOWS_ALL}{% if rubric %}{{ rubrik }}{% endif %}`)).toThrow(/"rubrik"/);
    expect(await refusal(`${SHOWS_ALL}{% if not rubric %}{{ rubrik }}{% endif %}`)).toThrow(/"rubrik"/);
    expect(await refusal("{{ prompt }} {{ response_a }} {{ response_a }}")).toThrow(
      /expected a template that shows the prompt and every response but found none of response B/,
    );
  });
});

describe("the prompts that ship", () => {
  it.each(["pairwise", "pointwise"])(
    "%s stays short enough for small models and far from quoting its own verdict",
    async (name) => {
      const prompt = await loadPrompt(name);
      expect(prompt.settings).toMatchObject({ protocol: name, description: expect.any(String) });
      const source = await readFile(new URL(`../../prompts/${name}.md`, import.meta.url), "utf8");
      const words = source.replace(/\{[{%].*?[%}]\}/g, " ").split(/\s+/).length;
      expect(words).toBeLessThan(220);
    },
  );
});
