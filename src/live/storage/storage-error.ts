/** The faults of stored records: one kind each, one sentence each. */

import { PartFault } from "../parties/part-fault.ts";

/** The kinds of trouble: with the CID asked for, with a block of it, with the disk. */
export type StorageFault =
  | "bad-cid"
  | "forbidden"
  | "missing-block"
  | "corrupt-block"
  | "bad-file"
  | "too-large"
  | "full-disk"
  | "unreadable"
  | "unwritable";

/** Thrown, as a rejection, by everything that stores or reads records; its message is a sentence for people. */
export class StorageError extends PartFault {
  override readonly name = "StorageError";
  readonly kind: StorageFault;
  /** The CID of the block that is missing or wrong, where one is. */
  readonly cid: string | undefined;

  constructor(kind: StorageFault, message: string, cid?: string) {
    super("storage", message);
    this.kind = kind;
    this.cid = cid;
  }
}
