/**
 * Record indistinguishability on the wire: the adversary names two records of equal length, one of them is shared by the
 * whole system, and it gets every message, every stored block and every line of the chains. Which of the two was it?
 *
 * What it gets is what a network, a store and three chains see together; no party is corrupt. Left-or-right security of
 * what is sent, for the system as it runs and not for one of its ciphertexts (Bellare, Desai, Jokipii and Rogaway, FOCS 1997).
 */
import { CHAINS } from "../chain/entry.ts";
import { createMemoryLog } from "../chain/block-log.ts";
import { buildExample } from "../example.ts";
import type { VariantName } from "../variants.ts";
import type { Backend } from "../../../../src/live/crypto/backend.ts";
import type { ProtocolPlan } from "../../../../src/live/roles/plan.ts";
import { createMemoryBlocks } from "../../../../src/live/storage/block-store.ts";
import { createRecordStore } from "../../../../src/live/storage/record-store.ts";
import type { LoadedProtocol } from "../../../../src/repository/loaded-protocol.ts";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { hash } from "../../../../src/live/crypto/hash.ts";
import { describeContext } from "../../../../src/live/roles/holding.ts";
import { encodeCanonical, encodeValue } from "../../../../src/live/wire/codec.ts";
import type { Value } from "../../../../src/live/wire/value.ts";
import { type Application, subterms, type Term } from "../../../../src/core/term/term.ts";
import { fieldsOf } from "../../../../src/core/theory/intended.ts";
import { NAMES, type RoleName } from "../system.ts";

/** The adversary's view of one sharing. */
export interface Sight {
  /** Messages as they travelled, in their order. */
  readonly messages: readonly Uint8Array[];
  /** Files that were stored. */
  readonly stored: readonly Uint8Array[];
  /** Blocks of the chains, as their logs have them. */
  readonly lines: readonly string[];
}

/** The system that is played against; its description and code are public. */
export interface Subject {
  readonly variant: VariantName;
  readonly loaded: LoadedProtocol;
  readonly backend: Backend;
}

/** The adversary's means: run its own system, or see one more sharing of this one, of a record that it names. */
export interface Means {
  readonly plan: ProtocolPlan;
  readonly runOwn: (record: Uint8Array, seed: string) => Promise<Sight>;
  readonly shareAgain: (record: Uint8Array) => Promise<Sight>;
}

/** Names two records of equal length, and says which it saw. */
export interface WireAdversary {
  readonly name: string;
  choose(play: number): readonly [Uint8Array, Uint8Array];
  answer(sight: Sight, records: readonly [Uint8Array, Uint8Array], means: Means): Promise<0 | 1>;
}

/** The seed of a sharing: of the challenger's one and of those that the adversary asks for. */
export type ChooseSeed = (play: number, sharing: number) => string;

/** Every sharing draws anew. */
export const DRAWN_ANEW: ChooseSeed = (play, sharing) => `challenger ${play} ${sharing}`;
/** Every sharing of a play draws the same: a device that was reset. */
export const DRAWN_AGAIN: ChooseSeed = (play) => `challenger ${play}`;

/** How many of so many plays the adversary wins. Throws RangeError for records of unequal length. */
export async function playOnWire(
  subject: Subject,
  adversary: WireAdversary,
  plays: number,
  chooseSeed: ChooseSeed = DRAWN_ANEW,
): Promise<number> {
  let won = 0;
  for (let play = 0; play < plays; play++) {
    const records = adversary.choose(play);
    if (records[0].length !== records[1].length) throw new RangeError("the two records are not of equal length");
    const coin = drawCoin(play);
    const { sight, plan } = await shareOnce(subject, records[coin], chooseSeed(play, 0));
    let sharing = 0;
    const answer = await adversary.answer(sight, records, {
      plan,
      runOwn: async (record, seed) => (await shareOnce(subject, record, `own ${seed}`)).sight,
      shareAgain: async (record) => (await shareOnce(subject, record, chooseSeed(play, ++sharing))).sight,
    });
    if (answer === coin) won += 1;
  }
  return won;
}

/** The challenger's coins: as many of each, in no order that an adversary uses. */
function drawCoin(play: number): 0 | 1 {
  return ((Math.imul(play + 1, 0x9e3779b1) >>> 13) & 1) as 0 | 1;
}

async function shareOnce(
  subject: Subject,
  record: Uint8Array,
  seed: string,
): Promise<{ sight: Sight; plan: ProtocolPlan }> {
  const { variant, loaded, backend } = subject;
  const stored: Uint8Array[] = [];
  const store = createRecordStore(createMemoryBlocks());
  const records = {
    ...store,
    put: (bytes: Uint8Array) => {
      stored.push(bytes);
      return store.put(bytes);
    },
  };
  const logs = new Map(CHAINS.map((chain) => [chain, createMemoryLog()]));
  const { run, network, options } = await buildExample(variant, loaded, backend, { seed, record, records, logs });
  const end = await run();
  if (end.is !== "delivered") throw new Error(`the sharing ended with ${end.is}`);
  const lines = await Promise.all([...logs].map(([chain, log]) => log.read(chain)));
  const messages = network.landings.map(({ flight }) => flight.bytes);
  return { sight: { messages, stored, lines: lines.flat() }, plan: options.plan };
}

