/**
 * Content-addressed storage of records: files as UnixFS, as IPFS makes them, over a store of blocks.
 *
 * A file becomes raw leaves of `CHUNK_BYTES` under balanced dag-pb nodes (CIDv1, SHA-256); its CID is the root's. What
 * is read is checked, block by block, against the CID that was asked for: a store can withhold a record, it cannot
 * change one. Storing the same file again stores what is missing or damaged and nothing else, so a failed put is
 * resumed by repeating it.
 */
import type { BlockStore } from "./block-store.ts";
import { readFile } from "./read-file.ts";
import { writeFile } from "./write-file.ts";

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
