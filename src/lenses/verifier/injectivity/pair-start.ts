/**
 * Where the search for two claimants of one partner begins: runs 0 and 1 make the claim, run 2 is the partner that they
 * share.
 *
 * Only for claims that hold without injectivity: then both claimants have partners, and where these cannot be told
 * apart, some choice of partners has a run in common. Run 0 makes its claim last, so the trace may end there; in run 1,
 * too, every role is played by an honest agent, else it would claim nothing.
 */
import { honestRoles } from "../../../core/protocol/ir/script.ts";
import type { Claim } from "../../../core/protocol/ir/script.ts";
import { type Answer, dataAt } from "../claims/answers.ts";
import { rolesOf } from "../claims/casts.ts";
import { type Communication, precedingCommunications, selectCompared } from "../claims/precedence.ts";
import type { Script } from "../prepare.ts";
import type { Core } from "../search/core.ts";
import { emptyPattern, type Pattern } from "../search/pattern.ts";
import { Refinement } from "../search/refine.ts";
import { agentOf, playerOf, type Run, termAt } from "../search/run.ts";

/** The fewest runs that two claimants and a partner take. */
export const PAIR_RUNS = 3;

/** Every pattern of two claimants (variants of one role) that share a run of one of the partner roles. */
export function startPairs(
  core: Core,
  scripts: readonly Script[],
  at: number,
  claim: Claim,
  partners: readonly string[],
): Pattern[] {
  const [script] = scripts;
  if (script === undefined || script.role.singular) return [];
  const told = precedingCommunications(script.protocol, script.role.role, at);
  const shared = claim.kind === "InjectiveSynch" ? shareCast(told) : shareAnswer(at);
  return scripts.flatMap((first) =>
    scripts.flatMap((second) =>
      core.prepared.scripts
        .filter(({ protocol, role }) => protocol === script.protocol && partners.includes(role.role))
        .flatMap((partner) => {
          const runs = [first, second, partner].map((one, id) => core.newRun(core.layoutOf(one), id));
          const pair = { core, at, runs };
          return shared(pair).flatMap((share) => startPair(pair, share));
        }),
    ),
  );
}

interface Pair {
  readonly core: Core;
  readonly at: number;
  /** Both claimants and the partner. */
  readonly runs: readonly Run[];
}

/** A partner that both claimants share: how far it has come, and what that ties together. */
interface Share {
  readonly height: number;
  readonly tie: (next: Refinement) => void;
}

function startPair({ core, at, runs }: Pair, { height, tie }: Share): Pattern[] {
  const next = new Refinement(emptyPattern(at), core);
  const [first, second, partner] = runs as [Run, Run, Run];
  next.startRun(first.layout, at + 1);
  next.startRun(second.layout, at + 1);
  next.startRun(partner.layout, height);
  // A script may contradict itself.
  if (!next.isPossible) return [];
  next.precede(next.pointOf(second.id, at), next.pointOf(first.id, at));
  const { role: script } = second.layout.script;
  const claim = script.events[at];
  for (const role of claim?.kind === "claim" ? honestRoles(script, claim.claim) : script.roles) {
    for (const agent of core.untrusted) next.forbidEqual(agentOf(second, role), agent);
  }
  tie(next);
  const refined = next.finish();
  return refined === undefined ? [] : [refined];
}

/** The partner is in the casts of both. */
function shareCast(told: readonly Communication[]): (pair: Pair) => Share[] {
  const others = rolesOf(told);
  return ({ core, runs }) => {
    const [first, , partner] = runs as [Run, Run, Run];
    const own = first.layout.script.role.role;
    const { role } = partner.layout.script.role;
    if (role === own || !others.includes(role)) return [];
    const compared = selectCompared(told);
    const between = compared.filter(
      ({ sender, receiver }) => (sender === own && receiver === role) || (sender === role && receiver === own),
    );
    const heights = compared.flatMap(({ sender, sendAt, receiver, recvAt }) => [
      ...(sender === role ? [sendAt + 1] : []),
      ...(receiver === role ? [recvAt + 1] : []),
    ]);
    const tie = (next: Refinement): void => {
      for (const claimant of runs.slice(0, 2)) {
        for (const communication of between) communicate(next, core, communication, claimant, partner);
      }
    };
    return [{ height: Math.max(1, ...heights), tie }];
  };
}

function communicate(
  next: Refinement,
  { bank }: Core,
  { sender, sendAt, recvAt }: Communication,
  claimant: Run,
  partner: Run,
): void {
  const [from, to] = sender === claimant.layout.script.role.role ? [claimant, partner] : [partner, claimant];
  const sent = from.layout.events[sendAt];
  if (sent?.kind !== "send" || to.layout.events[recvAt]?.kind !== "recv") return;
  for (const which of sent.terms.keys()) next.unify(termAt(from, sendAt, which, bank), termAt(to, recvAt, which, bank));
  next.precede(next.pointOf(from.id, sendAt), next.pointOf(to.id, recvAt));
}

/** The partner has given a signal that answers one, and one that answers the other; it may be the same signal. */
function shareAnswer(claimAt: number): (pair: Pair) => Share[] {
  return ({ core, runs }) => {
    const [first, second, partner] = runs as [Run, Run, Run];
    const claimed = first.layout.events[claimAt]?.event;
    if (claimed?.kind !== "claim" || partner.layout.script.role.role !== claimed.claim.partner) return [];
    const signals = partner.layout.events.flatMap(({ event }, at): Answer[] =>
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
          answer(next, core, first, claimAt, one);
          answer(next, core, second, claimAt, other);
        },
      })),
    );
  };
}

function answer(next: Refinement, { bank }: Core, claimant: Run, claimAt: number, { run, at }: Answer): void {
  const claimed = claimant.layout.events[claimAt]?.event;
  const signal = run.layout.events[at]?.event;
  if (claimed?.kind !== "claim" || signal?.kind !== "running") return;
  next.unify(agentOf(claimant, claimed.claim.partner ?? ""), playerOf(run));
  if (signal.partner !== undefined) next.unify(agentOf(run, signal.partner), playerOf(claimant));
  const said = dataAt(run, at, bank);
  for (const [i, term] of dataAt(claimant, claimAt, bank).entries()) next.unify(term, said[i] ?? term);
  next.precede(next.pointOf(run.id, at), next.pointOf(claimant.id, claimAt));
}
