import type { Reply } from "../core/judgment.js";
import type { Reading } from "../core/reading.js";
import type { View } from "../core/trial.js";
import { type FinalQuestion, type FinalVerdict, readFinal } from "../verdicts/final.js";
import { findJsonAnswers } from "../verdicts/json-answer.js";
import { splitReasoning } from "../verdicts/reasoning.js";
import { replyProblem } from "../verdicts/reply-problem.js";
import type { AnswerOptions } from "./asking-options.js";
import { presentedTexts } from "./material.js";

/** A reading without a verdict. */
export type Failure = Exclude<Reading, { status: "decided" }>;

/** How a protocol's verdict is written, in text and in a JSON answer. */
export interface AnswerFormat<Says extends string | number>
  extends Pick<FinalQuestion<Says>, "find" | "markers" | "expected"> {
  /** The verdict in the fields of a JSON answer; undefined where they hold none. */
  readonly inJson: (fields: Readonly<Record<string, unknown>>) => Says | undefined;
}

/**
 * What the reply that holds the verdict decided: its final verdict, made a Reading by `reading`. A JSON answer is read as one where
 * it was asked for; a server that does not hold its replies to JSON may have written text, which is read like any other. Without
 * `defences` a verdict copied from a presented text counts as the judge's own.
 */
export function readAnswer<Says extends string | number, Decided extends { readonly status: "decided" }>(
  view: View,
  reply: Reply | undefined,
  format: AnswerFormat<Says>,
  { critique, structured, defences = true }: AnswerOptions & { readonly defences?: boolean },
  reading: (says: Says) => Decided | Failure,
): { readonly reading: Decided | Failure; readonly critique: string | null } {
  if (!reply) return { reading: { status: "empty", reason: "no reply was given" }, critique: null };
  const { body } = splitReasoning(reply.text);
  const problem = replyProblem(reply);
  if (problem) return { reading: problem, critique: body === "" ? null : body };
  const presented = defences ? presentedTexts(view) : [];
  const { find, markers, expected } = format;
  const final =
    (structured ? readJson(body, presented, format) : null) ??
    readFinal({ body, presented, find, markers, expected, place: critique === "after" ? "first" : "last" });
  if (final.status === "decided") return { reading: reading(final.says), critique: final.critique };
  return { reading: { status: final.status, reason: final.reason }, critique: final.critique };
}

/** The verdict of a JSON answer; null where there is no JSON object of the judge's own that holds one. */
function readJson<Says extends string | number>(
  body: string,
  presented: readonly string[],
  { inJson }: AnswerFormat<Says>,
): FinalVerdict<Says> | null {
  const shown = presented.map(withoutSpace);
  const verdicts = findJsonAnswers(body).flatMap(({ fields, start, end }) => {
    const says = inJson(fields);
    const copied = shown.some((text) => text.includes(withoutSpace(body.slice(start, end))));
    return says === undefined || copied ? [] : [{ says, fields, start }];
  });
  const [first] = verdicts;
  if (!first) return null;
  if (new Set(verdicts.map(({ says }) => says)).size > 1) {
    const reason = `several JSON answers: ${verdicts.map(({ says }) => String(says).slice(0, 40)).join(", ")}`;
    return { status: "ambiguous", reason, critique: body };
  }
  const written = first.fields.critique;
  const critique = (typeof written === "string" ? written : body.slice(0, first.start)).trim();
  return { status: "decided", says: first.says, critique: critique === "" ? null : critique };
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, "");
}

/** A field of a JSON answer as it would stand in brackets; "" for what is neither text nor number. */
export function written(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
