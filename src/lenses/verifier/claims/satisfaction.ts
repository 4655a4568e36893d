/**
 * When a pattern already grants a claim, and how to order a pattern so that it does not.
 *
 * The properties are monotone: a pattern that grants one grants it in all its refinements, so the search may drop it.
 * Sources: Lowe (CSFW 1997) for aliveness and the agreements, Cremers, Mauw and de Vink (2006) for synchronisation.
 */
import type { Claim } from "../../../core/protocol/ir/script.ts";
import type { Script } from "../prepare.ts";
import type { Bank } from "../search/bank.ts";
import type { Judgement } from "../search/explore.ts";
import type { Node } from "../search/node.ts";
import type { Point } from "../search/order.ts";
import { type Pattern, pointOf } from "../search/pattern.ts";
import { agentOf, playerOf, type Run } from "../search/run.ts";
import { listAnswers } from "./answers.ts";
import { denyAll, listCasts, listReversals, orderFurther } from "./casts.ts";
import { type Communication, precedingCommunications } from "./precedence.ts";

/** How to judge patterns whose run 0 makes this claim of `script` at event `claimAt`. */
export function judgeClaim(claim: Claim, script: Script, claimAt: number, bank: Bank): Judgement {
  switch (claim.kind) {
    case "Secret":
    case "SKR":
    case "Unguessable":
    case "Reachable":
      return { isGranted: () => false, findViolation: ({ order }) => order };
    case "Alive":
      return monotone((pattern) => partners(claim, pattern).every((role) => isAlive(pattern, role)));
    case "Weakagree":
      return monotone((pattern) => partners(claim, pattern).every((role) => isWeaklyAgreed(pattern, role)));
    case "Niagree": {
      const told = precedingCommunications(script.protocol, script.role.role, claimAt);
      return monotone((pattern) => listCasts(pattern, firstRun(pattern), told, bank).next().done !== true);
    }
    case "Nisynch": {
      const told = precedingCommunications(script.protocol, script.role.role, claimAt);
      return judgeSynchronisation(told, bank);
    }
    case "Agree":
    case "Commit":
      return judgeCommit(claimAt, bank);
    case "InjectiveAgree":
    case "InjectiveSynch":
      throw new Error(`judgeClaim: ${claim.kind} speaks of two claimants; see judgeInjectively`);
    default:
      return claim.kind satisfies never;
  }
}

function monotone(isGranted: (pattern: Pattern) => boolean): Judgement {
  return { isGranted, findViolation: (pattern) => (isGranted(pattern) ? undefined : pattern.order) };
}

function firstRun(pattern: Pattern): Run {
  return pattern.runs[0] as Run;
}

function partners(claim: Claim, pattern: Pattern): readonly string[] {
  return claim.partner === undefined ? firstRun(pattern).layout.script.role.roles : [claim.partner];
}

function isAlive(pattern: Pattern, role: string): boolean {
  const wanted = agentOf(firstRun(pattern), role);
  return pattern.runs.some((run) => !run.layout.script.protocol.helper && playerOf(run) === wanted);
}

function isWeaklyAgreed(pattern: Pattern, role: string): boolean {
  const wanted = agentOf(firstRun(pattern), role);
  const parties = agentsOf(firstRun(pattern));
  return pattern.runs.some(
    (run) => !run.layout.script.protocol.helper && playerOf(run) === wanted && isSameSet(agentsOf(run), parties),
  );
}

function agentsOf(run: Run): readonly Node[] {
  return run.layout.script.role.roles.map((role) => agentOf(run, role));
}

function isSameSet(a: readonly Node[], b: readonly Node[]): boolean {
  return a.every((one) => b.includes(one)) && b.every((one) => a.includes(one));
}

function judgeSynchronisation(told: readonly Communication[], bank: Bank): Judgement {
  return {
    isGranted: (pattern) => {
      for (const cast of listCasts(pattern, firstRun(pattern), told, bank)) {
        if (listReversals(pattern, cast, told).length === 0) return true;
      }
      return false;
    },
    // Every cast needs one communication that is received before it is sent; the choices must fit together.
    findViolation: (pattern) => {
      const casts = [...listCasts(pattern, firstRun(pattern), told, bank)];
      return denyAll(
        pattern.order,
        casts.map((cast) => listReversals(pattern, cast, told)),
      );
    },
  };
}

function judgeCommit(claimAt: number, bank: Bank): Judgement {
  const answers = (pattern: Pattern): Point[] =>
    listAnswers(pattern, firstRun(pattern), claimAt, bank).map(({ run, at }) => pointOf(pattern, run.id, at));
  return {
    isGranted: (pattern) => {
      const claimed = pointOf(pattern, 0, claimAt);
      return answers(pattern).some((point) => pattern.order.precedes(point, claimed));
    },
    findViolation: (pattern) => {
      const claimed = pointOf(pattern, 0, claimAt);
      return orderFurther(
        pattern.order,
        answers(pattern).map((point) => [claimed, point] as const),
      );
    },
  };
}
