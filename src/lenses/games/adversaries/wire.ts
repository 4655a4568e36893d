/**
 * Against records on the wire: guessing what is hashed, comparing lengths, parts and differences of what is seen.
 *
 * Everything is done with public code and the description, which says what is hashed and in which context.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Description } from "../../../core/protocol/ir/description.ts";
import { type Application, subterms, type Term } from "../../../core/term/term.ts";
import { fieldsOf } from "../../../core/theory/intended.ts";
import { frame, toBytes } from "../../../live/crypto/bytes.ts";
import { hash } from "../../../live/crypto/hash.ts";
import { seededRandomness } from "../../../live/crypto/randomness.ts";
import { describeContext } from "../../../live/roles/holding.ts";
import { type PlannedMessage, planProtocol, type ProtocolPlan } from "../../../live/roles/plan.ts";
import type { Sight } from "../../../live/system/watched.ts";
import { encodeCanonical, encodeValue } from "../../../live/wire/codec.ts";
import { openEnvelope } from "../../../live/wire/envelope.ts";
import type { Value } from "../../../live/wire/value.ts";
import type { Adversary, Tools } from "../play/game.ts";
import type { WireView } from "../wire/challenger.ts";

/** Two results of one length, as a health record has them. */
const RESULTS = [recordOf("negative"), recordOf("positive")] as const;
/** Runs of the owner in one play, at the most. */
const MOST_RUNS = 8;
const PART = 16;

type Known = ReadonlyMap<string, Value>;

/** Adversaries of records on the wire. */
export const WIRE_ADVERSARIES: readonly Adversary<WireView, 0 | 1>[] = [
  {
    name: "guess-the-hash",
    about:
      "Hashes both records in every way in which the description hashes one with what is public, and looks for that.",
    play: (view) => (isSeen(view, view.challenge(...RESULTS), RESULTS[1], []) ? 1 : 0),
  },
  {
    name: "known-mask",
    about: "Draws what the owner's device drew, with its maker's key, and hashes both records with it.",
    play(view) {
      const sight = view.challenge(...RESULTS);
      if (view.makerKey.length === 0) return coinOf(view);
      return isSeen(view, sight, RESULTS[1], listMasks(view)) ? 1 : 0;
    },
  },
  {
    name: "compare-lengths",
    about: "Has either record shared once more, as different as texts of one length are, and compares all lengths.",
    play(view) {
      const records = [toBytes("a".repeat(600)), drawText(view, 600)] as const;
      const seen = lengthsOf(view.challenge(...records));
      const [left, right] = records.map((each) => distance(seen, lengthsOf(view.share(each)))) as [number, number];
      return right < left ? 1 : left < right ? 0 : coinOf(view);
    },
  },
  {
    name: "compare-parts",
    about: "Has either record shared once more, and looks for a part of what it saw that comes again.",
    play(view) {
      const sight = view.challenge(...RESULTS);
      const [left, right] = RESULTS.map((each) => countCommon(sight, view.share(each))) as [number, number];
      return right > left ? 1 : left > right ? 0 : coinOf(view);
    },
  },
  {
    name: "repeated-randomness",
    about: "Has one record shared once more: under one key stream, what is stored differs as the records do.",
    play(view) {
      const sight = view.challenge(...RESULTS);
      const again = view.share(RESULTS[0]);
      const difference = bytesToHex(xor(...RESULTS));
      const isThere = sight.stored.some((block, i) =>
        bytesToHex(xor(block, again.stored[i] ?? new Uint8Array())).includes(difference),
      );
      return isThere ? 1 : 0;
    },
  },
];

function recordOf(result: string): Uint8Array {
  return toBytes(`{"resourceType":"Observation","code":"HIV-1 Ab","valueString":"${result}"}`);
}

function coinOf({ randomness }: Tools): 0 | 1 {
  return ((randomness.bytes(1)[0] ?? 0) & 1) === 1 ? 1 : 0;
}

