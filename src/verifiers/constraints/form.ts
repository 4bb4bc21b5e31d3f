import { type Family, found, keeps } from "./instruction.js";
import { countMatches, isBlank, isSpace, literally, SPACE, strip, stripWhere } from "./text.js";

/** How a response must be laid out. */
export const form = {
  /** Lines that begin with "*" (not "**") or "-", exactly so many. */
  "detectable_format:number_bullet_lists": (given) => {
    const wanted = given.number("num_bullets");
    return (response) => {
      const count = bullets(response, "*") + bullets(response, "-");
      return found(count === wanted, `${count} bullet points, ${wanted} asked for`);
    };
  },

  /** One of the three answers that IFEval allows, somewhere in the response. */
  "detectable_format:constrained_response": () => (response) => {
    const said = ["yes", "no", "maybe"].filter((answer) => response.includes(`My answer is ${answer}.`));
    return found(
      said.length > 0,
      said.length ? `says ${said.join(", ")}` : "says none of the allowed answers",
    );
  },

  /** Texts between asterisks, single or double, each on one line and not blank; one between triple asterisks is both, so counts twice. */
  "detectable_format:number_highlighted_sections": (given) => {
    const number = given.number("num_highlights");
    return (response) =>
      keeps(highlights(response), { relation: "at least", number }, "highlighted sections");
  },

  /** The word that begins a section, followed by a number. */
  "detectable_format:multiple_sections": (given) => {
    const word = strip(given.text("section_spliter"));
    const number = given.number("num_sections");
    const mark = new RegExp(`${literally(word, "anywhere").source}[${SPACE}]?\\p{Nd}+`, "gu");
    return (response) => keeps(countMatches(response, mark), { relation: "at least", number }, "sections");
  },

  /** JSON (RFC 8259) and nothing else but a fence around it. */
  "detectable_format:json_format": () => (response) => {
    try {
      JSON.parse(withoutFence(response));
      return found(true, "JSON");
    } catch {
      return found(false, "not JSON");
    }
  },

  /** A text between "<<" and ">>" on one line. */
  "detectable_format:title": () => (response) => {
    const has = response.split("\n").some(hasTitle);
    return found(has, `${has ? "with" : "without"} a title in double angular brackets`);
  },
} satisfies Family;

/** Each line start is looked at once, and white space before a bullet may span lines: linear where `^\s*` would not be. */
function bullets(response: string, mark: "*" | "-"): number {
  let count = 0;
  let start = 0;
  while (start < response.length) {
    let at = start;
    while (at < response.length && isSpace(response.charAt(at))) at++;
    const next = response.charAt(at + 1);
    const is = response.charAt(at) === mark && (mark === "-" || (next !== "" && next !== "*"));
    // The character after "*" belongs to the bullet even where it is a line's end, so the next line does too.
    const end = response.indexOf("\n", is && mark === "*" ? at + 2 : at);
    if (is) count++;
    start = end < 0 ? response.length : end + 1;
  }
  return count;
}

function highlights(response: string): number {
  let count = 0;
  for (const [text] of response.matchAll(/\*[^\n*]*\*/g)) if (!isBlank(text.slice(1, -1))) count++;
  for (const [text] of response.matchAll(/\*\*[^\n*]*\*\*/g)) if (!isBlank(text.slice(2, -2))) count++;
  return count;
}

function withoutFence(response: string): string {
  let text = strip(response);
  for (const fence of ["```json", "```Json", "```JSON", "```"])
    if (text.startsWith(fence)) text = text.slice(fence.length);
  return strip(text.endsWith("```") ? text.slice(0, -3) : text);
}

/** From the first "<<" to the last ">>", with more than brackets and spaces between; a pattern would go back over "<<<<…" again and again. */
function hasTitle(line: string): boolean {
  const open = line.indexOf("<<");
  const close = line.lastIndexOf(">>");
  if (open < 0 || close < open + 3) return false;
  return (
    stripWhere(line.slice(open, close), (character) => "<>".includes(character) || isSpace(character)) !== ""
  );
}
