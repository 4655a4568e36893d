/**
 * From Scyther's attack to ground traces over a model: which runs there are, what they hold, what comes after what.
 *
 * The result has the form of a trace that can be replayed, and is no more than a proposal until it was.
 */
import type { Model, ProtocolScript, RoleScript, ScriptEvent } from "../../../core/protocol/ir/script.ts";
import { isGround, type Name, subterms, type Term } from "../../../core/term/term.ts";
import type { Misfit, ProposedRun, ProposedTrace } from "../../engine/proposed-trace.ts";
import type { Attack, AttackEvent, AttackRun, EventPlace } from "./attack.ts";
import { bindRun, type GroundParts, reducedOperations } from "./bind-run.ts";
import { type Lexicon, type NumberedRun, openLexicon } from "./lexicon.ts";
import { orderEvents } from "./order-events.ts";

/** A run, with the events of its role that took place. */
export interface GroundedRun extends ProposedRun {
  readonly script: RoleScript;
  /** The ground parts of each event of the role's script, as far as it came. */
  readonly parts: readonly GroundParts[];
}

/** An attack over the terms of a model. */
export interface GroundedAttack {
  readonly runs: readonly GroundedRun[];
  /** The same events in several orders. */
  readonly orders: readonly (readonly { readonly run: number; readonly event: number }[])[];
  readonly invented: readonly Name[];
  readonly hints: readonly Term[];
}

/** A run on its way into the trace. */
interface Placed extends NumberedRun {
  readonly source: AttackRun;
  /** For each event that Scyther lists, the index of the script's; undefined for what leaves no trace there. */
  readonly places: readonly (number | undefined)[];
}

/** Where a claim stands among the events of its role, by the label that Scyther knows it by. */
export type PlaceOfClaim = (protocol: string, role: string, label: string) => number | undefined;

/** Reads an attack over a model; claims are found by their order where their labels are not known. */
export function groundAttack(
  attack: Attack,
  model: Model,
  placeOf: PlaceOfClaim = () => undefined,
): GroundedAttack | Misfit {
  const placed = new Map<number, Placed>();
  const regular = attack.runs.filter(({ isIntruder }) => !isIntruder).sort((a, b) => a.id - b.id);
  if (regular[0]?.id !== 0) return { misfit: "it has no run 0" };
  for (const [run, source] of regular.entries()) {
    const script = findScript(model, source);
    if (script === undefined) return { misfit: `there is no role ${source.role} in ${source.protocol}` };
    const places = alignEvents(source, script, placeOf);
    if (places === undefined) return { misfit: `the events of ${source.role} are not those of the model` };
    placed.set(source.id, { source, script, run, places });
  }
  const lexicon = openLexicon(model, placed);
  const runs: GroundedRun[] = [];
  for (const one of placed.values()) {
    const grounded = groundRun(one, lexicon, model);
    if ("misfit" in grounded) return grounded;
    runs.push(grounded);
  }
  const orders = [...orderEvents(attack)].map((order) => toSteps(order, placed));
  if (orders.length === 0) return { misfit: "its events wait for each other" };
  const hints = collectHints(attack, lexicon);
  return { runs, orders, invented: lexicon.invented(), hints };
}

/** The traces that an attack over a model stands for. */
export function listTraces({ runs, orders, invented, hints }: GroundedAttack): ProposedTrace[] {
  return orders.map((steps) => ({ runs, steps: fillSteps(runs, steps), invented, hints }));
}

/** The steps, with the signals and claims in between that Scyther's model does not have: they can always take place. */
function fillSteps(runs: readonly GroundedRun[], steps: ProposedTrace["steps"]): ProposedTrace["steps"] {
  const positions = new Map<number, number>();
  return steps.flatMap((step) => {
    const position = positions.get(step.run) ?? 0;
    positions.set(step.run, step.event + 1);
    const skipped = (runs[step.run]?.script.events ?? []).slice(position, step.event).flatMap(({ kind }, i) => {
      return kind === "running" || kind === "claim" ? [{ run: step.run, event: position + i }] : [];
    });
    return [...skipped, step];
  });
}

