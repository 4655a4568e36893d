/** Model and code agree, part two: what each party did, in the order of the events of its projected role. */
import type { Model } from "../../core/protocol/ir/script.ts";
import type { LogEntry } from "../parties/party.ts";
import type { Discrepancy } from "./check-messages.ts";

/** The log of the party that plays a role. */
export interface RoleLog {
  readonly role: string;
  readonly log: readonly LogEntry[];
}

/** Compares every run of every party with its role's script. */
export function checkEvents(model: Model, logs: readonly RoleLog[]): readonly Discrepancy[] {
  return logs.flatMap(({ role, log }) => {
    const script = model.protocols.flatMap((protocol) => protocol.roles).find((each) => each.role === role);
    if (script === undefined) return [{ kind: "order" as const, at: role, because: "The model has no such role." }];
    const expected = script.events.flatMap((event) =>
      (event.kind === "send" || event.kind === "recv") && event.paired ? [`${event.kind} ${event.label}`] : [],
    );
    const runs = listRuns(log);
    if (runs.size === 0) return [{ kind: "order" as const, at: role, because: "It never ran." }];
    return [...runs].flatMap(([run, events]) =>
      events.join(", ") === expected.join(", ")
        ? []
        : [
            {
              kind: "order" as const,
              at: run,
              because: `It did ${events.join(", ")} instead of ${expected.join(", ")}.`,
            },
          ],
    );
  });
}

function listRuns(log: readonly LogEntry[]): ReadonlyMap<string, readonly string[]> {
  const runs = new Map<string, string[]>();
  for (const { event } of log) {
    if (event.kind !== "sent" && event.kind !== "accepted") continue;
    const events = runs.get(event.run) ?? [];
    runs.set(event.run, [...events, `${event.kind === "sent" ? "send" : "recv"} ${event.label}`]);
  }
  return runs;
}
