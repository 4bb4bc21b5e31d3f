import { joinOf } from "../combine/joined.js";
import type { AskedJudge } from "../core/judge.js";
import type { JudgeStudy } from "./judge-study.js";

// Their score is the probability of Yes. A judge's plain data name its protocol, and a run's figures are made from those alone.
const YES_NO_PROTOCOLS = ["genrm", "genrm-cot"];

/**
 * From which score on a judge is taken to say that a response is right: the middle of the scale it was told, or p(Yes) = ½.
 * null where no scale is known of it, as for a scalar reward model, and where its samples are added up: a sum is on no scale.
 */
export function passBar({ judge, judgeRule }: JudgeStudy, subset: string | undefined): number | null {
  if (judge?.kind !== "asked") return null;
  if (joinOf(judgeRule.rule) === "sum" && judgeRule.samples > 1) return null;
  const { protocol, options } = askedAs(judge, subset);
  // A checklist's criteria are met or not, whatever scale its other answers would have.
  if (YES_NO_PROTOCOLS.includes(protocol) || options.answer === "yes-no") return 0.5;
  const [low, high] = Array.isArray(options.scale) ? options.scale : [];
  return typeof low === "number" && typeof high === "number" ? (low + high) / 2 : null;
}

function askedAs(judge: AskedJudge, subset: string | undefined): Pick<AskedJudge, "protocol" | "options"> {
  const own =
    subset !== undefined && Object.hasOwn(judge.subsets ?? {}, subset) ? judge.subsets?.[subset] : null;
  return own ?? judge;
}
