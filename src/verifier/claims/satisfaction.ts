/**
 * When a pattern already grants a claim, and how to order a pattern so that it does not.
 *
 * The properties are monotone: a pattern that grants one grants it in all its refinements, so the search may drop it.
 * Sources: Lowe (CSFW 1997) for aliveness and the agreements, Cremers, Mauw and de Vink (2006) for synchronisation.
 */
import type { Claim, ScriptEvent } from "../../protocol/ir/script.ts";
import type { Term } from "../../term/term.ts";
import { closeOrder, type Order } from "../search/order.ts";
import { eventPoint, type Pattern, type Point } from "../search/pattern.ts";
import { agentOf, type Run } from "../search/run.ts";
import { type Communication, precedingCommunications } from "./precedence.ts";

export interface Judgement {
  /** True when every trace of the pattern grants the claim. */
  isGranted(pattern: Pattern, order: Order): boolean;
  /** An order of a complete pattern in which the claim is violated, or undefined. */
  findViolation(pattern: Pattern, order: Order): Order | undefined;
}

/** How to judge patterns whose run 0 makes this claim at event `claimAt`. */
export function judgeClaim(claim: Claim, run0: Run, claimAt: number): Judgement {
  switch (claim.kind) {
    case "Secret":
    case "SKR":
    case "Reachable":
      return { isGranted: () => false, findViolation: (_, order) => order };
    case "Alive":
      return monotone((pattern) => partners(claim, pattern).every((role) => isAlive(pattern, role)));
    case "Weakagree":
      return monotone((pattern) => partners(claim, pattern).every((role) => isWeaklyAgreed(pattern, role)));
    case "Niagree": {
      const told = precedingCommunications(run0.script.protocol, run0.script.role.role, claimAt);
      return monotone((pattern) => listCasts(pattern, told).next().done !== true);
    }
    case "Nisynch": {
      const told = precedingCommunications(run0.script.protocol, run0.script.role.role, claimAt);
      return judgeSynchronisation(told);
    }
    case "Agree":
    case "Commit":
      return judgeCommit(claimAt);
    case "InjectiveAgree":
    case "InjectiveSynch":
      throw new Error(`judgeClaim: ${claim.kind} is not decided here`);
    default:
      return claim.kind satisfies never;
  }
}

function monotone(isGranted: (pattern: Pattern) => boolean): Judgement {
  return { isGranted, findViolation: (pattern, order) => (isGranted(pattern) ? undefined : order) };
}

function firstRun(pattern: Pattern): Run {
  return pattern.runs[0] as Run;
}

function partners(claim: Claim, pattern: Pattern): readonly string[] {
  return claim.partner === undefined ? firstRun(pattern).script.role.roles : [claim.partner];
}

function actorOf(run: Run): Term {
  return agentOf(run, run.script.role.role);
}

function isAlive(pattern: Pattern, role: string): boolean {
  const wanted = agentOf(firstRun(pattern), role).key;
  return pattern.runs.some((run) => !run.script.protocol.helper && actorOf(run).key === wanted);
}

function isWeaklyAgreed(pattern: Pattern, role: string): boolean {
  const wanted = agentOf(firstRun(pattern), role).key;
  const parties = agentsOf(firstRun(pattern));
  return pattern.runs.some(
    (run) => !run.script.protocol.helper && actorOf(run).key === wanted && agentsOf(run) === parties,
  );
}

/** The set of agents of a run, as one string. */
function agentsOf(run: Run): string {
  return [...new Set(run.script.role.roles.map((role) => agentOf(run, role).key))].sort().join();
}

/** Role name to the run that plays it. */
type Cast = ReadonlyMap<string, Run>;

/** Every choice of one run a role such that all the communications took place with equal contents. */
function* listCasts(pattern: Pattern, told: readonly Communication[]): Generator<Cast> {
  const run0 = firstRun(pattern);
  const protocol = run0.script.protocol;
  const roles = [...new Set(told.flatMap(({ sender, receiver }) => [sender, receiver]))];
  const extend = function* (cast: Map<string, Run>, at: number): Generator<Cast> {
    const role = roles[at];
    if (role === undefined) {
      yield new Map(cast);
      return;
    }
    const own = role === run0.script.role.role;
    const candidates = pattern.runs.filter((run) =>
      own ? run === run0 : run.script.protocol === protocol && run.script.role.role === role,
    );
    for (const run of candidates) {
      cast.set(role, run);
      if (told.every((communication) => mayHaveTakenPlace(communication, cast))) yield* extend(cast, at + 1);
    }
    cast.delete(role);
  };
  yield* extend(new Map(), 0);
}

