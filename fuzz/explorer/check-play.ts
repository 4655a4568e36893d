/**
 * Plays a ground execution from the start and judges the claim at its end.
 *
 * Used for what the explorer found and for what others found: whoever says "attack", this decides whether it is one.
 * It knows role scripts and the intruder's rules and nothing of any search. Cremers and Mauw (2012), section 3.4.
 */
import { mapEvent, termsOf } from "../../src/core/protocol/ir/event.ts";
import type { Model, ScriptEvent } from "../../src/core/protocol/ir/script.ts";
import { match } from "../../src/core/term/match.ts";
import { type Substitution, substitute } from "../../src/core/term/substitution.ts";
import {
  AGENT,
  freshName,
  isGround,
  mapLeaves,
  type Name,
  subterms,
  type Term,
  tuple,
} from "../../src/core/term/term.ts";
import { type Moment, violates } from "./judge.ts";
import { Knowledge } from "./knowledge.ts";
import type { Play, PlayedRun } from "./play.ts";
import { sortRules } from "./rules.ts";
import { counts, type Run, startRun } from "./runs.ts";

/** `refused`: why it is no execution at all. */
export type Checked = { readonly violated: boolean } | { readonly refused: string };

class Refused extends Error {}

/** True, wrapped: the execution takes place and violates the claim at its end (Reachable: reaches it). */
export function checkPlay(model: Model, play: Play): Checked {
  try {
    return { violated: followPlay(model, play) };
  } catch (error) {
    if (error instanceof Refused) return { refused: error.message };
    throw error;
  }
}

function followPlay(model: Model, play: Play): boolean {
  const runs = play.runs.map((run, id) => castRun(model, run, id));
  for (const [id, run] of runs.entries()) {
    const twice = runs.some((other) => other.id !== id && other.role === run.role);
    if (run.role.singular && twice) throw new Refused(`run ${id}: a second run of a singular role`);
  }
  refuseInvented(model, play);
  let knowledge = new Knowledge(sortRules(model.deductions), play.invented);
  let values: Substitution = new Map();
  const at = runs.map(() => 0);
  const times = new Map<string, number>();
  for (const [time, { run: id, event: index }] of play.steps.entries()) {
    const run = runs[id];
    const event = run?.events[index];
    if (run === undefined || event === undefined) throw new Refused(`there is no event ${index} of run ${id}`);
    if (at[id] !== index) throw new Refused(`run ${id}: event ${index} is out of turn`);
    if (event.kind === "claim" && time === play.steps.length - 1) {
      if (id !== 0) throw new Refused("the last step is not of run 0");
      if (!counts(run, event.claim)) throw new Refused("a role that the claim takes for honest is not");
      return violates(makeMoment(runs, at, values, knowledge, times), id, index, event.claim);
    }
    const wanted = numberValues(play.runs[id] as PlayedRun, run);
    values = takeStep(model, knowledge, event, values, wanted, `run ${id}, event ${index}`);
    if (event.kind === "send") knowledge = knowledge.hear(substitute(event.message, values));
    at[id] = index + 1;
    times.set(`${id}.${index}`, time);
  }
  throw new Refused("the last step is not a claim");
}

/** Checks one step and returns what variables hold after it. */
function takeStep(
  model: Model,
  knowledge: Knowledge,
  event: ScriptEvent,
  values: Substitution,
  wanted: Substitution,
  where: string,
): Substitution {
  switch (event.kind) {
    case "send":
    case "running": {
      const open = termsOf(mapEvent(event, (term) => substitute(term, values))).find((term) => !isGround(term));
      if (open !== undefined) throw new Refused(`${where}: says what it does not have`);
      return values;
    }
    case "claim":
      return values;
    case "recv": {
      const pattern = substitute(tuple(event.from, event.to, event.message), values);
      const received = substitute(pattern, wanted);
      if (!isGround(received)) throw new Refused(`${where}: a variable has no value`);
      const bound = match(pattern, received, model.match, values);
      if (bound === undefined) throw new Refused(`${where}: a variable cannot hold its value`);
      if (!knowledge.has(substitute(event.message, bound))) {
        throw new Refused(`${where}: the intruder does not have this message`);
      }
      return bound;
    }
    case "match": {
      const [left, right] = [substitute(event.left, values), substitute(event.right, values)];
      if (!isGround(right) || (!event.equal && !isGround(left))) throw new Refused(`${where}: compares the unknown`);
      if (!event.equal) {
        if (left.key === right.key) throw new Refused(`${where}: the terms are equal`);
        return values;
      }
      const bound = match(left, right, model.match, values);
      if (bound === undefined) throw new Refused(`${where}: the terms differ`);
      return bound;
    }
    default:
      return event satisfies never;
  }
}

