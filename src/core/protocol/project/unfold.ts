/**
 * Unfolding: the steps of a description, one after the other, into what every role holds and its script so far.
 *
 * The DSL unfolds while it runs the author's callbacks (a callback sees what its role knows by then); `project` unfolds
 * a finished description. Both see the same knowledge, because it is this.
 */
import type { Diagnostic, Place } from "../../diagnostic/diagnostic.ts";
import { apply, constant, freshName, type Sort, type Term, variable } from "../../term/term.ts";
import { DEFAULT_FAMILY, type Expression } from "../../theory/expression.ts";
import { fieldsOf } from "../../theory/intended.ts";
import { agentOf, hasIndex } from "../../theory/keys.ts";
import type { Theory } from "../../theory/theory.ts";
import { reject, Rejection } from "../check/rejection.ts";
import type { Bindings, ClaimDescription, Given, Learning, SignalDescription, Step } from "../ir/description.ts";
import { recall } from "./hold.ts";
import { EVE, type GivenTerm } from "./intruder.ts";
import { type Mistakes, NO_MISTAKES } from "./mistakes.ts";
import { qualify } from "./name-of.ts";
import { findOpening, yieldOf } from "./open.ts";
import type { PendingClaim, PendingSignal } from "./pending.ts";
import { projectPart, settle } from "./receive.ts";
import { identify, RoleView } from "./role-view.ts";
import { printIntended } from "./print-intended.ts";
import { checkRole, say, type Saying } from "./say.ts";
import { makeWorld, type World } from "./world.ts";

export interface Header {
  readonly roles: readonly string[];
  readonly theories: readonly Theory[];
  /** Key families in which everyone computes a public key from its owner's name and its index. */
  readonly identityBased: ReadonlySet<string>;
  /** Whom a role does not know from the start. */
  readonly learns: readonly Learning[];
  /** Message label to the fields that its receiver does not test. */
  readonly untested: ReadonlyMap<string, ReadonlySet<string>>;
}

export class Unfolding {
  readonly world: World;
  readonly views: ReadonlyMap<string, RoleView>;
  readonly claims: PendingClaim[] = [];
  readonly signals: PendingSignal[] = [];
  readonly publicConstants: Term[] = [];
  /** The private constants of agents, as operations of one argument, with the sort of each. */
  readonly privateOperations = new Map<string, Sort>();
  /** Name and sort of a role's constant to its operation. */
  private readonly privateNames = new Map<string, string>();
  /** Terms that a role has from the start, or everyone. */
  readonly given: GivenTerm[] = [];
  private clock = 0;

  constructor(header: Header, mistakes: Mistakes = NO_MISTAKES) {
    this.world = makeWorld(header, mistakes);
    this.views = new Map(header.roles.map((role) => [role, new RoleView(role, header.roles)]));
    for (const view of this.views.values()) {
      for (const role of header.roles) {
        const learning = header.learns.find((each) => each.role === view.role && each.partner === role);
        if (learning === undefined) view.meet(role);
        else view.unmet.set(role, learning);
      }
    }
  }

  /** The view of a role; throws Rejection CP101. */
  viewOf(role: string): RoleView {
    checkRole(this.world, role);
    return this.views.get(role) as RoleView;
  }

  /** Unfolds one step; the diagnostic that stops it, or undefined. */
  take(step: Step): Diagnostic | undefined {
    try {
      this.unfold(step);
      return undefined;
    } catch (error) {
      if (error instanceof Rejection) return { ...error.diagnostic, place: error.diagnostic.place ?? step.place };
      throw error;
    }
  }

  private unfold(step: Step): void {
    switch (step.kind) {
      case "public":
        for (const [name, given] of step.bindings) this.publish(name, given, step.place);
        return;
      case "knows":
        for (const [name, given] of step.bindings) this.give(this.viewOf(step.role), name, given, step.place);
        return;
      case "fresh":
        for (const [name, sort] of step.names) makeFresh(this.viewOf(step.role), name, sort);
        return;
      case "timestamp":
        makeTimestamp(this.viewOf(step.role), step.name);
        return;
      case "computes":
        this.compute(this.viewOf(step.role), step.bindings, step.place);
        return;
      case "message":
        this.send(step);
        return;
      case "view":
        return;
      case "running":
        this.signal(this.viewOf(step.role), step.signal);
        return;
      case "claims":
        for (const claim of step.claims) this.claim(this.viewOf(step.role), claim);
        return;
      default:
        step satisfies never;
    }
  }

