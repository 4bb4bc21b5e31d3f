import type { Json } from "../core/json.js";
import type { AskedJudge, Judge, ScoredJudge } from "../core/judge.js";
import { findProtocol } from "../protocols/find.js";
import { loadPrompt } from "../protocols/prompt.js";
import type { ConfiguredProtocol, PromptTemplate, Protocol } from "../protocols/protocol.js";
import { findReward } from "../rewards/find.js";

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

async function readerOf(judge: AskedJudge | ScoredJudge, protocols: readonly Protocol[]): Promise<Reader> {
  try {
    if (judge.kind === "scored") return findReward(judge.reward).configure(judge.options);
    const protocol = findProtocol(judge.protocol, protocols);
    return protocol.configure({ prompt: await promptOf(judge), options: judge.options });
  } catch (error) {
    // Its protocol is not known here, or does not take these options any more. The other judges can be read all the same.
    return { skip: error instanceof Error ? error.message : String(error) };
  }
}

/** The prompt that the judge was asked with where it ships with us, else one that shows everything: reading needs no more of it. */
async function promptOf({ prompt }: AskedJudge): Promise<PromptTemplate> {
  const isPlainName = /^[\w-]+$/.test(prompt.name);
  const builtIn = isPlainName ? await loadPrompt(prompt.name).catch(() => undefined) : undefined;
  if (builtIn?.hash === prompt.hash) return builtIn;
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