/** A moment with its order of events as numbers. */
function makeMoment(
  runs: readonly Run[],
  at: readonly number[],
  values: Substitution,
  knowledge: Knowledge,
  times: ReadonlyMap<string, number>,
): Moment {
  return {
    runs,
    at,
    event: (run, index) => mapEvent(runs[run]?.events[index] as ScriptEvent, (term) => substitute(term, values)),
    intruderHas: (term) => knowledge.has(term),
    isSentBefore: (send, recv) =>
      (times.get(`${send.run}.${send.index}`) ?? Infinity) < (times.get(`${recv.run}.${recv.index}`) ?? -Infinity),
  };
}

function castRun(model: Model, played: PlayedRun, id: number): Run {
  const protocol = model.protocols.find(({ name }) => name === played.protocol);
  const role = protocol?.roles.find((script) => script.role === played.role);
  if (protocol === undefined || role === undefined) throw new Refused(`run ${id}: no such role`);
  const untrusted = new Set(model.untrusted.map(({ key }) => key));
  const agents = new Map<string, Name>();
  for (const name of role.roles) {
    const agent = played.agents.get(name);
    if (agent?.kind !== "name" || agent.fresh || !agent.sorts.includes(AGENT)) {
      throw new Refused(`run ${id}: ${name} is no agent`);
    }
    if (name === role.role && untrusted.has(agent.key)) throw new Refused(`run ${id}: ${name} is dishonest`);
    agents.set(name, agent);
  }
  const corrupt = role.roles.filter((name) => untrusted.has(agents.get(name)?.key ?? ""));
  return startRun({ protocol, role, agents, corrupt }, id);
}

/** The values that the execution gives to a run, for the run's numbered variables. */
function numberValues(played: PlayedRun, run: Run): Substitution {
  const numbered = run.role.variables.flatMap((v): [string, Term][] => {
    const value = played.values.get(v.key);
    return value === undefined ? [] : [[`${v.key}#${run.id}`, value]];
  });
  return new Map(numbered);
}

/** Refuses names that the intruder makes up and the model speaks of. */
function refuseInvented(model: Model, play: Play): void {
  const spoken = new Set<string>();
  const speak = (term: Term): void => {
    for (const part of subterms(term)) if (part.kind === "name") spoken.add(part.key);
  };
  for (const { yields, from } of model.deductions.syntheses) for (const term of [yields, ...from]) speak(term);
  for (const { from, using } of model.deductions.analyses) for (const term of [from, ...using]) speak(term);
  for (const { roles } of model.protocols) {
    for (const { events, fresh } of roles) {
      for (const event of events) for (const term of termsOf(event)) speak(term);
      for (const id of play.runs.keys()) {
        for (const name of fresh) spoken.add(freshName(name.name, name.sorts, id).key);
      }
    }
  }
  const taken = play.invented.find(({ key }) => spoken.has(key));
  if (taken !== undefined) throw new Refused(`${taken.name} is not the intruder's to make up`);
}

/** The term with every number of a run replaced. */
export function renumber(term: Term, number: (run: number) => number): Term {
  return mapLeaves(term, (leaf) =>
    leaf.kind === "name" && leaf.fresh && leaf.run !== undefined
      ? freshName(leaf.name, leaf.sorts, number(leaf.run))
      : leaf,
  );
}
