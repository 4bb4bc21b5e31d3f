export { lengthPadding } from "./length-padding.js";
export { neutralEdit } from "./neutral-edit.js";
export { order } from "./order.js";
export { votes } from "./votes.js";
