/**
 * Content-addressed storage of records: files as UnixFS, as IPFS makes them, over a store of blocks.
 *
 * A file becomes raw leaves of `CHUNK_BYTES` under balanced dag-pb nodes (CIDv1, SHA-256); its CID is the root's. What
 * is read is checked, block by block, against the CID that was asked for: a store can withhold a record, it cannot
 * change one. Storing the same file again stores what is missing or damaged and nothing else, so a failed put is
 * resumed by repeating it.
 */
import { MemoryBlockstore } from "blockstore-core";
import { FsBlockstore } from "blockstore-fs";
import type { CID } from "multiformats/cid";
import { isErrorOf } from "./error-code.ts";
import { StorageError } from "./storage-error.ts";
import { readFile } from "./read-file.ts";
import { writeFile } from "./write-file.ts";

/** A store of blocks: those of files and of memory, or one that a test makes fail. */
export interface BlockStore {
  put(cid: CID, bytes: Uint8Array): Promise<unknown> | unknown;
  /** The block in pieces; throws an error named NotFoundError where it has none. */
  get(cid: CID): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** A store of whole records, addressed by the CID of their content. */
export interface RecordStore {
  /** Stores a record and gives its CID (base32). Rejects with StorageError "full-disk" or "unwritable". */
  put(bytes: Uint8Array): Promise<string>;
  /** Reads a record. Rejects with StorageError: see `StorageFault`. */
  get(cid: string): Promise<Uint8Array>;
}

/** Records over a store of blocks. */
export function createRecordStore(blocks: BlockStore): RecordStore {
  return { put: (bytes) => writeFile(blocks, bytes), get: (cid) => readFile(blocks, cid) };
}

/** Blocks in a folder, which is made where there is none. Rejects with StorageError "full-disk" or "unwritable". */
export async function openBlocks(folder: string): Promise<BlockStore> {
  const blocks = new FsBlockstore(folder);
  try {
    await blocks.open();
  } catch (error) {
    if (isErrorOf(error, "ENOSPC")) {
      throw new StorageError("full-disk", `The disk of ${folder} is full; make room and try again.`);
    }
    throw new StorageError("unwritable", `${folder} cannot be used as a store; check whose it is.`);
  }
  return blocks;
}

/** Blocks in memory. */
export function createMemoryBlocks(): BlockStore {
  return new MemoryBlockstore();
}
