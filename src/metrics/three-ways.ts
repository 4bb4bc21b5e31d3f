import { creditTiesHalf } from "./agreement.js";
import { dataBySource } from "./by-source.js";
import { meanOverDuels } from "./estimate.js";
import { type JudgeStudy, wasAsked } from "./judge-study.js";
import type { Metric } from "./metric.js";

/**
 * Judge, people and verifier on the same duels: those of which people and the verifier each prefer one response, and the judge has a
 * verdict. How often each two agree, and who is the odd one out. The judge's tie is half a vote for either side.
 */
export const threeWays: Metric = {
  name: "three-ways",
  title: "judge, people and verifier",
  measure(study) {
    const people = dataBySource(study.data, ["human"]);
    const verified = dataBySource(study.data, ["verified"]);
    if (!people || !verified) return [];
    return FIGURES.map(({ metric, value }) =>
      meanOverDuels(
        { metric, judge: study.id },
        study.data,
        null,
        (_, index) => {
          const [byPeople, byVerifier] = [people.duels[index]?.preferred, verified.duels[index]?.preferred];
          if (!isSide(byPeople) || !isSide(byVerifier)) return undefined;
          const credit = creditFor(study, index, byVerifier);
          return credit === null ? null : value(credit, byPeople === byVerifier);
        },
        {
          noUnits: "no duel of which people and the verifier each prefer one response",
          noVerdicts: "no verdict on any duel of which people and the verifier each prefer one response",
          wasAsked: (index) => wasAsked(study, index),
        },
      ),
    );
  },
};

/** `withVerifier`: how far the judge votes as the verifier does, 0…1. */
type Value = (withVerifier: number, peopleAreWithVerifier: boolean) => number;

const FIGURES: readonly { readonly metric: string; readonly value: Value }[] = [
  { metric: "three-ways-judge-verifier", value: (credit) => credit },
  { metric: "three-ways-judge-people", value: (credit, same) => (same ? credit : 1 - credit) },
  { metric: "three-ways-people-verifier", value: (_, same) => Number(same) },
  { metric: "odd-one-out-judge", value: (credit, same) => (same ? 1 - credit : 0) },
  { metric: "odd-one-out-people", value: (credit, same) => (same ? 0 : credit) },
  { metric: "odd-one-out-verifier", value: (credit, same) => (same ? 0 : 1 - credit) },
];

function isSide(preferred: string | null | undefined): preferred is "first" | "second" {
  return preferred === "first" || preferred === "second";
}

function creditFor(
  { shares, data }: JudgeStudy,
  index: number,
  preferred: "first" | "second",
): number | null {
  const duel = data.duels[index];
  return (duel && creditTiesHalf(shares[index] ?? null, { ...duel, preferred })) ?? null;
}
