import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { TouchstoneError } from "../core/errors.js";

const LOCK = "lock.json";

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the lock was taken (ISO 8601). */
  readonly since: string;
  /** Tells a process from a later one with the same pid; null where the system does not say. */
  readonly processStart: string | null;
}

export interface Lock {
  /** Set where a dead process still held the lock and it was taken over. */
  readonly warning: string | undefined;
  release(): Promise<void>;
}

/** Takes the lock of a run folder. Throws where a living process holds it, or one on another machine, of which nothing can be known. */
export async function takeLock(folder: string): Promise<Lock> {
  const path = join(folder, LOCK);
  const own: Holder = {
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    processStart: await processStart(process.pid),
  };
  const text = `${JSON.stringify(own)}\n`;
  if (await created(path, text)) return lockOf(path, text, undefined);

  const found = await readFile(path, "utf8").catch(() => "");
  const holder = holderOf(found);
  if (holder && (await isHeld(holder, own.host)))
    throw new TouchstoneError(heldBy(holder, folder, path, own.host));
  await moveAside(path, found);
  if (!(await created(path, text))) {
    throw new TouchstoneError(`${folder} was opened for writing by another process at the same moment`);
  }
  const who = holder ? `process ${holder.pid}, which no longer runs` : "a process that left no name";
  return lockOf(path, text, `took over the lock of ${who}`);
}

function lockOf(path: string, text: string, warning: string | undefined): Lock {
  return {
    warning,
    async release() {
      // Only one's own: a lock that another process took over by force is not ours to remove.
      if ((await readFile(path, "utf8").catch(() => "")) === text) await rm(path, { force: true });
    },
  };
}

// A hard link appears whole or not at all, so nobody ever reads half a lock.
async function created(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, text);
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

// Of two processes that both found the stale lock, the slower one must not carry off the new lock of the faster.
async function moveAside(path: string, expected: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  if ((await readFile(aside, "utf8")) === expected) return rm(aside, { force: true });
  await rename(aside, path);
}

async function isHeld(holder: Holder, host: string): Promise<boolean> {
  if (holder.host !== host) return true;
  if (!isRunning(holder.pid)) return false;
  const start = await processStart(holder.pid);
  return start === null || holder.processStart === null || start === holder.processStart;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** When a process started, in the system's own clock ticks; null where there is no /proc to ask. */
async function processStart(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The second field is the program's name in brackets, which may hold spaces; starttime is the 22nd field.
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}

function holderOf(text: string): Holder | undefined {
  try {
    const { pid, host, since, processStart = null } = JSON.parse(text);
    return typeof pid === "number" && typeof host === "string"
      ? { pid, host, since: String(since), processStart }
      : undefined;
  } catch {
    return undefined;
  }
}

function heldBy({ pid, host, since }: Holder, folder: string, path: string, ownHost: string): string {
  const message = `${folder} is being written by process ${pid} on ${host} since ${since}`;
  return host === ownHost ? message : `${message}; if that process is gone, remove ${path}`;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
