import type { TokenProbabilities } from "../core/judgment.js";
import { isFields } from "./fields.js";
import { alignTokens, type Piece } from "./token-places.js";

/** Servers that cannot write minus infinity write −9999 (OpenAI, vLLM) or a word: a probability of 0 either way. */
const LEAST_LOGPROB = -9999;

/** Float arithmetic may end a little above 0; what is clearly above it is no logarithm of a probability. */
const ROUNDING = 0.01;

/** One token as the endpoint lists it; what cannot be made out is null. */
interface ListedToken {
  readonly token: string | null;
  readonly bytes: Buffer | null;
  readonly logprob: number | null;
  readonly top: TokenProbabilities["top"];
}

/**
 * The token probabilities of a reply, from the `logprobs` of a chat completion's choice ({ content: [{ token, bytes, logprob,
 * top_logprobs }] }), in the order of the text. Tokens that are not of the text (reasoning in front, end marks), whose place cannot be
 * told for certain or whose probability is not given are left out. Undefined where the endpoint gave no list.
 */
export function tokenProbabilitiesOf(
  logprobs: unknown,
  text: string,
  reply: { readonly hasReasoning: boolean },
): TokenProbabilities[] | undefined {
  const content = isFields(logprobs) ? logprobs.content : undefined;
  if (!Array.isArray(content)) return undefined;
  const listed = content.map(listedToken);
  for (const { bytes, name } of READINGS) {
    const pieces = listed.map((given): Piece | null =>
      given.token === null
        ? null
        : { token: name(given.token), bytes: (bytes ? given.bytes : null) ?? Buffer.from(name(given.token)) },
    );
    const places = alignTokens(pieces, text, reply);
    if (places) return listed.flatMap((given, i) => placed(given, places[i] ?? null, name));
  }
  return [];
}

/**
 * How a list may be meant, the likeliest first: by its bytes; by its tokens, where the bytes are of something else; by its tokens as a
 * vocabulary writes them ("▁" or "Ġ" for a space, "Ċ" for a line feed).
 */
const READINGS: readonly { readonly bytes: boolean; readonly name: (token: string) => string }[] = [
  { bytes: true, name: (token) => token },
  { bytes: false, name: (token) => token },
  { bytes: false, name: (token) => token.replace(/[▁Ġ]/g, " ").replaceAll("Ċ", "\n") },
];

function placed(
  { token, logprob, top }: ListedToken,
  at: number | null,
  name: (token: string) => string,
): TokenProbabilities[] {
  if (at === null || token === null) return [];
  // Where only the list of likeliest tokens has it, that is as good.
  const own = logprob ?? top.find((likely) => likely.token === token)?.logprob;
  if (own === undefined) return [];
  return [
    {
      at,
      token: name(token),
      logprob: own,
      top: top.map((likely) => ({ token: name(likely.token), logprob: likely.logprob })),
    },
  ];
}

function listedToken(entry: unknown): ListedToken {
  if (!isFields(entry)) return { token: null, bytes: null, logprob: null, top: [] };
  const { token, bytes, logprob, top_logprobs: top } = entry;
  return {
    token: typeof token === "string" ? token : null,
    bytes: bytesOf(bytes),
    logprob: logprobOf(logprob),
    top: Array.isArray(top) ? top.flatMap(likelyToken).sort((a, b) => b.logprob - a.logprob) : [],
  };
}

function likelyToken(entry: unknown): TokenProbabilities["top"] {
  if (!isFields(entry) || typeof entry.token !== "string") return [];
  const logprob = logprobOf(entry.logprob);
  return logprob === null ? [] : [{ token: entry.token, logprob }];
}

function logprobOf(value: unknown): number | null {
  if (typeof value === "string") return /^-inf(inity)?$/i.test(value) ? LEAST_LOGPROB : null;
  if (typeof value !== "number" || !(value <= ROUNDING)) return null;
  return Math.max(LEAST_LOGPROB, Math.min(0, value));
}

function bytesOf(value: unknown): Buffer | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  return value.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255)
    ? Buffer.from(value)
    : null;
}
