/**
 * Executes a ground trace from the start, knowing only the operational semantics and the intruder's rules.
 *
 * This is the guard between the search and the reports: every run follows its role script in order, every received
 * message is one that the intruder can derive at that moment and that matches the script's pattern under the sorts.
 * Cremers and Mauw (2012), section 3.4.
 */
import { mapEvent, termsOf } from "../../../core/protocol/ir/event.ts";
import {
  type Claim,
  honestRoles,
  type Model,
  type ProtocolScript,
  type RoleScript,
  type ScriptEvent,
} from "../../../core/protocol/ir/script.ts";
import { sortArguments } from "../../../core/term/commute.ts";
import { normalise } from "../../../core/term/rewrite.ts";
import { admits } from "../../../core/term/sorts.ts";
import { AGENT, freshName, isGround, mapLeaves, type Term, variable, variablesOf } from "../../../core/term/term.ts";
import { orientRewrite } from "../../../core/theory/commutative.ts";
import { NO_PULSE, type Pulse } from "../pulse.ts";
import { Knowledge, type ReplayLimits } from "./knowledge.ts";
import type { Executed, GroundRun, GroundTrace } from "./trace.ts";

export interface Execution {
  readonly model: Model;
  readonly trace: GroundTrace;
  readonly events: readonly Executed[];
  /** The intruder's knowledge at the end. */
  readonly knowledge: Pick<Knowledge, "derive">;
  readonly protocol: ProtocolScript;
  readonly claim: Claim;
}

/** Why a trace cannot be executed: a sentence for the tests and for a bug report. */
export interface Refusal {
  readonly refused: string;
}

/** Executes the trace; a refusal names the first step that cannot take place. */
export function executeTrace(
  model: Model,
  trace: GroundTrace,
  pulse: Pulse = NO_PULSE,
  limits?: ReplayLimits,
): Execution | Refusal {
  const scripts: RoleScript[] = [];
  for (const [id, run] of trace.runs.entries()) {
    const script = findScript(model, run);
    if (script === undefined) return { refused: `run ${id}: no role ${run.role} in protocol ${run.protocol}` };
    const honest = id === 0 ? honestAtTheEnd(trace, script) : [script.role];
    const wrong = refuseAgents(model, run, script, id, honest);
    if (wrong !== undefined) return { refused: wrong };
    if (script.singular && scripts.includes(script)) return { refused: `run ${id}: a second run of a singular role` };
    scripts.push(script);
  }
  const misplaced = refuseTrusted(model, trace, scripts);
  if (misplaced !== undefined) return { refused: misplaced };
  const algebra = makeAlgebra(model);
  const commutative = new Set(model.commutative);
  const hints = trace.hints.map((term) => sortArguments(term, commutative));
  const knowledge = new Knowledge(model.deductions, trace.invented, hints, pulse, limits);
  const position = trace.runs.map(() => 0);
  const filled = trace.runs.map(() => new Set<string>());
  const events: Executed[] = [];
  for (const { run, event: at } of trace.steps) {
    pulse.beat();
    const script = scripts[run];
    const ground = trace.runs[run];
    if (script === undefined || ground === undefined) return { refused: `there is no run ${run}` };
    if (position[run] !== at) return { refused: `run ${run}: event ${at} out of turn` };
    position[run] = at + 1;
    const event = script.events[at];
    if (event === undefined) return { refused: `run ${run}: no event ${at}` };
    const held = filled[run] as Set<string>;
    const mentioned = variablesOf(...termsOf(event)).filter((v) => !ground.agents.has(v.name));
    if (event.kind === "recv" || event.kind === "match") for (const v of mentioned) held.add(v.key);
    const unfilled = mentioned.find((v) => !held.has(v.key));
    if (unfilled !== undefined) return { refused: `run ${run}, event ${at}: ${unfilled.name} was never received` };
    const done = takeStep(knowledge, run, at, bindEvent(event, ground, run, algebra), event);
    if ("refused" in done) return { refused: `run ${run}, event ${at}: ${done.refused}` };
    const illTyped = event.kind === "recv" || event.kind === "match" ? refuseSorts(model, script, ground) : undefined;
    if (illTyped !== undefined) return { refused: `run ${run}, event ${at}: ${illTyped}` };
    events.push(done);
  }
  const last = events.at(-1);
  const protocol = model.protocols.find((candidate) => candidate.name === trace.runs[0]?.protocol);
  if (last?.run !== 0 || last.event.kind !== "claim" || protocol === undefined) {
    return { refused: "the last step is not a claim of run 0" };
  }
  return { model, trace, events, knowledge, protocol, claim: last.event.claim };
}

