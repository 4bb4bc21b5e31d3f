import type { ProbeFigure } from "../../core/audit.js";
import type { Prompt } from "../../core/comparison.js";
import { type AuditDuel, dispreferred } from "../measure/duels.js";
import { described, tested } from "../measure/figures.js";
import type { AuditStudy } from "../study.js";

/** A duel of which somebody wrote down what is wrong with the worse response. */
interface Flawed {
  readonly one: AuditDuel;
  readonly note: string;
  /** What the judge wrote of the worse response, or of both. */
  readonly critiques: readonly string[];
}

/**
 * How far critiques speak of the flaw that is known: the share of the flaw's own words (of the preference's `note`, without those of the
 * prompt and of the better response) that they hold, and how much that is above the share for the note of the next such duel, which any
 * critique on any topic would reach. Words are met by their first five letters. It says that the place was spoken of, not that it was called a mistake. [] where no
 * preference has a note or no judgment a critique.
 */
export function flawFigures(
  study: AuditStudy,
  probe: string,
  duels: readonly AuditDuel[],
): readonly ProbeFigure[] {
  const flawed = duels.flatMap((one) => flawOf(study, one) ?? []);
  if (flawed.every(({ critiques }) => critiques.length === 0)) return [];
  const units = flawed.map(({ one, note, critiques }, i) => {
    const other = nextOf(flawed, i);
    const own = meanShare(critiques, note, one);
    const others = other && meanShare(critiques, other.note, one);
    return { cluster: one.cluster, own, excess: own === null || others == null ? null : own - others };
  });
  const reason = "no critique of a duel whose flaw is named in words of its own";
  return [
    described(
      study,
      { metric: `${probe}-flaw-words`, title: "share of the known flaw's words in the critique" },
      units.map(({ cluster, own }) => ({ cluster, value: own })),
      { reason },
    ),
    tested(
      study,
      { metric: `${probe}-flaw-words-excess`, title: "the same, less the share of another duel's flaw" },
      units.map(({ cluster, excess }) => ({ cluster, value: excess })),
      { reason },
    ),
  ];
}

function flawOf(study: AuditStudy, one: AuditDuel): Flawed | null {
  const worse = dispreferred(one);
  const { id } = one.comparison;
  const note = study.preferencesOf(id).find((said) => said.note !== undefined)?.note;
  if (worse === null || note === undefined) return null;
  const critiques = study
    .baseOf(id)
    .flatMap(({ critique, trial: { presented } }) =>
      critique !== null && presented?.includes(worse) ? [critique] : [],
    );
  return { one, note, critiques };
}

/** The next in turn that is of another cluster; undefined where there is none. */
function nextOf(flawed: readonly Flawed[], i: number): Flawed | undefined {
  const turned = [...flawed.slice(i + 1), ...flawed.slice(0, i)];
  return turned.find(({ one }) => one.cluster !== flawed[i]?.one.cluster);
}

function meanShare(
  critiques: readonly string[],
  note: string,
  { comparison: { prompt, responses }, preferred }: AuditDuel,
): number | null {
  const better = responses.find(({ id }) => id === preferred)?.text ?? "";
  const common = new Set([...stems(textOf(prompt)), ...stems(better)]);
  const words = [...stems(note)].filter((stem) => !common.has(stem));
  if (words.length === 0 || critiques.length === 0) return null;
  const shares = critiques.map((critique) => {
    const said = stems(critique);
    return words.filter((stem) => said.has(stem)).length / words.length;
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

function textOf(prompt: Prompt): string {
  return typeof prompt === "string" ? prompt : prompt.map(({ content }) => content).join("\n");
}

/** The words that carry content, by their first letters: four letters or more, or a number of two digits or more. */
function stems(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/\p{L}{4,}|\p{N}{2,}/gu) ?? [];
  return new Set(words.filter((word) => !COMMON.has(word)).map((word) => word.slice(0, 5)));
}

const COMMON = new Set(
  "that this with from have been does only than then they them their there what when which while into also both each more most such very were will would could should about after before because being other some over under just like said says without".split(
    " ",
  ),
);
