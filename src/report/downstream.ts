import type { Estimate } from "../core/analysis.js";
import type { BestOfNPoint, Downstream, JudgeDownstream } from "../core/downstream.js";
import { shortened } from "./clean.js";
import { countText } from "./figures.js";
import { figureColumn, type JudgeColumn, type JudgeRow, judgeTable, methodsText } from "./judge-table.js";
import { predictionBlocks } from "./leaderboard-prediction.js";
import type { Block } from "./section.js";

/** What choosing by judges would have brought, laid out: best of n, over-optimisation, figures without a policy, and the leaderboard's word. */
export function downstreamBlocks(downstream: Downstream): readonly Block[] {
  const rows = downstream.judges.map(
    ({ id, baseline }): JudgeRow => ({
      judge: id,
      label: `${labelOf(downstream, id)}${baseline ? " (baseline)" : ""}`,
      muted: baseline,
    }),
  );
  if (rows.length === 0) return [{ kind: "paragraph", text: "No judge is in these runs." }];
  return [
    ...bestOfNBlocks(downstream, rows),
    ...overOptimisationBlocks(downstream, rows),
    ...policyFreeBlocks(downstream, rows),
    ...predictionBlocks(downstream, (id) => labelOf(downstream, id)),
  ];
}

const LONGEST_LABEL = 60;

/** A judge's name, or its id where two share the name. */
function labelOf({ judges }: Downstream, id: string): string {
  const name = judges.find((judge) => judge.id === id)?.name ?? id;
  return shortened(judges.filter((judge) => judge.name === name).length > 1 ? id : name, LONGEST_LABEL);
}

function bestOfNBlocks(downstream: Downstream, rows: readonly JudgeRow[]): readonly Block[] {
  const { gold, n, judges } = downstream;
  const last = (name: "gold" | "random" | "oracle" | "regret") =>
    figures(downstream, ({ curve }) => curve.at(-1)?.[name]);
  const whole =
    gold.responsesWithoutGold === 0
      ? ""
      : ` ${countText(gold.responsesWithoutGold)} responses without a gold reward are never drawn.`;
  return [
    { kind: "heading", text: `Best of ${n}` },
    {
      kind: "paragraph",
      text:
        `Gold is ${goldText(gold)}, on ${countText(gold.prompts)} prompts in ${countText(gold.clusters)} clusters.` +
        ` Left out: ${countText(gold.withoutGold)} comparisons without a gold reward, and ${countText(gold.fewer)} with one of fewer` +
        ` than ${n} responses.${whole} Judge, random and oracle stand on the same prompts: those of which the judge scored or ranked every` +
        " response; the others are excluded.",
    },
    ...judgeTable(rows, [
      figureColumn("gold of its pick", last("gold"), { n: false }),
      figureColumn("random", last("random"), { n: false }),
      figureColumn("oracle", last("oracle"), { n: false }),
      figureColumn("regret", last("regret"), { n: false }),
      count(downstream, "prompts", ({ prompts }) => prompts),
      count(downstream, "excluded", ({ excluded }) => excluded),
    ]),
    ...methodBlocks(judges.flatMap(({ curve }) => curve.map((point) => point.gold))),
  ];
}

function goldText({ source, kind }: Downstream["gold"]): string {
  return kind === "ratings" ? `the mean ${source} rating` : `1 in a ${source} good set and 0 in a bad one`;
}

/** So many numbers of responses stand in a table: 1, 2, 4 … and the largest; JSON has them all. */
function shownSizes(n: number): number[] {
  const doubled = Array.from({ length: Math.floor(Math.log2(n)) + 1 }, (_, i) => 2 ** i);
  return [...new Set([...doubled, n])];
}

function overOptimisationBlocks(downstream: Downstream, rows: readonly JudgeRow[]): readonly Block[] {
  const kl = (size: number) =>
    downstream.judges[0]?.curve.find((point) => point.n === size)?.kl.toFixed(2) ?? "–";
  const along = (name: "gold" | "proxy") =>
    shownSizes(downstream.n).map((size) =>
      figureColumn(
        `n=${size}, KL ${kl(size)}`,
        figures(downstream, ({ curve }) => curve.find((point: BestOfNPoint) => point.n === size)?.[name]),
        { n: false },
      ),
    );
  const fall = figures(downstream, (judge) => judge.fall);
  return [
    { kind: "heading", text: "Over-optimisation: gold along best of n" },
    {
      kind: "paragraph",
      text:
        "KL, in nats, is at most ln n − (n − 1)/n. Gold turns down where it falls from its peak to the largest n by more than chance would" +
        " have it; the fall's interval allows for the peak having been chosen.",
    },
    ...judgeTable(rows, [
      ...along("gold"),
      text(downstream, "peak", ({ peak }) => (peak === null ? "–" : `n=${peak}`)),
      figureColumn("fall from it", fall, { n: false }),
      text(downstream, "turns down", turnText),
    ]),
    { kind: "heading", text: "Proxy along best of n" },
    {
      kind: "paragraph",
      text: "The judge's own score of its pick, in standard deviations of all its scores about their mean.",
    },
    ...judgeTable(rows, along("proxy")),
  ];
}

function policyFreeBlocks(downstream: Downstream, rows: readonly JudgeRow[]): readonly Block[] {
  const figure = (title: string, metric: string) =>
    figureColumn(
      title,
      figures(downstream, (judge) => judge.figures.find((estimate) => estimate.metric === metric)),
    );
  return [
    { kind: "heading", text: "What can be said without a policy" },
    {
      kind: "paragraph",
      text:
        "Accuracy is over pairs of one prompt's responses that differ in gold, equal scores ½. Tail: pairs within the quarter that the judge" +
        " scores highest. Reward variance: of one prompt's responses, as a share of the variance of all scores. Flat: prompts whose responses" +
        " all get one score.",
    },
    ...judgeTable(rows, [
      figure("accuracy", "accuracy"),
      figure("tail accuracy", "tail-accuracy"),
      figure("reward variance", "reward-variance"),
      figure("flat", "flat-prompts"),
    ]),
    { kind: "heading", text: "Responses of one author, and of different ones" },
    ...judgeTable(rows, [
      figure("one author", "accuracy-same-author"),
      figure("different authors", "accuracy-different-authors"),
      figure("difference", "same-less-different-authors"),
    ]),
    ...methodBlocks(downstream.judges.flatMap((judge) => judge.figures)),
  ];
}

/** A judge whose gold is most where nothing is chosen is worse than chance from the first choice on. */
function turnText({ peak, turnsDown }: JudgeDownstream): string {
  if (peak === null) return "–";
  if (!turnsDown) return "no";
  return peak === 1 ? "at once" : "yes";
}

function figures({ judges }: Downstream, pick: (judge: JudgeDownstream) => Estimate | undefined) {
  return (row: JudgeRow) => {
    const judge = judges.find(({ id }) => id === row.judge);
    return judge && pick(judge);
  };
}

function text({ judges }: Downstream, title: string, pick: (judge: JudgeDownstream) => string): JudgeColumn {
  return {
    title,
    cell: (row) => {
      const judge = judges.find(({ id }) => id === row.judge);
      return judge ? pick(judge) : "–";
    },
  };
}

function count(downstream: Downstream, title: string, pick: (judge: JudgeDownstream) => number): JudgeColumn {
  return text(downstream, title, (judge) => countText(pick(judge)));
}

function methodBlocks(estimates: readonly Estimate[]): readonly Block[] {
  const methods = methodsText(estimates);
  return methods === null ? [] : [{ kind: "paragraph", text: methods }];
}
