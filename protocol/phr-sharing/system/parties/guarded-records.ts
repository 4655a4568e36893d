/** The store as a reader gets at it: the hospital hands out what the owner of a record lets that reader read. */
import type { Ledger } from "../chain/ledger.ts";
import type { RecordStore } from "../../../../src/live/storage/record-store.ts";
import { StorageError } from "../../../../src/live/storage/storage-error.ts";
import type { Clock } from "../../../../src/live/parties/party.ts";

/** Who asks for records, and the chain that has the access list. */
export interface GuardOptions {
  readonly reader: string;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/** The records of a store for one reader; `get` rejects with StorageError "forbidden" where no owner lets it read. */
export function guardRecords(records: RecordStore, { reader, ledger, clock }: GuardOptions): RecordStore {
  return {
    put: (bytes) => records.put(bytes),
    async get(cid) {
      for (const record of await listRecordsAt(ledger, cid)) {
        if (await ledger.mayRead(record, reader, clock.now())) return records.get(cid);
      }
      throw new StorageError("forbidden", `The owner of ${cid} does not let ${reader} read it.`, cid);
    },
  };
}

/** The records that a chain's access list has at an address. */
export async function listRecordsAt(ledger: Pick<Ledger, "readBlocks">, cid: string): Promise<readonly string[]> {
  const blocks = await ledger.readBlocks(0);
  return blocks.flatMap(({ outcomes }) =>
    outcomes.flatMap((outcome) =>
      outcome.is === "done" && outcome.event.kind === "record-listed" && outcome.event.address === cid
        ? [outcome.event.record]
        : [],
    ),
  );
}
