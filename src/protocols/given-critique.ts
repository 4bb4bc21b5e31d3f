import type { AnswerShape } from "../core/answer-shape.js";
import { InputError } from "../core/errors.js";
import type { JsonObject } from "../core/json.js";
import type { Reply } from "../core/judgment.js";
import type { View } from "../core/trial.js";
import { unusedNonce } from "../core/view.js";
import { withoutVerdict } from "../verdicts/without-verdict.js";
import { readAnswer } from "./answer.js";
import { answerShape } from "./answer-shape.js";
import { ANSWER_OPTIONS, MATERIAL_OPTIONS } from "./asking-options.js";
import { checkPrompt, onlyResponse, promptText, sharedVariables, shownView } from "./material.js";
import { choice, describeOptions, flag, numberRange, type OptionValues, readOptions } from "./options.js";
import { duelLayouts, orders } from "./orders.js";
import type { Protocol, ProtocolReading } from "./protocol.js";
import { scoreFormat, scoreOnScale, scoreVerdict } from "./score-format.js";
import { verdictRequest } from "./verdict-request.js";
import { winnerFormat, winnerReading } from "./winner-format.js";

const OPTIONS = {
  verdict: choice(["winner", "score"], "choose between two responses, or score one"),
  responses: flag(true, "show the responses beside the critique"),
  scale: numberRange(1, 10, "the lowest and the highest score"),
  orders,
  ties: flag(true, "the judge may answer that neither is better"),
  structured: ANSWER_OPTIONS.structured,
  reference: MATERIAL_OPTIONS.reference,
  rubric: MATERIAL_OPTIONS.rubric,
} as const;
type GivenCritiqueOptions = OptionValues<typeof OPTIONS>;

/**
 * Shows a critique that was written before and asks for nothing but the verdict, with the responses beside it or without them: what of
 * a verdict comes from its critique. A verdict that the critique still holds is cut off (`withoutVerdict`), or it would be copied and
 * nothing tested. Where the responses are hidden nothing of the request depends on them, delimiters included.
 *
 * For probes, which give the critique: a View that has none cannot be asked.
 * Prompt variables: prompt, responses (letter, text; none where hidden), given (the critique), hidden, reference, rubric, principles (none),
 * nonce, winner, ties, scale_low, scale_high, critique ("none"), structured.
 */
export const givenCritique: Protocol = {
  name: "given-critique",
  summary:
    "For audits: a critique that is given, with or without the responses, then only the winner or the score.",
  prompt: "given-critique",
  options: describeOptions(OPTIONS),
  configure({ prompt, options: given }) {
    const options = readOptions("given-critique", given, OPTIONS);
    const pairs = options.verdict === "winner";
    const shows = options.responses ? (pairs ? 2 : 1) : 0;
    const critique = "sample-critique";
    checkPrompt("given-critique", prompt, shows, (view) => variables(view, options), { critique });
    return {
      options,
      layouts: (comparison, draw) =>
        pairs
          ? duelLayouts(comparison, options.orders, draw, "given-critique")
          : comparison.responses.map((response) => [response.id]),
      next: (view, replies) =>
        replies.length > 0
          ? []
          : [verdictRequest(prompt.render(variables(view, options)), shapeOf(options), options)],
      read: (view, [reply]) => read(view, reply, options),
    };
  },
};

function variables(view: View, options: GivenCritiqueOptions): JsonObject {
  const given = withoutVerdict(view.critique ?? "");
  if (given === "") {
    throw new InputError("a given-critique view", "a critique (only a probe gives one)", "none");
  }
  const material = shownView(view, options);
  const [low, high] = options.scale;
  return {
    ...sharedVariables(options.responses ? material : withoutResponses(material, given)),
    ...{ given, hidden: !options.responses },
    ...{ winner: options.verdict === "winner", ties: options.ties, scale_low: low, scale_high: high },
    ...{ structured: options.structured, critique: "none" },
  };
}

function withoutResponses(view: View, given: string): View {
  const texts = [promptText(view.prompt), view.reference ?? "", view.rubric ?? "", given];
  return { ...view, responses: [], nonce: unusedNonce(texts) };
}

function shapeOf({ verdict, scale: [low, high], ties }: GivenCritiqueOptions): AnswerShape {
  return answerShape("given_critique_verdict", { critique: "none" }, [
    verdict === "score"
      ? { name: "score", kind: "number", low, high, whole: false }
      : { name: "verdict", kind: "choice", of: ["A", "B", ...(ties ? ["C"] : [])] },
  ]);
}

function read(view: View, reply: Reply | undefined, options: GivenCritiqueOptions): ProtocolReading {
  const form = { critique: "none", structured: options.structured } as const;
  const shown = shownView(view, options);
  if (options.verdict === "winner") {
    return readAnswer(shown, reply, winnerFormat(options.ties), form, (letter) =>
      winnerReading(shown, letter, options, null),
    );
  }
  const scale = { low: options.scale[0], high: options.scale[1] };
  return readAnswer(shown, reply, scoreFormat(scale), form, (says) => {
    const score = scoreOnScale(says, scale);
    return typeof score === "number"
      ? scoreVerdict(onlyResponse(shown, "given-critique").id, score, null)
      : score;
  });
}
