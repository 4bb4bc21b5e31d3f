export { lengthPadding } from "./length-padding.js";
export { neutralEdit } from "./neutral-edit.js";
export { order } from "./order.js";
export { repeats } from "./repeats.js";
export { transitivity } from "./transitivity.js";
export { varianceSplit } from "./variance-split.js";
