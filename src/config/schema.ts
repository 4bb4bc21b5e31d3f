import type { z as Zod, ZodType } from "zod";
import { ANNOTATOR_KINDS } from "../core/analysis.js";
import type { JsonObject } from "../core/json.js";
import type { Config, PriceTable } from "./config.js";

type Z = typeof Zod;

/**
 * The shape of a config file as a zod schema: what a loaded config is held to, and the source of `schemas/config.schema.json`.
 * Parts that only code can give (own protocols, own metrics, own probes) are let through unchecked: their own contracts check them.
 */
export async function configSchema(): Promise<ZodType<Config>> {
  const { z } = await import("zod");
  const dataset = z.union([z.string().min(1), datasetSchema(z)]);
  const judge = z.union([
    z.string().min(1),
    askedJudgeSchema(z),
    baselineJudgeSchema(z),
    scoredJudgeSchema(z),
  ]);
  return z
    .strictObject({
      $schema: z.string().optional(),
      name: z.string().min(1).optional().describe("Start of the run folder's name."),
      data: z.union([dataset, z.array(dataset)]),
      benchmark: z
        .string()
        .min(1)
        .optional()
        .describe("A public benchmark: data then names its files; with none they are fetched."),
      judges: z.array(judge),
      ...planFields(z),
      ...runFields(z),
      gates: z
        .record(z.string(), z.number())
        .optional()
        .describe("Least value of a metric's lower interval bound."),
      maxErrors: z.number().min(0).max(1).optional(),
      maxCost: z.number().positive().optional(),
      prices: priceTable(z).optional(),
      ...readingFields(z),
      protocols: z.array(z.any()).optional().meta({ description: "Own protocols (code configs only)." }),
      metrics: z.array(z.any()).optional().meta({ description: "Own metrics (code configs only)." }),
      probes: z.array(z.any()).optional().meta({ description: "Own probes (code configs only)." }),
    })
    .meta({ title: "Touchstone config" }) as unknown as ZodType<Config>;
}

/** The shape of a price table, in a config or in a file of its own. */
export async function priceTableSchema(): Promise<ZodType<PriceTable>> {
  const { z } = await import("zod");
  return priceTable(z);
}

/** The JSON Schema of a config file, as it ships in `schemas/config.schema.json`. */
export async function configJsonSchema(): Promise<JsonObject> {
  const { z } = await import("zod");
  return z.toJSONSchema(await configSchema(), { io: "input" }) as JsonObject;
}

function datasetSchema(z: Z) {
  return z.strictObject({
    path: z.string().min(1).describe("File of comparisons: .jsonl, .json, .csv, .tsv or .parquet."),
    format: z.enum(["jsonl", "json", "csv", "parquet"]).optional(),
    map: z
      .record(z.string(), z.string())
      .optional()
      .describe("Target field → column, columns joined by '+', or dotted path."),
    labels: z
      .record(
        z.string().regex(/^(?:[a-z]|tie)$/, { error: '"a" for the first response, "b" … or "tie"' }),
        z.array(z.string()),
      )
      .optional()
      .describe("Which values of the winner column mean what."),
    source: z.enum(["human", "constructed", "verified"]).optional(),
    skipInvalid: z.boolean().optional(),
  });
}

function askedJudgeSchema(z: Z) {
  const object = z.record(z.string(), z.json());
  return z.strictObject({
    name: z.string().min(1).optional(),
    protocol: z.string().min(1).optional().describe("How to ask and to read. Default: pairwise."),
    options: object.optional().describe("The protocol's own options."),
    model: z.string().min(1).describe("The model's name as the endpoint knows it."),
    prompt: z
      .string()
      .min(1)
      .optional()
      .describe("A built-in prompt's name, or the path of your own prompt file."),
    subsets: z
      .record(
        z.string().min(1),
        z.strictObject({
          protocol: z.string().min(1).optional(),
          options: object.optional(),
          prompt: z.string().min(1).optional(),
        }),
      )
      .optional()
      .describe("Subsets whose comparisons are asked otherwise, by name."),
    ...endpointFields(z, "Any OpenAI-compatible endpoint. Default: OPENAI_BASE_URL."),
    gguf: z.string().min(1).optional().describe("A GGUF file, run in this process instead."),
    capabilities: capabilitiesSchema(z)
      .optional()
      .describe("What the model takes and can do, where the built-in table is wrong."),
    temperature: z.number().min(0).optional(),
    topP: z.number().min(0).max(1).optional(),
    maxTokens: z.int().min(1).optional(),
    seed: z.int().optional(),
    extra: object.optional().describe("Further fields of the request body."),
  });
}

