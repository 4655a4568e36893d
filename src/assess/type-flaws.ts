/**
 * Type flaws: claims that hold where parts are typed, judged again where they are not.
 *
 * Only what holds typed can have one, and only where the protocol or the project asks for another matching. A flaw is a
 * finding of its own, with an expectation of its own; a claim that holds untyped as well has a note that says so. Only
 * the embedded verifier is asked: Scyther overlooks attacks under untyped matching.
 */
import type { Expectation, Finding, Verdict } from "../core/verdict/verdict.ts";
import { nameScope } from "../core/verdict/words.ts";
import type { ListedClaim } from "../lenses/verifier/claims/listing.ts";
import type { Expectations } from "../repository/expectations.ts";
import { compareVerdict } from "../repository/expected.ts";

/** Claims that a type flaw can be looked for in: Reachable gains by every message that is taken. */
export function mayBeFlawed({ claim }: ListedClaim, { engine, verdict }: Finding): boolean {
  return engine === "native" && claim.kind !== "Reachable" && verdict.is === "holds";
}

/** The finding of a claim that holds typed, by its verdict under another matching; undefined where there is none to tell. */
export function tellFlaw(
  typed: Finding,
  match: 1 | 2,
  verdict: Verdict,
  expectations: Expectations | undefined,
): Finding | undefined {
  const wanted = expectations?.byFlaw.get(typed.label);
  if (verdict.is === "holds" && wanted === undefined) return undefined;
  const { expected: _, ...finding } = typed;
  const expected = wanted === undefined ? surprise(verdict, expectations) : compareVerdict(wanted, verdict);
  return { ...finding, match, verdict, ...(expected === undefined ? {} : { expected }) };
}

function surprise(verdict: Verdict, expectations: Expectations | undefined): Expectation | undefined {
  if (verdict.is !== "attack" || expectations === undefined) return undefined;
  return { verdict: "holds", why: "expected.yaml has no type flaw for this claim.", met: false };
}

/** The finding of a claim that holds untyped as well, with a note that says so. */
export function noteUntyped(typed: Finding, match: 1 | 2, untyped: Verdict): Finding {
  const { verdict } = typed;
  if (verdict.is !== "holds" || untyped.is !== "holds") return typed;
  const note = `holds under --match ${match} as well (${nameScope(untyped.scope)})`;
  return { ...typed, verdict: { ...verdict, notes: [...verdict.notes, note] } };
}
