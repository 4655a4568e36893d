/** An execution for people: its runs with their agents and values, and its steps in order. */
import { mapEvent } from "../../src/core/protocol/ir/event.ts";
import type { Model, ScriptEvent } from "../../src/core/protocol/ir/script.ts";
import { makePrinter, type Print } from "../../src/core/term/print.ts";
import { substitute } from "../../src/core/term/substitution.ts";
import type { Name, Term } from "../../src/core/term/term.ts";
import type { Play } from "../explorer/play.ts";
import { startRun } from "../explorer/runs.ts";

/** One line a run, one line a step. */
export function printPlay(model: Model, play: Play): string[] {
  const runs = play.runs.flatMap((played, id) => {
    const protocol = model.protocols.find(({ name }) => name === played.protocol);
    const role = protocol?.roles.find((script) => script.role === played.role);
    if (protocol === undefined || role === undefined) return [];
    const agents = new Map([...played.agents].filter((pair): pair is [string, Name] => pair[1].kind === "name"));
    return [startRun({ protocol, role, agents, corrupt: [] }, id)];
  });
  const print = makePrinter(model.operations);
  const values = new Map<string, Term>();
  for (const [id, { values: held }] of play.runs.entries()) {
    for (const [key, value] of held) values.set(`${key}#${id}`, value);
  }
  const cast = runs.map(({ id, protocol, role, agents }) => {
    const players = [...agents].map(([name, agent]) => `${name}=${agent.name}`).join(", ");
    return `run ${id}: ${protocol.name},${role.role} with ${players}`;
  });
  const steps = play.steps.flatMap(({ run, event: index }) => {
    const event = runs[run]?.events[index];
    return event === undefined
      ? []
      : [
          `  ${run}: ${printEvent(
            mapEvent(event, (term) => substitute(term, values)),
            print,
          )}`,
        ];
  });
  return [...cast, ...steps];
}

function printEvent(event: ScriptEvent, print: Print): string {
  switch (event.kind) {
    case "send":
    case "recv":
      return `${event.kind} ${event.label}: ${print(event.message)}`;
    case "match":
      return `${event.equal ? "" : "not "}match ${print(event.left)}, ${print(event.right)}`;
    case "running":
      return `running with ${event.partner ?? "whoever it is"}: ${event.data.map(print).join(", ")}`;
    case "claim":
      return `claim ${event.claim.label} ${event.claim.kind} ${event.claim.on}`;
    default:
      return event satisfies never;
  }
}
