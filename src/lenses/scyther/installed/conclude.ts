/**
 * The meaning of Scyther's status of a claim where it shows no attack, and how far that may be trusted.
 *
 * "Ok" is read with the reservations that are known of it: proofs under untyped matching, generic variables, and roles
 * whose model takes less than the role does. Where these leave nothing, nothing is concluded.
 */
import type { ClaimKind } from "../../../core/protocol/ir/script.ts";
import type { Bound, Verdict } from "../../../core/verdict/verdict.ts";
import type { ClaimStatus } from "./attack.ts";

/** The subject of the status. */
export interface StatusContext {
  readonly kind: ClaimKind;
  readonly maxRuns: number | "unbounded";
  readonly match: 0 | 1 | 2;
  /** `narrowed`: the SPDL model of the claim's role takes less than the role does. */
  readonly role: "whole" | "narrowed";
  /** `directed`: what commutes in the description does not in the SPDL model, so attacks are missing from it. */
  readonly equations: "all" | "directed";
  /** Some variable of the model takes every term. */
  readonly variables: "typed" | "generic";
  readonly approximations: readonly string[];
  readonly assumptions: readonly string[];
}

/** Said of every verdict of a search that was cut where there are generic variables. */
export const GENERIC_SENTENCE =
  "Scyther looks into generic variables (Ticket) only as a whole and may miss attacks through them.";

const DIRECTED_REASON =
  "it found no attack, but in its model symmetric or Diffie-Hellman keys are others when agents change roles";

/** The verdict on a claim of which no attack (for Reachable: no way there) was found. */
export function concludeStatus({ complete, count }: ClaimStatus, context: StatusContext): Verdict {
  const { kind, maxRuns, match, role } = context;
  const reached: Bound = { runs: maxRuns === "unbounded" ? 0 : maxRuns };
  const withhold = (why: string): Verdict => ({ is: "inconclusive", why: "incomplete", reached, notes: [why] });
  if (kind === "Reachable") {
    if (!complete) return { is: "inconclusive", why: "runs", reached };
    if (context.equations === "directed") return withhold(DIRECTED_REASON);
    if (role === "narrowed") return withhold("its model of this role takes fewer messages than the role does");
    return { is: "vacuous", blocked: "claim" };
  }
  if (kind === "InjectiveAgree" || kind === "InjectiveSynch" || kind === "Unguessable")
    return { is: "inconclusive", why: "unsupported", reached };
  if (context.equations === "directed") return withhold(DIRECTED_REASON);
  if (match === 2) return withhold("it found no attack, but overlooks some under untyped matching");
  const isSecrecy = kind === "Secret" || kind === "SKR";
  if (role === "narrowed" && !isSecrecy) {
    return withhold("it found no attack, but its model of this role takes fewer messages than the role does");
  }
  if (complete && count === 0) {
    if (role === "narrowed") return withhold("its model of this role takes fewer messages than the role does");
    return { is: "vacuous", blocked: "claim" };
  }
  if (!complete && maxRuns === "unbounded") return withhold("it found no attack, but left a part of its search out");
  const generic = !complete && context.variables === "generic" ? [GENERIC_SENTENCE] : [];
  const approximations = [...new Set([...context.approximations, ...generic])];
  return {
    is: "holds",
    scope: complete ? "unbounded" : reached,
    method: "scyther",
    theory: approximations.length === 0 ? "exact" : "approximated",
    approximations,
    assumptions: context.assumptions,
    notes: count === 0 ? ["no run was seen to reach this claim within the bound"] : [],
  };
}
