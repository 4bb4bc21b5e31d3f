// What a program finds in the JavaScript sandbox besides the language: the console, timers, stdin and the few modules of Node that programs
// of a judge's responses read and write with. The functions of this file run inside the sandbox, from their source text; the two that are
// handed in are all that reaches out, and the program never holds them.

/** What the sandbox's owner keeps of it. */
export interface Machinery {
  /** Runs the next timer, if there is one. Time between timers does not pass: nothing waits in the sandbox. */
  tick(): boolean;
  call(entry: unknown, argumentsJson: string): unknown;
  /** The value as JSON, with what JSON has no number for as `{ "$number": … }`. Throws where it has no JSON form. */
  encode(value: unknown): string;
  /** What was thrown, in at most 300 characters. */
  explain(thrown: unknown): string;
  /** Puts back what unit tests rest on, should the program have replaced it. */
  rearm(): void;
}

type Write = (text: string) => void;
type Leave = (code: number) => void;

/** The source of an expression that is a function from (write, leave, stdin) to the machinery. */
export function preludeSource(): string {
  const parts = [
    install,
    processOf,
    inputStream,
    inspect,
    jsonForm,
    asserter,
    deeplySame,
    fileModule,
    lineModule,
    timerQueue,
  ];
  return `(() => { ${parts.map(String).join("\n")}\nreturn install; })()`;
}

function install(write: Write, leave: Leave, stdin: string): Machinery {
  const { stringify, parse } = JSON;
  const global = globalThis as unknown as Record<string, unknown>;
  const format = (values: unknown[]) =>
    values.map((value) => (typeof value === "string" ? value : inspect(value, 0, []))).join(" ");
  const print = (...values: unknown[]) => write(`${format(values)}\n`);
  const silent = () => {};
  global.console = { log: print, info: print, debug: print, error: silent, warn: silent, trace: silent };
  global.print = print;
  const timers = timerQueue(global);

  const process = processOf(inputStream(stdin, timers.later), write, leave);
  const assert = asserter(inspect, deeplySame);
  const modules: Record<string, unknown> = {
    fs: fileModule(stdin, write),
    readline: lineModule(stdin, timers.later),
    assert,
    "assert/strict": assert,
    process,
  };
  const rearm = () => {
    global.assert = assert;
  };
  rearm();
  global.process = process;
  global.module = { exports: {} };
  global.exports = (global.module as { exports: unknown }).exports;
  global.require = (name: unknown) => {
    const known = modules[String(name).replace(/^node:/, "")];
    if (known) return known;
    throw new Error(`Cannot find module '${String(name)}'`);
  };
  return {
    tick: timers.tick,
    rearm,
    call: (entry, argumentsJson) => (entry as (...values: unknown[]) => unknown)(...parse(argumentsJson)),
    encode: (value) => stringify(jsonForm(value, 0)),
    explain(thrown) {
      try {
        if (thrown instanceof Error) return `${thrown.name}: ${thrown.message}`.slice(0, 300);
        return inspect(thrown, 0, []).slice(0, 300);
      } catch {
        return "(its words cannot be read)";
      }
    },
  };
}

function processOf(stdin: object, write: Write, leave: Leave) {
  const process = {
    stdin,
    stdout: {
      write(text: unknown) {
        write(String(text));
        return true;
      },
    },
    stderr: { write: () => true },
    argv: ["node", "program.js"],
    env: {},
    platform: "linux",
    exitCode: 0,
    exit: (code?: number) => leave(code ?? process.exitCode),
    nextTick: (action: (...values: unknown[]) => void, ...values: unknown[]) =>
      void Promise.resolve().then(() => action(...values)),
    on: () => process,
    hrtime: { bigint: () => BigInt(Date.now()) * 1000000n },
    uptime: () => 0,
  };
  return process;
}

/** Node's stdin, as the events of one chunk, as something to read, or by asynchronous iteration. */
function inputStream(stdin: string, later: (action: () => void) => void) {
  const input = {
    fd: 0,
    unread: true,
    setEncoding: () => input,
    resume: () => input,
    on(event: string, listener: (text?: string) => void) {
      if (event === "data") later(() => listener(stdin));
      if (event === "end") later(() => listener());
      if (event === "readable") {
        later(() => listener());
        later(() => listener());
      }
      return input;
    },
    once: (event: string, listener: (text?: string) => void) => input.on(event, listener),
    read() {
      const text = input.unread ? stdin : null;
      input.unread = false;
      return text;
    },
    async *[Symbol.asyncIterator]() {
      yield stdin;
    },
  };
  return input;
}