  private saying(view: RoleView, hint: string, place: Place): Saying {
    return { world: this.world, view, clock: this.clock, place, hint };
  }

  private publish(name: string, given: Given, place: Place): void {
    if (given.is === "sort") {
      if (name === EVE.name) reject("CP104", `${name} is the dishonest agent.`, { help: "Choose another name." });
      const value = constant(name, [given.sort]);
      this.publicConstants.push(value);
      for (const view of this.views.values()) bindNew(view, name, value);
      return;
    }
    for (const view of this.views.values()) {
      const said = say({ ...this.saying(view, name, place), isGiven: true }, given.term);
      bindNew(view, name, said.intended);
      if (isMoreThanKey(said.intended) && view.findUnmet(said.intended) === undefined) {
        view.hold(said.intended, said.local);
      }
      this.given.push({ role: undefined, term: said.intended });
    }
  }

  private give(view: RoleView, name: string, given: Given, place: Place): void {
    if (given.is === "term") {
      const said = say({ ...this.saying(view, name, place), isGiven: true }, given.term);
      bindNew(view, name, said.intended);
      // A key that is shared with somebody is of use once one knows who it is.
      if (view.findUnmet(said.intended) === undefined) view.hold(said.intended, said.local);
      this.given.push({ role: view.role, term: said.intended });
      return;
    }
    const value = apply(this.namePrivate(name, given.sort, view.role), agentOf(view.role));
    bindNew(view, name, value);
    view.hold(value, value);
  }

  /** Roles that have a constant of one name and sort have one for each agent, whichever of them the agent plays. */
  private namePrivate(name: string, sort: Sort, role: string): string {
    const key = `${name}:${sort}`;
    const known = this.privateNames.get(key);
    if (known !== undefined) return known;
    const isTaken = this.privateOperations.has(name) || this.world.operations.has(name);
    const op = isTaken ? `${name}@${role}` : name;
    this.privateNames.set(key, op);
    this.privateOperations.set(op, sort);
    return op;
  }

  private compute(view: RoleView, bindings: Bindings<Expression>, place: Place): void {
    for (const [name, expression] of bindings) {
      const said = say(this.saying(view, name, place), expression);
      const before = view.names.get(name);
      if (before !== undefined && identify(before) !== identify(said.intended)) {
        reject("CP202", `${view.role} has a ${name} already, and it is another value.`, {
          note: `It holds ${printIntended(before)}; this computes ${printIntended(said.intended)}.`,
          help: "Choose another name.",
        });
      }
      const known = recall(this.world, view, said.intended);
      const local = view.renew(said.local);
      if (known !== undefined && known.key !== local.key) {
        view.push({ kind: "match", equal: true, left: local, right: known, place }, this.clock);
      }
      view.names.set(name, said.intended);
      view.hold(said.intended, local);
      this.readAll(view, place);
      noteLearnt(view);
    }
  }

  private send(step: Extract<Step, { kind: "message" }>): void {
    this.clock += 1;
    const { label, place } = step;
    const sender = this.viewOf(step.from);
    const receiver = this.viewOf(step.to);
    demandLearnt(sender);
    demandLearnt(receiver);
    const said = say(this.saying(sender, label, place), step.payload);
    const way = { label, from: agentOf(step.from), to: agentOf(step.to), paired: true, place };
    sender.push({ kind: "send", ...way, message: sender.renew(said.local) }, this.clock);
    if (sender === receiver) return;
    receiver.beginReceiving();
    const untested = this.world.untested.get(label) ?? new Set<string>();
    const pattern = projectPart(this.world, receiver, said.intended, label, untested);
    receiver.push({ kind: "recv", ...way, message: pattern }, this.clock);
    receiver.received.push({ payload: said.intended, label, place });
    this.readAll(receiver, place);
    noteLearnt(receiver);
  }

  private claim(view: RoleView, claim: ClaimDescription): void {
    if (claim.partner !== undefined) checkRole(this.world, claim.partner);
    const mean = (expression: Expression): Term => this.mean(view, expression, claim.place);
    this.claims.push({
      role: view.role,
      claim,
      ...(claim.term === undefined ? {} : { term: mean(claim.term) }),
      ...(claim.data === undefined ? {} : { data: claim.data.map(mean) }),
    });
  }

