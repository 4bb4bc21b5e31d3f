import { tell } from "./output.js";

/** What the process's exit code says. */
export const EXIT = { ok: 0, gateFailed: 1, usage: 2, incomplete: 3, interrupted: 130 } as const;

/** Every command adds itself; `finish` sets the exit code. */
export type Finish = (code: number) => void;

/** Says on stderr what went wrong: in one line where the user can do something about it, with its stack where it is our own fault. */
export function reportError(error: unknown): number {
  const said = forTheUser(error);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  tell(`touchstone: ${said ?? `unexpected error (please report it): ${stack}`}`);
  return EXIT.usage;
}

// By name, not by class: this file must not load the library that defines them.
const USER_ERRORS = new Set(["TouchstoneError", "UsageError", "InputError", "RunStopped"]);

/** What the operating system means. */
const SYSTEM_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  ENOTDIR: "a part of this path is not a folder",
  EISDIR: "is a folder, where a file is expected",
  EACCES: "may not be read or written (permission denied)",
  EPERM: "may not be changed (not permitted)",
  EROFS: "lies on a disk that cannot be written to",
  ENOSPC: "no space is left on the disk",
  EDQUOT: "no space is left of your quota",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "the name is too long",
};

function forTheUser(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (USER_ERRORS.has(error.name)) return error.message;
  const { code, path } = error as NodeJS.ErrnoException;
  const meaning = code === undefined ? undefined : SYSTEM_ERRORS[code];
  if (meaning === undefined) return undefined;
  return path === undefined ? meaning : `${path}: ${meaning}`;
}
