import { describe, InputError } from "../../core/errors.js";
import { type Family, found, type Outcome } from "./instruction.js";
import { countMatches } from "./text.js";

/** The language of a response. */
export const language = {
  /** All of the response is in one language, named by its ISO 639-1 code. */
  "language:response_language": (given) => {
    const wanted = given.text("language");
    if (!LANGUAGES.has(wanted))
      throw new InputError(
        "the constraints check, language:response_language: language",
        `one of ${[...LANGUAGES.keys()].join(", ")}`,
        describe(wanted),
      );
    return (response) => isIn(wanted, response);
  },
} satisfies Family;

/** The languages that franc tells apart of those that IFEval's detector knows: ISO 639-1 codes, and franc's ISO 639-3 codes for them. */
const LANGUAGES: ReadonlyMap<string, readonly string[]> = new Map(
  `af afr, ar arb, bg bul, bn ben, ca cat, cs ces, da dan, de deu, el ell, en eng, es spa, et ekk, fa pes, fi fin, fr fra,
  gu guj, he heb, hi hin, hr hrv, hu hun, id ind, it ita, ja jpn, kn kan, ko kor, lt lit, lv lvs, mk mkd, ml mal, mr mar,
  ne npi, nl nld, no nob nno, pa pan, pl pol, pt por, ro ron, ru rus, sk slk, sl slv, so som, sq als, sv swe, sw swh, ta tam,
  te tel, th tha, tl tgl, tr tur, uk ukr, ur urd, vi vie, zh cmn, zh-cn cmn, zh-tw cmn`
    .split(",")
    .map((line) => {
      const [code = "", ...ours] = line.trim().split(" ");
      return [code, ours];
    }),
);

/**
 * Whether a text is in a language, by franc's trigrams; undecided where another language is nearly as likely. Scores are 1 for the best
 * and fall with the distance to it; the shorter the text, the further chance throws them, so the lead that is asked for falls with the
 * number of letters. Rejecting a language asks for twice the lead of accepting it.
 */
export async function isIn(wanted: string, response: string): Promise<Outcome> {
  const { francAll } = await import("franc");
  const codes = LANGUAGES.get(wanted) ?? [];
  // Capitals have no trigrams of their own.
  const text = sample(response).toLowerCase();
  const letters = countMatches(text, /[\p{L}\p{M}]/gu);
  const scores = francAll(text, { only: [...LANGUAGES.values()].flat(), minLength: 1 });
  const [best = "und"] = scores[0] ?? [];
  const likely = (ours: boolean) =>
    Math.max(0, ...scores.filter(([code]) => codes.includes(code) === ours).map(([, score]) => score));
  const lead = likely(true) - likely(false);
  if (best === "und") return { status: "undecided", reason: "no language can be told" };
  if (lead >= leadFor(letters, 1)) return found(true, `in ${wanted}`);
  if (-lead >= leadFor(letters, 2)) return found(false, `in another language than ${wanted} (${best})`);
  return { status: "undecided", reason: `${letters} letters that may be ${wanted} or another language` };
}

function leadFor(letters: number, times: number): number {
  return times * Math.max(0.01, 4 / letters);
}

/** Eight pieces from everywhere in a long text: franc reads no more than the first 2048 characters. */
function sample(text: string): string {
  const [pieces, size] = [8, 255];
  if (text.length <= pieces * (size + 1)) return text;
  const step = (text.length - size) / (pieces - 1);
  return Array.from({ length: pieces }, (_, i) => text.slice(Math.floor(i * step)).slice(0, size)).join("\n");
}
