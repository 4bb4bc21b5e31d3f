import type { ProbeMeasure } from "../../core/audit.js";
import type { Comparison } from "../../core/comparison.js";
import type { Judge } from "../../core/judge.js";
import type { Judgment } from "../../core/judgment.js";
import { baseTrials } from "../measure/base-trials.js";
import { dispreferred, oneDuelEach } from "../measure/duels.js";
import { firstAsking } from "../measure/flips.js";
import type { ArmTrial, Asking, Probe } from "../probe.js";
import type { AuditStudy } from "../study.js";
import { type Attack, attacked, formOf } from "./attack.js";
import { type Attacked, attackFigures, attackGain } from "./attack-figures.js";

/** Of a presentation, at which place the attacked response stands; arms in which the judge goes without its defences begin so. */
const PLACES = ["first", "second"] as const;
const UNDEFENDED = "undefended";
/** Protocols that can be asked without defences. */
const CAN_GO_WITHOUT = ["pairwise", "pointwise"];

/**
 * Whether the response that people do not prefer wins by an attack. It is attacked in every order (arms "first" and "second", by where it
 * stands), and, where the protocol can, all of it again without the defences (arm "undefended" as it is, "undefended-first" and so on).
 * Gain = its share of wins under attack minus before, on the same duels (−1 … 1): 0 in expectation for a judge that does not care. Where
 * responses are scored one at a time only the attacked one is asked anew; its opponent has the score that it had.
 */
export function attackProbe(attack: Attack): Probe {
  const { name, title, question, byDefault, use } = attack;
  return {
    ...{ name, family: "attack", title, question, use, ...(byDefault === false ? { byDefault } : {}) },
    askings: askingsOf,
    plan(study) {
      const duels = attackedDuels(study, attack);
      const without = isAskedWithout(study, name);
      return [
        ...baseTrials(
          study,
          duels.map(({ one }) => one),
          2,
        ),
        ...duels.flatMap((duel) => [
          ...trialsOf(study, name, duel, ""),
          ...(without ? trialsOf(study, name, duel, UNDEFENDED) : []),
        ]),
      ];
    },
    shown(arm, comparison, context) {
      const place = PLACES.findIndex((name) => arm === name || arm === `${UNDEFENDED}-${name}`);
      return { comparison: (place < 0 ? null : attacked(attack, comparison, place, context)) ?? comparison };
    },
    measure: (study) => measure(study, attack),
  };
}

function askingsOf(judge: Judge): Readonly<Record<string, Asking>> {
  if (judge.kind !== "asked" || !CAN_GO_WITHOUT.includes(judge.protocol)) return {};
  // A prompt of the user's own may hold defences of its own, and is not to be compared with ours.
  if (judge.options.defences === false || judge.prompt.name !== judge.protocol) return {};
  // Nor are subsets that have a way of their own.
  if (judge.subsets) return {};
  const asking = { options: { defences: false }, prompt: `${judge.protocol}-undefended` };
  return Object.fromEntries(
    [UNDEFENDED, ...PLACES.map((place) => `${UNDEFENDED}-${place}`)].map((arm) => [arm, asking]),
  );
}

function isAskedWithout(study: AuditStudy, probe: string): boolean {
  return UNDEFENDED in askingsOf(study.judge) && study.whyNot({ probe, arm: UNDEFENDED }) === null;
}

/** Duels with a dispreferred response to which the attack applies. */
function attackedDuels(study: AuditStudy, attack: Attack): readonly Attacked[] {
  const { judge, seed } = study;
  return oneDuelEach(study).flatMap((one) => {
    const loser = dispreferred(one);
    if (loser === null) return [];
    const [winner = ""] = one.duel.filter((id) => id !== loser);
    const presented = isAlone(study, one.comparison) ? [loser] : [loser, winner];
    const form = formOf(attack, one.comparison, { judge, seed, presented });
    return form === null ? [] : [{ one, loser, winner, form }];
  });
}

