/**
 * Casts of a synchronisation claim in a pattern: one run for each role that took part in what precedes the claim, such
 * that all those communications whose contents count took place between them, with equal contents.
 *
 * Invariant: what is a cast in a pattern is one in all its refinements, with the same runs.
 * Source: Cremers, Mauw and de Vink, "Injective synchronisation" (TCS 2006).
 */
import type { Bank } from "../search/bank.ts";
import type { Order, Point } from "../search/order.ts";
import { type Pattern, pointOf } from "../search/pattern.ts";
import { type Run, termAt } from "../search/run.ts";
import { type Communication, selectCompared } from "./precedence.ts";

/** Role name to the run that plays it. */
export type Cast = ReadonlyMap<string, Run>;

/** A receive to put before its send, so that a cast does not synchronise. */
export type Reversal = readonly [received: Point, sent: Point];

/** Every choice of one run a role, the claimant itself for its own, such that all the communications took place. */
export function* listCasts(
  pattern: Pattern,
  claimant: Run,
  told: readonly Communication[],
  bank: Bank,
): Generator<Cast> {
  const { protocol, role: claiming } = claimant.layout.script;
  const roles = rolesOf(told);
  const extend = function* (cast: Map<string, Run>, at: number): Generator<Cast> {
    bank.pulse.beat();
    const role = roles[at];
    if (role === undefined) {
      yield new Map(cast);
      return;
    }
    for (const run of pattern.runs) {
      const { script } = run.layout;
      const isCandidate =
        role === claiming.role
          ? run === claimant
          : run.height > 0 && script.protocol === protocol && script.role.role === role;
      if (!isCandidate) continue;
      cast.set(role, run);
      if (told.every((communication) => mayHaveTakenPlace(communication, cast, bank))) yield* extend(cast, at + 1);
    }
    cast.delete(role);
  };
  yield* extend(new Map(), 0);
}

/** The roles that the communications are between. */
export function rolesOf(told: readonly Communication[]): string[] {
  return [...new Set(told.flatMap(({ sender, receiver }) => [sender, receiver]))];
}

/** Lists the reversals of a cast; none left means that it synchronises in every order. */
export function listReversals(pattern: Pattern, cast: Cast, told: readonly Communication[]): Reversal[] {
  return selectCompared(told).flatMap(({ sender, sendAt, receiver, recvAt }) => {
    const sent = pointOf(pattern, cast.get(sender)?.id ?? 0, sendAt);
    const received = pointOf(pattern, cast.get(receiver)?.id ?? 0, recvAt);
    return pattern.order.precedes(sent, received) ? [] : [[received, sent] as const];
  });
}

/** The order with at least one edge of every choice, or undefined: the edges must fit together. */
export function denyAll(order: Order, choices: readonly (readonly Reversal[])[]): Order | undefined {
  const [first, ...rest] = choices;
  if (first === undefined) return order;
  for (const edge of first) {
    const next = orderFurther(order, [edge]);
    const found = next === undefined ? undefined : denyAll(next, rest);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The order with more edges; undefined when they make a cycle. */
export function orderFurther(order: Order, edges: readonly Reversal[]): Order | undefined {
  const next = order.copy();
  return edges.every(([a, b]) => next.precede(a, b)) ? next : undefined;
}

/** False when both parties are cast and the communication did not take place between them. */
function mayHaveTakenPlace(communication: Communication, cast: Cast, bank: Bank): boolean {
  const { sendAt, recvAt, compared } = communication;
  if (!compared) return true;
  const sender = cast.get(communication.sender);
  const receiver = cast.get(communication.receiver);
  if (sender !== undefined && sender.height <= sendAt) return false;
  if (receiver !== undefined && receiver.height <= recvAt) return false;
  if (sender === undefined || receiver === undefined) return true;
  const send = sender.layout.events[sendAt];
  const recv = receiver.layout.events[recvAt];
  if (send?.kind !== "send" || recv?.kind !== "recv") return false;
  // Sender, receiver and message.
  return send.terms.every((_, which) => termAt(sender, sendAt, which, bank) === termAt(receiver, recvAt, which, bank));
}
