import { open } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { describe, InputError, UsageError } from "../../core/errors.js";
import { oneLine } from "../clean-message.js";
import { type ChatPrompt, chatPrompt } from "./chat-prompt.js";
import { BLOCK, type Continuer, continuer } from "./continuation.js";
import {
  type GrammarState,
  howToInstall,
  type Llama,
  type LlamaCpp,
  type LlamaModel,
  type LocalGpu,
} from "./llama-cpp.js";
import { factsOf, type Vocabulary } from "./vocabulary.js";

export interface LocalOptions {
  /** Path of a model file in the GGUF format, with its chat template in it. */
  readonly gguf: string;
  /** Tokens that a prompt and its reply may have together. Default: 8192, or the window that the model was trained on where that is smaller. */
  readonly contextTokens?: number;
  /** Processor threads. Default: one for each core. */
  readonly threads?: number;
  /** Default "auto". */
  readonly gpu?: LocalGpu;
}

/** A loaded model, ready to be asked. */
export interface Engine {
  readonly prompt: ChatPrompt;
  readonly continuer: Continuer;
  readonly contextTokens: number;
  readonly vocabulary: Vocabulary;
  /** A fresh state of this grammar, for one reply. */
  grammar(source: string): Promise<GrammarState>;
}

const DEFAULT_CONTEXT_TOKENS = 8192;

/** Loads the model. Throws a UsageError or an InputError that names the package, the option or the file. */
export async function startEngine(options: LocalOptions, load: () => Promise<LlamaCpp>): Promise<Engine> {
  const subject = `model file ${options.gguf}`;
  checkNumbers(options);
  await checkFile(options.gguf, subject);
  const library = await load();
  const said: string[] = [];
  const llama = await llamaOf(library, options.gpu ?? "auto", (message) => said.push(message));
  const model = await loadable(subject, said, () => llama.loadModel({ modelPath: options.gguf }));
  const facts = factsOf(model, subject);
  const contextTokens = contextTokensOf(options, model, subject);
  const threads = options.threads ?? Math.max(1, Math.min(llama.cpuMathCores, availableParallelism()));
  const context = await loadable(subject, said, () =>
    model.createContext({ contextSize: contextTokens, batchSize: BLOCK, threads }),
  );
  return {
    prompt: await chatPrompt(model, facts, subject),
    continuer: continuer(context.getSequence()),
    contextTokens,
    vocabulary: facts.vocabulary,
    async grammar(source) {
      const grammar = await llama.createGrammar({ grammar: source });
      return new library.LlamaGrammarEvaluationState({ model, grammar });
    },
  };
}

function checkNumbers({ contextTokens, threads }: LocalOptions): void {
  for (const [name, value] of Object.entries({ contextTokens, threads })) {
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1)) {
      throw new InputError(`local model, ${name}`, "a whole number of 1 or more", describe(value));
    }
  }
}

/** llama.cpp itself says little of a file that is not there or is something else. */
async function checkFile(path: string, subject: string): Promise<void> {
  const start = Buffer.alloc(4);
  try {
    const file = await open(path);
    try {
      await file.read(start, 0, start.length, 0);
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : oneLine(String(error));
    throw new InputError(subject, "a readable file", code === "ENOENT" ? "no such file" : code);
  }
  if (start.toString("latin1") !== "GGUF") {
    throw new InputError(
      subject,
      'a GGUF file, which begins with "GGUF"',
      describe(start.toString("latin1")),
    );
  }
}

async function llamaOf(
  { getLlama }: LlamaCpp,
  gpu: LocalGpu,
  hear: (message: string) => void,
): Promise<Llama> {
  try {
    return await getLlama({
      gpu,
      // What is not there is not to be fetched or compiled behind the user's back.
      build: "never",
      skipDownload: true,
      progressLogs: false,
      logLevel: "error",
      // llama.cpp would print; what it says is told where something fails.
      logger: (_level, message) => hear(message),
    });
  } catch (error) {
    const backEnd = gpu === "auto" || gpu === false ? "" : ` with ${gpu}`;
    throw new UsageError(
      `node-llama-cpp has nothing that runs on this machine${backEnd}: ${oneLine(String(error))}. Install it: ${howToInstall()}`,
    );
  }
}

async function loadable<Loaded>(
  subject: string,
  said: readonly string[],
  work: () => Promise<Loaded>,
): Promise<Loaded> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(
      subject,
      "a model that llama.cpp can load and run",
      oneLine([reason, ...said].join(" · ")),
    );
  }
}

function contextTokensOf({ contextTokens }: LocalOptions, model: LlamaModel, subject: string): number {
  const trained = model.trainContextSize;
  if (contextTokens === undefined) return Math.min(DEFAULT_CONTEXT_TOKENS, trained);
  if (contextTokens > trained) {
    throw new InputError(
      `${subject}, contextTokens`,
      `at most the ${trained} it was trained on`,
      `${contextTokens}`,
    );
  }
  return contextTokens;
}