  private signal(view: RoleView, signal: SignalDescription): void {
    if (signal.with !== undefined) checkRole(this.world, signal.with);
    const data = signal.data.map((expression) => this.mean(view, expression, signal.place));
    this.signals.push({ role: view.role, signal, data, written: view.events.length - 1 });
  }

  /** Gives the intended term of a claim or a signal. */
  private mean(view: RoleView, expression: Expression, place: Place): Term {
    try {
      return say(this.saying(view, "claim", place), expression).intended;
    } catch (error) {
      if (error instanceof Rejection) throw new Rejection({ place, ...error.diagnostic });
      throw error;
    }
  }

  /** Opens what can be opened by now, and binds the names inside. */
  private readAll(view: RoleView, place: Place): void {
    settle(this.world, view, this.clock, place);
    for (const { payload, label } of view.received) this.readNames(view, payload, label);
  }

  private readNames(view: RoleView, intended: Term, label: string): void {
    const fields = fieldsOf(intended);
    const untested = this.world.untested.get(label);
    for (const [name, value] of fields ?? []) {
      if (untested?.has(name)) continue;
      bindReceived(view, name, value, label);
      this.readNames(view, value, label);
    }
    if (fields !== undefined || intended.kind !== "application") return;
    const opening = findOpening(this.world, view, intended);
    if (opening !== undefined) this.readNames(view, yieldOf(opening), label);
  }
}

/** Public keys without an index are looked up where they are used; anything else that is public is held. */
function isMoreThanKey(term: Term): boolean {
  return term.kind === "application" && (!(term.op in DEFAULT_FAMILY) || hasIndex(term));
}

/** Takes note of a name that the role has by now; throws Rejection CP216 for one that comes with another message. */
function noteLearnt(view: RoleView): void {
  const label = view.received.at(-1)?.label ?? "";
  for (const [partner, learning] of view.unmet) {
    if (!view.held.has(identify(agentOf(partner)))) continue;
    if (learning.in !== label) {
      reject("CP216", `${label} tells ${view.role} already who ${partner} is, not only ${learning.in}.`, {
        place: learning.place,
        help: `Write .learns("${view.role}", "${partner}", { in: "${label}" }).`,
      });
    }
    view.unmet.delete(partner);
    view.meet(partner);
  }
}

/** Throws Rejection CP216 where the role goes on without the name that its last message should have brought. */
export function demandLearnt(view: RoleView): void {
  const label = view.received.at(-1)?.label;
  for (const [partner, learning] of view.unmet) {
    if (learning.in !== label) continue;
    reject(
      "CP216",
      `${label} does not tell ${view.role} who ${partner} is: the name is in no part that ${view.role} can read.`,
      {
        place: learning.place,
        help: `Put ${partner} into ${label} where ${view.role} can read it, or let ${view.role} open it by .computes at once.`,
      },
    );
  }
}

function bindNew(view: RoleView, name: string, intended: Term): void {
  if (view.names.has(name)) {
    reject("CP202", `${view.role} has a ${name} already.`, { help: "Choose another name." });
  }
  view.names.set(name, intended);
  view.reserve(name);
}

function bindReceived(view: RoleView, name: string, intended: Term, label: string): void {
  const before = view.names.get(name);
  if (before !== undefined && identify(before) !== identify(intended)) {
    reject(
      "CP208",
      `${view.role} holds another ${name} than the one that ${label} brings, so the test never succeeds.`,
      {
        note: `It holds ${printIntended(before)}; ${label} brings ${printIntended(intended)}.`,
        help: "Give the two different names.",
      },
    );
  }
  view.names.set(name, intended);
}

function makeFresh(view: RoleView, name: string, sort: Sort): void {
  const intended = freshName(qualify(view.role, name), [sort]);
  bindNew(view, name, intended);
  const local = freshName(name, [sort]);
  view.hold(intended, local);
  view.fresh.push(local);
}

function makeTimestamp(view: RoleView, name: string): void {
  const intended = freshName(qualify(view.role, name), ["Time"]);
  bindNew(view, name, intended);
  view.clocks.set(identify(intended), variable(name, ["Time"]));
}
