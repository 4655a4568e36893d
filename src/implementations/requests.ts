/**
 * Requests to an implementation, and its answers: JSON objects, one a line or one an HTTP request.
 *
 * Answers are somebody else's words: whatever is not of the form that is described here is a failure of the
 * implementation.
 */
import { Failed } from "../live/generic/failed.ts";
import { MOST_BYTES } from "../live/wire/codec.ts";
import { decodeBase64 } from "./plain.ts";

/** A key that is handed over, in base64. */
export interface HandedKey {
  readonly kind: "pk" | "sk" | "vk" | "sgk" | "shk" | "shk.directed" | "value";
  /** The family, or the name of a value that is no key. */
  readonly family: string;
  readonly owner: string;
  /** The other owner of a shared key. */
  readonly other?: string;
  readonly bytes: string;
}

/** A request. */
export type Request =
  | { readonly do: "reset"; readonly protocol: string }
  | { readonly do: "clock"; readonly now: number }
  | { readonly do: "random"; readonly seed: string }
  | {
      readonly do: "start";
      readonly run: string;
      readonly role: string;
      readonly agent: string;
      /** Who plays the roles that the role knows from the start. */
      readonly partners: Readonly<Record<string, string>>;
      readonly keys: readonly HandedKey[];
      /** The contexts of what is sealed, signed and hashed, by place and operation; empty without contexts. */
      readonly contexts: Readonly<Record<string, string>>;
      /** Data from outside, in base64, by the description's names. */
      readonly inputs: Readonly<Record<string, string>>;
    }
  | {
      readonly do: "receive";
      readonly run: string;
      readonly label: string;
      readonly from: string;
      readonly bytes: string;
    }
  | { readonly do: "log"; readonly run: string };

/** A message in an answer. */
export interface AnsweredMessage {
  readonly to: string | undefined;
  readonly label: string | undefined;
  readonly bytes: Uint8Array;
}

/** A line of the log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly event: string };

/** An answer that was understood. */
export type Answer = { readonly log: readonly LogLine[] } & (
  | {
      readonly is: "accepted";
      readonly messages: readonly AnsweredMessage[];
      readonly name?: string;
      readonly version?: string;
    }
  | { readonly is: "refused"; readonly code: string | undefined; readonly because: string }
);

const MOST_MESSAGES = 64;
const MOST_LINES = 1_000;
const MOST_WORD = 200;

/** Reads an answer; throws Failed. `at` names the request. */
export function readAnswer(given: unknown, at: string): Answer {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new Failed("nonsense", at, "Its answer is not an object.");
  }
  const answer = given as Readonly<Record<string, unknown>>;
  const log = readList(answer["log"], "log", at, MOST_LINES).map((line) => readLine(line, at));
  const because =
    typeof answer["because"] === "string" ? answer["because"].slice(0, MOST_WORD) : "It does not say why.";
  switch (answer["is"]) {
    case "accepted": {
      const messages = readList(answer["messages"], "messages", at, MOST_MESSAGES).map((each) => readMessage(each, at));
      const [name, version] = [readWord(answer, "name", at), readWord(answer, "version", at)];
      return {
        is: "accepted",
        messages,
        log,
        ...(name === undefined ? {} : { name }),
        ...(version === undefined ? {} : { version }),
      };
    }
    case "refused":
      return { is: "refused", code: readWord(answer, "code", at), because, log };
    case "failed":
      throw new Failed("failed", at, because);
    default:
      throw new Failed("nonsense", at, 'The member "is" of its answer is none of "accepted", "refused", "failed".');
  }
}

function readList(given: unknown, name: string, at: string, most: number): readonly unknown[] {
  if (given === undefined) return [];
  if (!Array.isArray(given)) throw new Failed("nonsense", at, `The member "${name}" of its answer is not a list.`);
  if (given.length > most)
    throw new Failed("flood", at, `The member "${name}" of its answer has more than ${most} entries.`);
  return given;
}

function readMessage(given: unknown, at: string): AnsweredMessage {
  if (typeof given !== "object" || given === null)
    throw new Failed("nonsense", at, "A message of its answer is not an object.");
  const message = given as Readonly<Record<string, unknown>>;
  const bytes = typeof message["bytes"] === "string" ? decodeBase64(message["bytes"]) : undefined;
  if (bytes === undefined) throw new Failed("nonsense", at, 'The member "bytes" of a message is not base64.');
  if (bytes.length > MOST_BYTES) {
    throw new Failed("flood", at, `A message has ${bytes.length} bytes; the most is ${MOST_BYTES}.`);
  }
  return { to: readWord(message, "to", at), label: readWord(message, "label", at), bytes };
}

function readLine(given: unknown, at: string): LogLine {
  const event = typeof given === "object" && given !== null ? (given as { event?: unknown }).event : undefined;
  if (typeof event === "string") return given as LogLine;
  throw new Failed("bad log", at, 'A line of its log has no member "event".');
}

function readWord(from: Readonly<Record<string, unknown>>, name: string, at: string): string | undefined {
  const word = from[name];
  if (word === undefined || word === null) return undefined;
  if (typeof word === "string" && word.length <= MOST_WORD) return word;
  throw new Failed("nonsense", at, `The member "${name}" of its answer is not a short text.`);
}
