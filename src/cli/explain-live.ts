/** Diagnostics of a live system: its store, its chains, its journal, a description it cannot run. */
import { diagnose } from "../files/diagnostics.ts";
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { Failed } from "../live/generic/failed.ts";
import { PartFault } from "../live/parties/part-fault.ts";
import { BadInput, type LiveStep } from "../live/system/live-system.ts";
import { Unsupported } from "../live/wire/form.ts";

/** The error to throw for one that was thrown: diagnostics for what a person can mend, itself for all else. */
export function explainLive(error: unknown, store: string | undefined): unknown {
  const details = store === undefined ? {} : { note: goOn(store) };
  if (error instanceof PartFault) return new DiagnosticError([explainPart(error, details)]);
  if (error instanceof BadInput) return new DiagnosticError([diagnose("AS802", error.message)]);
  if (error instanceof Failed) {
    return new DiagnosticError([diagnose("AS833", `The implementation fails: ${error.failure.because}`)]);
  }
  if (error instanceof Unsupported) return new DiagnosticError([diagnose("AS801", error.message)]);
  return error;
}

function explainPart({ part, message }: PartFault, details: { readonly note?: string }): Diagnostic {
  switch (part) {
    case "storage":
      return diagnose("AS803", message, details);
    case "ledger":
      return diagnose("AS804", message, details);
    case "journal":
      return diagnose("AS805", message);
    case "keys":
      return diagnose("AS807", message);
    case "process":
      return diagnose("AS808", message, details);
    default:
      return part satisfies never;
  }
}

/** Why a sharing stopped at a step. */
export function explainStop(step: LiveStep | undefined, store: string | undefined): Diagnostic {
  const details = store === undefined ? {} : { note: goOn(store) };
  if (step === undefined || step.reply.is === "accepted") {
    return diagnose("AS806", "No party has a message left to send, and the record has not arrived.", details);
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
  return `To resume, run the same command again, with --store ${store}.`;
}
