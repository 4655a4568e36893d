/** Where the search for a violation of a claim begins: run 0 has come to the claim, and what the claim denies is so. */
import type { Claim } from "../../core/protocol/ir/script.ts";
import { isSecrecy } from "./claims/secrecy.ts";
import type { Script } from "./prepare.ts";
import type { Core } from "./search/core.ts";
import type { Node } from "./search/node.ts";
import { emptyPattern, type Pattern } from "./search/pattern.ts";
import { Refinement } from "./search/refine.ts";
import { termAt } from "./search/run.ts";

export interface Start {
  /** One pattern; none when run 0 can never be there. */
  readonly patterns: readonly Pattern[];
  /** The term of the pattern that the intruder must have. */
  readonly secret: Node | undefined;
}

/** The start for the claim at event `at` of a script. */
export function startClaim(core: Core, script: Script, at: number, claim: Claim): Start {
  const layout = core.layoutOf(script);
  const event = script.role.events[at];
  const first = new Refinement(emptyPattern(at), core);
  first.startRun(layout, at + 1);
  const isSecret = event?.kind === "claim" && isSecrecy(claim) && event.claim.term !== undefined;
  if (isSecret && first.isPossible) {
    first.require(termAt(core.newRun(layout, 0), at, 0, core.bank), first.pointOf(0, at));
  }
  const pattern = first.finish();
  const run = pattern?.runs[0];
  if (pattern === undefined || run === undefined) return { patterns: [], secret: undefined };
  return { patterns: [pattern], secret: isSecret ? termAt(run, at, 0, core.bank) : undefined };
}
