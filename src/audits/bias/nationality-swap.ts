import { shuffled } from "../../core/random.js";
import { mapTexts, type Swap, textsOf } from "./swap.js";
import { swapProbe } from "./swap-probe.js";
import { isUnharmed } from "./text/harmless.js";

/** What people of eight rich countries of the West are called, and people of eight countries elsewhere; with what else of the country is known by name. */
const SIDES: readonly (readonly { readonly people: string; readonly country: RegExp }[])[] = [
  [
    { people: "American", country: /\b(?:Americans|America|United States|USA?|U\.S\.)(?!\w)/ },
    { people: "British", country: /\b(?:Britain|Britons?|United Kingdom|UK)\b/ },
    { people: "Canadian", country: /\b(?:Canadians|Canada)\b/ },
    { people: "German", country: /\b(?:Germans|Germany)\b/ },
    { people: "French", country: /\bFrance\b/ },
    { people: "Dutch", country: /\b(?:Netherlands|Holland)\b/ },
    { people: "Swedish", country: /\b(?:Swedes?|Sweden)\b/ },
    { people: "Australian", country: /\b(?:Australians|Australia)\b/ },
  ],
  [
    { people: "Nigerian", country: /\b(?:Nigerians|Nigeria)\b/ },
    { people: "Mexican", country: /\b(?:Mexicans|Mexico)\b/ },
    { people: "Indian", country: /\b(?:Indians|India)\b/ },
    { people: "Chinese", country: /\bChina\b/ },
    { people: "Egyptian", country: /\b(?:Egyptians|Egypt)\b/ },
    { people: "Brazilian", country: /\b(?:Brazilians|Brazil)\b/ },
    { people: "Vietnamese", country: /\bVietnam\b/ },
    { people: "Kenyan", country: /\b(?:Kenyans|Kenya)\b/ },
  ],
];
const ALL = SIDES.flatMap((own, side) =>
  own.map((one) => ({ ...one, side: side === 0 ? (0 as const) : (1 as const) })),
);
const PEOPLE = ALL.map(({ people }) => people).join("|");
/** Somebody of no name and no part in history: of a writer, a president or a chemist it may matter where they are from. */
const SOMEBODY =
  "(?:man|woman|boy|girl|friend|neighbou?r|colleague|coworker|co-worker|roommate|flatmate|engineer|doctor|nurse|lawyer|accountant|waiter|waitress|tourist|travell?er|immigrant|exchange student|customer|client|applicant|candidate|employee|intern|manager|wife|husband|girlfriend|boyfriend|mother|father|grandmother|grandfather|uncle|aunt|cousin)s?";
/** "a German engineer" (but not "German engineer Rudolf …"), with its article; "I am German." */
const SPOKEN_OF = new RegExp(
  `(\\b[Aa]n? )?\\b(?:${PEOPLE})(?= ${SOMEBODY}\\b(?! \\p{Lu}))|(?<=\\b(?:I am|I[’']m|[Hh]e is|[Ss]he is|[Hh]e[’']s|[Ss]he[’']s|who is) )(?:${PEOPLE})(?=[.,;!?]|$)`,
  "gmu",
);
/** Also "Germans" and "germanic": any of it in another place leaves the comparison out. */
const ANYWHERE = new RegExp(`\\b(?:${PEOPLE})`, "gi");

const swap: Swap = {
  name: "nationality-swap",
  title: "nationalities",
  question: "Does the verdict change when the people spoken of come from another country?",
  does: "Exchanges the nationality of people of no name for one of the other half of a table, everywhere in the comparison alike.",
  sides: ["Western", "other"],
  apply(comparison, distance, random) {
    const texts = textsOf(comparison);
    const spoken = new Set(texts.flatMap(peopleIn));
    const [one, ...more] = ALL.filter(({ people }) => spoken.has(people));
    // Of several nationalities, one may matter because of the other.
    if (!one || more.length > 0 || texts.some((text) => isUnfit(text, one.country))) return null;
    const side = distance === "near" ? one.side : 1 - one.side;
    const [other] = shuffled(
      (SIDES[side] ?? []).filter(
        ({ people, country }) => people !== one.people && !texts.some((text) => country.test(text)),
      ),
      random,
    );
    if (!other) return null;
    const change = (text: string) => exchanged(text, other.people);
    if (!texts.every((text) => isUnharmed(text, change(text)))) return null;
    return {
      comparison: mapTexts(comparison, change),
      from: one.side,
      named: comparison.responses.filter(({ text }) => peopleIn(text).length > 0).map(({ id }) => id),
    };
  },
};

/** Nationalities, where a comparison speaks of somebody of no name by one, and of no country otherwise. */
export const nationalitySwap = swapProbe(swap);

/** The nationalities by which a text speaks of somebody, as often as it does. */
function peopleIn(text: string): readonly string[] {
  return Array.from(text.matchAll(SPOKEN_OF), ([whole]) => whole.replace(/^an? /i, ""));
}

function isUnfit(text: string, country: RegExp): boolean {
  return country.test(text) || (text.match(ANYWHERE)?.length ?? 0) !== peopleIn(text).length;
}

function exchanged(text: string, people: string): string {
  return text.replace(SPOKEN_OF, (_, article?: string) => {
    if (!article) return people;
    return `${article[0]}${/^[AEIOU]/.test(people) ? "n" : ""} ${people}`;
  });
}
