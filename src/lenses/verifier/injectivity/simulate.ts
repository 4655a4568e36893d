/**
 * For tests: random traces of a model, made forward, without the search.
 *
 * A few runs take steps in a random order; the intruder hands each receive a message that it can make at that moment.
 */
import type { Model, RoleScript, ScriptEvent } from "../../../core/protocol/ir/script.ts";
import { mapEvent } from "../../../core/protocol/ir/event.ts";
import { type Commutative, sortArguments } from "../../../core/term/commute.ts";
import {
  AGENT,
  constant,
  freshName,
  isGround,
  mapLeaves,
  type Name,
  type Term,
  variable,
} from "../../../core/term/term.ts";
import { Knowledge } from "../replay/knowledge.ts";
import type { GroundTrace } from "../replay/trace.ts";

/** Answers a number below `limit`. */
export type Draw = (limit: number) => number;

interface Player {
  readonly role: RoleScript;
  readonly commutative: Commutative;
  readonly agents: ReadonlyMap<string, Term>;
  readonly values: Map<string, Term>;
  at: number;
}

const NAMES = ["Alice", "Bob", "Eve"].map((name) => constant(name, [AGENT]));
const INVENTED = constant("Nonce#i1", ["Nonce"]);

/** A random trace that ends with a claim of run 0 with the label; undefined where the drawing comes to none. */
export function simulate(model: Model, label: string, runs: number, draw: Draw): GroundTrace | undefined {
  const roles = model.protocols.flatMap((protocol) => protocol.roles);
  const commutative = new Set(model.commutative);
  const players = Array.from({ length: runs }, () =>
    enlist(roles[draw(roles.length)] as RoleScript, commutative, draw),
  );
  const knowledge = new Knowledge(model.deductions, [INVENTED], []);
  const steps: { run: number; event: number }[] = [];
  let last = -1;
  for (let tries = 0; tries < 12 * runs; tries++) {
    const run = draw(runs);
    const player = players[run] as Player;
    const event = player.role.events[player.at];
    if (event === undefined || !take(event, run, player, players, knowledge, draw)) continue;
    steps.push({ run, event: player.at++ });
    if (event.kind === "claim" && event.claim.label === label && isHonest(player)) last = steps.length;
  }
  const claimant = steps[last - 1]?.run;
  return claimant === undefined ? undefined : putFirst(claimant, players, steps.slice(0, last));
}

function enlist(role: RoleScript, commutative: Commutative, draw: Draw): Player {
  const agents = role.roles.map((name): [string, Term] => [name, NAMES[draw(name === role.role ? 2 : 3)] as Term]);
  return { role, commutative, agents: new Map(agents), values: new Map(), at: 0 };
}

function isHonest({ agents }: Player): boolean {
  return [...agents.values()].every((agent) => agent.key !== NAMES[2]?.key);
}

/** True when the event can take place now; a receive fills its variables. */
function take(
  event: ScriptEvent,
  run: number,
  player: Player,
  players: readonly Player[],
  knowledge: Knowledge,
  draw: Draw,
): boolean {
  if (event.kind === "send") {
    knowledge.learn(ground(event, run, player).message, run, player.at);
    return true;
  }
  if (event.kind !== "recv") return true;
  const open = player.role.variables.filter((v) => !player.values.has(v.key) && mentions(event.message, v.key));
  const atoms = [INVENTED, ...players.flatMap(({ role }, id) => role.fresh.map((n) => freshName(n.name, n.sorts, id)))];
  for (let tries = 0; tries < 6; tries++) {
    const values = new Map(player.values);
    for (const v of open) values.set(v.key, atoms[draw(atoms.length)] as Term);
    const { message } = ground(event, run, { ...player, values });
    if (!isGround(message) || knowledge.derive(message) === undefined) continue;
    for (const [key, value] of values) player.values.set(key, value);
    return true;
  }
  return false;
}

function ground<E extends ScriptEvent>(event: E, run: number, { agents, values, commutative }: Player): E {
  const binding = new Map(values);
  for (const [role, agent] of agents) binding.set(variable(role).key, agent);
  const fill = (leaf: Term): Term =>
    leaf.kind === "name" && leaf.fresh ? freshName(leaf.name, leaf.sorts, run) : (binding.get(leaf.key) ?? leaf);
  return mapEvent(event, (term) => sortArguments(mapLeaves(term, fill), commutative)) as E;
}

function mentions(term: Term, key: string): boolean {
  return term.key === key || (term.kind === "application" && term.args.some((arg) => mentions(arg, key)));
}

/** The trace with the claimant as run 0, which changes places with what was run 0. */
function putFirst(claimant: number, players: readonly Player[], steps: GroundTrace["steps"]): GroundTrace {
  const swap = (run: number): number => (run === claimant ? 0 : run === 0 ? claimant : run);
  const renumber = (term: Term): Term =>
    mapLeaves(term, (leaf) =>
      leaf.kind === "name" && leaf.run !== undefined ? freshName(leaf.name, leaf.sorts, swap(leaf.run)) : leaf,
    );
  const order = players.map((_, id) => players[swap(id)] as Player);
  const invented: readonly Name[] = [INVENTED];
  return {
    runs: order.map(({ role, agents, values }) => ({
      protocol: role.protocol,
      role: role.role,
      agents,
      values: new Map([...values].map(([key, value]) => [key, renumber(value)])),
    })),
    steps: steps.map(({ run, event }) => ({ run: swap(run), event })),
    invented,
    hints: [],
  };
}
