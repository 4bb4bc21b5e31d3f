import type { Block } from "./section.js";

/** Reasons for figures that are not given: a short mark in the cell, the reason once below the table. */
export interface Notes {
  /** "(1)" for the first reason, the same mark for the same reason. */
  mark(reason: string): string;
  /** The list of reasons; [] where none was marked. */
  blocks(): readonly Block[];
}

export function startNotes(): Notes {
  const reasons: string[] = [];
  return {
    mark(reason) {
      if (!reasons.includes(reason)) reasons.push(reason);
      return `(${reasons.indexOf(reason) + 1})`;
    },
    blocks: () =>
      reasons.length === 0
        ? []
        : [{ kind: "list", items: reasons.map((reason, index) => `(${index + 1}) ${reason}`) }],
  };
}
