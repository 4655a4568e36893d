/**
 * Decides whether an executed trace violates the claim that it ends with: the claims' definitions over ground traces in
 * time.
 *
 * Apart from the search's own judgement on purpose; the two share the static order of communications and nothing else.
 * Sources: Lowe (CSFW 1997), Cremers and Mauw (2012), chapter 4.
 */
import type { Claim } from "../../../core/protocol/ir/script.ts";
import { actorOf, type Claimed, listAnswering, listCasts } from "./casts.ts";
import type { Execution } from "./execute.ts";
import { verifyGuess } from "./guess.ts";
import { lacksInjectiveChoice } from "./injectivity.ts";
import type { GroundRun } from "./trace.ts";

/** True when the claim at the end of the trace does not hold in it (for Reachable: when it is reached). */
export function violatesClaim(execution: Execution): boolean {
  const { claim, trace } = execution;
  const run0 = trace.runs[0] as GroundRun;
  const time = execution.events.length - 1;
  const claimed: Claimed = { run: 0, at: execution.events.at(-1)?.at ?? 0, time, claim };
  switch (claim.kind) {
    case "Secret":
    case "SKR":
      return claim.term !== undefined && execution.knowledge.derive(claim.term) !== undefined;
    case "Unguessable":
      return (
        claim.term !== undefined &&
        (execution.knowledge.derive(claim.term) !== undefined || verifyGuess(execution) !== undefined)
      );
    case "Reachable":
      return true;
    case "Alive":
      return !askedRoles(claim, run0).every((role) =>
        principals(execution).some((run) => actorOf(run) === run0.agents.get(role)?.key),
      );
    case "Weakagree":
      return !askedRoles(claim, run0).every((role) =>
        principals(execution).some(
          (run) => actorOf(run) === run0.agents.get(role)?.key && parties(run) === parties(run0),
        ),
      );
    case "Niagree":
      return listCasts(execution, claimed, "in any order").length === 0;
    case "Nisynch":
      return listCasts(execution, claimed, "in order").length === 0;
    case "Agree":
    case "Commit":
      return listAnswering(execution, claimed).length === 0;
    case "InjectiveAgree":
    case "InjectiveSynch":
      return lacksInjectiveChoice(execution);
    default:
      return claim.kind satisfies never;
  }
}

function askedRoles(claim: Claim, run: GroundRun): readonly string[] {
  return claim.partner === undefined ? [...run.agents.keys()] : [claim.partner];
}

/** The runs that took a step and are no helper's. */
function principals(execution: Execution): GroundRun[] {
  const helpers = new Set(execution.model.protocols.filter(({ helper }) => helper).map(({ name }) => name));
  const started = new Set(execution.events.map(({ run }) => run));
  return execution.trace.runs.filter((run, id) => started.has(id) && !helpers.has(run.protocol));
}

function parties(run: GroundRun): string {
  return [...new Set([...run.agents.values()].map((agent) => agent.key))].sort().join();
}
