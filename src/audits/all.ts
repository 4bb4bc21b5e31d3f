export { escalation } from "./escalation.js";
export { lengthControlled } from "./length-controlled.js";
export { lengthPadding } from "./length-padding.js";
export { neutralEdit } from "./neutral-edit.js";
export { order } from "./order.js";
export { selfPreference } from "./self-preference.js";
export { votes } from "./votes.js";
