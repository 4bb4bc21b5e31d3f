import type { Span } from "./quoting.js";

/** A verdict as it stands in a text. Two tags agree where they say the same. */
export interface VerdictTag<Says extends string | number> extends Span {
  readonly says: Says;
}
