/** One field of a JSON answer. */
export type AnswerField =
  | { readonly name: string; readonly kind: "text" }
  | { readonly name: string; readonly kind: "choice"; readonly of: readonly [string, ...string[]] }
  /** Both ends belong to it. */
  | {
      readonly name: string;
      readonly kind: "number";
      readonly low: number;
      readonly high: number;
      readonly whole: boolean;
    };

/** The JSON object that a judge is asked for (structured output). The fields are written in this order: the critique before the verdict. */
export interface AnswerShape {
  /** Letters, digits and "_"; endpoints want one. */
  readonly name: string;
  readonly fields: readonly AnswerField[];
}
