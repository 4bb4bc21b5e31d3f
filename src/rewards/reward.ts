import type { JsonObject } from "../core/json.js";
import type { Model } from "../models/model.js";
import type { ConfiguredProtocol } from "../protocols/protocol.js";

/** Where a reward model is served. None of it is part of who the judge is. */
export interface EndpointSettings {
  readonly baseURL: string;
  /** Sent as a bearer token. */
  readonly apiKey?: string;
  /** Sent with every request. Their values are treated as secrets. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For one attempt, from connecting to the last byte. */
  readonly timeoutSeconds: number;
}

/** A kind of endpoint behind which a scalar reward model gives scores and no words. */
export interface Reward {
  readonly name: string;
  /** One line for `--help` and the documentation. */
  readonly summary: string;
  /** Each option's name and what it does, in one line. */
  readonly options: Readonly<Record<string, string>>;
  /**
   * Checks the options and fills in their defaults; what it returns as `options` it also takes. Reads the chat template's file where one
   * is named. Throws an InputError that names the option.
   */
  configure(options: JsonObject): ConfiguredReward;
}

/** A protocol without words: it runs as any asked judge does, with the model that `endpoint` gives. Its verdicts are scores, any finite number. */
export interface ConfiguredReward extends ConfiguredProtocol {
  /**
   * The model that answers this protocol's requests: each reply's text is the body of the endpoint's answer as it came.
   * Throws an InputError where the address or the headers cannot be used, or the chat template is not valid.
   */
  endpoint(settings: EndpointSettings): Promise<Model>;
}
