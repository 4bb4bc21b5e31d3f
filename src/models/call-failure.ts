import type { CallFailure } from "../core/judgment.js";
import { oneLine, withoutSecrets } from "./clean-message.js";

/** What went wrong with a call, as the client saw it. */
export type CallError =
  | { readonly kind: "timeout" }
  | { readonly kind: "network"; readonly cause: unknown }
  | { readonly kind: "malformed"; readonly message: string }
  | {
      readonly kind: "http";
      readonly status: number;
      /** The provider's own word for it ("model_not_found", "insufficient_quota" …), or "". */
      readonly code: string;
      readonly message: string;
      readonly headers: Headers | undefined;
    };

interface Circumstances {
  readonly host: string;
  readonly timeoutSeconds: number;
  readonly secrets: readonly string[];
}

/** A failure fit to be stored and shown: of a known kind, in one short line that names the host and holds no secret. */
export function failureOf(error: CallError, { host, timeoutSeconds, secrets }: Circumstances): CallFailure {
  const say = (text: string) => `${host}: ${oneLine(withoutSecrets(text, secrets))}`;
  switch (error.kind) {
    case "timeout":
      return { kind: "timeout", message: say(`no answer within ${timeoutSeconds} s`) };
    case "network":
      return { kind: "network", message: say(`connection failed: ${innermostReason(error.cause)}`) };
    case "malformed":
      return { kind: "malformed", message: say(error.message) };
    case "http": {
      const retryAfterSeconds = retryAfterOf(error.headers);
      const kind = kindOfStatus(error.status, error.code);
      const hint = kind === "unknown-model" ? " (is the model served there, and is the base URL right?)" : "";
      return {
        kind,
        message: say(`HTTP ${withStatus(error.status, error.message)}`) + hint,
        httpStatus: error.status,
        ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      };
    }
    default:
      return error satisfies never;
  }
}

// An empty account answers 429 or 402, but waiting does not fill it: as with a wrong key, nothing more can be asked.
function kindOfStatus(status: number, code: string): CallFailure["kind"] {
  if (status === 401 || status === 403 || status === 402) {
    return code === "model_not_found" ? "unknown-model" : "unauthorized";
  }
  if (code === "insufficient_quota") return "unauthorized";
  if (status === 404 || code === "model_not_found") return "unknown-model";
  if (status === 429) return "rate-limit";
  if (status === 408) return "timeout";
  if (status === 409 || status === 425 || status >= 500) return "server";
  return "rejected";
}

/** Seconds to wait, from `retry-after-ms`, or from `retry-after` in seconds or as a date; undefined where neither says. */
function retryAfterOf(headers: Headers | undefined): number | undefined {
  const milliseconds = decimal(headers?.get("retry-after-ms"));
  if (milliseconds !== undefined) return milliseconds / 1000;
  const header = headers?.get("retry-after");
  const seconds = decimal(header);
  if (seconds !== undefined) return seconds;
  const date = Date.parse(header ?? "");
  return Number.isNaN(date) ? undefined : Math.max(0, (date - Date.now()) / 1000);
}

function decimal(text: string | null | undefined): number | undefined {
  return text && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}

function withStatus(status: number, message: string): string {
  const bare = message.startsWith(`${status} `) ? message.slice(String(status).length + 1) : message;
  return bare.trim() === "" ? `${status}` : `${status}: ${bare}`;
}

/** The innermost reason of a chain of errors: the outer ones only say "Connection error." */
export function innermostReason(error: unknown): string {
  let innermost = error;
  while (innermost instanceof Error && innermost.cause !== undefined) innermost = innermost.cause;
  if (!(innermost instanceof Error)) return String(innermost);
  const code = "code" in innermost && typeof innermost.code === "string" ? innermost.code : "";
  return innermost.message.includes(code) ? innermost.message : `${innermost.message} (${code})`;
}
