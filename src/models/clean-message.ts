const LONGEST = 300;
const MASK = "[secret]";

/**
 * A text with every given secret, and all that looks like a key or a token, masked.
 * Secrets of fewer than six characters are placeholders and stay: masking "x" would leave nothing to read.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length >= 6) clean = clean.replaceAll(secret, MASK);
  }
  return clean
    .replace(/\bBearer\s+[^\s"',}]+/gi, `Bearer ${MASK}`)
    .replace(/\b(?:sk|pk|rk|gsk|hf|xai|AIza)[-_][\w*.-]{4,}/g, MASK);
}

/** One line of at most 300 characters; a web page is only named. */
export function oneLine(text: string): string {
  const page = /<(?:!doctype|html|head|body)\b/i.exec(text);
  const said = page ? `${text.slice(0, page.index)}a web page` : text;
  const line = said.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
