/** Reads an execution of the verifier as a play of the judge: the same messages, in the same order. */
import type { Model } from "../../../src/core/protocol/ir/script.ts";
import { freshName, isAgentSort, mapLeaves, type Name, type Term } from "../../../src/core/term/term.ts";
import type { Play as ScriptPlay } from "../../explorer/play.ts";
import { AGENT, type Ground } from "../judge/algebra.ts";
import type { Play, PlayStep } from "../judge/explore.ts";
import { programOf } from "../judge/program.ts";
import type { World } from "../judge/world.ts";

/** The play, or why it cannot be read. */
export function readPlay(world: World, model: Model, play: ScriptPlay): Play | string {
  const runs = play.runs.map((run) => ({
    program: programOf(world.program, run.role),
    agents: new Map(
      [...run.agents].map(([role, agent]) => [
        role,
        world.algebra.atom(agent.kind === "name" ? agent.name : role, [AGENT]),
      ]),
    ),
  }));
  const invented = new Map(
    play.invented.map((name) => [name.key, world.algebra.atom(`made-up ${name.name}`, name.sorts)]),
  );
  const steps: PlayStep[] = [];
  for (const { run, event: at } of play.steps) {
    const cast = play.runs[run];
    const own = runs[run];
    const script = model.protocols[0]?.roles.find(({ role }) => role === cast?.role);
    const event = script?.events[at];
    if (cast === undefined || own === undefined || event === undefined) return `no event ${at} of run ${run}`;
    if (event.kind !== "send" && event.kind !== "recv") continue;
    const kind = event.paired ? event.kind : "time";
    const label = event.paired ? event.label : event.label.replace(/^!time-/, "");
    const index = own.program.instructions.findIndex(
      (one) => one.do === kind && (one.do === "time" ? one.name : one.label) === label,
    );
    if (index < 0) return `run ${run} has no ${kind} ${label}`;
    const message = mapLeaves(event.message, (leaf) => {
      if (leaf.kind === "name") return leaf.fresh ? freshName(leaf.name, leaf.sorts, run) : leaf;
      return cast.agents.get(leaf.name) ?? cast.values.get(leaf.key) ?? leaf;
    });
    const ground = readTerm(world, message, invented);
    if (typeof ground === "string") return ground;
    steps.push({ run, at: index, message: ground });
  }
  return { runs, steps, claimant: 0, invented: [...invented.values()] };
}

/** Agents of trusted roles have a sort of their own in the verifier. */
function isAgent({ sorts }: Name): boolean {
  return sorts.some(isAgentSort);
}

/** A ground term of the verifier as one of the judge. */
function readTerm(world: World, term: Term, invented: ReadonlyMap<string, Ground>): Ground | string {
  switch (term.kind) {
    case "variable":
      return `${term.name} has no value`;
    case "name":
      if (!term.fresh)
        return invented.get(term.key) ?? world.algebra.atom(term.name, isAgent(term) ? [AGENT] : term.sorts);
      return world.algebra.atom(`${term.name}#${term.run}`, term.sorts);
    case "application": {
      const args: Ground[] = [];
      for (const arg of term.args) {
        const read = readTerm(world, arg, invented);
        if (typeof read === "string") return read;
        args.push(read);
      }
      return world.algebra.make(readOperation(world, term.op), args);
    }
    default:
      return term satisfies never;
  }
}

/** Constants of agents have their sort in the judge's name, and may have their role in the verifier's. */
function readOperation(world: World, op: string): string {
  const [name] = op.split("@");
  const own = [...world.powers.privateOperations].filter((each) => each.startsWith(`${name}:`));
  return own[0] ?? op;
}
