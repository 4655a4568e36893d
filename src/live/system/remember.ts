/**
 * Operations that are computed once: a search plays the same beginnings again and again.
 *
 * What an operation draws depends on the name of its randomness and on how often that was used, never on its arguments: a
 * party that uses the same randomness twice does so here. So an answer out of the memory is the answer that computing would
 * give, and a sequence replays alone as it did in a search. What draws from randomness without a name is never kept.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Backend } from "../crypto/backend.ts";
import { frame, toBytes } from "../crypto/bytes.ts";
import { type Randomness, seededRandomness } from "../crypto/randomness.ts";
import type { KeyName, Keys, Operations } from "../roles/operations.ts";
import { encodeCanonical } from "../wire/codec.ts";

/** Randomness that a seed and a name determine. */
export interface NamedRandomness extends Randomness {
  /** The name of its next use. */
  readonly next: () => string;
}

/** Randomness for a purpose. */
export function nameRandomness(seed: Uint8Array, name: string): NamedRandomness {
  const source = seededRandomness(frame(seed, toBytes(name)));
  let uses = 0;
  return {
    next: () => {
      uses += 1;
      return `${name} #${uses}`;
    },
    bytes: (length) => source.bytes(length),
  };
}

function isNamed(randomness: Randomness): randomness is NamedRandomness {
  return "next" in randomness;
}

/** More than this, and what was remembered is forgotten. */
const MOST = 20_000;

/** Answers by what they are the answers to. */
export class Memory {
  private readonly known = new Map<string, unknown>();

  /** The answer, computed unless it is known. */
  recall<T>(what: readonly unknown[], compute: () => T): T {
    const key = nameAnswer(what);
    if (this.known.has(key)) return this.known.get(key) as T;
    const result = compute();
    this.keep(key, result);
    return result;
  }

  /** The same for what may draw from a source without a name: what drew is computed anew. */
  recallUndrawn<T>(what: readonly unknown[], source: Randomness, compute: (watched: Randomness) => T): T {
    const key = nameAnswer(what);
    if (this.known.has(key)) return this.known.get(key) as T;
    let isDrawn = false;
    const result = compute({
      bytes: (length) => {
        isDrawn = true;
        return source.bytes(length);
      },
    });
    const settle = (): void => {
      if (!isDrawn) this.keep(key, result);
    };
    if (result instanceof Promise) result.then(settle, settle);
    else settle();
    return result;
  }

  private keep(key: string, result: unknown): void {
    if (this.known.size >= MOST) this.known.clear();
    this.known.set(key, result);
  }
}

function nameAnswer(what: readonly unknown[]): string {
  return bytesToHex(sha256(encodeCanonical(what.map((each) => each ?? null))));
}

/** The operations, each computed once for the same arguments and the same use of its randomness. */
export function rememberOperations(honest: Operations, seed: Uint8Array): Operations {
  const memory = new Memory();
  const drawing = <T>(randomness: Randomness, what: readonly unknown[], compute: (drawn: Randomness) => T): T => {
    if (!isNamed(randomness)) return memory.recallUndrawn(what, randomness, compute);
    const use = randomness.next();
    return memory.recall([...what, use], () => compute(nameRandomness(seed, use)));
  };
  return {
    sample: (sort, randomness) => drawing(randomness, ["sample", sort], (drawn) => honest.sample(sort, drawn)),
    findFault: (op, value) => memory.recall(["findFault", op, value], () => honest.findFault(op, value)),
    seal: (family, key, message, context, randomness) =>
      drawing(randomness, ["seal", family, key, message, context], (drawn) =>
        honest.seal(family, key, message, context, drawn),
      ),
    unseal: (family, key, box, context) =>
      memory.recall(["unseal", family, key, box, context], () => honest.unseal(family, key, box, context)),
    sign: (key, message, context) =>
      memory.recall(["sign", key, message, context], () => honest.sign(key, message, context)),
    verify: (key, message, signature, context) =>
      memory.recall(["verify", key, message, signature, context], () =>
        honest.verify(key, message, signature, context),
      ),
    hash: (message, context) => memory.recall(["hash", message, context], () => honest.hash(message, context)),
    apply: (op, args, randomness) =>
      drawing(randomness, ["apply", op, ...args], (drawn) => honest.apply(op, args, drawn)),
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
  const nameOf = ({ op, family, owner, other, index, roles }: KeyName): readonly unknown[] => [
    directoryState(),
    ...[op, family, owner, other, index, roles],
  ];
  return {
    publicKey: (name) => memory.recall(["public", ...nameOf(name)], () => keys.publicKey(name)),
    secretKey: (name) => memory.recall(["secret", ...nameOf(name)], () => keys.secretKey(name)),
    ownerOf: (op, family, key) =>
      memory.recall(["owner", directoryState(), op, family, key], () => keys.ownerOf(op, family, key)),
    ...(keys.constant === undefined
      ? {}
      : { constant: (name: string, owner: string, length: number) => keys.constant?.(name, owner, length) }),
  };
}
