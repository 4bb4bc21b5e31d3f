import { describe, InputError } from "../core/errors.js";
import type { JsonObject } from "../core/json.js";
import { fieldOf, type Problem, readResults, readScore } from "./answer.js";
import { fillIn, placeholdersOf } from "./body-template.js";
import { readChatTemplate, templateOptions } from "./chat-template.js";
import { checkKnown, type GivenOptions, readFields, readText, readWord, subjectOf } from "./options.js";
import { asJson, type Question } from "./question.js";
import type { Reward } from "./reward.js";
import { scored } from "./scored.js";

/** What of a question the body can hold, where each response is sent alone and where all are sent together. */
const ALONE = ["model", "prompt", "response", "text", "messages"] as const;
const TOGETHER = ["model", "prompt", "responses", "texts", "conversations"] as const;
/** Of these, one must be in the body, or every response would get the same score. */
const SHOWING = ["response", "text", "messages", "responses", "texts", "conversations"];
const RENDERED = ["text", "texts"];

/**
 * Any endpoint that takes and gives JSON, by a mapping: `body` with placeholders, and dotted paths ("data.0.score", "" for the whole)
 * to the scores in its answer. A path only looks up; nothing of it is ever run.
 */
export const json: Reward = {
  name: "json",
  summary: "Any endpoint that takes and gives JSON, by a body with placeholders and a path to the score.",
  options: {
    path: "where requests are posted, below the base URL; default: the base URL itself",
    body: "the request's body (JSON) with placeholders such as {{prompt}} and {{response}}",
    responses: '"alone" (default): one call per response; "together": all responses of a comparison in one',
    score: "dotted path to the score in the answer; together: in each result",
    list: "together: dotted path to the list of results; default: the answer is the list",
    index:
      "together: dotted path, in each result, to its response's place; default: results stand in the order sent",
    template: 'a Jinja chat template for {{text}}, or a path that ends in ".jinja"',
    variables: "what the template uses beside the messages, such as bos_token",
  },
  configure(given) {
    const options = { reward: "json", given };
    checkKnown(options, Object.keys(json.options));
    const responses = readWord(options, "responses", ["alone", "together"]) ?? "alone";
    const together = responses === "together";
    const path = readPath(options);
    const template = readChatTemplate(options);
    const body = readBody(options, together, template !== null);
    const { score, list, index } = readWhere(options, together);
    const asks = { path, body, ...templateOptions(template) };
    return scored({
      reward: "json",
      options: { ...asks, responses, score, list, index },
      asks,
      together,
      path,
      besideV1: false,
      template,
      body: (question, texts) => fillIn(body, valuesOf(question, together, texts)),
      scores: (answer, count) => {
        if (together) {
          return readResults(lookUp(answer, list ?? ""), count, list || "the answer", {
            score: (result, where) => scoreAt(result, score, where),
            index: index === null ? null : (result) => lookUp(result, index),
          });
        }
        const found = scoreAt(answer, score, "the answer");
        return typeof found === "number" ? { scores: [found] } : found;
      },
    });
  },
};

// A query may hold a key, and options are stored: it belongs to the base URL, which is not.
function readPath(options: GivenOptions): string {
  const path = readText(options, "path") ?? "";
  if (!/[?#]|^[a-z]+:/i.test(path)) return path;
  throw new InputError(
    subjectOf(options, "path"),
    "a path below the base URL, without a query",
    describe(path.replace(/[?#].*/s, "?…")),
  );
}

function readBody(options: GivenOptions, together: boolean, hasTemplate: boolean): JsonObject {
  const body = readFields(options, "body");
  const subject = subjectOf(options, "body");
  const names: readonly string[] = together ? TOGETHER : ALONE;
  const lists = together ? ["responses", "texts", "conversations"] : ["messages"];
  const used = placeholdersOf(body, { names, lists, subject });
  const shows = names.filter((name) => SHOWING.includes(name)).map((name) => `{{${name}}}`);
  if (!used.some((name) => SHOWING.includes(name))) {
    throw new InputError(
      subject,
      `a body that shows the responses (${shows.join(" or ")})`,
      describe(JSON.stringify(body)),
    );
  }
  if (hasTemplate && !used.some((name) => RENDERED.includes(name))) {
    throw new InputError(
      subject,
      `{{${together ? "texts" : "text"}}}, as a template is given`,
      describe(JSON.stringify(body)),
    );
  }
  return body;
}

interface Where {
  readonly score: string;
  readonly list: string | null;
  readonly index: string | null;
}

function readWhere(options: GivenOptions, together: boolean): Where {
  const score = readText(options, "score");
  if (score === null)
    throw new InputError(subjectOf(options, "score"), "a dotted path to the score", "nothing");
  const [list, index] = [readText(options, "list"), readText(options, "index")];
  if (!together && (list !== null || index !== null)) {
    const name = list === null ? "index" : "list";
    throw new InputError(
      subjectOf(options, name),
      'none where "responses" is "alone"',
      describe(list ?? index),
    );
  }
  return { score, list, index };
}

function valuesOf(question: Question, together: boolean, texts: () => readonly string[]) {
  const { model, prompt, responses, conversations } = question;
  const messages = conversations.map(asJson);
  const shared = { model: () => model, prompt: () => prompt };
  if (together) {
    return {
      ...shared,
      responses: () => responses,
      texts: () => [...texts()],
      conversations: () => messages,
    };
  }
  return {
    ...shared,
    response: () => responses[0] ?? "",
    text: () => texts()[0] ?? "",
    messages: () => messages[0] ?? [],
  };
}

function scoreAt(value: unknown, path: string, where: string): number | Problem {
  return readScore(lookUp(value, path), path === "" ? where : `${where}, path ${JSON.stringify(path)}`);
}

function lookUp(value: unknown, path: string): unknown {
  return path === "" ? value : path.split(".").reduce(fieldOf, value);
}
