/**
 * A file out of its blocks: raw leaves, and dag-pb nodes that hold UnixFS files, nothing else.
 *
 * Whoever made the blocks may be hostile: each is checked against its CID, and must be as long as the node above it
 * announced before anything below is read; so a small store cannot unfold into more than the root announces.
 */
import { code as DAG_PB, decode, type PBNode } from "@ipld/dag-pb";
import { UnixFS } from "ipfs-unixfs";
import { CID } from "multiformats/cid";
import { code as RAW } from "multiformats/codecs/raw";
import { sha256 } from "multiformats/hashes/sha2";
import type { BlockStore } from "./block-store.ts";
import { readBlock } from "./read-block.ts";
import { StorageError } from "./storage-error.ts";

/** The largest record that is read: 256 MiB. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;

/** Four levels of 174 links over blocks of 256 KiB are far beyond the largest record. */
const MAX_DEPTH = 4;

/** The file of that CID. Rejects with StorageError. */
export async function readFile(blocks: BlockStore, name: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  await readNode({ blocks, pieces }, parseCid(name), 0, undefined);
  return new Uint8Array(Buffer.concat(pieces));
}

interface Reading {
  readonly blocks: BlockStore;
  readonly pieces: Uint8Array[];
}

function parseCid(name: string): CID {
  try {
    const cid = CID.parse(name);
    if (cid.version === 1 && isReadable(cid) && cid.toString() === name) return cid;
  } catch {
    // As any other text that is no CID.
  }
  const message = `"${name.slice(0, 100)}" is not the CID of a record: CIDv1 in base32, SHA-256, raw or dag-pb.`;
  throw new StorageError("bad-cid", message);
}

function isReadable(cid: CID): boolean {
  const known = cid.code === RAW || cid.code === DAG_PB;
  return known && cid.multihash.code === sha256.code && cid.multihash.digest.length === 32;
}

/** Reads what lies below a node, which must be as long as the node above announced. */
async function readNode(reading: Reading, cid: CID, depth: number, announced: bigint | undefined): Promise<void> {
  if (!isReadable(cid)) throw badFile(cid, "names a block in a form that is not read here");
  const block = await readBlock(reading.blocks, cid);
  if (cid.code === RAW) {
    requireSize(cid, BigInt(block.length), announced);
    reading.pieces.push(block);
    return;
  }
  const { node, file } = parseNode(cid, block);
  requireSize(cid, file.fileSize(), announced);
  if (depth === MAX_DEPTH) throw badFile(cid, "lies too deep");
  if (node.Links.length !== file.blockSizes.length) throw badFile(cid, "does not announce the size of each part");
  reading.pieces.push(file.data ?? new Uint8Array());
  for (const [i, link] of node.Links.entries()) await readNode(reading, link.Hash, depth + 1, file.blockSizes[i]);
}

function requireSize(cid: CID, size: bigint, announced: bigint | undefined): void {
  if (announced !== undefined && size !== announced) throw badFile(cid, "is not as long as announced");
  if (size <= MAX_FILE_BYTES) return;
  const message = `The record is larger than the ${MAX_FILE_BYTES / 1024 / 1024} MiB that are read; split it.`;
  throw new StorageError("too-large", message, cid.toString());
}

function parseNode(cid: CID, block: Uint8Array): { readonly node: PBNode; readonly file: UnixFS } {
  let node: PBNode;
  let file: UnixFS;
  try {
    node = decode(block);
    file = UnixFS.unmarshal(node.Data ?? new Uint8Array());
  } catch {
    throw badFile(cid, "is not a node of UnixFS");
  }
  if (file.type !== "file") throw badFile(cid, `is a ${file.type}, not a file`);
  return { node, file };
}

function badFile(cid: CID, what: string): StorageError {
  return new StorageError("bad-file", `Block ${cid} is not part of a record: it ${what}.`, cid.toString());
}
