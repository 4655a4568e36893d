/** Explains what stopped a party as a fault: store and chain speak for themselves, everything else is a mistake of ours. */
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import { LedgerError } from "../chain/ledger.ts";
import { StorageError } from "../storage/storage-error.ts";
import type { Fault } from "./party.ts";
import { EntryRefused } from "./registrar.ts";

/** The fault behind anything thrown that is no refusal. */
export function explainFault(error: unknown): Fault {
  const because = sanitise(error instanceof Error ? error.message : String(error));
  if (error instanceof StorageError) return { part: "storage", because };
  if (error instanceof LedgerError || error instanceof EntryRefused) return { part: "ledger", because };
  return { part: "party", because: sanitise(`${error instanceof Error ? error.name : "Error"}: ${because}`) };
}