function scoredJudgeSchema(z: Z) {
  return z.strictObject({
    name: z.string().min(1).optional(),
    reward: z.string().min(1).describe("The endpoint's kind; touchstone protocols lists them."),
    options: z.record(z.string(), z.json()).optional().describe("The kind's own options."),
    model: z.string().min(1).describe("The reward model's name as the endpoint knows it."),
    ...endpointFields(z, "Where the reward model is served."),
  });
}

/** Where a model is reached, and with which key. */
function endpointFields(z: Z, about: string) {
  return {
    baseURL: z.url({ error: "an address such as http://127.0.0.1:8080/v1" }).optional().describe(about),
    apiKeyEnv: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, {
        error: "the name of an environment variable, such as OPENAI_API_KEY, never the key itself",
      })
      .optional()
      .describe("The environment variable that holds the key; never the key itself."),
  };
}

function capabilitiesSchema(z: Z) {
  const yes = z.boolean().optional();
  return z.strictObject({
    logProbabilities: yes,
    seed: yes,
    structuredOutput: yes,
    reasoningEffort: yes,
    maxTokensField: z.enum(["max_tokens", "max_completion_tokens"]).optional(),
    temperature: yes,
    systemRole: yes,
  });
}

function baselineJudgeSchema(z: Z) {
  return z.strictObject({
    name: z.string().min(1).optional(),
    baseline: z.string().min(1).describe("longest, shortest, first, random or constant."),
    options: z.record(z.string(), z.json()).optional(),
  });
}

/** How stored judgments are read: none of it is part of what a run is. */
function readingFields(z: Z) {
  const named = {
    name: z.string().min(1),
    members: z.array(z.string().min(1)).min(1).describe("Names of judges."),
  };
  const calibration = z.union([
    z.strictObject({ subsets: z.array(z.string()).min(1) }),
    z.strictObject({ share: z.number().gt(0).lt(1) }),
  ]);
  const jury = z.discriminatedUnion("by", [
    z.strictObject({ ...named, by: z.enum(["majority", "votes", "mean-score"]) }),
    z.strictObject({ ...named, by: z.literal("fitted"), calibration }),
  ]);
  const rule = z.strictObject({
    orders: z.enum(["mean", "consistent", "pooled"]).optional(),
    samples: z.enum(["each", "majority", "mean", "median", "sum"]).optional(),
    value: z.enum(["sampled", "expected"]).optional(),
    firstSamples: z.int().min(1).nullable().optional(),
  });
  return {
    juries: z.array(jury).optional().describe("Judges combined of these judges, by a rule."),
    rule: rule.optional().describe("How judgments become decisions, over each protocol's own way."),
    annotators: z
      .enum(ANNOTATOR_KINDS)
      .optional()
      .describe("Who the people behind the preferences are, for the alternative annotator test."),
  };
}

/** What is judged of the data, and how often. */
function planFields(z: Z) {
  const count = z.int().min(1);
  return {
    repeats: count.optional(),
    seed: z.int().optional(),
    limit: count.optional(),
    sample: count.optional(),
    ids: z.array(z.string()).optional(),
    subsets: z.array(z.string()).optional(),
    responses: count.optional(),
  };
}

/** How the calls are made and where their records are kept. */
function runFields(z: Z) {
  const count = z.int().min(1);
  return {
    concurrency: count.optional(),
    timeoutSeconds: z.number().positive().optional(),
    maxAttempts: count.optional(),
    runsDirectory: z.string().min(1).optional(),
    replay: z.array(z.string().min(1)).optional(),
    reuse: z.boolean().optional(),
  };
}

function priceTable(z: Z) {
  const price = z.strictObject({
    inputPerMillion: z.number().min(0),
    outputPerMillion: z.number().min(0),
    source: z.string().min(1).describe("Where the figure was read."),
  });
  return z.strictObject({ version: z.string().min(1), models: z.record(z.string(), price) });
}