/** A value as Node's console shows it, but for line breaks: always on one line. */
function inspect(value: unknown, depth: number, above: unknown[]): string {
  const nested = (inner: unknown) => inspect(inner, depth + 1, [...above, value]);
  const listed = (open: string, items: string[], close: string) =>
    items.length === 0 ? open + close : `${open} ${items.join(", ")} ${close}`;
  if (typeof value === "string")
    return `'${value.replace(/\\/g, "\\\\").replace(/'/g, "\\'").replace(/\n/g, "\\n")}'`;
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "function") return `[Function: ${value.name || "(anonymous)"}]`;
  if (typeof value !== "object" || value === null) return String(value);
  if (above.includes(value)) return "[Circular *1]";
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (depth > 2) return Array.isArray(value) ? "[Array]" : "[Object]";
  if (Array.isArray(value)) {
    const more = value.length > 100 ? [`... ${value.length - 100} more items`] : [];
    return listed("[", [...value.slice(0, 100).map(nested), ...more], "]");
  }
  if (value instanceof Map) {
    const items = [...value].map(([key, item]) => `${nested(key)} => ${nested(item)}`);
    return listed(`Map(${value.size}) {`, items, "}");
  }
  if (value instanceof Set) return listed(`Set(${value.size}) {`, [...value].map(nested), "}");
  const kind = value.constructor?.name;
  const items = Object.entries(value).map(
    ([key, item]) => `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : inspect(key, 0, [])}: ${nested(item)}`,
  );
  return listed(kind && kind !== "Object" ? `${kind} {` : "{", items, "}");
}

function jsonForm(value: unknown, depth: number): unknown {
  if (depth > 200) throw new RangeError("the returned value is nested too deep");
  switch (typeof value) {
    case "undefined":
      return null;
    case "bigint":
      return value > -(2n ** 53n) && value < 2n ** 53n ? Number(value) : { $number: String(value) };
    case "number":
      return Number.isFinite(value) ? value : { $number: String(value) };
    case "string":
    case "boolean":
      return value;
    case "object": {
      if (value === null) return null;
      if (Array.isArray(value) || ArrayBuffer.isView(value))
        return Array.from(value as ArrayLike<unknown>, (item) => jsonForm(item, depth + 1));
      if (value instanceof Map || value instanceof Set)
        throw new TypeError(`it returned a ${value instanceof Map ? "Map" : "Set"}, which has no JSON form`);
      const fields: Record<string, unknown> = Object.create(null);
      for (const [key, item] of Object.entries(value))
        if (item !== undefined) fields[key] = jsonForm(item, depth + 1);
      return fields;
    }
    default:
      throw new TypeError(`it returned a ${typeof value}, which has no JSON form`);
  }
}

/** Node's assert, as far as tests of small programs use it. */
function asserter(show: typeof inspect, same: typeof deeplySame) {
  const fail = (message: unknown, otherwise: string): never => {
    if (message instanceof Error) throw message;
    const error = new Error(message === undefined ? otherwise : String(message));
    error.name = "AssertionError";
    throw error;
  };
  const pair = (a: unknown, b: unknown) => `${show(a, 0, [])} and ${show(b, 0, [])}`;
  const assert = (value: unknown, message?: unknown) =>
    void (value || fail(message, `${show(value, 0, [])} is not true`));
  const check = (holds: boolean, a: unknown, b: unknown, message: unknown, what: string) =>
    void (holds || fail(message, `${pair(a, b)} ${what}`));
  type Compare = (a: unknown, b: unknown, message?: unknown) => void;
  const equal: Compare = (a, b, message) =>
    check(same(a, b, false) && (typeof a !== "object" || a === b), a, b, message, "are not equal");
  const strictEqual: Compare = (a, b, message) => check(Object.is(a, b), a, b, message, "are not equal");
  const deepEqual: Compare = (a, b, message) =>
    check(same(a, b, false), a, b, message, "are not deeply equal");
  const deepStrictEqual: Compare = (a, b, message) =>
    check(same(a, b, true), a, b, message, "are not deeply equal");
  const notEqual: Compare = (a, b, message) => check(!same(a, b, false), a, b, message, "are equal");
  const notStrictEqual: Compare = (a, b, message) => check(!Object.is(a, b), a, b, message, "are equal");
  const notDeepStrictEqual: Compare = (a, b, message) =>
    check(!same(a, b, true), a, b, message, "are deeply equal");
  const throws = (action: () => unknown, wanted?: unknown, message?: unknown) => {
    try {
      action();
    } catch (error) {
      if (wanted instanceof RegExp && !wanted.test(String(error)))
        fail(message, `${String(error)} was thrown`);
      if (typeof wanted === "function" && wanted.prototype !== undefined && !(error instanceof wanted))
        fail(message, `${String(error)} was thrown`);
      return;
    }
    fail(message, "nothing was thrown");
  };
  return Object.assign(assert, {
    ok: assert,
    equal,
    strictEqual,
    deepEqual,
    deepStrictEqual,
    notEqual,
    notStrictEqual,
    notDeepStrictEqual,
    throws,
    fail: (message?: unknown) => fail(message, "it failed"),
    strict: assert,
  });
}

