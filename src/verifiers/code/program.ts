import type { CodeLanguage } from "../../core/check.js";

/** What a fenced block of a language is called, in lower case. TypeScript is a superset of JavaScript, so a block of either serves it. */
const JAVASCRIPT = ["javascript", "js", "node", "nodejs", "mjs", "cjs", "jsx"];
const NAMES: Readonly<Record<CodeLanguage, readonly string[]>> = {
  javascript: JAVASCRIPT,
  typescript: ["typescript", "ts", "tsx", "mts", "cts", ...JAVASCRIPT],
  python: ["python", "py", "python3", "py3"],
};

interface Block {
  /** The first word after the fence, in lower case; "" where there is none. */
  readonly language: string;
  readonly text: string;
}

/**
 * The program of a response: its last fenced block of the language, else its last fenced block that names no language, else the whole
 * response where it has no block at all. null where there is no program: nothing but space, or blocks of other languages only.
 */
export function programOf(response: string, language: CodeLanguage): string | null {
  const blocks = fencedBlocks(response);
  const ofLanguage = blocks.findLast((block) => NAMES[language].includes(block.language));
  const found =
    ofLanguage ??
    blocks.findLast((block) => block.language === "") ??
    (blocks.length === 0 ? { text: response } : null);
  return found && found.text.trim() !== "" ? found.text : null;
}

/** The fenced blocks of Markdown, by backticks or tildes; one that is never closed reaches to the end. */
function fencedBlocks(markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: { fence: string; indent: number; language: string; lines: string[] } | null = null;
  for (const line of markdown.split(/\r?\n/)) {
    const [, space = "", fence = "", info = ""] = /^([ \t]*)(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (open) {
      const closes = fence.startsWith(open.fence) && info.trim() === "";
      if (!closes) {
        open.lines.push(withoutIndent(line, open.indent));
        continue;
      }
      blocks.push({ language: open.language, text: open.lines.join("\n") });
      open = null;
    } else if (fence && !(fence.startsWith("`") && info.includes("`"))) {
      const language = /^\s*\{?\.?([\w+#-]*)/.exec(info)?.[1]?.toLowerCase() ?? "";
      open = { fence, indent: space.length, language, lines: [] };
    }
  }
  if (open) blocks.push({ language: open.language, text: open.lines.join("\n") });
  return blocks;
}

/** A block within a list is indented as a whole, which Python would not forgive. */
function withoutIndent(line: string, indent: number): string {
  let spaces = 0;
  while (spaces < indent && (line[spaces] === " " || line[spaces] === "\t")) spaces++;
  return line.slice(spaces);
}
