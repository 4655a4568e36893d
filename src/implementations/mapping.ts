/**
 * The mapping of an implementation: how each message is written, and which lines of its log say what the claims are about.
 *
 * It is data, read from a YAML file or given in a test; `check-mapping.ts` holds it against a description.
 */

/** How bytes are written: as our parties do, as JSON, as a message of protobuf, or by the author's own code. */
export type EncodingName = "cbor" | "json" | "protobuf" | "codec";

/** The encoding of one message. */
export interface MessageMapping {
  readonly encoding: EncodingName;
  /** The type of protobuf that it is. */
  readonly type?: string;
  /** The implementation's names of fields, by their paths in the message: `Ni`, `grant.record`; `payload` is what stands alone. */
  readonly fields: ReadonlyMap<string, string>;
  /** The types of protobuf that sealed, signed and hashed parts are, by the paths of these parts. */
  readonly insideTypes: ReadonlyMap<string, string>;
}

/** Meaning of a log line. */
export type LogMeaning = "running" | "claim" | "secret";

/** The lines of the log with one word in their member `event`. */
export interface LogMapping {
  readonly event: string;
  readonly is: LogMeaning;
  /** The role whose lines they are; undefined: of every role. */
  readonly role?: string;
  /** The members that hold values, by the description's names of these. */
  readonly values: ReadonlyMap<string, string>;
  /** The members that name agents, by the roles that these play. */
  readonly peers: ReadonlyMap<string, string>;
}

/** How an implementation is reached. */
export type Reach =
  | { readonly is: "process"; readonly command: readonly string[] }
  /** `command` starts it; without one, it runs already. */
  | { readonly is: "service"; readonly url: string; readonly command?: readonly string[] }
  | { readonly is: "module"; readonly file: string };

/** An implementation as its file describes it. Paths are as seen from the working folder. */
export interface Mapping {
  /** The file, for messages. */
  readonly file: string;
  /** The folder that commands run in. */
  readonly folder: string;
  readonly name: string;
  readonly version?: string;
  readonly protocol?: string;
  /** The roles that it plays; undefined: all. */
  readonly roles?: readonly string[];
  readonly reach: Reach;
  /** Seconds until it has answered its first request, and for each answer after that. */
  readonly startSeconds: number;
  readonly answerSeconds: number;
  readonly encoding: EncodingName;
  /** How what is sealed, signed and hashed is written. */
  readonly inside: EncodingName;
  /** "none": nothing but the message goes into boxes, signatures and hashes. "assay": the contexts of our parties as well. */
  readonly contexts: "none" | "assay";
  /** The file of protobuf's types. */
  readonly proto?: string;
  /** The module with `encode` and `decode`. */
  readonly codec?: string;
  /** The module with other cryptography than ours. */
  readonly operations?: string;
  /** Messages that are not as the others, by label. */
  readonly messages: ReadonlyMap<string, MessageMapping>;
  readonly log: readonly LogMapping[];
}

/** Seconds until an implementation must have answered its first request, where its file says nothing. */
export const START_SECONDS = 10;

/** Seconds for each answer, where its file says nothing. */
export const ANSWER_SECONDS = 5;

/** The encoding of a message. */
export function mappingOf({ messages, encoding }: Mapping, label: string): MessageMapping {
  return messages.get(label) ?? { encoding, fields: new Map(), insideTypes: new Map() };
}