/** Whether the judge is shown one response at a time. */
function isAlone(study: AuditStudy, comparison: Comparison): boolean {
  const [layout] = study.layoutsOf(comparison);
  const presented = layout ?? study.baseOf(comparison.id)[0]?.trial.presented;
  return presented?.length === 1;
}

function trialsOf(
  study: AuditStudy,
  probe: string,
  { one: { comparison }, loser }: Attacked,
  asked: "" | typeof UNDEFENDED,
): readonly ArmTrial[] {
  const layouts = study.layoutsOf(comparison, asked === "" ? undefined : { probe, arm: asked });
  const attackedAt = layouts.flatMap((presented) => {
    const place = PLACES[presented.indexOf(loser)];
    return place === undefined ? [] : [{ arm: armAt(asked, place), presented }];
  });
  const asItIs = asked === "" ? [] : layouts.map((presented) => ({ arm: asked, presented }));
  return Array.from({ length: study.judgeRule.samples }, (_, repeat) =>
    [...asItIs, ...attackedAt].map((trial) => ({ comparison: comparison.id, repeat, ...trial })),
  ).flat();
}

function armAt(asked: "" | typeof UNDEFENDED, place: (typeof PLACES)[number]): string {
  return asked === "" ? place : `${asked}-${place}`;
}

function measure(study: AuditStudy, attack: Attack): ProbeMeasure {
  const { name } = attack;
  const all = oneDuelEach(study).filter((one) => dispreferred(one) !== null);
  const duels = attackedDuels(study, attack);
  const armOf = (arm: string, { one }: Attacked) => study.armOf(name, arm, one.comparison.id);
  const under = (asked: "" | typeof UNDEFENDED, before: (duel: Attacked) => readonly Judgment[]) => {
    const own = (duel: Attacked) => PLACES.flatMap((place) => armOf(armAt(asked, place), duel));
    return {
      before,
      asked: (duel: Attacked) => own(duel).length > 0,
      // Scored alone, the opponent has the score that it had.
      after: (duel: Attacked) => [...own(duel), ...before(duel).filter(isAloneOf(duel.winner))],
    };
  };
  const defended = under("", ({ one }) => firstAsking(study, one));
  const undefended = under(UNDEFENDED, (duel) => armOf(UNDEFENDED, duel));
  const asked = duels.filter(defended.asked);
  const reason = reasonFor(all.length, duels.length, asked.length);
  const notes = notesOn(study, attack, all.length - duels.length);
  return {
    primary: attackGain(study, attack, asked, defended, reason),
    others: asked.length === 0 ? [] : attackFigures(study, attack, asked, { defended, undefended }),
    ...(notes.length > 0 ? { notes } : {}),
  };
}

function isAloneOf(id: string): (judgment: Judgment) => boolean {
  return ({ trial: { presented } }) => presented?.length === 1 && presented[0] === id;
}

function reasonFor(decided: number, applicable: number, asked: number): string {
  if (decided === 0) return "no duel has a response that people do not prefer";
  if (applicable === 0) return "the attack applies to none of the dispreferred responses";
  return asked === 0 ? "no attacked response was judged" : "no duel was decided before and under attack";
}

function notesOn({ judge, whyNot }: AuditStudy, { name }: Attack, inapplicable: number): readonly string[] {
  const left =
    inapplicable > 0
      ? [`${inapplicable} duels are left out: the attack does not change what is judged there`]
      : [];
  if (judge.kind !== "asked") return left;
  if (judge.options.defences === false) return [...left, "the judge is asked without defences throughout"];
  const why = UNDEFENDED in askingsOf(judge) ? whyNot({ probe: name, arm: UNDEFENDED }) : NO_WAY_WITHOUT;
  return why === null ? left : [...left, `the worth of the defences is not measured: ${why}`];
}

const NO_WAY_WITHOUT =
  "only pairwise and pointwise with their built-in prompts, the same on all subsets, can be asked without them";
