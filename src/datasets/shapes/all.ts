import { chosenRejected } from "./chosen-rejected.js";
import { list } from "./list.js";
import { native } from "./native.js";
import { pair } from "./pair.js";
import { rated } from "./rated.js";
import type { Shape } from "./shape.js";

/** In the order in which they are tried on each row: the first that recognises it reads it. */
export const SHAPES: readonly Shape[] = [list, native, chosenRejected, pair, rated];
