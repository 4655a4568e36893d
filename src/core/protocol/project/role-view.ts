/**
 * The view of one role while the protocol unfolds, and the script that it builds up.
 *
 * Every part that the role holds is kept twice: the intended term (the key of `held`) and the term of its own script,
 * where unreadable parts are variables. Replacing a variable changes the script from its event on.
 */
import type { Place } from "../../diagnostic/diagnostic.ts";
import { type Substitution, substitute } from "../../term/substitution.ts";
import {
  type Application,
  type Name,
  occursIn,
  type Sort,
  type Term,
  type Variable,
  variable,
} from "../../term/term.ts";
import { eraseNames } from "../../theory/intended.ts";
import { agentOf } from "../../theory/keys.ts";
import type { Learning } from "../ir/description.ts";
import { mapEvent } from "../ir/event.ts";
import type { ScriptEvent } from "../ir/script.ts";

export interface DraftEvent {
  readonly event: ScriptEvent;
  /** How many messages the protocol had sent by then, this one included. */
  readonly clock: number;
  /** The role's holding when the event came. */
  readonly before: ReadonlyMap<string, Term>;
  /** The role's holding when its next event came. */
  readonly after: ReadonlyMap<string, Term>;
}

/** A part that the role holds but could not read when it came. */
export interface OpaquePart {
  readonly variable: Variable;
  readonly intended: Term;
  /** The index of the event that brought it. */
  readonly since: number;
  /** Fields inside that its receiver does not test. */
  readonly untested: ReadonlySet<string>;
}

/** A signature that the role has read and cannot verify yet: its intended term, and its own term for it. */
export interface Unverified {
  readonly intended: Application;
  readonly local: Term;
}

/** The identity of an intended term. */
export function identify(intended: Term): string {
  return eraseNames(intended).key;
}

export class RoleView {
  readonly role: string;
  /** The author's names, with the intended terms that they stand for. */
  readonly names = new Map<string, Term>();
  readonly fresh: Name[] = [];
  /** Own timestamps that the network has not chosen yet: name's identity to variable. */
  readonly clocks = new Map<string, Variable>();
  readonly opaque = new Map<string, OpaquePart>();
  /** Variables for parts of opened boxes that the role cannot get out, by their keys. */
  private readonly hidden = new Map<string, OpaquePart>();
  unverified: readonly Unverified[] = [];
  /** Intended payloads that arrived, for the names inside that become readable. */
  readonly received: { readonly payload: Term; readonly label: string; readonly place: Place }[] = [];
  /** Roles of which the role does not know yet who plays them. */
  readonly unmet = new Map<string, Learning>();
  held = new Map<string, Term>();
  events: DraftEvent[] = [];
  /** The shapes that opaque parts have turned out to have. */
  private refined: ReadonlyMap<string, Term> = new Map();
  /** True while the pattern of an event that is not pushed yet is made. */
  private isReceiving = false;
  private readonly taken = new Set<string>();

  constructor(role: string, roles: readonly string[]) {
    this.role = role;
    for (const name of roles) this.taken.add(name);
  }

  /** Knows from now on who plays a role. */
  meet(role: string): void {
    const agent = agentOf(role);
    this.names.set(role, agent);
    this.hold(agent, agent);
  }

  /** A role in the term of which it is not known yet who plays it. */
  findUnmet(intended: Term): string | undefined {
    return [...this.unmet.keys()].find(
      (role) => occursIn(agentOf(role), intended) && !this.held.has(identify(agentOf(role))),
    );
  }

  /** Remembers a part; what is held already stays as it is. */
  hold(intended: Term, local: Term): void {
    const key = identify(intended);
    if (!this.held.has(key)) this.held.set(key, local);
  }

  /** Starts to receive: what is held from here on belongs to the event that is pushed next. */
  beginReceiving(): void {
    this.closeLast();
    this.isReceiving = true;
  }

  push(event: ScriptEvent, clock: number): void {
    if (!this.isReceiving) this.closeLast();
    this.isReceiving = false;
    const now = new Map(this.held);
    this.events.push({ event, clock, before: now, after: now });
  }

  /** Records what is held now that the last event and the computations behind it are over. */
  closeLast(): void {
    const last = this.events.pop();
    if (last !== undefined) this.events.push({ ...last, after: new Map(this.held) });
  }

  /** Reserves a name of the script. */
  reserve(name: string): void {
    this.taken.add(name);
  }

  /** A new variable with the wished name, or that name and a number. */
  makeVariable(wish: string, sorts: readonly Sort[]): Variable {
    let name = wish;
    for (let i = 2; this.taken.has(name); i++) name = `${wish}${i}`;
    this.taken.add(name);
    return variable(name, sorts);
  }

  /** Adds a part that cannot be read yet. */
  addOpaque(part: Variable, intended: Term, untested: ReadonlySet<string>): void {
    const since = this.isReceiving ? this.events.length : this.events.length - 1;
    this.opaque.set(part.key, { variable: part, intended, since, untested });
  }

  /**
   * A variable for a part of an opened box that the role does not get out. Two of them are never the same, even where
   * the same part is meant: the role could not tell.
   */
  hide(wish: string, intended: Term): Variable {
    const part = this.makeVariable(wish, intended.kind === "name" ? intended.sorts : []);
    this.hidden.set(part.key, { variable: part, intended, since: this.events.length - 1, untested: new Set() });
    return part;
  }

  /** The part that a variable of the script stands for and that may still be given a structure. */
  findPart(local: Term): OpaquePart | undefined {
    return this.opaque.get(local.key) ?? this.hidden.get(local.key);
  }

  /** A term of the script with the structures that its parts have been given since. */
  renew(local: Term): Term {
    return substitute(local, this.refined);
  }

  /**
   * Gives a structure to an opaque part. When nothing happened since it came, its event demands the structure;
   * otherwise a match event does so now.
   */
  refine(part: OpaquePart, structure: Term, clock: number, place: Place | undefined): void {
    this.opaque.delete(part.variable.key);
    this.hidden.delete(part.variable.key);
    const by: Substitution = new Map([[part.variable.key, structure]]);
    const isLast = part.since === this.events.length - 1;
    if (isLast) this.events = this.events.map((draft) => replaceInEvent(draft, by));
    this.held = replaceInHeld(this.held, by);
    this.refined = new Map([...replaceInHeld(this.refined, by), ...by]);
    if (!isLast) {
      this.push({ kind: "match", equal: true, left: structure, right: part.variable, place }, clock);
    }
  }
}

function replaceInHeld(held: ReadonlyMap<string, Term>, by: Substitution): Map<string, Term> {
  return new Map([...held].map(([key, term]) => [key, substitute(term, by)]));
}

function replaceInEvent(draft: DraftEvent, by: Substitution): DraftEvent {
  const before = replaceInHeld(draft.before, by);
  const after = replaceInHeld(draft.after, by);
  return { ...draft, before, after, event: mapEvent(draft.event, (term) => substitute(term, by)) };
}
