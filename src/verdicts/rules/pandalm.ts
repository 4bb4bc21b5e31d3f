import { TIE } from "../written.js";
import { type PublishedRule, winnerIs } from "./rule.js";

/** PandaLM's first line: 1, 2, or a tie for anything else. */
export const pandalm: PublishedRule = {
  name: "pandalm",
  summary: "The first line is 1 or 2; anything else is a tie.",
  source: "ScalerLab/JudgeBench, utils/judges.py (PandaLM)",
  flaw: "every text that cannot be read counts as a tie",
  read(text) {
    const whole = text.trim();
    const line = whole.slice(0, whole.indexOf("\n") < 0 ? undefined : whole.indexOf("\n"));
    return winnerIs(line === "1" ? "A" : line === "2" ? "B" : TIE);
  },
};
