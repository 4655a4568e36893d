/** The habits of honest parties, in statements: enter first, act then, and take only what is announced. */
import { type Entry, type Hash, ROUTE, type Statement, type Step, STEPS } from "../entry.ts";
import { accountOf, digestText, RECORDS, type World } from "./world.ts";

/** A message under way; `reader` is who will get M3, as the message says it inside. */
export interface Message extends Pick<Statement, "transfer" | "step" | "from" | "to" | "digest"> {
  readonly record: string;
  readonly reader: string;
}

/** The habits of a party: its acts on a message that it takes, and its next message. */
export interface Habits {
  /** The messages to post, when the party has done with one. */
  receive(world: World, message: Message): readonly Message[];
}

/** A message of a step, with the digest of its contents. */
export function writeMessage(parts: Omit<Message, "digest">): Message {
  const { transfer, step, from, to, record, reader } = parts;
  return { ...parts, digest: digestText(JSON.stringify({ transfer, step, from, to, record, reader })) };
}

/** The transfer that a request opens is named by the request. */
export function nameTransfer({ from, to, record, reader }: Omit<Message, "digest" | "transfer">): Hash {
  return digestText(JSON.stringify({ from, to, record, reader }));
}

/**
 * Reports whether a message matches its digest and is a request on the transfer that it opens; its receivers see that.
 */
function isGenuine({ digest, ...parts }: Message): boolean {
  return writeMessage(parts).digest === digest && (parts.step !== "M1" || nameTransfer(parts) === parts.transfer);
}

/** The request by which a user opens a transfer, about a record or about none. */
export function ask(world: World, user: string, owner: string, record: string): readonly Message[] {
  const parts = { step: "M1", from: user, to: owner, record, reader: user } as const;
  const request = writeMessage({ ...parts, transfer: nameTransfer(parts) });
  return state(world, user, "sent", request) ? [request] : [];
}

/** Enters an act of a party on a message; the record is what the message says. */
export function state(
  world: World,
  by: string,
  act: Statement["act"],
  { transfer, step, from, to, record, digest }: Message,
): boolean {
  const chain = act === "sent" ? ROUTE[step].from : ROUTE[step].to;
  return world.tell(chain, by, { kind: "state", transfer, step, act, from, to, record, digest });
}

/** The gateway: announces and passes on what the sender's chain has. */
export const GATEWAY: Habits = {
  receive(world, message) {
    if (!isGenuine(message)) return [];
    const sent = world.contracts[ROUTE[message.step].from].entriesOf(message.transfer, message.step, "sent");
    const source = sent.find((entry) => isEntryOf(entry, message));
    if (source === undefined) return [];
    return state(world, "gateway", "relayed", { ...message, record: source.record }) ? [message] : [];
  },
};

/** A party that answers a step with the next one. */
export const PARTY: Habits = {
  receive(world, message) {
    const { transfer, step, to, record, reader } = message;
    if (!isGenuine(message) || !isAnnounced(world, message)) return [];
    if (step === "M1" && record !== "" && !RECORDS.some(([name, owner]) => name === record && owner === to)) return [];
    if (step === "M2" && !world.contracts.A.mayRead(record, reader, world.time)) return [];
    if (!state(world, to, "received", message)) return [];
    const answer = answerOf(message);
    if (answer === undefined) return [];
    if (step === "M1") {
      const until = world.time + 1e9;
      world.tell("A", to, { kind: "grant-access", transfer, record: answer.record, reader, until });
    }
    return state(world, to, "sent", answer) ? [answer] : [];
  },
};

/** The next message of the protocol. */
export function answerOf({ transfer, step, from, to, record, reader }: Message): Message | undefined {
  const next = STEPS[STEPS.indexOf(step) + 1];
  if (next === undefined) return undefined;
  const ends: { readonly [S in Step]: readonly [from: string, to: string] } = {
    M1: [from, to],
    M2: [to, "hospital-a"],
    "M2'": [to, "relay"],
    M3: [to, reader],
  };
  const [sender, receiver] = ends[next];
  const about = step === "M1" && record === "" ? to.replace("owner", "record") : record;
  return writeMessage({ transfer, step: next, from: sender, to: receiver, record: about, reader });
}

/** Reports whether the receiver's chain announces a message. */
export function isAnnounced(world: World, message: Message): boolean {
  const { from, to } = ROUTE[message.step];
  const act = from === to ? "sent" : "relayed";
  const told = world.contracts[to].entriesOf(message.transfer, message.step, act);
  const speaker = accountOf(from === to ? message.from : "gateway");
  return told.some((entry) => entry.speaker === speaker && isEntryOf(entry, message));
}

function isEntryOf(entry: Entry, { digest, from, to }: Message): boolean {
  return entry.digest === digest && entry.from === from && entry.to === to;
}
