/** The calls of the contract as the bytes that a transaction carries, and its refusals as the bytes that come back. */
import { bytesToHex, concatBytes } from "@noble/hashes/utils.js";
import { type Act, ACTS, type Call, type Hash, type Refusal, type Step, STEPS } from "../entry.ts";
import { type AbiType, type AbiValue, decodeAbi, encodeAbi, selectorOf } from "./abi.ts";

interface Signature {
  readonly selector: Uint8Array;
  readonly types: readonly AbiType[];
}

const CALLS: { readonly [K in Call["kind"]]: Signature } = {
  "register-party": {
    selector: selectorOf("registerParty(string,address,bytes32)"),
    types: ["string", "address", "bytes32"],
  },
  "list-record": { selector: selectorOf("listRecord(string,string,string)"), types: ["string", "string", "string"] },
  state: {
    selector: selectorOf("state(bytes32,uint8,uint8,string,string,string,bytes32)"),
    types: ["bytes32", "uint64", "uint64", "string", "string", "string", "bytes32"],
  },
  "grant-access": {
    selector: selectorOf("grantAccess(bytes32,string,string,uint64)"),
    types: ["bytes32", "string", "string", "uint64"],
  },
  "revoke-access": { selector: selectorOf("revokeAccess(string,string)"), types: ["string", "string"] },
};

const KINDS = ["register-party", "list-record", "state", "grant-access", "revoke-access"] as const;

const REFUSALS: ReadonlyMap<string, Refusal> = new Map(
  Object.entries({
    NotAuthority: "not-authority",
    NotGateway: "not-gateway",
    NotTheParty: "not-the-party",
    NotOwner: "not-owner",
    PartyKnown: "party-known",
    RecordKnown: "record-known",
    RecordUnknown: "record-unknown",
    AlreadyStated: "already-stated",
    NotAnnounced: "not-announced",
    NotAsked: "not-asked",
    BadName: "bad-name",
  } as const).map(([name, refusal]) => [bytesToHex(selectorOf(`${name}()`)), refusal]),
);

/** A question to the contract: the function's signature, what it takes, what it gives. */
export interface View {
  readonly selector: Uint8Array;
  readonly takes: readonly AbiType[];
  readonly gives: readonly AbiType[];
}

/** The questions that the contract answers. */
export const VIEWS = {
  partyOf: { selector: selectorOf("partyOf(string)"), takes: ["string"], gives: ["address", "bytes32"] },
  listingOf: { selector: selectorOf("listingOf(string)"), takes: ["string"], gives: ["string", "string"] },
  mayRead: {
    selector: selectorOf("mayRead(string,string,uint64)"),
    takes: ["string", "string", "uint64"],
    gives: ["bool"],
  },
  consentOf: {
    selector: selectorOf("consentOf(string,string)"),
    takes: ["string", "string"],
    gives: ["bytes32", "uint64"],
  },
  entryOf: {
    selector: selectorOf("entryOf(bytes32,uint8,uint8,uint64)"),
    takes: ["bytes32", "uint64", "uint64", "uint64"],
    gives: ["address", "string", "string", "string", "bytes32", "uint64"],
  },
} as const satisfies Record<string, View>;

/** The data of a transaction that makes this call; throws RangeError where a hash or an address is none. */
export function encodeCall(call: Call): Uint8Array {
  const { selector, types } = CALLS[call.kind];
  return concatBytes(selector, encodeAbi(types, valuesOf(call)));
}

/** The call that a transaction's data makes, or undefined where it makes none. */
export function decodeCall(data: Uint8Array): Call | undefined {
  const selector = bytesToHex(data.subarray(0, 4));
  for (const kind of KINDS) {
    if (bytesToHex(CALLS[kind].selector) !== selector) continue;
    const values = decodeAbi(CALLS[kind].types, data.subarray(4));
    return values && toCall(kind, values);
  }
  return undefined;
}

/** Why the contract refused, from the bytes that it reverted with. */
export function decodeRefusal(data: Uint8Array): Refusal {
  return REFUSALS.get(bytesToHex(data)) ?? "not-executed";
}

/** A step and an act as the contract counts them. */
export function ordinalsOf(step: Step, act: Act): [number, number] {
  return [STEPS.indexOf(step), ACTS.indexOf(act)];
}

function valuesOf(call: Call): AbiValue[] {
  switch (call.kind) {
    case "register-party":
      return [call.party, call.account, call.key];
    case "list-record":
      return [call.record, call.owner, call.address];
    case "state":
      return [call.transfer, ...ordinalsOf(call.step, call.act), call.from, call.to, call.record, call.digest];
    case "grant-access":
      return [call.transfer, call.record, call.reader, call.until];
    case "revoke-access":
      return [call.record, call.reader];
  }
}

function toCall(kind: Call["kind"], values: readonly AbiValue[]): Call | undefined {
  const text = (i: number): string => String(values[i]);
  const hex = (i: number): Hash => text(i) as Hash;
  switch (kind) {
    case "register-party":
      return { kind, party: text(0), account: hex(1), key: hex(2) };
    case "list-record":
      return { kind, record: text(0), owner: text(1), address: text(2) };
    case "state": {
      const step = STEPS[Number(values[1])];
      const act = ACTS[Number(values[2])];
      if (step === undefined || act === undefined) return undefined;
      return { kind, transfer: hex(0), step, act, from: text(3), to: text(4), record: text(5), digest: hex(6) };
    }
    case "grant-access":
      return { kind, transfer: hex(0), record: text(1), reader: text(2), until: Number(values[3]) };
    case "revoke-access":
      return { kind, record: text(0), reader: text(1) };
  }
}
