import { InputError } from "../../core/errors.js";
import type { LlamaModel } from "./llama-cpp.js";

/** What the metadata of a GGUF file say that is used here. */
export interface GgufFacts {
  readonly chatTemplate: string;
  readonly vocabulary: Vocabulary;
}

/** A model's tokens as text. */
export interface Vocabulary {
  /** The texts of tokens that steer the model (turn marks and the like) and are no part of what anybody writes. */
  readonly steering: readonly string[];
  /** How the token is written, steering tokens too; part of a character is "\uFFFD". */
  textOf(token: number): string;
  /** The text that the tokens spell, and where in it each begins, in characters; a token that continues a character begins where that does. */
  spell(tokens: readonly number[]): { text: string; starts: number[] };
}

/** Token types of the GGUF format. */
const UNKNOWN = 2;
const CONTROL = 3;
const USER_DEFINED = 4;
const BYTE = 6;

/**
 * The chat template and the vocabulary in a model's metadata.
 *
 * The tokens' bytes are read from the file and not asked of the library: its way back to text drops blanks before punctuation on some
 * vocabularies and cannot show part of a character, and verdicts are read character by character.
 *
 * Throws an InputError that names the file where there is no chat template or a vocabulary of another kind.
 */
export function factsOf(model: LlamaModel, subject: string): GgufFacts {
  const tokenizer = fieldsOf(fieldsOf(model.fileInfo.metadata).tokenizer);
  const chatTemplate = tokenizer.chat_template;
  if (typeof chatTemplate !== "string" || chatTemplate.trim() === "") {
    throw new InputError(
      subject,
      'a chat template in its metadata ("tokenizer.chat_template"), as models that were trained to chat have it',
      "none",
    );
  }
  const { model: kind, tokens, token_type: types } = fieldsOf(tokenizer.ggml);
  if ((kind !== "gpt2" && kind !== "llama") || !Array.isArray(tokens) || !Array.isArray(types)) {
    throw new InputError(
      subject,
      'a vocabulary of the kind "gpt2" or "llama"',
      typeof kind === "string" ? JSON.stringify(kind) : "none",
    );
  }
  return { chatTemplate, vocabulary: vocabularyOf(model, kind, tokens.map(String), types.map(Number)) };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function vocabularyOf(
  model: LlamaModel,
  kind: "gpt2" | "llama",
  texts: readonly string[],
  types: readonly number[],
): Vocabulary {
  // Some files do not mark the token that ends a turn; llama.cpp knows it by its name.
  const steers = texts.map(
    (_, token) => types[token] === CONTROL || types[token] === UNKNOWN || model.isEogToken(token),
  );
  const encoder = new TextEncoder();
  const bytesOf = (token: number): Uint8Array => {
    const text = texts[token] ?? "";
    if (steers[token] || types[token] === USER_DEFINED) return encoder.encode(text);
    if (types[token] === BYTE) return Uint8Array.of(Number.parseInt(text.slice(3, 5), 16));
    return kind === "gpt2" ? byteLevel(text) : encoder.encode(text.replaceAll("▁", " "));
  };
  return {
    steering: texts.filter((text, token) => steers[token] && text !== ""),
    textOf: (token) => decoder().decode(bytesOf(token)),
    spell(tokens) {
      const decode = decoder();
      let text = "";
      const starts = tokens.map((token) => {
        const bytes = steers[token] ? new Uint8Array() : bytesOf(token);
        // Where no character can be going on, what is left of a broken one is spelled before this token begins.
        if (((bytes[0] ?? 0) & 0xc0) !== 0x80) text += decode.decode();
        const start = text.length;
        text += decode.decode(bytes, { stream: true });
        return start;
      });
      return { text: text + decode.decode(), starts };
    },
  };
}

function decoder() {
  return new TextDecoder("utf-8", { ignoreBOM: true });
}

/**
 * The bytes of a token of a byte-level vocabulary, in which each byte is written as one printable character: those of Latin-1 that are
 * printable stand for themselves, the others follow in order from U+0100. Source: the GPT-2 encoder (Radford et al., 2019).
 */
function byteLevel(text: string): Uint8Array {
  return Uint8Array.from(
    [...text].flatMap((character) => BYTE_OF.get(character) ?? [...new TextEncoder().encode(character)]),
  );
}

const BYTE_OF: ReadonlyMap<string, number> = byteTable();

function byteTable(): Map<string, number> {
  const table = new Map<string, number>();
  let moved = 0x100;
  for (let byte = 0; byte < 256; byte++) {
    const printable =
      (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
    table.set(String.fromCodePoint(printable ? byte : moved++), byte);
  }
  return table;
}
