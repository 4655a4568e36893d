/**
 * Where two engines contradict each other.
 *
 * Saying less is no contradiction: an engine may give up, or hold a claim up to fewer runs than another's attack needs.
 * What one holds and another attacks, or reaches and another cannot reach, is; so is an attack that could not be replayed.
 */
import type { Disagreement, Finding, Verdict } from "../core/verdict/verdict.ts";
import { nameClaim } from "../core/verdict/words.ts";
import { nameExtent } from "./outline-verdict.ts";

/** The contradictions among findings, in the order of the first of each pair. */
export function findDisagreements(findings: readonly Finding[]): Disagreement[] {
  return findings.flatMap((one, i) =>
    findings.slice(i + 1).flatMap((other) => {
      const same = identify(one) === identify(other) && one.engine !== other.engine;
      return same && contradict(one, other) ? [describe(one, other)] : [];
    }),
  );
}

/** Equal for findings on the same claim. */
export function identify({ source, protocol, role, claim, label, on, place, match }: Finding): string {
  return JSON.stringify([source, protocol, role, claim, label, on, place?.line, place?.column, match]);
}

function contradict(one: Finding, other: Finding): boolean {
  if (one.claim === "Reachable") {
    const [first, second] = [one.verdict, other.verdict];
    return (isReached(first) && second.is === "vacuous") || (isReached(second) && first.is === "vacuous");
  }
  return denies(one.verdict, other.verdict) || denies(other.verdict, one.verdict);
}

/** True when the first shows an attack that the second excludes. */
function denies(attack: Verdict, other: Verdict): boolean {
  if (!isAttacked(attack)) return false;
  if (other.is === "vacuous") return true;
  return other.is === "holds" && (other.scope === "unbounded" || countRuns(attack) <= other.scope.runs);
}

function isAttacked(verdict: Verdict): boolean {
  return verdict.is === "attack" || (verdict.is === "inconclusive" && verdict.why === "not-replayed");
}

function isReached(verdict: Verdict): boolean {
  return verdict.is === "holds" || (verdict.is === "inconclusive" && verdict.why === "not-replayed");
}

/** The runs of roles in an attack; of one that was not replayed nothing is known. */
function countRuns(verdict: Verdict): number {
  if (verdict.is !== "attack") return 0;
  return new Set(verdict.trace.steps.filter(({ kind }) => kind !== "deduce").map(({ run }) => run)).size;
}

function describe(one: Finding, other: Finding): Disagreement {
  const { source, protocol, role, claim, label, on } = one;
  const say = ({ engine, verdict }: Finding): string => `${engine} says ${verdict.is} (${nameWhy(verdict)})`;
  const left = [...approximationsOf(one.verdict), ...approximationsOf(other.verdict)];
  const because = left.length === 0 ? "" : "; approximations in the models may be the cause";
  const sentence = `${role} ${nameClaim(one)} (${label}): ${say(one)}, ${say(other)}${because}.`;
  return { source, protocol, role, claim, label, on, between: [one.engine, other.engine], sentence };
}

function nameWhy(verdict: Verdict): string {
  return verdict.is === "inconclusive" ? "it shows an attack that does not replay" : nameExtent(verdict);
}

function approximationsOf(verdict: Verdict): readonly string[] {
  return verdict.is === "holds" || verdict.is === "attack" ? verdict.approximations : [];
}
