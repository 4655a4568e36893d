/** Explains what stopped a party as a fault: store and chain speak for themselves, everything else is a mistake of ours. */
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import { PartFault } from "./part-fault.ts";
import type { Fault } from "./party.ts";

/** The fault behind anything thrown that is no refusal. */
export function explainFault(error: unknown): Fault {
  const because = sanitise(error instanceof Error ? error.message : String(error));
  if (error instanceof PartFault) return { part: error.part, because };
  return { part: "party", because: sanitise(`${error instanceof Error ? error.name : "Error"}: ${because}`) };
}
