/** Everything that the executions of one description share: terms, programs, agents, what the intruder starts with. */
import type { Description } from "../../../src/core/protocol/ir/description.ts";
import { Algebra, type Ground } from "./algebra.ts";
import { Compiler } from "./compile.ts";
import { agentAtom, type Cast } from "./execute.ts";
import { listAnchors, listBuilding, listTaken, type Powers } from "./intruder.ts";
import type { Program, RoleProgram } from "./program.ts";
import { listFamilies } from "./vocabulary.ts";

export interface World {
  readonly algebra: Algebra;
  readonly program: Program;
  readonly powers: Powers;
  readonly agents: readonly Ground[];
  readonly eve: Ground;
}

/** Families in which name and index give the public key. */
export const IDENTITY_BASED: readonly string[] = ["ibe"];

/** The sorts of which the intruder makes something up. */
const SORTS = ["Nonce", "Data", "Key", "Id", "Text", "Scalar"];

/** Reads a description; throws Refused. */
export function makeWorld(description: Description): World {
  const algebra = new Algebra(description.theories, description.weaknesses, description.match ?? 0);
  const identityBased = new Set([...IDENTITY_BASED, ...(description.identityBased ?? [])]);
  const compiler = new Compiler(description, algebra, identityBased);
  for (const step of description.steps) compiler.take(step);
  const program = compiler.finish();
  const servers = program.roles.filter(({ trusted }) => trusted).map(({ role }) => serverOf(role));
  const names = ["Alice", "Bob", "Eve", ...servers];
  const agents = names.map((name) => agentAtom(algebra, name));
  const eve = agentAtom(algebra, "Eve");
  const operations = description.theories.flatMap((theory) => theory.operations);
  const applicable = new Set(operations.filter((op) => op.public).map(({ name }) => name));
  const powers: Powers = {
    algebra,
    applicable,
    drawn: new Set(operations.flatMap(({ name, randomness }) => (randomness === "drawn" ? [name] : []))),
    privateOperations: compiler.privateOperations,
    identityBased,
    eve,
    initial: [
      ...agents,
      ...compiler.constants,
      ...keysOfEve(description, algebra, agents, eve),
      ...[...compiler.privateOperations].map((op) => algebra.make(op, [eve])),
      ...listSorts(description).flatMap((sort) =>
        (sort === "Time" ? ["time1", "time2"] : [`any${sort}`]).map((name) => algebra.atom(name, [sort])),
      ),
    ],
    anchors: listAnchors(algebra, applicable),
    building: listBuilding(algebra),
    taken: listTaken(algebra),
  };
  return { algebra, program, powers, agents, eve };
}

function listSorts(description: Description): string[] {
  const hasTime = description.steps.some(({ kind }) => kind === "timestamp");
  const said = JSON.stringify(description.steps) + JSON.stringify(description.theories);
  return [...SORTS.filter((sort) => said.includes(`"${sort}"`)), ...(hasTime ? ["Time"] : [])];
}

function keysOfEve(description: Description, algebra: Algebra, agents: readonly Ground[], eve: Ground): Ground[] {
  return listFamilies(description).flatMap(({ op, family }): Ground[] => {
    const name = algebra.atom(family, ["Family"]);
    switch (op) {
      case "pk":
      case "sk":
        return [algebra.make("sk", [name, eve]), ...agents.map((agent) => algebra.make("pk", [name, agent]))];
      case "vk":
      case "sgk":
        return [algebra.make("sgk", [name, eve]), ...agents.map((agent) => algebra.make("vk", [name, agent]))];
      case "shk":
        return agents.map((agent) => algebra.make("shk", [name, eve, agent]));
      case "shk.directed":
        return agents.flatMap((agent) => [
          algebra.make("shk.directed", [name, eve, agent]),
          algebra.make("shk.directed", [name, agent, eve]),
        ]);
      default:
        return op satisfies never;
    }
  });
}

/** Every role with every choice of agents, its own player honest; an agent of a trusted role plays no other. */
export function listCasts({ program, agents, eve }: World): (Cast & { readonly corrupt: readonly string[] })[] {
  return program.roles.flatMap((own) => {
    const choices = program.roles.map((role) => agents.filter((agent) => mayPlay(role, agent, role === own, eve)));
    return choices
      .reduce<Ground[][]>((all, next) => all.flatMap((one) => next.map((agent) => [...one, agent])), [[]])
      .map((chosen) => {
        const played = new Map(program.roles.map(({ role }, i) => [role, chosen[i] as Ground]));
        return { program: own, agents: played, corrupt: rolesOf(eve, played) };
      });
  });
}

/** The roles that an agent plays in a run, as that run sees it. */
export function rolesOf(agent: Ground, agents: ReadonlyMap<string, Ground>): readonly string[] {
  return [...agents].flatMap(([role, one]) => (one === agent ? [role] : []));
}

function mayPlay(role: RoleProgram, agent: Ground, isPlayer: boolean, eve: Ground): boolean {
  if (role.trusted) return agent.op === serverOf(role.role);
  return !agent.op.startsWith(SERVER) && !(isPlayer && agent === eve);
}

const SERVER = "Server-";

/** The one agent that plays a trusted role. */
function serverOf(role: string): string {
  return `${SERVER}${role}`;
}
