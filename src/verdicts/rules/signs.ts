import type { WrittenVerdict } from "../written.js";
import { TIE } from "../written.js";

const VERDICTS: Readonly<Record<string, WrittenVerdict>> = {
  "A>>B": { kind: "winner", letter: "A", strength: 2 },
  "A>B": { kind: "winner", letter: "A", strength: 1 },
  "A=B": { kind: "winner", letter: TIE },
  "B>A": { kind: "winner", letter: "B", strength: 1 },
  "B>>A": { kind: "winner", letter: "B", strength: 2 },
  "A<<B": { kind: "winner", letter: "B", strength: 2 },
  "A<B": { kind: "winner", letter: "B", strength: 1 },
  "B=A": { kind: "winner", letter: TIE },
  "B<A": { kind: "winner", letter: "A", strength: 1 },
  "B<<A": { kind: "winner", letter: "A", strength: 2 },
};

/** Arena-Hard's label as a verdict; null for any other run of its signs ("A", ">>"). */
export function verdictOfLabel(label: string): WrittenVerdict | null {
  return Object.hasOwn(VERDICTS, label) ? (VERDICTS[label] ?? null) : null;
}

/** The contents of all double brackets (or single ones) that hold nothing but the signs A, B, <, > and =. */
export function signLabels(text: string, brackets: 1 | 2): string[] {
  const pattern = brackets === 2 ? /\[\[([AB<>=]+)\]\]/g : /\[([AB<>=]+)\]/g;
  return Array.from(text.matchAll(pattern), (match) => match[1] ?? "");
}
