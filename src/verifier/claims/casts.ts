/**
 * Casts of a synchronisation claim in a pattern: one run for each role that took part in what precedes the claim, such
 * that all those communications took place between them with equal contents.
 *
 * Invariant: what is a cast in a pattern is one in all its refinements, with the same runs.
 * Source: Cremers, Mauw and de Vink, "Injective synchronisation" (TCS 2006).
 */
import type { ScriptEvent } from "../../protocol/ir/script.ts";
import { closeOrder, type Order } from "../search/order.ts";
import { eventPoint, type Pattern, type Point } from "../search/pattern.ts";
import type { Run } from "../search/run.ts";
import type { Communication } from "./precedence.ts";

/** Role name to the run that plays it. */
export type Cast = ReadonlyMap<string, Run>;

/** A receive to put before its send, so that a cast does not synchronise. */
export type Reversal = readonly [received: Point, sent: Point];

/** Every choice of one run a role, the claimant itself for its own, such that all the communications took place. */
export function* listCasts(pattern: Pattern, claimant: Run, told: readonly Communication[]): Generator<Cast> {
  const protocol = claimant.script.protocol;
  const roles = rolesOf(told);
  const extend = function* (cast: Map<string, Run>, at: number): Generator<Cast> {
    const role = roles[at];
    if (role === undefined) {
      yield new Map(cast);
      return;
    }
    const own = role === claimant.script.role.role;
    const candidates = pattern.runs.filter((run) =>
      own ? run === claimant : run.script.protocol === protocol && run.script.role.role === role,
    );
    for (const run of candidates) {
      cast.set(role, run);
      if (told.every((communication) => mayHaveTakenPlace(communication, cast))) yield* extend(cast, at + 1);
    }
    cast.delete(role);
  };
  yield* extend(new Map(), 0);
}

/** The roles that the communications are between. */
export function rolesOf(told: readonly Communication[]): string[] {
  return [...new Set(told.flatMap(({ sender, receiver }) => [sender, receiver]))];
}

/** What could be turned round in a cast; none left means that it synchronises in every order. */
export function listReversals(cast: Cast, told: readonly Communication[], order: Order): Reversal[] {
  return told.flatMap(({ sender, sendAt, receiver, recvAt }) => {
    const sent = eventPoint(cast.get(sender)?.id ?? 0, sendAt);
    const received = eventPoint(cast.get(receiver)?.id ?? 0, recvAt);
    return order.precedes(sent, received) ? [] : [[received, sent] as const];
  });
}

/** An order that has at least one edge of every choice, or undefined: the edges must fit together. */
export function denyAll(
  pattern: Pattern,
  choices: readonly (readonly Reversal[])[],
  taken: readonly Reversal[] = [],
): Order | undefined {
  const [first, ...rest] = choices;
  if (first === undefined) return closeOrder(pattern, taken);
  for (const edge of first) {
    const next = [...taken, edge];
    if (closeOrder(pattern, next) === undefined) continue;
    const found = denyAll(pattern, rest, next);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** False when both parties are cast and the communication did not take place between them. */
function mayHaveTakenPlace(communication: Communication, cast: Cast): boolean {
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