const encoder = new TextEncoder();

function recordOf(result: string): Uint8Array {
  return encoder.encode(`{"resourceType":"Observation","code":"HIV-1 Ab","valueString":"${result}"}`);
}

const RESULTS = [recordOf("negative"), recordOf("positive")] as const;

/** Hashes both records in every way that the description hashes a record with what is public, and looks for that. */
export const GUESSING: WireAdversary = {
  name: "guess-the-hash",
  choose: () => RESULTS,
  answer: (sight, records, { plan }) => {
    const seen = allHex(sight);
    const isSeen = (record: Uint8Array): boolean =>
      [sha256(record), hash(record), ...hashesOf(plan, record)].some((digest) => seen.includes(bytesToHex(digest)));
    return Promise.resolve(isSeen(records[1]) ? 1 : 0);
  },
};

/** Runs the system on either record itself, and says which run was as long as what it saw: bytes in all and one by one. */
export const COMPARING_LENGTHS: WireAdversary = {
  name: "compare-lengths",
  // As different as text of one length can be.
  choose: (play) => [encoder.encode("a".repeat(600)), drawText(600, play)],
  answer: async (sight, records, { runOwn }) => {
    const lengths = ({ messages, stored, lines }: Sight): readonly number[] => [
      ...messages.map(({ length }) => length),
      ...stored.map(({ length }) => length),
      ...lines.map(({ length }) => length),
    ];
    const distance = async (record: Uint8Array): Promise<number> => {
      const own = lengths(await runOwn(record, "lengths"));
      return lengths(sight).reduce((sum, length, i) => sum + Math.abs(length - (own[i] ?? 0)), 0);
    };
    return (await distance(records[1])) < (await distance(records[0])) ? 1 : 0;
  },
};

/** Has both records shared once more, and looks for a part of what it saw that comes again. */
export const COMPARING_PARTS: WireAdversary = {
  name: "compare-parts",
  choose: () => RESULTS,
  answer: async (sight, records, { shareAgain }) => {
    const common = async (record: Uint8Array): Promise<number> => {
      const again = await shareAgain(record);
      return countCommon(sight.stored, again.stored) + countCommon(sight.messages, again.messages);
    };
    return (await common(records[1])) > (await common(records[0])) ? 1 : 0;
  },
};

/** Has the first record shared once more: under the same key stream the difference of what is stored is that of records. */
export const SUBTRACTING: WireAdversary = {
  name: "repeated-randomness",
  choose: () => RESULTS,
  answer: async (sight, [first, second], { shareAgain }) => {
    const again = await shareAgain(first);
    const difference = first.map((byte, i) => byte ^ (second[i] ?? 0));
    const isThere = sight.stored.some((file, f) => {
      const other = again.stored[f] ?? new Uint8Array();
      const between = file.map((byte, i) => byte ^ (other[i] ?? 0));
      return bytesToHex(between).includes(bytesToHex(difference));
    });
    return isThere ? 1 : 0;
  },
};

export const WIRE_ADVERSARIES: readonly WireAdversary[] = [GUESSING, COMPARING_LENGTHS, COMPARING_PARTS, SUBTRACTING];

function allHex({ messages, stored, lines }: Sight): string {
  return [...messages, ...stored].map(bytesToHex).join(" ") + lines.join(" ");
}

/** The hashes of the description whose content is the record and what everybody knows. */
function hashesOf(plan: ProtocolPlan, record: Uint8Array): Uint8Array[] {
  const said = plan.messages.flatMap(({ intended }) => [...subterms(intended)]);
  const hashes = said.filter((term): term is Application => term.kind === "application" && term.op === "hash");
  return [...new Map(hashes.map((term) => [term.key, term])).values()].flatMap((term) => {
    const content = term.args[0] as Term;
    const fields = fieldsOf(content);
    const values = (fields ?? [["", content] as const]).map(([, part]) => valueOf(part, record));
    if (values.includes(undefined)) return [];
    const value = (fields === undefined ? values[0] : values) as Value;
    return [hash(encodeCanonical([describeContext(plan.protocol, term), encodeValue(plan.forms, content, value)]))];
  });
}

function valueOf(part: Term, record: Uint8Array): Value | undefined {
  if (part.kind === "name" && part.sorts.includes("Data")) return record;
  return part.kind === "variable" ? NAMES[part.name as RoleName] : undefined;
}

/** How many pieces of 16 bytes two lists of byte strings have in common, position by position. */
function countCommon(some: readonly Uint8Array[], others: readonly Uint8Array[]): number {
  let common = 0;
  for (const [i, one] of some.entries()) {
    const other = others[i] ?? new Uint8Array();
    for (let at = 0; at + 16 <= Math.min(one.length, other.length); at += 16) {
      if (bytesToHex(one.subarray(at, at + 16)) === bytesToHex(other.subarray(at, at + 16))) common += 1;
    }
  }
  return common;
}

function drawText(length: number, seed: number): Uint8Array {
  let state = sha256(encoder.encode(`text ${seed}`));
  return Uint8Array.from({ length }, (_, i) => {
    if (i % 32 === 0) state = sha256(state);
    return 33 + ((state[i % 32] ?? 0) % 90);
  });
}
