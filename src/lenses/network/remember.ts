/**
 * Operations that are computed once: a search plays the same beginnings again and again.
 *
 * What an operation draws depends on the name of its randomness and on its arguments, never on what was drawn before. So
 * an answer out of the memory is the answer that computing would give, and a sequence replays alone as it did in a search.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Backend } from "../../live/crypto/backend.ts";
import { frame, toBytes } from "../../live/crypto/bytes.ts";
import { type Randomness, seededRandomness } from "../../live/crypto/randomness.ts";
import type { Keys, Operations } from "../../live/roles/operations.ts";
import { encodeCanonical } from "../../live/wire/codec.ts";

/** Randomness that a seed and a name determine. */
export interface NamedRandomness extends Randomness {
  readonly name: string;
}

/** Randomness for a purpose. */
export function nameRandomness(seed: Uint8Array, name: string): NamedRandomness {
  const source = seededRandomness(frame(seed, toBytes(name)));
  return { name, bytes: (length) => source.bytes(length) };
}

/** More than this, and what was remembered is forgotten. */
const MOST = 20_000;

/** Answers by what they are the answers to. */
export class Memory {
  private readonly known = new Map<string, unknown>();

  /** The answer, computed unless it is known. */
  recall<T>(what: readonly unknown[], compute: () => T): T {
    const key = bytesToHex(sha256(encodeCanonical(what.map((each) => each ?? null))));
    if (this.known.has(key)) return this.known.get(key) as T;
    if (this.known.size >= MOST) this.known.clear();
    const result = compute();
    this.known.set(key, result);
    return result;
  }
}

/** The operations, each computed once for the same arguments. */
export function rememberOperations(honest: Operations, seed: Uint8Array): Operations {
  const memory = new Memory();
  const derive = (randomness: Randomness, what: readonly unknown[]): Randomness => {
    const name = "name" in randomness ? String(randomness.name) : "";
    return nameRandomness(seed, `${name} ${bytesToHex(sha256(encodeCanonical(what)))}`);
  };
  const nameOf = (randomness: Randomness): string => ("name" in randomness ? String(randomness.name) : "");
  return {
    sample: (sort, randomness) =>
      memory.recall(["sample", sort, nameOf(randomness)], () => honest.sample(sort, derive(randomness, [sort]))),
    findFault: (op, value) => memory.recall(["findFault", op, value], () => honest.findFault(op, value)),
    seal(family, key, message, context, randomness) {
      const what = ["seal", family, key, message, context];
      return memory.recall([...what, nameOf(randomness)], () =>
        honest.seal(family, key, message, context, derive(randomness, what)),
      );
    },
    unseal: (family, key, box, context) =>
      memory.recall(["unseal", family, key, box, context], () => honest.unseal(family, key, box, context)),
    sign: (key, message, context) =>
      memory.recall(["sign", key, message, context], () => honest.sign(key, message, context)),
    verify: (key, message, signature, context) =>
      memory.recall(["verify", key, message, signature, context], () =>
        honest.verify(key, message, signature, context),
      ),
    hash: (message, context) => honest.hash(message, context),
    apply(op, args, randomness) {
      const what = ["apply", op, ...args];
      return memory.recall([...what, nameOf(randomness)], () => honest.apply(op, args, derive(randomness, what)));
    },
  };
}

/** The same curve, on which no pairing is computed twice and no bytes are checked twice. */
export function rememberBackend(backend: Backend): Backend {
  const { g1, g2, gt } = backend;
  const pairings = new Memory();
  const elements = new Memory();
  const decoding = <T>(group: string, decode: (bytes: Uint8Array) => T): ((bytes: Uint8Array) => T) => {
    return (bytes) => elements.recall([group, bytes], () => decode(bytes));
  };
  return {
    ...backend,
    g1: { ...g1, decode: decoding("g1", g1.decode) },
    g2: { ...g2, decode: decoding("g2", g2.decode) },
    gt: { ...gt, decode: decoding("gt", gt.decode) },
    pair: (p, q) => pairings.recall([g1.encode(p), g2.encode(q)], () => backend.pair(p, q)),
  };
}

/** A view of the keys in which each is looked up once, as long as the directory is in the same state. */
export function rememberKeys(keys: Keys, directoryState: () => number): Keys {
  const memory = new Memory();
  const nameOf = ({ op, family, owner, index }: Parameters<Keys["publicKey"]>[0]): readonly unknown[] => [
    directoryState(),
    ...[op, family, owner, index],
  ];
  return {
    publicKey: (name) => memory.recall(["public", ...nameOf(name)], () => keys.publicKey(name)),
    secretKey: (name) => memory.recall(["secret", ...nameOf(name)], () => keys.secretKey(name)),
    ownerOf: (op, family, key) =>
      memory.recall(["owner", directoryState(), op, family, key], () => keys.ownerOf(op, family, key)),
  };
}
