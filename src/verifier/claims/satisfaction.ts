/**
 * When a pattern already grants a claim, and how to order a pattern so that it does not.
 *
 * The properties are monotone: a pattern that grants one grants it in all its refinements, so the search may drop it.
 * Sources: Lowe (CSFW 1997) for aliveness and the agreements, Cremers, Mauw and de Vink (2006) for synchronisation.
 */
import type { Claim } from "../../protocol/ir/script.ts";
import { closeOrder, type Order } from "../search/order.ts";
import { eventPoint, type Pattern, type Point } from "../search/pattern.ts";
import { agentOf, type Run } from "../search/run.ts";
import { actorOf, listAnswers } from "./answers.ts";
import { denyAll, listCasts, listReversals, type Reversal } from "./casts.ts";
import type { Judgement } from "./judgement.ts";
import { type Communication, precedingCommunications } from "./precedence.ts";

export type { Judgement } from "./judgement.ts";

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
      return monotone((pattern) => listCasts(pattern, firstRun(pattern), told).next().done !== true);
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
      throw new Error(`judgeClaim: ${claim.kind} speaks of two claimants; see judgeInjectively`);
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

function judgeSynchronisation(told: readonly Communication[]): Judgement {
  const casts = (pattern: Pattern, order: Order): Reversal[][] =>
    [...listCasts(pattern, firstRun(pattern), told)].map((cast) => listReversals(cast, told, order));
  return {
    isGranted: (pattern, order) => casts(pattern, order).some((reversals) => reversals.length === 0),
    findViolation: (pattern, order) => denyAll(pattern, casts(pattern, order)),
  };
}

function judgeCommit(claimAt: number): Judgement {
  const claimPoint = eventPoint(0, claimAt);
  const answers = (pattern: Pattern): Point[] =>
    listAnswers(pattern, firstRun(pattern), claimAt).map(({ run, at }) => eventPoint(run.id, at));
  return {
    isGranted: (pattern, order) => answers(pattern).some((point) => order.precedes(point, claimPoint)),
    findViolation: (pattern) =>
      closeOrder(
        pattern,
        answers(pattern).map((point) => [claimPoint, point] as const),
      ),
  };
}
