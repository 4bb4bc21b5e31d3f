/** An error whose message is meant for the user: it is shown without a stack. */
export class TouchstoneError extends Error {
  override name = "TouchstoneError";
}

/** The command or the config is not usable as it stands (exit code 2). */
export class UsageError extends TouchstoneError {
  override name = "UsageError";
}

/** Something given does not fit: subject, what was expected, what was found. */
export class InputError extends TouchstoneError {
  override name = "InputError";
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
  constructor(subject: string, expected: string, found: string) {
    super(`${subject}: expected ${expected} but found ${found}`);
    this.subject = subject;
    this.expected = expected;
    this.found = found;
  }
}

/** What was found, in few words fit for an error message: the type, and the start of a text. */
export function describe(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "string") {
    if (value === "") return "an empty text";
    return `the text ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
  }
  if (typeof value === "object") return "an object";
  return `the ${typeof value} ${String(value)}`;
}
