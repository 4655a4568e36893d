/**
 * The installed Scyther as a third opinion, behind a function: text in, verdicts out.
 *
 * Only what it finds contradicts the verifier. That it finds nothing does not: generic variables lose it attacks, and
 * every attack of the verifier is played again anyway.
 */
import type { Verdict } from "../../src/core/verdict/verdict.ts";
import { type ClaimAt, keyOf } from "../explorer/world.ts";
import type { Disagreement } from "./compare.ts";
import type { Opinion } from "./engine.ts";

export interface InstalledVerdict {
  readonly protocol: string;
  readonly role: string;
  readonly label: string;
  readonly ok: boolean;
}

/** Asks for the verdicts on an SPDL text with at most that many runs; undefined when it has none, e.g. after its time. */
export type AskInstalled = (text: string, runs: number) => Promise<readonly InstalledVerdict[] | undefined>;

/** Where the installed Scyther has found, with at most `runs` runs, what the verifier says is not there. */
export function contradictInstalled(
  claims: readonly ClaimAt[],
  opinions: ReadonlyMap<string, Opinion>,
  verdicts: readonly InstalledVerdict[],
  runs: number,
): Disagreement[] {
  return claims.flatMap((claim): Disagreement[] => {
    const { protocol, role } = claim;
    const installed = verdicts.find(
      (one) => one.protocol === protocol && one.role === role && one.label === claim.claim.label,
    );
    const verdict = opinions.get(keyOf(claim))?.verdict;
    if (installed === undefined || verdict === undefined) return [];
    const isReachable = claim.claim.kind === "Reachable";
    if (installed.ok !== isReachable || !denies(verdict, isReachable, runs)) return [];
    const because = `Scyther has ${isReachable ? "a run come to the claim" : "an attack"}; the verdict is '${verdict.is}'`;
    return [{ kind: "installed", engine: "verifier", claim, because }];
  });
}

/** True for a verdict that leaves no room for what was found. */
function denies(verdict: Verdict, isReachable: boolean, runs: number): boolean {
  if (verdict.is === "vacuous") return true;
  if (verdict.is !== "holds" || isReachable) return false;
  return verdict.scope === "unbounded" || verdict.scope.runs >= runs;
}
