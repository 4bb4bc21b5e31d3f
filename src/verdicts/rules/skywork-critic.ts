import { firstContained, type PublishedRule } from "./rule.js";

/** JudgeBench's parser for Skywork-Critic: a capital A anywhere, else a capital B. */
export const skyworkCritic: PublishedRule = {
  name: "skywork-critic",
  summary: "A capital A anywhere in the text, else a capital B.",
  source: "ScalerLab/JudgeBench, utils/judges.py (SkyworkCritic)",
  flaw: "“[[B]], as Assistant …” counts for A: any word with a capital A does",
  read: (text) =>
    firstContained(text, [
      ["A", "A"],
      ["B", "B"],
    ]),
};
