/**
 * The Merkle-Patricia trie of a block's list (transactions, receipts): keys are the RLP of the index, as in Ethereum.
 *
 * Built at once from the whole list, which is several times faster than a trie that can be changed; that the roots are
 * those of `@ethereumjs/mpt` is tested, and its code checks the proofs (`verify-receipt.ts`).
 * Source: Ethereum Yellow Paper, appendix D.
 */
import { RLP } from "@ethereumjs/rlp";
import { keccak_256 } from "@noble/hashes/sha3.js";

/** The root, and for every value the nodes from the root down to it. */
export interface OrderedTrie {
  readonly root: Uint8Array;
  /** The encoded nodes on the way to the value of that index, the root first. */
  proofOf(index: number): Uint8Array[];
}

interface Leaf {
  readonly key: readonly number[];
  readonly value: Uint8Array;
}

interface Node {
  readonly encoded: Uint8Array;
  /** How the node above names this one: its hash, or itself where it is shorter than a hash. */
  readonly reference: RlpNode;
  /** The child on the way of a nibble, and how many nibbles lead to it. */
  readonly children: ReadonlyMap<number, Node>;
  readonly skip: number;
}

type RlpNode = Uint8Array | RlpNode[];

const NOTHING = new Uint8Array();

/** The key of an index in the trie of a list. */
export function orderedKey(index: number): Uint8Array {
  return RLP.encode(index);
}

/** The trie of a list of values, none of them empty. */
export function buildOrderedTrie(values: readonly Uint8Array[]): OrderedTrie {
  const leaves = values.map((value, index) => ({ key: nibblesOf(orderedKey(index)), value }));
  if (leaves.length === 0) return { root: keccak_256(RLP.encode(NOTHING)), proofOf: () => [] };
  const top = buildNode(leaves, 0);
  return {
    root: keccak_256(top.encoded),
    proofOf: (index) => (leaves[index] === undefined ? [] : proofAlong(top, leaves[index].key)),
  };
}

function buildNode(leaves: readonly Leaf[], depth: number): Node {
  const [first] = leaves;
  if (first !== undefined && leaves.length === 1) {
    return seal([packPath(first.key.slice(depth), "leaf"), first.value], new Map(), 0);
  }
  const shared = sharedLength(leaves, depth);
  if (first !== undefined && shared > 0) {
    const child = buildNode(leaves, depth + shared);
    const path = first.key.slice(depth, depth + shared);
    return seal([packPath(path, "extension"), child.reference], new Map([[path[0] ?? 0, child]]), shared);
  }
  const children = new Map<number, Node>();
  const slots: RlpNode[] = [];
  for (let nibble = 0; nibble < 16; nibble++) {
    const below = leaves.filter(({ key }) => key[depth] === nibble);
    if (below.length > 0) children.set(nibble, buildNode(below, depth + 1));
    slots.push(children.get(nibble)?.reference ?? NOTHING);
  }
  return seal([...slots, NOTHING], children, 1);
}

function seal(raw: RlpNode[], children: ReadonlyMap<number, Node>, skip: number): Node {
  const encoded = RLP.encode(raw);
  return { encoded, reference: encoded.length < 32 ? raw : keccak_256(encoded), children, skip };
}

function proofAlong(top: Node, key: readonly number[]): Uint8Array[] {
  const nodes = [top.encoded];
  let depth = 0;
  let node = top;
  for (;;) {
    const next = node.children.get(key[depth] ?? -1);
    if (next === undefined) return nodes;
    if (next.encoded.length >= 32) nodes.push(next.encoded);
    depth += node.skip;
    node = next;
  }
}

function sharedLength(leaves: readonly Leaf[], depth: number): number {
  const first = leaves[0]?.key ?? [];
  let length = 0;
  while (leaves.every(({ key }) => key[depth + length] === first[depth + length])) length++;
  return length;
}

/** Hex-prefix encoding: the kind of node and the parity of the path before the path. */
function packPath(path: readonly number[], kind: "leaf" | "extension"): Uint8Array {
  const flag = (kind === "leaf" ? 2 : 0) + (path.length % 2);
  const nibbles = path.length % 2 === 1 ? [flag, ...path] : [flag, 0, ...path];
  return Uint8Array.from(
    { length: nibbles.length / 2 },
    (_, i) => (nibbles[2 * i] ?? 0) * 16 + (nibbles[2 * i + 1] ?? 0),
  );
}

function nibblesOf(bytes: Uint8Array): number[] {
  return [...bytes].flatMap((byte) => [byte >> 4, byte & 15]);
}