/** False when both parties are cast and the communication did not take place between them. */
function mayHaveTakenPlace(communication: Communication, cast: ReadonlyMap<string, Run>): boolean {
  const sender = cast.get(communication.sender);
  const receiver = cast.get(communication.receiver);
  if (sender !== undefined && sender.height <= communication.sendAt) return false;
  if (receiver !== undefined && receiver.height <= communication.recvAt) return false;
  if (sender === undefined || receiver === undefined) return true;
  return sameContents(sender.events[communication.sendAt], receiver.events[communication.recvAt]);
}

function sameContents(send: ScriptEvent | undefined, recv: ScriptEvent | undefined): boolean {
  if (send?.kind !== "send" || recv?.kind !== "recv") return false;
  return send.message.key === recv.message.key && send.from.key === recv.from.key && send.to.key === recv.to.key;
}

function judgeSynchronisation(told: readonly Communication[]): Judgement {
  const points = (communication: Communication, cast: Cast): { sent: Point; received: Point } => ({
    sent: eventPoint(cast.get(communication.sender)?.id ?? 0, communication.sendAt),
    received: eventPoint(cast.get(communication.receiver)?.id ?? 0, communication.recvAt),
  });
  const unordered = (pattern: Pattern, order: Order): (readonly [Point, Point])[][] =>
    [...listCasts(pattern, told)].map((cast) =>
      told
        .map((communication) => points(communication, cast))
        .filter(({ sent, received }) => !order.precedes(sent, received))
        .map(({ sent, received }) => [received, sent] as const),
    );
  // Every cast needs one communication that is received before it is sent; the choices must fit together.
  const choose = (
    pattern: Pattern,
    casts: readonly (readonly (readonly [Point, Point])[])[],
    taken: readonly (readonly [Point, Point])[],
  ): Order | undefined => {
    const [first, ...rest] = casts;
    if (first === undefined) return closeOrder(pattern, taken);
    for (const reversed of first) {
      const next = [...taken, reversed];
      if (closeOrder(pattern, next) === undefined) continue;
      const found = choose(pattern, rest, next);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    isGranted: (pattern, order) => unordered(pattern, order).some((reversals) => reversals.length === 0),
    findViolation: (pattern, order) => choose(pattern, unordered(pattern, order), []),
  };
}

function judgeCommit(claimAt: number): Judgement {
  const claimPoint = eventPoint(0, claimAt);
  const answers = (pattern: Pattern): Point[] => {
    const run0 = firstRun(pattern);
    const event = run0.events[claimAt];
    if (event?.kind !== "claim") return [];
    const { claim } = event;
    const partner = claim.partner ?? "";
    const wanted = {
      protocol: run0.script.protocol,
      actor: agentOf(run0, partner).key,
      committer: actorOf(run0).key,
      data: (claim.data ?? []).map((term) => term.key).join(),
    };
    return pattern.runs.flatMap((run) => {
      if (run.script.protocol !== wanted.protocol || run.script.role.role !== partner) return [];
      if (actorOf(run).key !== wanted.actor) return [];
      return run.events.flatMap((candidate, at) => {
        if (at >= run.height || candidate.kind !== "running" || candidate.signal !== claim.signal) return [];
        if (agentOf(run, candidate.partner).key !== wanted.committer) return [];
        return candidate.data.map((term) => term.key).join() === wanted.data ? [eventPoint(run.id, at)] : [];
      });
    });
  };
  return {
    isGranted: (pattern, order) => answers(pattern).some((point) => order.precedes(point, claimPoint)),
    findViolation: (pattern) =>
      closeOrder(
        pattern,
        answers(pattern).map((point) => [claimPoint, point] as const),
      ),
  };
}
