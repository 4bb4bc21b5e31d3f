import type { Sampling } from "../core/judge.js";
import { innermostReason } from "./call-failure.js";
import { withoutSecrets } from "./clean-message.js";
import { keepAliveFetch } from "./keep-alive-fetch.js";
import { type OpenaiOptions, openaiModel } from "./openai.js";

export interface EndpointCheck {
  readonly name: "reachable" | "knows the model" | "answers" | "log-probabilities";
  /** null where it could not be found out and nothing is wrong. */
  readonly ok: boolean | null;
  readonly detail: string;
}

/** Asks an endpoint what it can do: its list of models, and two one-line questions of our own. Never rejects. */
export async function probeEndpoint(
  options: OpenaiOptions,
  model: string,
  sampling: Sampling = {},
): Promise<EndpointCheck[]> {
  const { default: OpenAI, APIConnectionError, APIError } = await import("openai");
  const { baseURL, apiKey, timeoutSeconds } = options;
  const client = new OpenAI({
    ...(baseURL ? { baseURL } : {}),
    apiKey: apiKey || "no-key",
    timeout: Math.ceil(timeoutSeconds * 1000),
    maxRetries: 0,
    logLevel: "off",
    fetch: keepAliveFetch(),
  });
  const explain = (error: unknown) =>
    withoutSecrets(error instanceof APIConnectionError ? innermostReason(error) : String(error), [
      apiKey ?? "",
    ]).slice(0, 200);

  const listed = await client.models.list().then(
    (page): { ids: string[] } => ({ ids: page.data.map(({ id }) => id) }),
    (error: unknown) => ({
      error: explain(error),
      status: error instanceof APIError ? error.status : undefined,
    }),
  );
  // Some servers answer questions but have no list: only a missing connection means it cannot be reached.
  if ("error" in listed && listed.status === undefined)
    return [{ name: "reachable", ok: false, detail: listed.error }];
  const checks: EndpointCheck[] = [
    {
      name: "reachable",
      ok: true,
      detail: "error" in listed ? `answers with ${listed.status}` : `${listed.ids.length} models listed`,
    },
  ];
  checks.push(knownModel(listed, model));
  checks.push(await answers(options, model, sampling));
  if (checks.at(-1)?.ok) checks.push(await logProbabilities());
  return checks;

  async function logProbabilities(): Promise<EndpointCheck> {
    const name = "log-probabilities";
    try {
      const reply = await client.chat.completions.create({
        model,
        messages: [{ role: "user", content: "Answer with the single letter A." }],
        max_tokens: 1,
        logprobs: true,
        top_logprobs: 2,
        ...sampling.extra,
      });
      const tokens = reply.choices[0]?.logprobs?.content?.length ?? 0;
      return tokens > 0
        ? { name, ok: true, detail: "returned with the reply" }
        : { name, ok: null, detail: "asked for, but the reply has none" };
    } catch (error) {
      return { name, ok: null, detail: `not available: ${explain(error)}` };
    }
  }
}

function knownModel(listed: { ids: string[] } | { error: string }, model: string): EndpointCheck {
  const name = "knows the model";
  if ("error" in listed) return { name, ok: null, detail: `no list of models: ${listed.error}` };
  if (listed.ids.includes(model)) return { name, ok: true, detail: model };
  const some = listed.ids.slice(0, 5).join(", ");
  return {
    name,
    ok: null,
    detail: `${model} is not in its list${some ? ` (there are: ${some}${listed.ids.length > 5 ? ", …" : ""})` : ""}`,
  };
}

async function answers(options: OpenaiOptions, model: string, sampling: Sampling): Promise<EndpointCheck> {
  const asked = await openaiModel(options);
  const startedAt = Date.now();
  const answer = await asked.ask(
    {
      model,
      messages: [{ role: "user", content: "Say the word ready." }],
      sampling: { ...sampling, maxTokens: 16 },
      repeat: 0,
    },
    { signal: AbortSignal.timeout(options.timeoutSeconds * 1000 + 1000), subject: "doctor" },
  );
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  if (answer.status === "failed") return { name: "answers", ok: false, detail: answer.failure.message };
  const { text, usage, model: reported } = answer.reply;
  const tokens = usage ? `${usage.inputTokens} tokens in, ${usage.outputTokens} out` : "no token counts";
  return {
    name: "answers",
    ok: true,
    detail: `${JSON.stringify(text.slice(0, 40))} in ${seconds} s · ${tokens} · as ${reported ?? "no name"}`,
  };
}
