import type { CodeLanguage } from "../../../core/check.js";

/**
 * The program as a script: without types, and with `import` and `export` as `require` and `exports`, since scripts are what tests can be run
 * after. Plain scripts stay byte for byte what they are. Throws what cannot be parsed.
 */
export async function asScript(text: string, language: CodeLanguage): Promise<string> {
  const isModule = /^[ \t]*(import\b(?!\s*\()|export\b)/m.test(text);
  if (language !== "typescript" && !isModule) return text;
  const { transform } = await import("sucrase");
  return transform(text, {
    transforms: [
      ...(language === "typescript" ? (["typescript"] as const) : []),
      ...(isModule ? (["imports"] as const) : []),
    ],
    disableESTransforms: true,
  }).code;
}
