import { writeFileSync } from "node:fs";
import { seededRandom } from "../../src/core/random.js";

export interface TinyGguf {
  /** Of the random weights. */
  readonly seed?: number;
  /**
   * What the model says to anything, one token each, before it ends its turn: pieces of two bytes or more become tokens of their own,
   * single bytes are those of the vocabulary. No piece may come twice, and none may be the line feed. Without it the weights are random.
   */
  readonly says?: readonly Uint8Array[];
  /** null: none. */
  readonly chatTemplate?: string | null;
  readonly contextTokens?: number;
}

const TURNS = `{% for message in messages %}{{ '<|turn|>' + message.role + '\n' + message.content + '<|end|>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|turn|>assistant\n' }}{% endif %}`;

/** The tokens of the vocabulary: the two turn marks, the 256 bytes, and what the model says. */
const TURN = 0;
const END = 1;
const BYTES = 2;
const LINE_FEED = BYTES + 10;

const WIDTH = 32;
const HIDDEN = 64;
const HEADS = 2;

/** A path of a llama of one layer with a byte-level vocabulary, about 100 KB, written there as a GGUF file of version 3. */
export function writeTinyGguf(path: string, options: TinyGguf = {}): string {
  writeFileSync(path, tinyGguf(options));
  return path;
}

function tinyGguf({ seed = 1, says, chatTemplate = TURNS, contextTokens = 2048 }: TinyGguf): Buffer {
  const longer = (says ?? []).filter(({ length }) => length > 1);
  const tokens = [
    "<|turn|>",
    "<|end|>",
    ...Array.from({ length: 256 }, (_, byte) => byteLevel(Uint8Array.of(byte))),
    ...longer.map(byteLevel),
  ];
  const spoken = says?.map((piece) =>
    piece.length > 1 ? tokens.indexOf(byteLevel(piece)) : BYTES + (piece[0] ?? 0),
  );
  const metadata: [string, Value][] = [
    ["general.architecture", text("llama")],
    ["general.name", text("tiny")],
    ["llama.block_count", whole(1)],
    ["llama.context_length", whole(contextTokens)],
    ["llama.embedding_length", whole(WIDTH)],
    ["llama.feed_forward_length", whole(HIDDEN)],
    ["llama.attention.head_count", whole(HEADS)],
    ["llama.attention.head_count_kv", whole(HEADS)],
    ["llama.attention.layer_norm_rms_epsilon", single(1e-5)],
    ["llama.rope.dimension_count", whole(WIDTH / HEADS)],
    ["tokenizer.ggml.model", text("gpt2")],
    ["tokenizer.ggml.pre", text("gpt-2")],
    ["tokenizer.ggml.tokens", texts(tokens)],
    ["tokenizer.ggml.token_type", integers(tokens.map((_, token) => (token < BYTES ? 3 : 1)))],
    ["tokenizer.ggml.merges", texts([])],
    ["tokenizer.ggml.bos_token_id", whole(TURN)],
    ["tokenizer.ggml.eos_token_id", whole(END)],
    ["tokenizer.ggml.add_bos_token", { type: 7, bytes: Buffer.from([0]) }],
    ...(chatTemplate === null
      ? []
      : [["tokenizer.chat_template", text(chatTemplate)] satisfies [string, Value]]),
  ];
  return gguf(metadata, weights(tokens.length, seed, spoken));
}

interface Tensor {
  readonly name: string;
  /** Fastest first. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

function weights(vocabulary: number, seed: number, spoken: readonly number[] | undefined): Tensor[] {
  const random = seededRandom(["tiny GGUF", seed]);
  const tensor = (name: string, shape: readonly number[], value: () => number): Tensor => ({
    name,
    shape,
    values: Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, value),
  });
  const noise = (scale: number) => () => (random() * 2 - 1) * scale;
  const embedding = tensor("token_embd.weight", [WIDTH, vocabulary], noise(1));
  const output = tensor("output.weight", [WIDTH, vocabulary], noise(spoken ? 0 : 0.6));
  // What it says is a chain: each token's embedding points at the next one, and the layer adds nothing to it.
  let before = LINE_FEED;
  for (const next of spoken ? [...spoken, END] : []) {
    for (let i = 0; i < WIDTH; i++) {
      output.values[next * WIDTH + i] = 3 * (embedding.values[before * WIDTH + i] ?? 0);
    }
    before = next;
  }
  const layer = spoken ? 0 : 0.5;
  return [
    embedding,
    tensor("blk.0.attn_norm.weight", [WIDTH], () => 1),
    tensor("blk.0.attn_q.weight", [WIDTH, WIDTH], noise(0.5)),
    tensor("blk.0.attn_k.weight", [WIDTH, WIDTH], noise(0.5)),
    tensor("blk.0.attn_v.weight", [WIDTH, WIDTH], noise(0.5)),
    tensor("blk.0.attn_output.weight", [WIDTH, WIDTH], noise(layer)),
    tensor("blk.0.ffn_norm.weight", [WIDTH], () => 1),
    tensor("blk.0.ffn_gate.weight", [WIDTH, HIDDEN], noise(0.5)),
    tensor("blk.0.ffn_up.weight", [WIDTH, HIDDEN], noise(0.5)),
    tensor("blk.0.ffn_down.weight", [HIDDEN, WIDTH], noise(layer)),
    tensor("output_norm.weight", [WIDTH], () => 1),
    output,
  ];
}

/** A token in the byte-level alphabet: bytes that print stand for themselves, the others for the characters from U+0100 on, in order. */
function byteLevel(bytes: Uint8Array): string {
  const prints = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
  const hidden = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !prints(byte));
  return [...bytes]
    .map((byte) => String.fromCodePoint(prints(byte) ? byte : 256 + hidden.indexOf(byte)))
    .join("");
}

/** A metadata value: the format's number for its type, and its bytes. */
interface Value {
  readonly type: number;
  readonly bytes: Buffer;
}

const ALIGNMENT = 32;

/** Source: the GGUF specification, version 3; everything little-endian. */
function gguf(metadata: readonly (readonly [string, Value])[], tensors: readonly Tensor[]): Buffer {
  const head = [Buffer.from("GGUF"), u32(3), u64(tensors.length), u64(metadata.length)];
  for (const [key, { type, bytes }] of metadata) head.push(counted(key), u32(type), bytes);
  const data: Buffer[] = [];
  let offset = 0;
  for (const { name, shape, values } of tensors) {
    const bytes = padded(Buffer.from(values.buffer));
    // Type 0 is 32-bit floating point.
    head.push(counted(name), u32(shape.length), ...shape.map(u64), u32(0), u64(offset));
    data.push(bytes);
    offset += bytes.length;
  }
  return Buffer.concat([padded(Buffer.concat(head)), ...data]);
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((ALIGNMENT - (bytes.length % ALIGNMENT)) % ALIGNMENT)]);
}

function whole(value: number): Value {
  return { type: 4, bytes: u32(value) };
}

function single(value: number): Value {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return { type: 6, bytes };
}

function text(value: string): Value {
  return { type: 8, bytes: counted(value) };
}

function texts(values: readonly string[]): Value {
  return { type: 9, bytes: Buffer.concat([u32(8), u64(values.length), ...values.map(counted)]) };
}

function integers(values: readonly number[]): Value {
  return { type: 9, bytes: Buffer.concat([u32(5), u64(values.length), ...values.map(u32)]) };
}

function counted(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
