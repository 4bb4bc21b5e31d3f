import type { Message } from "../../core/comparison.js";
import { InputError } from "../../core/errors.js";
import type { JsonObject } from "../../core/json.js";
import { oneLine } from "../clean-message.js";
import type { LlamaModel } from "./llama-cpp.js";
import type { GgufFacts } from "./vocabulary.js";

/** The tokens of a conversation that the model is to continue. Throws an InputError where the template refuses it. */
export type ChatPrompt = (messages: readonly Message[], variables: JsonObject) => number[];

/** A message as templates know it. */
interface Turn {
  readonly role: string;
  readonly content: string;
}

/** The part of @huggingface/jinja that is used, with the types that its own declarations lose under NodeNext. */
interface Jinja {
  tokenize(source: string, options: { lstrip_blocks: true; trim_blocks: true }): unknown;
  parse(tokens: unknown): unknown;
  Environment: new () => { set(name: string, value: unknown): unknown };
  Interpreter: new (environment: object) => { run(program: unknown): { readonly value: unknown } };
}

// Some templates write the day into the prompt. Today's would make the same question another one tomorrow.
const DAY: Readonly<Record<string, string>> = {
  "%Y": "2025",
  "%m": "01",
  "%d": "01",
  "%b": "Jan",
  "%B": "January",
  "%H": "00",
  "%M": "00",
};

/** What every chat template may use. */
const GLOBALS = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
  range(from: number, to?: number, step = 1): number[] {
    const [first, end] = to === undefined ? [0, from] : [from, to];
    return Array.from({ length: Math.max(0, Math.ceil((end - first) / step)) }, (_, i) => first + i * step);
  },
  strftime_now: (format: string) => format.replace(/%[YmdbBHM]/g, (part) => DAY[part] ?? part),
  raise_exception(message: unknown): never {
    throw new Error(String(message));
  },
};

/**
 * Conversations through the chat template of the model's own file. What the messages say is text and nothing else: a response that spells
 * out one of the model's turn marks is read letter by letter and cannot end its turn.
 */
export async function chatPrompt(
  model: LlamaModel,
  { chatTemplate, vocabulary }: GgufFacts,
  subject: string,
): Promise<ChatPrompt> {
  const jinja: Jinja = await import("@huggingface/jinja");
  // Block tags take no line of their own: so chat templates are written, and so transformers and llama.cpp read them.
  const program = explained(subject, "a chat template that can be parsed", () =>
    jinja.parse(jinja.tokenize(chatTemplate, { lstrip_blocks: true, trim_blocks: true })),
  );
  const { bos, bosString, eosString, shouldPrependBosToken } = model.tokens;
  const render = (messages: readonly Turn[], variables: JsonObject): string => {
    const environment = new jinja.Environment();
    const given = {
      ...variables,
      ...GLOBALS,
      messages,
      add_generation_prompt: true,
      bos_token: bosString ?? "",
      eos_token: eosString ?? "",
    };
    for (const [name, value] of Object.entries(given)) environment.set(name, value);
    return String(new jinja.Interpreter(environment).run(program).value);
  };

  return (messages, variables) => {
    const shield = shieldFor(messages, vocabulary.steering);
    const turns = messages.map(({ role, content }) => ({
      role: role === "developer" ? "system" : role,
      content: shield.hide(content),
    }));
    const text = explained(subject, "messages that its chat template takes", () =>
      withSystemRead(turns, (given) => render(given, variables)),
    );
    const tokens = shield
      .parts(text)
      .flatMap(({ text: part, literal }, position) =>
        model.tokenize(part, !literal, ...(position > 0 ? (["trimLeadingSpace"] as const) : [])),
      );
    return shouldPrependBosToken && bos !== null && tokens[0] !== bos ? [bos, ...tokens] : tokens;
  };
}

/** The rendered text; where the template refuses a system message or leaves it out, what it says is put before the first user message. */
function withSystemRead(turns: readonly Turn[], render: (turns: readonly Turn[]) => string): string {
  const system = turns.filter(({ role }) => role === "system").map(({ content }) => content.trim());
  let refusal: unknown;
  try {
    const text = render(turns);
    if (system.every((content) => text.includes(content))) return text;
  } catch (error) {
    if (system.length === 0) throw error;
    refusal = error;
  }
  const others = turns.filter(({ role }) => role !== "system");
  const first = others.findIndex(({ role }) => role === "user");
  if (first < 0) throw refusal ?? new Error("it leaves out the system message, and there is no user message");
  return render(
    others.map((turn, position) =>
      position === first ? { ...turn, content: [...system, turn.content].join("\n\n") } : turn,
    ),
  );
}

/** Hides the turn marks that stand in messages from the template and the tokenizer, and finds them again in the rendered text. */
function shieldFor(messages: readonly Message[], steering: readonly string[]) {
  const mark = unusedMark(messages);
  const hidden: string[] = [];
  const known = new Set(steering);
  const starts = new Set(steering.map((text) => text[0]));
  const lengths = [...new Set(steering.map(({ length }) => length))].sort((a, b) => b - a);
  const markAt = (text: string, at: number): string | undefined => {
    if (!starts.has(text[at])) return undefined;
    const length = lengths.find((candidate) => known.has(text.slice(at, at + candidate)));
    return length === undefined ? undefined : text.slice(at, at + length);
  };
  return {
    hide(content: string): string {
      let shown = "";
      let from = 0;
      for (let at = 0; at < content.length; at++) {
        const found = markAt(content, at);
        if (found === undefined) continue;
        shown += `${content.slice(from, at)}${mark}${hidden.push(found) - 1}${mark}`;
        from = at + found.length;
        at = from - 1;
      }
      return shown + content.slice(from);
    },
    /** The text in order; `literal` parts are the hidden ones, as they were written. */
    parts(text: string): { text: string; literal: boolean }[] {
      return text.split(mark).map((part, position) => {
        const literal = position % 2 === 1;
        return { text: literal ? (hidden[Number(part)] ?? "") : part, literal };
      });
    },
  };
}

/**
 * A text that stands in none of the messages and cannot arise where it meets one: it begins and ends with two different code points that
 * no text is meant to hold.
 */
function unusedMark(messages: readonly Message[]): string {
  for (let attempt = 0; ; attempt++) {
    const mark = `\uFDD1${attempt}\uFDD0`;
    if (!messages.some(({ content }) => content.includes(mark))) return mark;
  }
}

function explained<Result>(subject: string, expected: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new InputError(subject, expected, oneLine(error instanceof Error ? error.message : String(error)));
  }
}
