/** Diagnostics of a live system: its store, its chains, its journal, a description it cannot run. */
import { diagnose } from "../files/diagnostics.ts";
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { LedgerError } from "../live/chain/ledger.ts";
import { JournalError } from "../live/system/journal.ts";
import type { SharingStep } from "../live/system/share.ts";
import { StorageError } from "../live/storage/storage-error.ts";
import { Unsupported } from "../live/wire/form.ts";

/** The error to throw for one that was thrown: diagnostics for what a person can mend, itself for all else. */
export function explainLive(error: unknown, store: string | undefined): unknown {
  const details = store === undefined ? {} : { note: goOn(store) };
  if (error instanceof StorageError) return new DiagnosticError([diagnose("AS803", error.message, details)]);
  if (error instanceof LedgerError) return new DiagnosticError([diagnose("AS804", error.message, details)]);
  if (error instanceof JournalError) return new DiagnosticError([diagnose("AS805", error.message)]);
  if (error instanceof Unsupported) return new DiagnosticError([diagnose("AS801", error.message)]);
  return error;
}

/** Why a sharing stopped at a step. */
export function explainStop(step: SharingStep | undefined, store: string | undefined): Diagnostic {
  const details = store === undefined ? {} : { note: goOn(store) };
  if (step === undefined || step.reply.is === "accepted") {
    return diagnose("AS806", "The parties have nothing more to say, and the record has not arrived.", details);
  }
  const at = `${step.party} stops${step.message === undefined ? "" : ` at ${step.message.label}`}`;
  if (step.reply.is === "failed") {
    const { part, because } = step.reply.fault;
    if (part === "storage") return diagnose("AS803", `${at}: ${because}`, details);
    return diagnose(part === "ledger" ? "AS804" : "AS806", `${at}: ${because}`, details);
  }
  const { code, at: field, because } = step.reply.refusal;
  const isStore = code === "block-missing" || code === "block-corrupt";
  return diagnose(isStore ? "AS803" : "AS806", `${at}: ${isStore ? "" : `${field}: `}${because}`, details);
}

function goOn(store: string): string {
  return `Run the same command again, with --store ${store}, and it goes on from here.`;
}
