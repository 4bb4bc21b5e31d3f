/** A day as written; the year may be missing. */
export interface Day {
  readonly year: number | null;
  readonly month: number;
  readonly day: number;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
const MONTH_FIRST = new RegExp(`^${MONTH} (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?$`, "i");
const DAY_FIRST = new RegExp(`^(?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${MONTH}(?:,? (\\d{4}))?$`, "i");
const WEEKDAY = /^(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?,? /i;

/**
 * The days that a text may name: one, or two where day and month could be either (3/4/2024); none where it names no day.
 *
 * @example daysIn("March 5th, 2024") // [{ year: 2024, month: 3, day: 5 }]
 */
export function daysIn(text: string): readonly Day[] {
  const date = text.slice(0, 60).trim().replace(/\s+/g, " ").replace(WEEKDAY, "");
  if (date.length >= 60) return [];
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(date);
  if (iso) return real([[iso[1], iso[2], iso[3]]]);
  const numeric = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(date);
  if (numeric) {
    const [, first, , second, year] = numeric;
    return real(
      first === second
        ? [[year, first, second]]
        : [
            [year, first, second],
            [year, second, first],
          ],
    );
  }
  const monthFirst = MONTH_FIRST.exec(date);
  if (monthFirst) return real([[monthFirst[3], numberOf(monthFirst[1]), monthFirst[2]]]);
  const dayFirst = DAY_FIRST.exec(date);
  return dayFirst ? real([[dayFirst[3], numberOf(dayFirst[2]), dayFirst[1]]]) : [];
}

/** Whether two texts name the same day; null where that depends on which of two readings or which year was meant. */
export function sameDay(a: readonly Day[], b: readonly Day[]): boolean | null {
  const verdicts = a.flatMap((one) => b.map((other) => sameOf(one, other)));
  if (verdicts.every((same) => same === true)) return true;
  return verdicts.every((same) => same === false) ? false : null;
}

function sameOf(a: Day, b: Day): boolean | null {
  if (a.month !== b.month || a.day !== b.day) return false;
  if (a.year === b.year) return true;
  return a.year === null || b.year === null ? null : false;
}

function numberOf(month = ""): string {
  return String(MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1);
}

function real(read: readonly (readonly (string | undefined)[])[]): Day[] {
  return read.flatMap(([year, month, day]) => {
    const found = { year: year === undefined ? null : Number(year), month: Number(month), day: Number(day) };
    const last = new Date(Date.UTC(found.year ?? 2000, found.month, 0)).getUTCDate();
    return found.month >= 1 && found.month <= 12 && found.day >= 1 && found.day <= last ? [found] : [];
  });
}
