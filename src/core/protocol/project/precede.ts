/**
 * The events that precede an event: a role's own events in order, and each send before the receive of its label,
 * transitively. The order in which a description lists its messages says nothing about that.
 */
import type { RoleView } from "./role-view.ts";

/** For every role that did something before: the index of its last event that precedes event `at` of `role`, or is it. */
export function findPast(views: ReadonlyMap<string, RoleView>, role: string, at: number): ReadonlyMap<string, number> {
  const past = new Map<string, number>();
  const visit = (name: string, last: number): void => {
    const from = past.get(name) ?? -1;
    if (last <= from) return;
    past.set(name, last);
    for (const { event } of (views.get(name) as RoleView).events.slice(from + 1, last + 1)) {
      if (event.kind !== "recv" || !event.paired) continue;
      for (const sender of views.values()) visit(sender.role, findSend(sender, event.label));
    }
  };
  visit(role, at);
  return past;
}

function findSend(view: RoleView, label: string): number {
  return view.events.findIndex(({ event }) => event.kind === "send" && event.label === label);
}
