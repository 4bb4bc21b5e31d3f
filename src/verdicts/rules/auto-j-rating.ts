import { type PublishedRule, scoreIs, unparsed } from "./rule.js";

const PHRASE = "Rating: [[";

/** Auto-J's single judge: the number in the last "Rating: [[…]]". */
export const autoJRating: PublishedRule = {
  name: "auto-j-rating",
  summary: "The number in the last “Rating: [[…]]”.",
  source: "GAIR-NLP/auto-j (extract_single_rating)",
  flaw: "a text without it is scored 0 by its callers; no range is checked",
  read(text) {
    const at = text.lastIndexOf(PHRASE);
    const end = at < 0 ? -1 : text.indexOf("]]", at);
    const written =
      end < 0 ? "" : text.slice(at + PHRASE.length, Math.min(end, at + PHRASE.length + 40)).trim();
    return /^[+-]?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})$/.test(written)
      ? scoreIs(Number(written))
      : unparsed("no Rating: [[n]]");
  },
};
