import { InputError } from "../core/errors.js";
import type { JsonObject } from "../core/json.js";

/** The part of @huggingface/jinja that is used, with the types that its own declarations lose under NodeNext. */
export interface Jinja {
  tokenize(source: string, options: { lstrip_blocks: boolean; trim_blocks: boolean }): unknown;
  parse(tokens: unknown): Statement;
  Environment: new () => Environment;
  Interpreter: new (
    environment: Environment,
  ) => {
    run(program: Statement): RuntimeValue;
    evaluate(statement: Statement | undefined, environment: Environment): RuntimeValue;
  };
}
interface Environment {
  set(name: string, value: unknown): unknown;
}
interface RuntimeValue {
  readonly type: string;
  readonly value: unknown;
}
/** A node of the parsed template; which of the fields it has depends on its type. */
interface Statement {
  readonly type: string;
  readonly value?: unknown;
  readonly object?: Statement;
  readonly property?: Statement;
  readonly operand?: Statement;
  readonly filter?: { readonly value?: unknown; readonly callee?: { readonly value?: unknown } };
  readonly test?: { readonly value?: unknown };
}

// Far above any prompt that a model could read; a template with a runaway loop stops here instead of filling the memory.
const MAX_CHARACTERS = 32_000_000;
const MAX_STEPS = 200_000;

/**
 * A Jinja template, compiled. Unlike the library by itself: a variable that is not defined is an error (except under
 * `is defined` and `default(…)`), white space stays as written, and size and number of steps are bounded.
 * Errors are InputErrors that name the subject.
 */
export function compileTemplate(
  jinja: Jinja,
  source: string,
  subject: string,
): (variables: JsonObject) => string {
  const program = asInputError(subject, "a valid Jinja template", () =>
    jinja.parse(jinja.tokenize(source, { lstrip_blocks: false, trim_blocks: false })),
  );
  const StrictInterpreter = strictInterpreter(jinja);
  return (variables) =>
    asInputError(subject, "a template that can be filled in", () => {
      const environment = new jinja.Environment();
      for (const [name, constant] of [
        ["true", true],
        ["false", false],
        ["none", null],
      ] as const) {
        environment.set(name, constant);
      }
      for (const [name, value] of Object.entries(variables)) environment.set(name, value);
      const interpreter = new StrictInterpreter(environment, Object.keys(variables));
      return String(interpreter.run(program).value);
    });
}

function strictInterpreter(jinja: Jinja) {
  return class StrictInterpreter extends jinja.Interpreter {
    private readonly known: readonly string[];
    private readonly mayBeUndefined = new WeakSet<Statement>();
    private steps = 0;

    constructor(environment: Environment, known: readonly string[]) {
      super(environment);
      this.known = known;
    }

    override evaluate(statement: Statement | undefined, environment: Environment): RuntimeValue {
      if (++this.steps > MAX_STEPS) throw new Error(`a loop of more than ${MAX_STEPS} steps`);
      const asked = statement && askedWhetherDefined(statement);
      if (asked) this.mayBeUndefined.add(asked);
      const value = super.evaluate(statement, environment);
      if (statement && value.type === "UndefinedValue" && !this.mayBeUndefined.has(statement)) {
        const name = nameOf(statement);
        if (name !== null) {
          throw new Error(`the variable "${name}", which is not known (known: ${this.known.join(", ")})`);
        }
      }
      if (typeof value.value === "string" && value.value.length > MAX_CHARACTERS) {
        throw new Error(`a text of more than ${MAX_CHARACTERS} characters`);
      }
      return value;
    }
  };
}

/** What a `x is defined` or `x | default(…)` asks about; null for any other statement. */
function askedWhetherDefined(statement: Statement): Statement | null {
  const { type, operand, filter, test } = statement;
  if (operand === undefined) return null;
  const name = filter?.callee?.value ?? filter?.value;
  if (type === "FilterExpression" && name === "default") return operand;
  if (type === "TestExpression" && (test?.value === "defined" || test?.value === "undefined")) return operand;
  return null;
}

function nameOf(statement: Statement): string | null {
  const { type, value, object, property } = statement;
  if (type === "Identifier") return String(value);
  if (type !== "MemberExpression" || !object || !property) return null;
  return `${nameOf(object) ?? "…"}.${nameOf(property) ?? "…"}`;
}

function asInputError<Result>(subject: string, expected: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new InputError(subject, expected, error instanceof Error ? error.message : String(error));
  }
}
