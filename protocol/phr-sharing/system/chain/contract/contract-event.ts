/** The contract's events as logs of a receipt, in both directions. What comes from a stranger's receipt is untrusted. */
import { bytesToHex } from "@noble/hashes/utils.js";
import { type Address, ACTS, type Hash, type LedgerEvent, STEPS } from "../entry.ts";
import { type AbiType, type AbiValue, decodeAbi, encodeAbi, encodeWord, topicOf } from "./abi.ts";
import { ordinalsOf } from "./contract-call.ts";

/** A log of a receipt: the contract that wrote it, its topics of 32 bytes, its data. */
export type Log = readonly [address: Uint8Array, topics: readonly Uint8Array[], data: Uint8Array];

const EVENTS: { readonly [K in LedgerEvent["kind"]]: { topic: Uint8Array; types: readonly AbiType[] } } = {
  "party-registered": {
    topic: topicOf("PartyRegistered(string,address,bytes32)"),
    types: ["string", "address", "bytes32"],
  },
  "record-listed": { topic: topicOf("RecordListed(string,string,string)"), types: ["string", "string", "string"] },
  stated: {
    topic: topicOf("Stated(bytes32,uint8,uint8,address,string,string,string,bytes32,uint64)"),
    types: ["address", "string", "string", "string", "bytes32", "uint64"],
  },
  "access-granted": {
    topic: topicOf("AccessGranted(string,string,bytes32,uint64)"),
    types: ["string", "string", "bytes32", "uint64"],
  },
  "access-revoked": { topic: topicOf("AccessRevoked(string,string)"), types: ["string", "string"] },
};

const KINDS = ["party-registered", "record-listed", "stated", "access-granted", "access-revoked"] as const;

/** The topics and data by which the contract tells of an event. */
export function encodeEvent(event: LedgerEvent): { readonly topics: Uint8Array[]; readonly data: Uint8Array } {
  const { topic, types } = EVENTS[event.kind];
  switch (event.kind) {
    case "party-registered":
      return { topics: [topic], data: encodeAbi(types, [event.party, event.account, event.key]) };
    case "record-listed":
      return { topics: [topic], data: encodeAbi(types, [event.record, event.owner, event.address]) };
    case "stated": {
      const [step, act] = ordinalsOf(event.step, event.act);
      return {
        topics: [topic, encodeWord("bytes32", event.transfer), encodeWord("uint64", step), encodeWord("uint64", act)],
        data: encodeAbi(types, [event.speaker, event.from, event.to, event.record, event.digest, event.sequence]),
      };
    }
    case "access-granted":
      return { topics: [topic], data: encodeAbi(types, [event.record, event.reader, event.transfer, event.until]) };
    case "access-revoked":
      return { topics: [topic], data: encodeAbi(types, [event.record, event.reader]) };
  }
}

/** Decodes a log: an event, "wrong-topic" where it is of something else, "malformed-event" where it cannot be read. */
export function decodeEvent([, topics, data]: Log): LedgerEvent | "wrong-topic" | "malformed-event" {
  const topic = bytesToHex(topics[0] ?? new Uint8Array());
  for (const kind of KINDS) {
    if (bytesToHex(EVENTS[kind].topic) !== topic) continue;
    const values = decodeAbi(EVENTS[kind].types, data);
    if (values === undefined) return "malformed-event";
    return toEvent(kind, values, topics) ?? "malformed-event";
  }
  return "wrong-topic";
}

function toEvent(
  kind: LedgerEvent["kind"],
  values: readonly AbiValue[],
  topics: readonly Uint8Array[],
): LedgerEvent | undefined {
  const text = (i: number): string => String(values[i]);
  const hex = (i: number): Hash => text(i) as Hash;
  if (topics.length !== (kind === "stated" ? 4 : 1)) return undefined;
  switch (kind) {
    case "party-registered":
      return { kind, party: text(0), account: text(1) as Address, key: hex(2) };
    case "record-listed":
      return { kind, record: text(0), owner: text(1), address: text(2) };
    case "stated": {
      const [, transfer, step, act] = topics.map((topic) => decodeAbi(["bytes32"], topic)?.[0]);
      const [stepName, actName] = [STEPS[Number(step)], ACTS[Number(act)]];
      if (transfer === undefined || stepName === undefined || actName === undefined) return undefined;
      return {
        kind,
        transfer: transfer as Hash,
        step: stepName,
        act: actName,
        speaker: text(0) as Address,
        from: text(1),
        to: text(2),
        record: text(3),
        digest: hex(4),
        sequence: Number(values[5]),
      };
    }
    case "access-granted":
      return { kind, record: text(0), reader: text(1), transfer: hex(2), until: Number(values[3]) };
    case "access-revoked":
      return { kind, record: text(0), reader: text(1) };
  }
}