function findScript(model: Model, { protocol, role }: AttackRun): RoleScript | undefined {
  const found = model.protocols.find((candidate: ProtocolScript) => candidate.name === protocol);
  return found?.roles.find((script) => script.role === role);
}

/** A match is a send and a recv for Scyther, a `not match` a claim; claims of the types Empty and SID leave no trace. */
function alignEvents(
  { protocol, role, events }: AttackRun,
  script: RoleScript,
  placeOf: PlaceOfClaim,
): (number | undefined)[] | undefined {
  let next = 0;
  const places: (number | undefined)[] = [];
  for (const event of events) {
    if (event.claimType === "Empty" || event.claimType === "SID") {
      places.push(undefined);
      continue;
    }
    const known =
      event.kind === "claim" && event.label !== undefined ? placeOf(protocol, role, event.label) : undefined;
    // A claim that Scyther was not asked about is in the script alone, and so is a signal that only such a claim needs.
    while (known === undefined && isUnasked(event, script.events[next])) next++;
    const place = known ?? next;
    if (place < next || !isSame(event, script.events[place])) return undefined;
    places.push(place);
    next = event.isMatch && event.kind === "send" ? place : place + 1;
  }
  return places;
}

function isUnasked(event: AttackEvent, mine: ScriptEvent | undefined): boolean {
  return (mine?.kind === "claim" || mine?.kind === "running") && !isSame(event, mine);
}

function isSame(event: AttackEvent, mine: ScriptEvent | undefined): boolean {
  return mine !== undefined && isSameEvent(event, mine);
}

function isSameEvent(event: AttackEvent, mine: ScriptEvent): boolean {
  switch (mine.kind) {
    case "send":
    case "recv":
      return event.kind === mine.kind && !event.isMatch && event.label === mine.label;
    case "match":
      return mine.equal ? event.isMatch : event.claimType === "NotEqual";
    case "running":
      return event.claimType === "Running";
    case "claim":
      return event.kind === "claim" && event.claimType === mine.claim.kind;
    default:
      return mine satisfies never;
  }
}

function groundRun({ source, script, run, places }: Placed, lexicon: Lexicon, model: Model): GroundedRun | Misfit {
  const agents = new Map<string, Term>();
  for (const [role, spelled] of source.agents) {
    const agent = lexicon.read(spelled, source.protocol);
    if (agent === undefined) return { misfit: `an agent of ${source.role} is none of the model` };
    agents.set(role, agent);
  }
  const parts: GroundParts[] = [];
  for (const [i, event] of source.events.entries()) {
    const place = places[i];
    if (place === undefined || event.kind === "claim") continue;
    const spelled = event.isMatch ? [openMatch(event)] : [event.from, event.to, event.message];
    const ground = spelled.map((term) => (term === undefined ? undefined : lexicon.read(term, source.protocol)));
    if (!ground.every((term) => term !== undefined)) return { misfit: `${source.role} uses names not in the model` };
    parts[place] = ground;
  }
  const values = bindRun(script, agents, run, parts, model.match, reducedOperations(model));
  if (values === undefined) return { misfit: `${source.role} receives what its patterns do not take` };
  return { protocol: script.protocol, role: script.role, script, agents, values, parts };
}

/** Scyther compares by receiving under a key that nobody else has. */
function openMatch(event: AttackEvent): AttackEvent["message"] {
  return event.message?.kind === "crypt" ? event.message.body : undefined;
}

function toSteps(
  order: readonly EventPlace[],
  placed: ReadonlyMap<number, Placed>,
): readonly { readonly run: number; readonly event: number }[] {
  const steps = new Map<string, { run: number; event: number }>();
  for (const { run: id, index } of order) {
    const one = placed.get(id);
    const event = one?.places[index];
    if (one === undefined || event === undefined) continue;
    steps.set(`${one.run} ${event}`, { run: one.run, event });
  }
  return [...steps.values()];
}

function collectHints(attack: Attack, lexicon: Lexicon): Term[] {
  const hints = new Map<string, Term>();
  for (const { protocol, events } of attack.runs) {
    for (const { message } of events) {
      const term = message === undefined ? undefined : lexicon.read(message, protocol);
      for (const part of term === undefined ? [] : subterms(term)) if (isGround(part)) hints.set(part.key, part);
    }
  }
  return [...hints.values()];
}
