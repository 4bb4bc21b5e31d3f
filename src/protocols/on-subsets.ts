import { isDeepStrictEqual } from "node:util";
import { InputError } from "../core/errors.js";
import type { ConfiguredProtocol } from "./protocol.js";

/**
 * A protocol that asks the comparisons of some subsets otherwise. Throws an InputError that names the subset where its way takes another
 * number of samples or combines them otherwise: both are settled once for a judge.
 */
export function withSubsets(
  protocol: ConfiguredProtocol,
  onSubsets: ReadonlyMap<string, ConfiguredProtocol>,
): ConfiguredProtocol {
  if (onSubsets.size === 0) return protocol;
  for (const [subset, own] of onSubsets) {
    if ((own.samples ?? 1) !== (protocol.samples ?? 1))
      throw new InputError(
        `subset ${JSON.stringify(subset)}`,
        `as many samples a verdict as elsewhere (${protocol.samples ?? 1})`,
        `${own.samples ?? 1}`,
      );
    if (!isDeepStrictEqual(own.rule ?? {}, protocol.rule ?? {}))
      throw new InputError(
        `subset ${JSON.stringify(subset)}`,
        `judgments combined by ${JSON.stringify(protocol.rule ?? {})}, as elsewhere`,
        JSON.stringify(own.rule ?? {}),
      );
  }
  const readsTokens = [protocol, ...onSubsets.values()].some((one) => one.readsTokens);
  return { ...protocol, onSubsets, ...(readsTokens ? { readsTokens } : {}) };
}
