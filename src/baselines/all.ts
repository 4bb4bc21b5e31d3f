export { constant } from "./constant.js";
export { first } from "./first.js";
export { longest } from "./longest.js";
export { random } from "./random.js";
export { shortest } from "./shortest.js";
