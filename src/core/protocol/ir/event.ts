/** Access to the terms of a script's events, for every lens: read them, or replace them. */
import type { Term } from "../../term/term.ts";
import type { ScriptEvent } from "./script.ts";

/** The event with every term replaced. */
export function mapEvent(event: ScriptEvent, change: (term: Term) => Term): ScriptEvent {
  switch (event.kind) {
    case "send":
    case "recv":
      return { ...event, from: change(event.from), to: change(event.to), message: change(event.message) };
    case "match":
      return { ...event, left: change(event.left), right: change(event.right) };
    case "running":
      return { ...event, data: event.data.map(change) };
    case "claim": {
      const { claim } = event;
      return {
        kind: "claim",
        claim: {
          ...claim,
          ...(claim.term === undefined ? {} : { term: change(claim.term) }),
          ...(claim.data === undefined ? {} : { data: claim.data.map(change) }),
        },
      };
    }
    default:
      return event satisfies never;
  }
}

/** Every term that an event mentions. */
export function termsOf(event: ScriptEvent): Term[] {
  switch (event.kind) {
    case "send":
    case "recv":
      return [event.from, event.to, event.message];
    case "match":
      return [event.left, event.right];
    case "running":
      return [...event.data];
    case "claim":
      return [...(event.claim.term === undefined ? [] : [event.claim.term]), ...(event.claim.data ?? [])];
    default:
      return event satisfies never;
  }
}
