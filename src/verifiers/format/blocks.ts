/** The texts of a Markdown text's fenced blocks and the lines outside of them. A fence that is never closed goes on to the end. */
export function splitFences(text: string): {
  readonly blocks: readonly string[];
  readonly outside: readonly string[];
} {
  const blocks: string[][] = [];
  const outside: string[] = [];
  let fence = "";
  for (const line of text.split(/\r?\n/)) {
    const [, mark = "", info = ""] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    const closes = fence !== "" && mark.startsWith(fence) && info.trim() === "";
    if (closes) fence = "";
    else if (fence) blocks.at(-1)?.push(line);
    // A line of code in backticks is no fence: CommonMark allows no backtick after the opening ones.
    else if (mark && !(mark.startsWith("`") && info.includes("`"))) {
      fence = mark;
      blocks.push([]);
    } else outside.push(line);
  }
  return { blocks: blocks.map((lines) => lines.join("\n")), outside };
}
