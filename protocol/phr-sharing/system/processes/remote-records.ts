/** The store of records as parties in other processes see it; what it hands out is checked against the CID asked for. */
import { fieldOf, isCount } from "../../../../src/live/processes/content.ts";
import { PartFault } from "../../../../src/live/parties/part-fault.ts";
import { type BlockStore, createMemoryBlocks } from "../../../../src/live/storage/block-store.ts";
import { createRecordStore, type RecordStore } from "../../../../src/live/storage/record-store.ts";
import { StorageError, type StorageFault } from "../../../../src/live/storage/storage-error.ts";

/** How the store is asked. */
export type AskStore = (method: string, content: unknown) => Promise<unknown>;

/** The most bytes of a record. */
const MOST = 256 * 1024 * 1024;

/** The records as an owner puts them in, block by block. */
export function openOwnRecords(ask: AskStore): RecordStore {
  const blocks: BlockStore = {
    put: (cid, bytes) => ask("put-block", { cid: cid.toString(), bytes }),
    async *get(cid) {
      const bytes = await restoring(ask("get-block", { cid: cid.toString() }));
      if (bytes instanceof Uint8Array) yield bytes;
    },
  };
  return createRecordStore(blocks);
}

/** The records as a reader gets them, whole. */
export function openForeignRecords(ask: AskStore): RecordStore {
  return {
    put: () => Promise.reject(new StorageError("forbidden", "A reader puts no records in.")),
    async get(cid) {
      const pieces: Uint8Array[] = [];
      let [length, at] = [1, 0];
      while (at < length) {
        const answer = await restoring(ask("get-record", { cid, at }));
        const [total, bytes] = [fieldOf(answer, "length"), fieldOf(answer, "bytes")];
        const isPiece = isCount(total) && total <= MOST && bytes instanceof Uint8Array && bytes.length > 0;
        if (!isPiece) throw corrupt(cid);
        pieces.push(bytes);
        [length, at] = [total, at + bytes.length];
      }
      const record = new Uint8Array(Buffer.concat(pieces));
      // The record's own blocks, made again, have its name or it is another record.
      if ((await createRecordStore(createMemoryBlocks()).put(record)) !== cid) throw corrupt(cid);
      return record;
    },
  };
}

function corrupt(cid: string): StorageError {
  return new StorageError("corrupt-block", `The store hands out ${cid} damaged: store the record again.`, cid);
}

const KINDS: readonly StorageFault[] = [
  "bad-cid",
  "forbidden",
  "missing-block",
  "corrupt-block",
  "bad-file",
  "too-large",
  "full-disk",
  "unreadable",
  "unwritable",
];

/** A fault of the store is the same fault on this side. */
async function restoring(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    const kind = KINDS.find((each) => each === fieldOf(error, "code"));
    throw error instanceof PartFault && kind !== undefined ? new StorageError(kind, error.message) : error;
  }
}
