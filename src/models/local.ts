import { basename } from "node:path";
import { InputError } from "../core/errors.js";
import type { JsonObject } from "../core/json.js";
import type { CallFailure, TokenProbabilities } from "../core/judgment.js";
import { oneLine } from "./clean-message.js";
import { answerGrammar } from "./local/answer-grammar.js";
import type { Likelihood } from "./local/continuation.js";
import { type Engine, type LocalOptions, startEngine } from "./local/engine.js";
import { importLlamaCpp, type LlamaCpp } from "./local/llama-cpp.js";
import type { Vocabulary } from "./local/vocabulary.js";
import { type Answer, type Model, type ModelRequest, requestKey } from "./model.js";

export type { LocalOptions } from "./local/engine.js";

const MOST_CANDIDATES = 1000;
/** llama.cpp takes one 32-bit seed for "any": 2³² − 1, which no remainder of this is. */
const SEEDS = 2 ** 32 - 1;

/**
 * A GGUF model in this process, through node-llama-cpp (an optional package, loaded only here). The model is loaded at once; calls wait
 * for one another. The request's model name is a label: whatever it is, this file answers, and is named in the reply's `model`. Where the
 * sampling says nothing, temperature and top-p are 1, a reply may fill the context window, and the seed comes from the request's key. Of
 * `sampling.extra` it knows `chat_template_kwargs`, further variables of the chat template.
 *
 * Throws a UsageError where the package is absent or has no binary for this machine, and an InputError that names the file or the option
 * where the model cannot be loaded or has no chat template.
 */
export async function localModel(
  options: LocalOptions,
  load: () => Promise<LlamaCpp> = importLlamaCpp,
): Promise<Model> {
  const engine = await startEngine(options, load);
  const { default: pLimit } = await import("p-limit");
  const oneAtATime = pLimit(1);
  const host = `this process (${basename(options.gguf)})`;
  return {
    host,
    ask(request, { signal, subject }) {
      const failed = (kind: CallFailure["kind"], message: string): Answer => ({
        status: "failed",
        failure: { kind, message: `${host}: ${message} (${subject})` },
      });
      return whenFree(oneAtATime, signal, failed("cancelled", "cancelled"), async () => {
        try {
          return await answerOf(engine, request, basename(options.gguf, ".gguf"), signal);
        } catch (error) {
          if (error instanceof InputError) return failed("rejected", error.message);
          await engine.continuer.reset();
          return signal.aborted ? failed("cancelled", "cancelled") : failed("server", oneLine(String(error)));
        }
      });
    },
  };
}

/** Throws an InputError where the model cannot be asked this. */
async function answerOf(
  { prompt, continuer, contextTokens, vocabulary, grammar }: Engine,
  request: ModelRequest,
  model: string,
  signal: AbortSignal,
): Promise<Answer> {
  const { temperature = 1, topP = 1, maxTokens, topLogprobs, seed, extra } = request.sampling;
  const asked = prompt(request.messages, templateVariables(extra));
  const room = contextTokens - asked.length;
  if (room < 1) {
    throw new InputError(
      "prompt",
      `fewer than ${contextTokens} tokens, the context window`,
      `${asked.length}`,
    );
  }
  const { tokens, finishReason } = await continuer.continue(
    asked,
    {
      temperature,
      topP,
      seed: seedOf(seed, request),
      limit: Math.min(maxTokens ?? room, room),
      ...(request.answer === undefined ? {} : { grammar: await grammar(answerGrammar(request.answer)) }),
    },
    signal,
  );
  const { text, starts } = vocabulary.spell(tokens);
  const reply = {
    text,
    finishReason,
    // The token that ends the turn was generated too, and servers count it.
    usage: { inputTokens: asked.length, outputTokens: tokens.length + (finishReason === "stop" ? 1 : 0) },
    model,
  };
  if (topLogprobs === undefined) return { status: "answered", reply };
  const candidates = Math.min(topLogprobs, MOST_CANDIDATES);
  const likelihoods = await continuer.measure(asked, tokens, candidates, signal);
  return {
    status: "answered",
    reply: {
      ...reply,
      tokens: likelihoods.map((likelihood, i) => probabilities(likelihood, starts[i] ?? 0, vocabulary)),
    },
  };
}

function templateVariables(extra: JsonObject = {}): JsonObject {
  const { chat_template_kwargs: variables = {}, ...others } = extra;
  const unknown = Object.keys(others);
  if (unknown.length > 0) {
    throw new InputError(
      '"extra"',
      'only "chat_template_kwargs" for a local model',
      oneLine(unknown.join(", ")),
    );
  }
  if (!isObject(variables)) {
    throw new InputError('"extra.chat_template_kwargs"', "an object", oneLine(JSON.stringify(variables)));
  }
  return variables;
}

function isObject(value: JsonObject[string]): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Without a seed of its own a request has the one of its key: repeats differ, and a rerun says the same. */
function seedOf(seed: number | undefined, request: ModelRequest): number {
  const wanted = seed ?? Number.parseInt(requestKey(request).slice(0, 8), 16);
  return ((wanted % SEEDS) + SEEDS) % SEEDS;
}

function probabilities(
  { token, logprob, top }: Likelihood,
  at: number,
  { textOf }: Vocabulary,
): TokenProbabilities {
  return {
    at,
    token: textOf(token),
    logprob,
    top: top.map((candidate) => ({ token: textOf(candidate.token), logprob: candidate.logprob })),
  };
}

/** The answer once it is this call's turn; at once, and without a turn, when the signal ends the waiting. */
function whenFree(
  oneAtATime: (work: () => Promise<void>) => Promise<void>,
  signal: AbortSignal,
  cancelled: Answer,
  work: () => Promise<Answer>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let begun = false;
    const leave = () => {
      if (!begun) resolve(cancelled);
    };
    if (signal.aborted) return leave();
    signal.addEventListener("abort", leave, { once: true });
    oneAtATime(async () => {
      if (signal.aborted) return;
      begun = true;
      resolve(await work());
    })
      .catch(reject)
      .finally(() => signal.removeEventListener("abort", leave));
  });
}
