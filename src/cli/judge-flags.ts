import type { AskedJudgeConfig, Config, FullJudgeConfig, JudgeConfig, ScoredJudgeConfig } from "../index.js";
import type { OptionFlag } from "./flags.js";
import type { ConfigFlags, JudgeFlags } from "./options.js";
import { withoutUndefined } from "./without-undefined.js";

/** The judges named by flag, else the config's, each with the asking flags laid over it. Throws a UsageError for a flag that none can use. */
export async function judgesFrom(
  flags: JudgeFlags & ConfigFlags,
  base: Pick<Config, "judges" | "protocols"> | undefined,
): Promise<JudgeConfig[] | undefined> {
  const given = flags.judge ?? base?.judges;
  if (!given) return undefined;
  const { judgeInFull, optionsOfJudge } = await import("../index.js");
  const judges = given.map((judge) => (typeof judge === "string" ? judgeInFull(judge, base ?? {}) : judge));
  const known = judges.map((judge) =>
    "baseline" in judge ? [] : Object.keys(optionsOfJudge(judge, base ?? {})),
  );
  const options = givenOptions(flags);
  await checkUsable(options, judges, known);
  return judges.map((judge, i) => {
    const own = options.filter(({ name }) => known[i]?.includes(name));
    return "baseline" in judge ? judge : withAskingFlags(judge, flags, own);
  });
}

interface GivenOption extends OptionFlag {
  readonly flag: string;
}

/** The options of protocols among the flags; some have a short form of their own. */
function givenOptions({ option = [], orders, ties, scale, samples }: JudgeFlags): GivenOption[] {
  const given = (flag: string, name: string, value: OptionFlag["value"] | undefined): GivenOption[] =>
    value === undefined ? [] : [{ flag, name, value }];
  return [
    ...option.map(({ name, value }) => ({ flag: `--option ${name}`, name, value })),
    ...given("--orders", "orders", orders),
    // Commander's way to say that --no-ties was not given.
    ...given("--no-ties", "ties", ties === false ? false : undefined),
    ...given("--scale", "scale", scale),
    ...given("--samples", "samples", samples),
  ];
}

/** Throws a UsageError for an option that no judge has, or that is given twice. */
async function checkUsable(
  options: readonly GivenOption[],
  judges: readonly FullJudgeConfig[],
  known: readonly (readonly string[])[],
): Promise<void> {
  const { UsageError } = await import("../index.js");
  for (const [i, { flag, name }] of options.entries()) {
    const twin = options.slice(0, i).find((earlier) => earlier.name === name);
    if (twin) throw new UsageError(`${flag}: the option ${name} is given already (${twin.flag})`);
    if (judges.length === 0 || known.some((names) => names.includes(name))) continue;
    const had = judges.map((judge, at) => `${shortName(judge)} has ${known[at]?.join(", ") || "none"}`);
    throw new UsageError(`${flag}: no judge has the option ${name}: ${had.join("; ")}`);
  }
}

function shortName(judge: FullJudgeConfig): string {
  if ("baseline" in judge) return judge.name ?? judge.baseline;
  return judge.name ?? `${"reward" in judge ? judge.reward : (judge.protocol ?? "pairwise")}:${judge.model}`;
}

function withAskingFlags(
  judge: AskedJudgeConfig | ScoredJudgeConfig,
  flags: JudgeFlags,
  own: readonly OptionFlag[],
): AskedJudgeConfig | ScoredJudgeConfig {
  const options = Object.fromEntries(own.map(({ name, value }) => [name, value]));
  const withOptions = own.length ? { options: { ...judge.options, ...options } } : {};
  const address = withoutUndefined({ baseURL: flags.baseUrl, apiKeyEnv: flags.apiKeyEnv });
  if ("reward" in judge) return { ...judge, ...withOptions, ...address };
  return {
    ...judge,
    ...withOptions,
    ...address,
    ...withoutUndefined({
      prompt: flags.prompt,
      gguf: flags.gguf,
      temperature: flags.temperature,
      topP: flags.topP,
      maxTokens: flags.maxTokens,
      seed: flags.modelSeed,
    }),
  };
}
