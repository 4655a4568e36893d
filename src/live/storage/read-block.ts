/** One block, read and checked: what comes back is what its CID names, or there is a StorageError that says why not. */
import type { CID } from "multiformats/cid";
import { sha256 } from "multiformats/hashes/sha2";
import type { BlockStore } from "./block-store.ts";
import { StorageError } from "./storage-error.ts";

/** The largest block that IPFS passes on; a larger one is not read to its end. */
const MAX_BLOCK_BYTES = 2 * 1024 * 1024;

/** The bytes of a block. Rejects with StorageError "missing-block", "corrupt-block" or "unreadable". */
export async function readBlock(blocks: BlockStore, cid: CID): Promise<Uint8Array> {
  const bytes = await collect(blocks, cid);
  const digest = (await sha256.digest(bytes)).digest;
  if (!digest.every((byte, i) => byte === cid.multihash.digest[i])) throw corrupt(cid);
  return bytes;
}

function corrupt(cid: CID): StorageError {
  const message = `Block ${cid} is damaged: its content is not what its name says; store the record again.`;
  return new StorageError("corrupt-block", message, cid.toString());
}

async function collect(blocks: BlockStore, cid: CID): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const piece of blocks.get(cid)) {
      pieces.push(piece);
      length += piece.length;
      if (length > MAX_BLOCK_BYTES) break;
    }
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    const words = error instanceof Error ? error.message : "";
    if (name === "NotFoundError" && (words === "Not Found" || /ENOENT|^$/.test(words))) {
      const message = `Block ${cid} is not in the store; fetch it from another store, or store the record again.`;
      throw new StorageError("missing-block", message, cid.toString());
    }
    throw new StorageError("unreadable", `Block ${cid} cannot be read: ${words}.`, cid.toString());
  }
  if (length > MAX_BLOCK_BYTES) throw corrupt(cid);
  return pieces.length === 1 && pieces[0] ? pieces[0] : new Uint8Array(Buffer.concat(pieces));
}
