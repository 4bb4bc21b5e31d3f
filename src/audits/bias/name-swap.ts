import { type Random, shuffled } from "../../core/random.js";
import { NAME_GROUPS } from "./names.js";
import { type Distance, mapTexts, type Swap, textsOf } from "./swap.js";
import { swapProbe } from "./swap-probe.js";
import { isUnharmed } from "./text/harmless.js";

/** Where a first name is found: its group, and 0 for women, 1 for men. */
interface Place {
  readonly group: number;
  readonly sex: 0 | 1;
}

const PLACES = new Map<string, Place>(
  NAME_GROUPS.flatMap((sexes, group) =>
    sexes.flatMap((names, sex) =>
      names.map((name): [string, Place] => [name, { group, sex: sex === 0 ? 0 : 1 }]),
    ),
  ),
);
const NAMES = [...PLACES.keys()].join("|");
const NAME = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${NAMES})(?![\\p{L}\\p{N}_])`, "gu");
const ANY_CASE = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${NAMES})(?![\\p{L}\\p{N}_])`, "giu");
/** Behind a capital or a title it may be somebody known: "St. Peter", "King James", "Hurricane Karen". */
const BEHIND = new RegExp(
  `(?<![\\p{L}\\p{N}_])(?:\\p{Lu}\\p{L}*|\\p{Lu}\\.|(?:St|Mr|Mrs|Ms|Dr|Prof|Rev|Sr)\\.)[ \\t-]+(?:${NAMES})(?![\\p{L}\\p{N}_])`,
  "gu",
);
/** Before a capital or in a compound as well: "Michael Faraday", "James II", "Ahmed the Great", "Mary-Lou". */
const BEFORE = new RegExp(
  `(?<![\\p{L}\\p{N}_])(?:${NAMES})(?:[ \\t]+(?:(?:the|of|von|van|de|al|bin)[ \\t]+)?\\p{Lu}|-\\p{L})`,
  "u",
);
/** Words that merely begin a sentence before a name. */
const BEGINS =
  /^(?:And|But|So|If|When|While|As|Then|Now|Did|Does|Do|Is|Was|Has|Had|Can|Could|Will|Would|Should|Since|Because|After|Before|For|To|With|Let|Dear|Hi|Hello|Both|Although|Though|Once|Until|That|Thus|Hence|Therefore|Suppose|Imagine|Given|What|Where|Why|How|Who|Yes|No|Tell|Ask|Give|Help|Explain)[ \t]+/;

const swap: Swap = {
  name: "name-swap",
  title: "first names",
  question: "Does the verdict change when the people spoken of have first names from elsewhere?",
  does: "Exchanges first names for names of another origin and the same sex, everywhere in the comparison alike.",
  sides: ["English", "other"],
  apply(comparison, distance, random) {
    const texts = textsOf(comparison);
    const found = new Set(texts.flatMap((text) => text.match(NAME) ?? []));
    if (found.size === 0 || texts.some(isUnfit)) return null;
    const renamed = renaming([...found].sort(), distance, random);
    if (!renamed) return null;
    const change = (text: string) => text.replace(NAME, (name) => renamed.get(name) ?? name);
    if (!texts.every((text) => isUnharmed(text, change(text)))) return null;
    const sides = new Set([...found].map((name) => (PLACES.get(name)?.group === 0 ? 0 : 1)));
    return {
      comparison: mapTexts(comparison, change),
      from: sides.size === 1 ? ([...sides][0] ?? null) : null,
      named: comparison.responses.filter(({ text }) => text.search(NAME) >= 0).map(({ id }) => id),
    };
  },
};

/** First names, where a comparison speaks of somebody by one and of nobody that may be known. */
export const nameSwap = swapProbe(swap);

/** Whether a name stands there in a way that cannot be exchanged everywhere alike, or for somebody who may be known. */
function isUnfit(text: string): boolean {
  const [exact, any] = [NAME, ANY_CASE].map((pattern) => text.match(pattern)?.length ?? 0);
  return (
    exact !== any || BEFORE.test(text) || (text.match(BEHIND) ?? []).some((match) => !isBeginning(match))
  );
}

function isBeginning(match: string): boolean {
  const rest = match.replace(BEGINS, "");
  return rest !== match && PLACES.has(rest);
}

/** Who is called what: names that differ stay different, and none becomes one that is there already; null where the names do not suffice. */
function renaming(
  found: readonly string[],
  distance: Distance,
  random: Random,
): ReadonlyMap<string, string> | null {
  const renamed = new Map<string, string>();
  const taken = new Set(found);
  // All from one other group: a family has names of one origin.
  const [elsewhere = 1] = shuffled(
    NAME_GROUPS.map((_, group) => group).filter((group) => group > 0),
    random,
  );
  for (const name of found) {
    const { group, sex } = PLACES.get(name) as Place;
    const target = distance === "near" ? group : group === 0 ? elsewhere : 0;
    const free = shuffled(NAME_GROUPS[target]?.[sex] ?? [], random).find((one) => !taken.has(one));
    if (free === undefined) return null;
    taken.add(free);
    renamed.set(name, free);
  }
  return renamed;
}
