import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { breaks, type Coverage, type Promised } from "./measure.js";

/** What stands in a cell, and the promise it breaks, if it breaks one. */
export interface Cell {
  readonly text: string;
  readonly broken: string | null;
}

interface Grid {
  /** Tables stand in the order of these names. */
  readonly file: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly name: string;
    readonly cells: () => readonly Cell[] | Promise<readonly Cell[]>;
  }[];
}

/** A table in which every row is a test, so that a broken promise is named; for `npm run test:calibration` and `npm run test:audits` to print. */
export function grid({ file, title, columns, rows }: Grid): void {
  describe(title, () => {
    const lines: string[] = [];
    for (const { name, cells } of rows) {
      it(name, async () => {
        const made = await cells();
        lines.push(line([name, ...made.map(({ text }) => text)]));
        expect(made.flatMap(({ broken }) => (broken === null ? [] : [broken]))).toEqual([]);
      });
    }
    afterAll(() => {
      const folder = process.env.TOUCHSTONE_CALIBRATION_TABLES;
      if (!folder) return;
      mkdirSync(folder, { recursive: true });
      const table = [line(columns), line(columns.map((_, i) => (i === 0 ? "---" : "--:"))), ...lines];
      writeFileSync(join(folder, `${file}.md`), `${title}\n\n${table.join("\n")}\n`);
    });
  });
}

/** A coverage, in bold outside 93–97 %; a dash where no simulated set had an interval. */
export function coverageCell(
  { rate, error, width, without }: Coverage,
  { promised, withWidth = false }: { readonly promised: Promised | null; readonly withWidth?: boolean },
): Cell {
  if (without === 1) return { text: "–", broken: promised && "no interval at all" };
  const shown = percent(rate);
  const marked = rate < 0.93 || rate > 0.97 ? `**${shown}**` : shown;
  return {
    text: withWidth ? `${marked} (${width.toFixed(2)})` : marked,
    broken:
      promised && breaks({ rate, error }, promised)
        ? `${shown} % is not within ${promised.map((end) => percent(end)).join("–")} %`
        : null,
  };
}

export function percent(rate: number): string {
  return (100 * rate).toFixed(1);
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
