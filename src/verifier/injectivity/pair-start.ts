/**
 * Where the search for two claimants of one partner begins: runs 0 and 1 make the claim, run 2 is the partner that they
 * share.
 *
 * Only for claims that hold without injectivity: then both claimants have partners, and where these cannot be told
 * apart, some choice of partners has a run in common. Run 0 makes its claim last, so the trace may end there; in run 1,
 * too, every role is played by an honest agent, else it would claim nothing.
 */
import type { Claim } from "../../protocol/ir/script.ts";
import { actorOf, type Answer } from "../claims/answers.ts";
import { rolesOf } from "../claims/casts.ts";
import { type Communication, precedingCommunications } from "../claims/precedence.ts";
import type { Script } from "../prepare.ts";
import type { Context } from "../search/context.ts";
import { eventPoint, type Pattern } from "../search/pattern.ts";
import { type Refined, Refinement } from "../search/refine.ts";
import { agentOf, type Run, startRun } from "../search/run.ts";

/** The fewest runs that two claimants and a partner take. */
export const PAIR_RUNS = 3;

/** Every pattern of two claimants (variants of one role) that share a run of one of the partner roles. */
export function startPairs(
  context: Context,
  scripts: readonly Script[],
  at: number,
  claim: Claim,
  partners: readonly string[],
): Refined[] {
  const [script] = scripts;
  if (script === undefined || script.role.singular) return [];
  const told = precedingCommunications(script.protocol, script.role.role, at);
  const shared = claim.kind === "InjectiveSynch" ? shareCast(told) : shareAnswer(at);
  return scripts.flatMap((first) =>
    scripts.flatMap((second) =>
      context.prepared.scripts
        .filter(({ protocol, role }) => protocol === script.protocol && partners.includes(role.role))
        .flatMap((partner) => {
          const pair = { context, at, runs: [first, second, partner].map((one, id) => startRun(one, id, 0)) };
          return shared(pair).flatMap((share) => startPair(pair, share));
        }),
    ),
  );
}

interface Pair {
  readonly context: Context;
  readonly at: number;
  /** Both claimants and the partner. */
  readonly runs: readonly Run[];
}

/** What makes the partner one of both: how far it has come, and what that ties together. */
interface Share {
  readonly height: number;
  readonly tie: (next: Refinement) => void;
}

function startPair({ context, at, runs }: Pair, { height, tie }: Share): Refined[] {
  const empty: Pattern = { runs: [], known: [], order: [], unequal: [], unlike: [], claimAt: at, next: 0 };
  const next = new Refinement(empty, context);
  const [first, second, partner] = runs as [Run, Run, Run];
  next.startRun(first.script, at + 1);
  next.startRun(second.script, at + 1);
  next.startRun(partner.script, height);
  next.precede(eventPoint(second.id, at), eventPoint(first.id, at));
  for (const role of second.script.role.roles) {
    for (const agent of context.prepared.model.untrusted) next.forbidEqual(agentOf(second, role), agent);
  }
  tie(next);
  const refined = next.finish();
  return refined === undefined ? [] : [refined];
}

/** The partner is in the casts of both. */
function shareCast(told: readonly Communication[]): (pair: Pair) => Share[] {
  const others = rolesOf(told);
  return ({ runs }) => {
    const [first, , partner] = runs as [Run, Run, Run];
    const own = first.script.role.role;
    const { role } = partner.script.role;
    if (role === own || !others.includes(role)) return [];
    const between = told.filter(
      ({ sender, receiver }) => (sender === own && receiver === role) || (sender === role && receiver === own),
    );
    const heights = told.flatMap(({ sender, sendAt, receiver, recvAt }) => [
      ...(sender === role ? [sendAt + 1] : []),
      ...(receiver === role ? [recvAt + 1] : []),
    ]);
    const tie = (next: Refinement): void => {
      for (const claimant of runs.slice(0, 2)) {
        for (const communication of between) communicate(next, communication, claimant, partner);
      }
    };
    return [{ height: Math.max(...heights), tie }];
  };
}

function communicate(next: Refinement, communication: Communication, claimant: Run, partner: Run): void {
  const { sender, sendAt, recvAt } = communication;
  const [from, to] = sender === claimant.script.role.role ? [claimant, partner] : [partner, claimant];
  const sent = from.events[sendAt];
  const received = to.events[recvAt];
  if (sent?.kind !== "send" || received?.kind !== "recv") return;
  next.unify(sent.message, received.message);
  next.unify(sent.from, received.from);
  next.unify(sent.to, received.to);
  next.precede(eventPoint(from.id, sendAt), eventPoint(to.id, recvAt));
}

/** The partner has given a signal that answers one, and one that answers the other; it may be the same signal. */
function shareAnswer(claimAt: number): (pair: Pair) => Share[] {
  return ({ runs }) => {
    const [first, second, partner] = runs as [Run, Run, Run];
    const claimed = first.events[claimAt];
    if (claimed?.kind !== "claim" || partner.script.role.role !== claimed.claim.partner) return [];
    const signals = partner.events.flatMap((event, at): Answer[] =>
      event.kind === "running" &&
      event.signal === claimed.claim.signal &&
      event.data.length === (claimed.claim.data ?? []).length
        ? [{ run: partner, at }]
        : [],
    );
    return signals.flatMap((one) =>
      signals.map((other) => ({
        height: Math.max(one.at, other.at) + 1,
        tie: (next: Refinement) => {
          answer(next, first, claimAt, one);
          answer(next, second, claimAt, other);
        },
      })),
    );
  };
}

function answer(next: Refinement, claimant: Run, claimAt: number, { run, at }: Answer): void {
  const claimed = claimant.events[claimAt];
  const signal = run.events[at];
  if (claimed?.kind !== "claim" || signal?.kind !== "running") return;
  const { partner = "", data = [] } = claimed.claim;
  next.unify(agentOf(claimant, partner), actorOf(run));
  next.unify(agentOf(run, signal.partner), actorOf(claimant));
  for (const [i, term] of data.entries()) next.unify(term, signal.data[i] ?? term);
  next.precede(eventPoint(run.id, at), eventPoint(claimant.id, claimAt));
}
