import { type PublishedRule, scoreIs, unparsed } from "./rule.js";

// The tail is enough: the number and the sign before it.
const LAST_NUMBER = /(?<![\p{L}\p{N}_])(10|[1-9])$/u;

/** RewardBench 2's ratings: a whole number from 1 to 10 that ends the text. */
export const rewardBench2Ratings: PublishedRule = {
  name: "reward-bench-2-ratings",
  summary: "A whole number from 1 to 10 that ends the text.",
  source: "allenai/reward-bench, rewardbench/generative_v2.py (_get_single_rating)",
  flaw: "8/10 is read as 10, 7.5 as 5, -3 as 3, 1-10 as 10; **8** and “10.” are not read",
  read(text) {
    const number = LAST_NUMBER.exec(text.trim().slice(-8))?.[1];
    return number === undefined
      ? unparsed("the text does not end in a whole number from 1 to 10")
      : scoreIs(Number(number));
  },
};