/** Reports whether a hash of the record is in the sight: with public values, and each of the masks in turn. */
function isSeen(view: WireView, sight: Sight, record: Uint8Array, masks: readonly Uint8Array[]): boolean {
  const seen = [...sight.messages, ...sight.stored].map(bytesToHex).join(" ") + textOf(sight);
  const plan = planProtocol(JSON.parse(new TextDecoder().decode(view.description)) as Description);
  const names = namesOf(plan.messages, sight);
  const digests = [undefined, ...masks].flatMap((mask) =>
    hashesOf(plan, new Map([...names, ["Data", record], ...(mask === undefined ? [] : [["Scalar", mask] as const])])),
  );
  return [sha256(record), hash(record), ...digests].some((digest) => seen.includes(bytesToHex(digest)));
}

function textOf({ entries }: Sight): string {
  return entries.map((entry) => new TextDecoder().decode(entry)).join(" ");
}

/** Who plays what, by the envelopes. */
function namesOf(messages: readonly PlannedMessage[], sight: Sight): readonly (readonly [string, Value])[] {
  return sight.messages.flatMap((bytes) => {
    const { label, from, to } = openEnvelope(bytes);
    const planned = messages.find((message) => message.label === label);
    return planned === undefined ? [] : [[planned.from, from] as const, [planned.to, to] as const];
  });
}

/** The hashes of the description that have the record in them and nothing that is not known. */
function hashesOf(plan: ProtocolPlan, known: Known): Uint8Array[] {
  const said = plan.messages.flatMap(({ intended }) => [...subterms(intended)]);
  const hashes = said.filter((term): term is Application => term.kind === "application" && term.op === "hash");
  return [...new Map(hashes.map((term) => [term.key, term])).values()].flatMap((term) => {
    const content = term.args[0] as Term;
    if (![...subterms(content)].some((part) => part.kind === "name" && part.sorts.includes("Data"))) return [];
    const fields = fieldsOf(content);
    const values = (fields ?? [["", content] as const]).map(([, part]) => valueOf(part, known));
    if (values.includes(undefined)) return [];
    const value = (fields === undefined ? values[0] : values) as Value;
    return [hash(encodeCanonical([describeContext(plan.protocol, term), encodeValue(plan.forms, content, value)]))];
  });
}

function valueOf(part: Term, known: Known): Value | undefined {
  if (part.kind === "variable") return known.get(part.name);
  return part.kind === "name" ? known.get(part.sorts[0] ?? "") : undefined;
}

/** The masks that a device with its maker's key in it draws, run by run. */
function listMasks({ makerKey, curve, scheme }: WireView & Tools): readonly Uint8Array[] {
  return Array.from({ length: MOST_RUNS }, (_, run) =>
    curve.gt.encode(scheme.drawElement(curve, seededRandomness(frame(makerKey, toBytes(`DO-${run + 1}`))))),
  );
}

function lengthsOf({ messages, stored, entries }: Sight): readonly number[] {
  return [...messages, ...stored, ...entries].map(({ length }) => length);
}

function distance(some: readonly number[], others: readonly number[]): number {
  return some.reduce((sum, length, i) => sum + Math.abs(length - (others[i] ?? 0)), 0);
}

/** How many parts of 16 bytes two sights have in common in messages and blocks, position by position. */
function countCommon(some: Sight, other: Sight): number {
  const compare = (a: Uint8Array, b: Uint8Array = new Uint8Array()): number => {
    let common = 0;
    for (let at = 0; at + PART <= Math.min(a.length, b.length); at += PART) {
      if (bytesToHex(a.subarray(at, at + PART)) === bytesToHex(b.subarray(at, at + PART))) common += 1;
    }
    return common;
  };
  const count = (what: "messages" | "stored"): number =>
    some[what].reduce((sum, bytes, i) => sum + compare(bytes, other[what][i]), 0);
  return count("messages") + count("stored");
}

function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((byte, i) => byte ^ (b[i] ?? 0));
}

function drawText({ randomness }: Tools, length: number): Uint8Array {
  return randomness.bytes(length).map((byte) => 33 + (byte % 90));
}
