/** A file into blocks, as IPFS makes them: raw leaves of one size, balanced dag-pb nodes above them. */
import { importBytes } from "ipfs-unixfs-importer";
import { fixedSize } from "ipfs-unixfs-importer/chunker";
import { balanced } from "ipfs-unixfs-importer/layout";
import type { CID } from "multiformats/cid";
import type { BlockStore } from "./block-store.ts";
import { isErrorOf } from "./error-code.ts";
import { readBlock } from "./read-block.ts";
import { StorageError } from "./storage-error.ts";

/** How many bytes of a file one block holds: 256 KiB, which `ipfs add` takes unless told otherwise. */
export const CHUNK_BYTES = 262_144;

/** How many blocks one node above them names at most; as `ipfs add`. */
const NODE_LINKS = 174;

/** Stores a file and gives its CID. Rejects with StorageError "full-disk" or "unwritable"; repeating it resumes. */
export async function writeFile(blocks: BlockStore, bytes: Uint8Array): Promise<string> {
  const storage = {
    put: async (cid: CID, block: unknown): Promise<CID> => {
      if (!(block instanceof Uint8Array)) throw new TypeError("The importer hands over whole blocks.");
      if (!(await isStored(blocks, cid))) await store(blocks, cid, block);
      return cid;
    },
  };
  const { cid } = await importBytes(bytes, storage, {
    cidVersion: 1,
    rawLeaves: true,
    reduceSingleLeafToSelf: true,
    chunker: fixedSize({ chunkSize: CHUNK_BYTES }),
    layout: balanced({ maxChildrenPerNode: NODE_LINKS }),
    blockWriteConcurrency: 4,
  });
  return cid.toString();
}

/** Reports whether the store has the whole block: one that a crash left half-written is stored again. */
async function isStored(blocks: BlockStore, cid: CID): Promise<boolean> {
  return readBlock(blocks, cid).then(
    () => true,
    () => false,
  );
}

async function store(blocks: BlockStore, cid: CID, block: Uint8Array): Promise<void> {
  try {
    await blocks.put(cid, block);
  } catch (error) {
    if (isErrorOf(error, "ENOSPC") || isErrorOf(error, "EDQUOT")) {
      const message = `The disk is full: block ${cid} is not stored; make room and store the record again to go on.`;
      throw new StorageError("full-disk", message, cid.toString());
    }
    const words = error instanceof Error ? error.message : "";
    throw new StorageError("unwritable", `Block ${cid} cannot be stored: ${words}.`, cid.toString());
  }
}