/** The normal form of a term that has variables no more; where operations commute, the canonical one. */
type Algebra = (term: Term) => Term;

function makeAlgebra(model: Model): Algebra {
  const commutative = new Set(model.commutative);
  const rewrites = model.rewrites.flatMap((rewrite) => orientRewrite(rewrite, commutative));
  return (term) => normalise(term, rewrites, commutative);
}

function takeStep(
  knowledge: Knowledge,
  run: number,
  at: number,
  event: ScriptEvent,
  original: ScriptEvent,
): Executed | Refusal {
  switch (event.kind) {
    case "send":
      if (!isGround(event.message)) return { refused: "sends what it does not have" };
      knowledge.learn(event.message, run, at);
      return { run, at, event };
    case "recv": {
      if (!isGround(event.message)) return { refused: "receives a message with open parts" };
      const derivation = knowledge.derive(event.message);
      return derivation === undefined
        ? { refused: "the intruder cannot make this message" }
        : { run, at, event, derivation };
    }
    case "match": {
      if ((event.left.key === event.right.key) !== event.equal) return { refused: "a comparison of the role fails" };
      return { run, at, event };
    }
    case "running":
    case "claim":
      return original.kind === event.kind ? { run, at, event } : { refused: "not the script's event" };
    default:
      return event satisfies never;
  }
}

function findScript(model: Model, run: GroundRun): RoleScript | undefined {
  const protocol = model.protocols.find((candidate) => candidate.name === run.protocol);
  return protocol?.roles.find((script) => script.role === run.role);
}

/** The roles that honest agents must play in run 0: those of its claim, the last step. */
function honestAtTheEnd(trace: GroundTrace, script: RoleScript): readonly string[] {
  const event = script.events[trace.steps.at(-1)?.event ?? -1];
  return event?.kind === "claim" ? honestRoles(script, event.claim) : script.roles;
}

function refuseAgents(
  model: Model,
  run: GroundRun,
  script: RoleScript,
  id: number,
  honest: readonly string[],
): string | undefined {
  const untrusted = new Set(model.untrusted.map((agent) => agent.key));
  for (const role of script.roles) {
    const agent = run.agents.get(role);
    if (agent?.kind !== "name" || !agent.sorts.includes(AGENT)) return `run ${id}: role ${role} is played by no agent`;
    const mustBeHonest = role === script.role || honest.includes(role);
    if (mustBeHonest && untrusted.has(agent.key)) return `run ${id}: role ${role} is played by the intruder`;
  }
  return undefined;
}

/** An agent that plays a trusted role, in whatever run, is honest and plays no other role in any run. */
function refuseTrusted(model: Model, trace: GroundTrace, scripts: readonly RoleScript[]): string | undefined {
  const untrusted = new Set(model.untrusted.map((agent) => agent.key));
  const casts = trace.runs.flatMap((run, id) =>
    [...run.agents].map(([role, agent]) => {
      const isTrusted = scripts[id]?.trusted?.includes(role) === true;
      return { id, part: `${run.protocol} ${role}`, role, agent: agent.key, isTrusted };
    }),
  );
  for (const { id, part, role, agent } of casts.filter(({ isTrusted }) => isTrusted)) {
    if (untrusted.has(agent)) return `run ${id}: the trusted role ${role} is played by the intruder`;
    const other = casts.find((one) => one.agent === agent && one.part !== part);
    if (other !== undefined) return `run ${other.id}: the agent of the trusted role ${role} plays ${other.role}`;
  }
  return undefined;
}

function refuseSorts(model: Model, script: RoleScript, run: GroundRun): string | undefined {
  for (const v of script.variables) {
    const value = run.values.get(v.key);
    if (value !== undefined && !admits(v, value, model.match)) return `${v.name} cannot hold a value of this sort`;
  }
  return undefined;
}

function bindEvent(event: ScriptEvent, run: GroundRun, id: number, algebra: Algebra): ScriptEvent {
  const binding = new Map(run.values);
  for (const [role, agent] of run.agents) binding.set(variable(role).key, agent);
  const bind = (term: Term): Term =>
    algebra(
      mapLeaves(term, (leaf) =>
        leaf.kind === "name" && leaf.fresh ? freshName(leaf.name, leaf.sorts, id) : (binding.get(leaf.key) ?? leaf),
      ),
    );
  return mapEvent(event, bind);
}
