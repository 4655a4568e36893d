/**
 * Parties of an author's own in TypeScript: what a module exports, and how it answers the requests that any implementation
 * is asked.
 */
import { toBytes } from "../live/crypto/bytes.ts";
import { type Randomness, seededRandomness } from "../live/crypto/randomness.ts";
import { decodeBase64, encodeBase64, encodeBase64Url } from "./plain.ts";
import type { HandedKey, Request } from "./requests.ts";

/** Start data of a role's run. */
export interface PartySetting {
  readonly run: string;
  readonly role: string;
  /** The name of the agent that it acts for. */
  readonly agent: string;
  /** Who plays which role, as far as the role knows. */
  readonly partners: Readonly<Record<string, string>>;
  /** A key: everybody's "pk" and "vk", its own "sk" and "sgk", and "shk" with another agent. Throws for one that it does not have. */
  readonly key: (kind: HandedKey["kind"], owner: string, family?: string) => Uint8Array;
  /** The contexts of what is sealed, signed and hashed, by place and operation, where the mapping has contexts: assay. */
  readonly contexts: Readonly<Record<string, string>>;
  /** Data from outside, by the description's names. */
  readonly inputs: Readonly<Record<string, Uint8Array>>;
  /** Random bytes that depend on the seed of the sequence. */
  readonly random: (length: number) => Uint8Array;
  /** Seconds since 1970. */
  readonly now: () => number;
  /** Writes a line of the log. */
  readonly log: (event: string, values?: Readonly<Record<string, string | number | Uint8Array>>) => void;
}

/** A message for an agent. */
export interface PartyMessage {
  readonly to: string;
  readonly bytes: Uint8Array;
  /** The description's label; absent: the next message that the role sends. */
  readonly label?: string;
}

/** A party's answer: messages, or the reason of a refusal. */
export type PartyAnswer = readonly PartyMessage[] | { readonly refused: string };

/** One run of a role. */
export interface PartyRun {
  /** The steps before the first message that it waits for. */
  readonly start?: () => PartyAnswer | Promise<PartyAnswer>;
  readonly receive: (message: {
    readonly label: string;
    readonly from: string;
    readonly bytes: Uint8Array;
  }) => PartyAnswer | Promise<PartyAnswer>;
}

/** The parties of an implementation: what opens a run of each role. */
export interface Parties {
  readonly name?: string;
  readonly version?: string;
  readonly parties: Readonly<Record<string, (setting: PartySetting) => PartyRun>>;
}

/** Answers requests for parties; what they throw is a failure. */
export function answerFor({ name, version, parties }: Parties): (request: Request) => Promise<object> {
  const runs = new Map<string, { readonly party: PartyRun; log: object[] }>();
  let [now, seed] = [0, ""];
  const answer = async (request: Request): Promise<object> => {
    switch (request.do) {
      case "reset":
        runs.clear();
        return { is: "accepted", ...(name && { name }), ...(version && { version }) };
      case "clock":
        now = request.now;
        return { is: "accepted" };
      case "random":
        seed = request.seed;
        return { is: "accepted" };
      case "start": {
        const open = parties[request.role];
        if (open === undefined) return { is: "failed", because: `There is no party for the role ${request.role}.` };
        const log: object[] = [];
        const setting = makeSetting(request, seededRandomness(toBytes(`${seed} ${request.run}`)), () => now, log);
        const party = open(setting);
        runs.set(request.run, { party, log });
        return { ...write((await party.start?.()) ?? []), log: log.splice(0) };
      }
      case "receive": {
        const run = runs.get(request.run);
        if (run === undefined) return { is: "failed", because: "There is no such run." };
        const { label, from } = request;
        const said = await run.party.receive({ label, from, bytes: decodeBase64(request.bytes) ?? new Uint8Array() });
        return { ...write(said), log: run.log.splice(0) };
      }
      case "log":
        return { is: "accepted", log: runs.get(request.run)?.log.splice(0) ?? [] };
      default:
        return request satisfies never;
    }
  };
  return async (request) => {
    try {
      return await answer(request);
    } catch (error) {
      return { is: "failed", because: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
    }
  };
}

function write(said: PartyAnswer): object {
  if ("refused" in said) return { is: "refused", because: said.refused };
  return { is: "accepted", messages: said.map((message) => ({ ...message, bytes: encodeBase64(message.bytes) })) };
}

function makeSetting(
  request: Extract<Request, { do: "start" }>,
  randomness: Randomness,
  now: () => number,
  log: object[],
): PartySetting {
  const { run, role, agent, partners, keys, contexts, inputs } = request;
  return {
    run,
    role,
    agent,
    partners,
    contexts,
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, text]) => [name, decodeBase64(text) as Uint8Array])),
    key: (kind, owner, family) => {
      const found = keys.find(
        (key) =>
          key.kind === kind &&
          (key.owner === owner || key.other === owner) &&
          (family === undefined || key.family === family),
      );
      const bytes = found === undefined ? undefined : decodeBase64(found.bytes);
      if (bytes === undefined) throw new Error(`${agent} has no ${kind} of ${owner}.`);
      return bytes;
    },
    random: (length) => randomness.bytes(length),
    now,
    log: (event, values = {}) => {
      const members = Object.entries(values).map(([name, value]) => [
        name,
        value instanceof Uint8Array ? encodeBase64Url(value) : value,
      ]);
      log.push({ event, ...(Object.fromEntries(members) as object) });
    },
  };
}
