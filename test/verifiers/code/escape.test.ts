import { existsSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CodeCheck, CodeLanguage } from "../../../src/core/check.js";
import { pythonSandbox } from "../../../src/verifiers/code/python/sandbox.js";
import { codeVerifier } from "../../../src/verifiers/code.js";

// Every program here tries to get out of its sandbox, or to take more than its share, and prints ESCAPED where it did: the only thing that its
// test would accept. So each must fail, by the outcome it is listed with; and afterwards nothing of it may be found on this side.

const SECRET = "ESCAPED-canary-of-this-test";
// In the folder that the sandbox has one of its own of, under the same name.
const CANARY = `/tmp/touchstone-escape-${process.pid}`;
const noPython = await pythonSandbox.unavailable();

let server: Server;
let port = 0;
let visits = 0;

beforeAll(async () => {
  process.env.TOUCHSTONE_CANARY = SECRET;
  server = createServer((_, response) => {
    visits++;
    response.end("ESCAPED");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});

afterAll(async () => {
  delete process.env.TOUCHSTONE_CANARY;
  await new Promise((resolve) => server.close(resolve));
  rmSync(CANARY, { force: true });
});

type Attempt = readonly [name: string, outcomes: string, program: string];

const ONE_SECOND = 1;
/** For what ends by itself: a busy machine must not make another outcome of it. */
const LONG = 25;

async function attempt(language: CodeLanguage, outcomes: string, program: string): Promise<void> {
  const text = program.replaceAll("CANARY", CANARY).replaceAll("PORT", String(port));
  const check: CodeCheck = {
    kind: "code",
    language,
    tests: { kind: "stdio", cases: [{ stdin: "", stdout: "ESCAPED" }] },
    limits: { seconds: outcomes.includes("time limit") ? ONE_SECOND : LONG, megabytes: 128 },
  };
  const { status, reason } = await codeVerifier.verify(`\`\`\`${language}\n${text}\n\`\`\``, check);
  expect(reason).toMatch(new RegExp(`^(${outcomes}): `));
  expect(reason).not.toContain(SECRET);
  expect(status).toBe("failed");
  expect(visits).toBe(0);
  expect(existsSync(CANARY)).toBe(false);
}

const javascript: Attempt[] = [
  [
    "reads a file of the host",
    "crashed",
    "console.log(require('fs').readFileSync('/etc/passwd', 'utf8') && 'ESCAPED')",
  ],
  [
    "reads the environment of the process from /proc",
    "crashed",
    "require('fs').readFileSync('/proc/self/environ'); console.log('ESCAPED')",
  ],
  [
    "writes a file of the host",
    "crashed",
    "require('fs').writeFileSync('CANARY', 'x'); console.log('ESCAPED')",
  ],
  ["makes a symbolic link", "crashed", "require('fs').symlinkSync('/etc', 'CANARY'); console.log('ESCAPED')"],
  [
    "fetches from the network",
    "crashed",
    "fetch('http://127.0.0.1:PORT/').then((r) => r.text()).then(console.log)",
  ],
  ["opens a socket", "crashed", "require('net').connect(PORT, '127.0.0.1', () => console.log('ESCAPED'))"],
  ["starts a process", "crashed", "console.log(require('child_process').execSync('echo ESCAPED'))"],
  [
    "starts a thread",
    "crashed",
    "new (require('worker_threads').Worker)('console.log(1)', { eval: true }); console.log('ESCAPED')",
  ],
  ["imports at run time", "crashed|failed", "import('fs').then((fs) => console.log(fs && 'ESCAPED'))"],
  [
    "imports QuickJS's own modules",
    "crashed",
    "import * as std from 'qjs:std'; std.exit(0); console.log('ESCAPED')",
  ],
  [
    "looks for QuickJS's own globals",
    "failed",
    "console.log(typeof std !== 'undefined' || typeof os !== 'undefined' || typeof scriptArgs !== 'undefined' ? 'ESCAPED' : 'none')",
  ],
  ["asks Node for a binding", "crashed", "process.binding('fs'); console.log('ESCAPED')"],
  [
    "loads a native library",
    "crashed",
    "process.dlopen({ exports: {} }, '/usr/lib/libc.so.6'); console.log('ESCAPED')",
  ],
  ["kills its parent", "crashed", "process.kill(process.ppid ?? 1, 'SIGKILL'); console.log('ESCAPED')"],
  [
    "reads the environment",
    "failed",
    "console.log(Object.keys(process.env).length ? 'ESCAPED' : JSON.stringify(process.env))",
  ],
  [
    "builds a function from a constructor",
    "failed",
    "const out = (() => {}).constructor.constructor('return globalThis')(); console.log(out === globalThis && typeof out.process?.mainModule === 'undefined' ? 'the same world' : 'ESCAPED')",
  ],
  [
    "builds a function from the host's function",
    "failed",
    "const write = process.stdout.write; const out = write.constructor('return typeof Buffer + typeof WebAssembly + typeof process.binding')(); console.log(out === 'undefinedundefinedundefined' ? 'nothing' : 'ESCAPED')",
  ],
  [
    "looks for who called",
    "failed|crashed",
    "function f() { return f.caller?.caller ?? arguments.callee.caller } console.log(f() ? 'ESCAPED' : 'nobody')",
  ],
  [
    "catches the host's error and follows its prototypes",
    "failed",
    "let e; try { require('fs').readFileSync('/x') } catch (x) { e = x } console.log(e.constructor.constructor === Function && Object.getPrototypeOf(Object.getPrototypeOf(e)) === Error.prototype.__proto__ ? 'ours' : 'ESCAPED')",
  ],
  [
    "pollutes prototypes",
    "failed",
    "Object.prototype.polluted = 'ESCAPED'; Array.prototype.push = () => { throw 1 }; Promise.prototype.then = null; console.log(1)",
  ],
  [
    "evaluates text as code with the host's rights",
    "crashed",
    "(0, eval)('require(\"child_process\").execSync(\"touch CANARY\")'); console.log('ESCAPED')",
  ],
  [
    "compiles WebAssembly",
    "crashed",
    "WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(() => console.log('ESCAPED'))",
  ],
  [
    "waits by Atomics",
    "crashed",
    "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); console.log('ESCAPED')",
  ],
  ["loops without end", "time limit", "for (;;);"],
  ["chains promises without end", "time limit", "const go = () => Promise.resolve().then(go); go()"],
  ["sets timers without end", "time limit", "setInterval(() => {}, 0)"],
  ["throws without end", "time limit", "for (;;) { try { throw new Error('x') } catch {} }"],
  ["catches being stopped", "time limit", "for (;;) { try { for (;;); } catch {} finally { continue } }"],
  [
    "has words without end",
    "time limit",
    "throw Object.defineProperty(new Error(), 'message', { get() { for (;;); } })",
  ],
  ["backtracks in a regular expression", "time limit", "/(a+)+$/.test(`${'a'.repeat(60)}b`)"],
  [
    "raises a power without end",
    "time limit|memory limit|crashed",
    "console.log(2n ** (2n ** 40n) ? 'ESCAPED' : '')",
  ],
  [
    "fills memory with objects",
    "memory limit|time limit",
    "const all = []; for (;;) all.push({ n: all.length, s: `${all.length}` })",
  ],
  ["fills memory with one text", "memory limit|crashed", "let s = 'x'; for (;;) s += s + '1'"],
  [
    "fills memory with a buffer",
    "memory limit|crashed",
    "new Uint8Array(2 ** 31 - 1).fill(1); console.log('ESCAPED')",
  ],
  ["floods its output", "output limit", "for (;;) console.log('x'.repeat(1000))"],
  ["prints one text that is too long", "output limit", "process.stdout.write('x'.repeat(5e6))"],
  ["recurses without end", "crashed", "const f = () => f() + 1; f()"],
  [
    "recurses in a getter of its error",
    "crashed",
    "const e = new Error('x'); Object.defineProperty(e, 'message', { get() { return this.message } }); throw e",
  ],
  [
    "nests what is to be parsed",
    "crashed|memory limit",
    "JSON.parse('['.repeat(1e5)); console.log('ESCAPED')",
  ],
  ["nests its source", "compile error|crashed", `${"(".repeat(50_000)}1${")".repeat(50_000)}`],
  ["leaves with success and nothing printed", "failed", "process.exit(0)"],
];

const python: Attempt[] = [
  ["reads a file of the host", "crashed", "open('/etc/passwd').read(); print('ESCAPED')"],
  [
    "lists the host's homes",
    "failed",
    "import os\nprint('ESCAPED' if any(os.path.exists(p) for p in ('/root', '/home', '/etc', '/var', '/proc', '/sys', '/work')) else os.listdir('/'))",
  ],
  [
    "writes beside its scratch folder",
    "failed",
    "import os\nfor p in ('/x', '/dev/x', '/usr/x', '/usr/lib/x', '/dev/stdin'):\n    try:\n        open(p, 'w').write('x')\n        print('ESCAPED')\n    except OSError as e:\n        print(e.errno)",
  ],
  [
    "writes into the host's folder of the same name",
    "failed",
    "open('CANARY', 'w').write('x')\nprint('in its own')",
  ],
  [
    "reads through a symbolic link",
    "crashed",
    "import os\nos.symlink('/etc/passwd', '/tmp/l')\nopen('/tmp/l').read()\nprint('ESCAPED')",
  ],
  [
    "remounts",
    "failed",
    "import ctypes\nlibc = ctypes.CDLL(None)\nprint('ESCAPED' if libc.mount(b'none', b'/usr', b'', 4096 | 32, None) == 0 or libc.umount2(b'/tmp', 2) == 0 else 'no')",
  ],
  [
    "makes another user namespace",
    "failed",
    "import ctypes\nprint('ESCAPED' if ctypes.CDLL(None).unshare(0x10000000) == 0 else 'no')",
  ],
  ["changes its root", "crashed", "import os\nos.chroot('/usr')\nprint('ESCAPED')"],
  [
    "makes a device",
    "crashed",
    "import os, stat\nos.mknod('/tmp/sda', stat.S_IFBLK | 0o666, os.makedev(8, 0))\nprint('ESCAPED')",
  ],
  ["becomes root", "crashed", "import os\nos.setuid(0)\nprint('ESCAPED')"],
  [
    "opens a socket",
    "crashed",
    "import socket\nsocket.create_connection(('127.0.0.1', PORT), 5)\nprint('ESCAPED')",
  ],
  [
    "fetches from the network",
    "crashed",
    "import urllib.request\nprint(urllib.request.urlopen('http://127.0.0.1:PORT/').read().decode())",
  ],
  [
    "starts a shell",
    "failed",
    "import os\nos.system('touch CANARY')\nprint('ESCAPED' if os.path.exists('CANARY') else 'no shell')",
  ],
  [
    "starts a process",
    "crashed",
    "import subprocess\nprint(subprocess.check_output(['/bin/sh', '-c', 'echo ESCAPED']).decode())",
  ],
  [
    "calls the C library's system",
    "failed",
    "import ctypes, os\nctypes.CDLL(None).system(b'touch CANARY')\nprint('ESCAPED' if os.path.exists('CANARY') else 'no shell')",
  ],
  [
    "traces its parent, which has no more rights than it",
    "failed|time limit",
    "import ctypes, os\nctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0)\nprint('attached')",
  ],
  [
    "traces processes of the host",
    "failed",
    "import ctypes, os\nlibc = ctypes.CDLL(None)\nmine = (os.getpid(), os.getppid())\nprint('ESCAPED' if any(libc.ptrace(16, p, 0, 0) == 0 for p in range(1, 5000) if p not in mine) else 'none')",
  ],
  [
    "kills its parent",
    "failed|crashed|memory limit",
    "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nprint('still here')",
  ],
  [
    "kills everything",
    "failed|crashed|memory limit",
    "import os, signal\nos.kill(-1, signal.SIGKILL)\nprint('still here')",
  ],
  [
    "reads the environment",
    "failed",
    "import os\nprint('ESCAPED' if 'TOUCHSTONE_CANARY' in os.environ or 'HOME' in os.environ else dict(os.environ))",
  ],
  ["reads its parent's environment", "crashed", "print(open('/proc/1/environ').read(), 'ESCAPED')"],
  ["forks without end", "crashed|time limit", "import os\nwhile True:\n    os.fork()"],
  [
    "starts threads without end",
    "crashed|time limit|memory limit",
    "import threading, time\nwhile True:\n    threading.Thread(target=time.sleep, args=(9,)).start()",
  ],
  [
    "leaves a daemon behind",
    "failed",
    "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(2)\n        print('ESCAPED', flush=True)\n    os._exit(0)\nprint('gone')",
  ],
  ["loops without end", "time limit", "while True:\n    pass"],
  [
    "loops and ignores the signal to stop",
    "time limit",
    "import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True:\n    pass",
  ],
  ["sleeps without end", "time limit", "import time\ntime.sleep(1e6)"],
  [
    "waits for a child that loops",
    "time limit",
    "import os\nif os.fork() == 0:\n    while True:\n        pass\nwhile True:\n    try:\n        os.wait()\n    except OSError:\n        pass",
  ],
  [
    "throws without end",
    "time limit",
    "while True:\n    try:\n        raise ValueError\n    except BaseException:\n        pass",
  ],
  ["backtracks in a regular expression", "time limit", "import re\nre.match(r'(a+)+$', 'a' * 60 + 'b')"],
  [
    "raises its own limits",
    "crashed",
    "import resource\nresource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))\nprint('ESCAPED')",
  ],
  ["fills memory with objects", "memory limit", "a = []\nwhile True:\n    a.append('x' * 1000000)"],
  ["fills memory with one text", "memory limit", "print(len('x' * 10 ** 11))"],
  [
    "fills its scratch folder",
    "crashed",
    "for i in range(100):\n    open(f'/tmp/{i}', 'wb').write(b'x' * 2000000)\nprint('ESCAPED')",
  ],
  ["opens files without end", "crashed", "a = [open('/tmp/x', 'w') for _ in range(1000)]\nprint('ESCAPED')"],
  ["floods its output", "output limit", "while True:\n    print('x' * 1000)"],
  [
    "floods its errors",
    "time limit|output limit",
    "import sys\nwhile True:\n    print('x' * 1000, file=sys.stderr)",
  ],
  ["floods its reports", "output limit", "import os\nwhile True:\n    os.write(4, b'x' * 1000)"],
  [
    "recurses until the stack ends",
    "crashed",
    "import sys\nsys.setrecursionlimit(10 ** 9)\nf = lambda n: f(n + 1) + 1\nf(0)",
  ],
  ["writes where no memory is", "crashed", "import ctypes\nctypes.string_at(0)\nprint('ESCAPED')"],
  ["nests its source", "compile error", `${"(".repeat(5000)}1${")".repeat(5000)}`],
  [
    "looks for the expected answer in memory",
    "failed",
    "import gc, sys\nf = sys._getframe()\nseen = []\nwhile f:\n    seen.append(repr(f.f_locals) + repr([c for c in f.f_code.co_consts]))\n    f = f.f_back\nword = ''.join(['ESC', 'APED'])\nprint(word if any(word in s for s in seen) else 'not there')",
  ],
  [
    "says itself that it has passed",
    "failed",
    'import os\nos.write(4, b\'{"finished": "", "returned": "ESCAPED"}\\n\')\nos._exit(0)',
  ],
  ["leaves with an exit code", "crashed", "import os\nos._exit(3)"],
];

describe("a JavaScript program that", () => {
  it.each(javascript)(
    "%s ends as %s",
    async (_, outcomes, program) => attempt("javascript", outcomes, program),
    90_000,
  );

  it("pollutes prototypes leaves this side's as they are", () => {
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe.skipIf(noPython !== null)(
  `a Python program that${noPython === null ? "" : ` (skipped: ${noPython})`}`,
  () => {
    it.each(python)(
      "%s ends as %s",
      async (_, outcomes, program) => attempt("python", outcomes, program),
      90_000,
    );
  },
);

describe("a program under unit tests that", () => {
  const unit = (program: string) => ({ kind: "unit" as const, programs: [program] });

  it("leaves before its test is over has not passed it (JavaScript)", async () => {
    const check: CodeCheck = { kind: "code", language: "javascript", tests: unit("assert(false)") };
    const replaced = "globalThis.assert = () => {}; console.assert = null";
    expect((await codeVerifier.verify("process.exit(0)", check)).reason).toMatch(/^crashed: it left/);
    expect((await codeVerifier.verify(replaced, check)).reason).toMatch(/^failed: AssertionError/);
  });

  it.skipIf(noPython !== null)("leaves before its test is over has not passed it (Python)", async () => {
    const check: CodeCheck = { kind: "code", language: "python", tests: unit("assert False") };
    const left = "import os\nos._exit(0)";
    const forged = `import os\nos.write(4, b'{"finished": true}\\n')\nos._exit(0)`;
    for (const program of [left, forged])
      expect((await codeVerifier.verify(program, check)).reason).toMatch(/^crashed: it ended before/);
    expect((await codeVerifier.verify("import sys\nsys.exit(0)", check)).reason).toMatch(/^crashed: it left/);
  });
});
