/**
 * The store of records as a service: owners put blocks in, and a reader gets the records that their owners let it read, by
 * what chain A says at that time.
 */
import { CID } from "multiformats/cid";
import { fieldOf, isCount, isWord } from "../../../../src/live/processes/content.ts";
import { Unanswered } from "../../../../src/live/processes/troupe.ts";
import type { BlockStore } from "../../../../src/live/storage/block-store.ts";
import { readBlock } from "../../../../src/live/storage/read-block.ts";
import type { RecordStore } from "../../../../src/live/storage/record-store.ts";

/** Dependencies of the store. */
export interface RecordService {
  readonly blocks: BlockStore;
  /** The records as this reader gets at them. */
  readonly recordsFor: (reader: string) => RecordStore;
  /** Who puts records in. */
  readonly owners: ReadonlySet<string>;
}

/** Bytes of a record in one answer. */
export const SLICE = 512 * 1024;

/** Answers questions about records. */
export function answerForRecords({
  blocks,
  recordsFor,
  owners,
}: RecordService): (from: string, method: string, content: unknown) => Promise<unknown> {
  return async (from, method, content) => {
    const [name, bytes, at] = ["cid", "bytes", "at"].map((field) => fieldOf(content, field));
    if (!isWord(name)) throw new Unanswered("It names no record.");
    switch (method) {
      case "put-block": {
        const cid = ownBlock(owners, from, name);
        if (!(bytes instanceof Uint8Array)) throw new Unanswered("It brings no block.");
        await blocks.put(cid, bytes);
        return true;
      }
      case "get-block":
        return readBlock(blocks, ownBlock(owners, from, name));
      case "get-record": {
        const record = await recordsFor(from).get(name);
        const start = isCount(at) ? at : 0;
        return { length: record.length, bytes: record.slice(start, start + SLICE) };
      }
      default:
        throw new Unanswered("The store answers no such question.");
    }
  };
}

function ownBlock(owners: ReadonlySet<string>, from: string, name: string): CID {
  if (!owners.has(from)) throw new Unanswered("It is not an owner of records.");
  try {
    return CID.parse(name);
  } catch {
    throw new Unanswered("It names no block.");
  }
}