function deeplySame(a: unknown, b: unknown, strict: boolean): boolean {
  // biome-ignore lint/suspicious/noDoubleEquals: assert.equal is loose by its definition
  if (Object.is(a, b) || (!strict && a == b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (strict && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  if (a instanceof Map && b instanceof Map)
    return (
      a.size === b.size && [...a].every(([key, item]) => b.has(key) && deeplySame(item, b.get(key), strict))
    );
  if (a instanceof Set && b instanceof Set)
    return (
      a.size === b.size &&
      [...a].every((item) => b.has(item) || [...b].some((other) => deeplySame(item, other, strict)))
    );
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return (
    keys.length === others.length &&
    keys.every((key) => Object.hasOwn(right, key) && deeplySame(left[key], right[key], strict))
  );
}

function fileModule(stdin: string, write: Write) {
  const refuse = (path: unknown): never => {
    throw new Error(`ENOENT: no such file or directory, open '${String(path)}'`);
  };
  return {
    readFileSync(path: unknown, options?: unknown) {
      if (path !== 0 && path !== "/dev/stdin") return refuse(path);
      return options === undefined
        ? { toString: () => stdin, trim: () => stdin.trim(), split: (by: string) => stdin.split(by) }
        : stdin;
    },
    writeFileSync(path: unknown, text: unknown) {
      if (path !== 1 && path !== "/dev/stdout") return refuse(path);
      return write(String(text));
    },
    writeSync(descriptor: unknown, text: unknown) {
      if (descriptor !== 1 && descriptor !== 2) return refuse(descriptor);
      if (descriptor === 1) write(String(text));
      return String(text).length;
    },
    existsSync: (path: unknown) => path === "/dev/stdin",
  };
}

/** Node's readline over stdin: lines by event, by question, or by asynchronous iteration. */
function lineModule(stdin: string, later: (action: () => void) => void) {
  const lines = stdin.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  const createInterface = () => {
    const heard: Record<string, ((line?: string) => void)[]> = { line: [], close: [] };
    let [next, open, asked] = [0, true, 0];
    const say = (event: string, line?: string) => {
      for (const listener of heard[event] ?? []) listener(line);
    };
    const close = () => {
      if (open) {
        open = false;
        say("close");
      }
    };
    const pump = () => {
      if (!open || asked > 0) return;
      if (next < lines.length) {
        say("line", lines[next++]);
        later(pump);
      } else close();
    };
    const on = (event: string, listener: (line?: string) => void) => {
      heard[event] ??= [];
      heard[event].push(listener);
      if (event === "line") later(pump);
      if (event === "close" && heard.line?.length === 0)
        later(() => heard.line?.length === 0 && asked === 0 && next >= lines.length && close());
      return face;
    };
    const face = {
      on,
      once: on,
      close,
      setPrompt: () => {},
      prompt: () => {},
      question(_query: string, ...rest: unknown[]) {
        const answer = rest.at(-1) as (line: string) => void;
        asked++;
        later(() => {
          asked--;
          if (next < lines.length) answer(lines[next++] ?? "");
          if (heard.line?.length) later(pump);
        });
      },
      async *[Symbol.asyncIterator]() {
        while (open && next < lines.length) yield lines[next++];
      },
    };
    return face;
  };
  return { createInterface };
}

/** Timers by their order of time, without its passing. */
function timerQueue(global: Record<string, unknown>) {
  interface Timer {
    readonly id: number;
    readonly at: number;
    readonly every: number | null;
    readonly action: () => unknown;
  }
  let [now, made] = [0, 0];
  let waiting: Timer[] = [];
  const add = (action: unknown, delay: unknown, repeats: boolean, values: unknown[]) => {
    const wait = Math.max(1, Number(delay) || 0);
    const run = () => (typeof action === "function" ? action(...values) : undefined);
    const timer = { id: ++made, at: now + wait, every: repeats ? wait : null, action: run };
    waiting.push(timer);
    return timer.id;
  };
  const drop = (id: unknown) => {
    waiting = waiting.filter((timer) => timer.id !== id);
  };
  global.setTimeout = (action: unknown, delay?: unknown, ...values: unknown[]) =>
    add(action, delay, false, values);
  global.setInterval = (action: unknown, delay?: unknown, ...values: unknown[]) =>
    add(action, delay, true, values);
  global.setImmediate = (action: unknown, ...values: unknown[]) => add(action, 0, false, values);
  global.clearTimeout = global.clearInterval = global.clearImmediate = drop;
  global.queueMicrotask = (action: () => void) => void Promise.resolve().then(action);
  return {
    later: (action: () => void) => void add(action, 0, false, []),
    tick() {
      let first: Timer | undefined;
      for (const timer of waiting) if (!first || timer.at < first.at) first = timer;
      if (!first) return false;
      const { id, at, every, action } = first;
      waiting = waiting.filter((timer) => timer.id !== id);
      now = at;
      if (every !== null) waiting.push({ id, at: now + every, every, action });
      action();
      return true;
    },
  };
}
