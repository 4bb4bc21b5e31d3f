/**
 * Which kind of error a response made that failed its check, for example "wrong-answer": a word of the verifier's own short list, never one
 * of the response's.
 */
export type ErrorKind = string;

/** What a kind may be called. It stands in the names of figures, so that it is one short word without spaces. */
export const ERROR_KIND = /^[a-z_][a-z0-9_:-]{0,63}$/;
export const ERROR_KIND_IN_WORDS = 'one short word of lower-case letters, digits, "-", "_" and ":"';

/** A metric's figure for one kind of error; no other figure's name has a colon: "false-pass-rate:wrong-answer". */
export function metricOfError(metric: string, kind: ErrorKind): string {
  return `${metric}:${kind}`;
}

/** The kind that such a name is about; null where it is none of this metric's. */
export function errorOfMetric(metric: string, name: string): ErrorKind | null {
  return name.startsWith(`${metric}:`) ? name.slice(metric.length + 1) : null;
}
