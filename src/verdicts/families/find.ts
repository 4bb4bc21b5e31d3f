import * as all from "./all.js";
import type { Family } from "./family.js";

/** Every family of verdict formats that the auto reader knows. */
export const families: readonly Family[] = Object.values(all satisfies Record<string, Family>);
