export { critiquePlace } from "./critique-place.js";
export { critiqueText } from "./critique-text.js";
export { faithfulness } from "./faithfulness.js";
export { lengthPadding } from "./length-padding.js";
export { neutralEdit } from "./neutral-edit.js";
export { order } from "./order.js";
