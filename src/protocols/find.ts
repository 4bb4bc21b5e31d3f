import { InputError } from "../core/errors.js";
import * as all from "./all.js";
import type { Protocol } from "./protocol.js";

/** Every protocol that ships with the package, in alphabetical order. */
export const protocols: readonly Protocol[] = Object.values(all satisfies Record<string, Protocol>);

/** The protocol of this name: the user's own first, so that one may replace ours. Throws an InputError that lists the names. */
export function findProtocol(name: string, own: readonly Protocol[] = []): Protocol {
  const known = [...own, ...protocols];
  const found = known.find((protocol) => protocol.name === name);
  if (!found) {
    const names = [...new Set(known.map((protocol) => protocol.name))];
    throw new InputError("protocol", `one of ${names.join(", ")}`, JSON.stringify(name));
  }
  return found;
}

/** Whether a protocol has this name, ours or the user's own. */
export function isProtocolName(name: string, own: readonly Protocol[] = []): boolean {
  return [...own, ...protocols].some((protocol) => protocol.name === name);
}
