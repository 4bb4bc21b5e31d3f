import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "../../core/errors.js";
import { oneLine } from "../clean-message.js";

/** The part of node-llama-cpp that is used, declared here because the package need not be installed. */
export interface LlamaCpp {
  getLlama(options: {
    gpu: LocalGpu;
    build: "never";
    skipDownload: true;
    progressLogs: false;
    logLevel: "error";
    logger: (level: string, message: string) => void;
  }): Promise<Llama>;
  LlamaGrammarEvaluationState: new (options: { model: LlamaModel; grammar: LlamaGrammar }) => GrammarState;
}
export interface Llama {
  /** Cores that are of use for arithmetic. */
  readonly cpuMathCores: number;
  loadModel(options: { modelPath: string }): Promise<LlamaModel>;
  createGrammar(options: { grammar: string }): Promise<LlamaGrammar>;
}
export interface LlamaModel {
  readonly fileInfo: { readonly metadata: unknown };
  /** Tokens in the context window that the model was trained on. */
  readonly trainContextSize: number;
  readonly tokens: {
    readonly bos: number | null;
    readonly bosString: string | null;
    readonly eosString: string | null;
    readonly shouldPrependBosToken: boolean;
  };
  tokenize(text: string, specialTokens: boolean, options?: "trimLeadingSpace"): number[];
  isEogToken(token: number): boolean;
  createContext(options: { contextSize: number; batchSize: number; threads: number }): Promise<LlamaContext>;
}
interface LlamaContext {
  getSequence(): LlamaSequence;
}
export interface LlamaSequence {
  /** How many tokens it holds. */
  readonly nextTokenIndex: number;
  compareContextTokens(tokens: readonly number[]): { firstDifferentIndex: number };
  eraseContextTokenRanges(ranges: { start: number; end: number }[]): Promise<void>;
  clearHistory(): Promise<void>;
  evaluateWithoutGeneratingNewTokens(tokens: readonly number[]): Promise<void>;
  /** Ends by itself where the model ends its turn. */
  evaluate(
    tokens: readonly number[],
    options: {
      temperature: number;
      topK: number;
      topP: number;
      seed: number;
      grammarEvaluationState?: GrammarState;
    },
  ): AsyncGenerator<number, void, void>;
  controlledEvaluate(
    input: [token: number, options: { generateNext: { probabilities: true } }][],
  ): Promise<({ next: { probabilities?: ReadonlyMap<number, number> } } | undefined)[]>;
}
type LlamaGrammar = object;
export type GrammarState = object;

/** `auto`: the best that this machine and the installed package have. `false`: the processor alone. */
export type LocalGpu = "auto" | "metal" | "cuda" | "vulkan" | false;

export const LLAMA_CPP_VERSION = "3.20.0";

/** By platform and architecture, as Node names them: the package that holds the binary for the processor. */
export const CPU_BINARIES: Readonly<Record<string, string>> = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "linux-arm": "linux-armv7l",
  "darwin-arm64": "mac-arm64-metal",
  "darwin-x64": "mac-x64",
  "win32-x64": "win-x64",
  "win32-arm64": "win-arm64",
};

/** How node-llama-cpp is installed on this machine. */
export function howToInstall(platform = `${process.platform}-${process.arch}`): string {
  const all = `npm install node-llama-cpp@${LLAMA_CPP_VERSION}`;
  const binary = CPU_BINARIES[platform];
  if (binary === undefined) return all;
  const small = `npm install --omit=optional --ignore-scripts node-llama-cpp@${LLAMA_CPP_VERSION} @node-llama-cpp/${binary}@${LLAMA_CPP_VERSION}`;
  return `${all} (hundreds of megabytes, with every graphics back end), or, much smaller: ${small}`;
}

/**
 * Loads node-llama-cpp: from the folder that TOUCHSTONE_LLAMA_CPP names, where it is set (a command that is installed globally or run by
 * npx does not see what a project has installed), else from where this package is installed.
 * Throws a UsageError that says how to install it.
 */
export async function importLlamaCpp(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<LlamaCpp> {
  const folder = environment.TOUCHSTONE_LLAMA_CPP;
  try {
    const loaded: LlamaCpp = await import(folder ? entryIn(folder) : "node-llama-cpp");
    return loaded;
  } catch (error) {
    const where = folder ? ` from the folder that TOUCHSTONE_LLAMA_CPP names (${folder})` : "";
    const code = error instanceof Error && "code" in error ? String(error.code) : oneLine(String(error));
    throw new UsageError(
      `a local model needs the package node-llama-cpp, which cannot be loaded${where}: ${code}. Install it: ${howToInstall()}`,
    );
  }
}

function entryIn(folder: string): string {
  const require = createRequire(join(resolve(folder), "any.js"));
  return pathToFileURL(require.resolve("node-llama-cpp")).href;
}
