import type { Expression } from "./expression.js";
import type { Measure, Quantity } from "./final-answer.js";
import { readExpression } from "./parse-expression.js";
import { rational } from "./rational.js";
import { measured } from "./units.js";

const MULTIPLIERS: Readonly<Record<string, bigint>> = {
  hundred: 100n,
  thousand: 1_000n,
  million: 1_000_000n,
  billion: 1_000_000_000n,
  trillion: 1_000_000_000_000n,
};

/** An expression with the percent sign, the unit or the noun behind it, or the currency before it. Null where it is none. */
export function readQuantity(text: string): Quantity | null {
  const money = /^([+-]?)\s*([$€£¥])\s*([\d.].*)$/.exec(text);
  if (money) {
    const [, sign = "", currency = "", amount = ""] = money;
    const value = multiplied(`${sign}${amount}`.replace(/ ?(?:dollars?|euros?|pounds?)$/i, ""));
    const found = measured(currency);
    return value && found ? { kind: "quantity", value, measure: found } : null;
  }
  const percent = /^(.*\S)\s*(?:%| percent)$/i.exec(text);
  if (percent) return quantity(readExpression(percent[1] ?? ""), { kind: "percent" });
  const whole = multiplied(text);
  // "5 m" measures, "5m" is a product.
  const split =
    /^(.*?[\d)}\]π])(\s*°\s*[CF]?|\s*[¢€£]|\s+[A-Za-z][^\d(){}=<>]*(?:\^\{?-?\d\}?)?(?:\/[A-Za-z]+(?:\^\{?-?\d\}?)?)?)$/.exec(
      text,
    );
  if (split) {
    const found = measured((split[2] ?? "").trim().replace(/° /, "°"));
    const value = found && multiplied(split[1] ?? "");
    if (found && value) return { kind: "quantity", value, measure: found };
    const times = /^\s+(hundred|thousand|million|billion|trillion)\s+(.+)$/i.exec(split[2] ?? "");
    const counted = times && measured(times[2] ?? "");
    const many = times && multiplied(`${split[1]} ${times[1]}`);
    if (counted && many) return { kind: "quantity", value: many, measure: counted };
  }
  const joined = /^([+-]?[\d.]+)(°[CF]?|(?:km|cm|mm|kg|mg|ml|mL|hrs?|mins?|secs?|lbs?|mph))$/.exec(text);
  const found = joined && measured(joined[2] ?? "");
  if (joined && found) return quantity(readExpression(joined[1] ?? ""), found);
  return quantity(whole, { kind: "none" });
}

function quantity(value: Expression | null, measure: Measure): Quantity | null {
  return value && { kind: "quantity", value, measure };
}

function multiplied(text: string): Expression | null {
  const [, number, word = ""] = /^(.*\d)\s+(hundred|thousand|million|billion|trillion)$/i.exec(text) ?? [];
  const factor = MULTIPLIERS[word.toLowerCase()];
  if (number === undefined || factor === undefined) return readExpression(text);
  const left = readExpression(number);
  return left && { op: "multiply", left, right: { op: "number", value: rational(factor) } };
}
