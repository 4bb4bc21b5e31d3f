import type { Asking } from "../audits/probe.js";
import type { Json } from "../core/json.js";
import type { AskedJudge, Judge, ScoredJudge } from "../core/judge.js";
import { findProtocol } from "../protocols/find.js";
import { withSubsets } from "../protocols/on-subsets.js";
import { isBuiltInPrompt, loadPrompt } from "../protocols/prompt.js";
import {
  type ConfiguredProtocol,
  type PromptTemplate,
  type Protocol,
  promptFile,
} from "../protocols/protocol.js";
import { findReward } from "../rewards/find.js";

type Asked = Pick<AskedJudge, "protocol" | "options"> & {
  /** A built-in prompt's name, or what is stored of the prompt. */
  readonly prompt: string | AskedJudge["prompt"];
};

/** What reads a judge's replies, or why nothing here can. */
export type Reader = ConfiguredProtocol | { readonly skip: string };

/** Today's way to read the replies of stored judges, by judge id. Judges that get no replies have none. */
export async function readersOf(
  judges: readonly Judge[],
  protocols: readonly Protocol[],
): Promise<ReadonlyMap<string, Reader>> {
  const readers = new Map<string, Reader>();
  for (const judge of judges) {
    if (judge.kind === "asked" || judge.kind === "scored")
      readers.set(judge.id, await readerOf(judge, protocols));
  }
  return readers;
}

/** Today's way to read a stored judge's replies, where it was asked otherwise in part; `asking` says in what. */
export async function readerOf(
  judge: AskedJudge | ScoredJudge,
  protocols: readonly Protocol[],
  asking: Asking = {},
): Promise<Reader> {
  try {
    if (judge.kind === "scored") return findReward(judge.reward).configure(judge.options);
    const asked = (own: Asked) => configuredAgain(askedOtherwise(own, asking, protocols), protocols);
    const onSubsets = new Map<string, ConfiguredProtocol>();
    for (const [subset, own] of Object.entries(judge.subsets ?? {})) onSubsets.set(subset, await asked(own));
    return withSubsets(await asked(judge), onSubsets);
  } catch (error) {
    // Its protocol is not known here, or does not take these options any more. The other judges can be read all the same.
    return { skip: error instanceof Error ? error.message : String(error) };
  }
}

function askedOtherwise(own: Asked, asking: Asking, protocols: readonly Protocol[]): Asked {
  const { protocol = own.protocol, options = {}, prompt } = asking;
  if (protocol === own.protocol)
    return { protocol, options: { ...own.options, ...options }, prompt: prompt ?? own.prompt };
  return { protocol, options, prompt: promptFile(findProtocol(protocol, protocols), prompt, options) };
}

async function configuredAgain(asked: Asked, protocols: readonly Protocol[]): Promise<ConfiguredProtocol> {
  const protocol = findProtocol(asked.protocol, protocols);
  return protocol.configure({ prompt: await promptOf(asked), options: asked.options });
}

/** The prompt that the judge was asked with where it ships with us, else one that shows everything: reading needs no more of it. */
async function promptOf({ prompt }: Asked): Promise<PromptTemplate> {
  if (typeof prompt === "string") return loadPrompt(prompt);
  if (await isBuiltInPrompt(prompt)) return loadPrompt(prompt.name);
  return {
    ...prompt,
    settings: {},
    render: (variables) => [{ role: "user", content: textsIn(variables).join("\n") }],
  };
}

function textsIn(value: Json): string[] {
  if (value === null || typeof value !== "object") return [String(value)];
  return Object.values(value).flatMap(textsIn);
}
