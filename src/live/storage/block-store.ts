/** Stores of blocks, each addressed by the CID of its content: in a folder, in memory, or one that a test makes fail. */
import { MemoryBlockstore } from "blockstore-core";
import { FsBlockstore } from "blockstore-fs";
import type { CID } from "multiformats/cid";
import { isErrorOf } from "./error-code.ts";
import { StorageError } from "./storage-error.ts";

/** A store of blocks. */
export interface BlockStore {
  put(cid: CID, bytes: Uint8Array): Promise<unknown> | unknown;
  /** The block in pieces; throws an error named NotFoundError where it has none. */
  get(cid: CID): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
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
