/** Role scripts as lines of text, for reading a projection: one line an event, variables as `?name:Sort`. */
import { AGENT, PAIR, type Term, untuple } from "../../term/term.ts";
import type { RoleScript, ScriptEvent } from "../ir/script.ts";

/** The lines of a script. */
export function printScript(script: RoleScript): string[] {
  return script.events.filter((event) => event.kind !== "claim" || event.claim.implicit !== true).map(printEvent);
}

function printEvent(event: ScriptEvent): string {
  switch (event.kind) {
    case "send":
    case "recv":
      return `${event.kind} ${event.label} ${printPattern(event.message)}`;
    case "match":
      return `match ${printPattern(event.left)} ${event.equal ? "=" : "!="} ${printPattern(event.right)}`;
    case "running":
      return `running ${event.partner ?? "-"} ${event.data.map(printPattern).join(", ")}`;
    case "claim":
      return `claim ${event.claim.label} ${event.claim.kind} ${event.claim.on}`;
    default:
      return event satisfies never;
  }
}

/** A pattern as text. */
export function printPattern(term: Term): string {
  switch (term.kind) {
    case "name":
      return term.name;
    case "variable":
      if (term.sorts.includes(AGENT)) return term.name;
      return `?${[term.name, ...term.sorts].join(":")}`;
    case "application":
      if (term.op === PAIR) return `(${untuple(term).map(printPattern).join(", ")})`;
      return `${term.op}(${term.args.map(printPattern).join(", ")})`;
    default:
      return term satisfies never;
  }
}
