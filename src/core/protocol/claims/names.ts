/**
 * How people name a claim: by its label, its role, its kind, or all of what a table prints of it.
 *
 * Case, hyphens and spacing do not count: `R ni-synch`, `R Nisynch` and `r nisynch` are one name.
 */
import type { ListedClaim } from "./listing.ts";

/** The full name: role, kind, and what it is about, as `expected.yaml` has it. */
export function nameClaim({ role, claim }: ListedClaim): string {
  return nameOf(role, claim.kind, claim.on);
}

/** The full name of its parts, for what is no listed claim: a finding, or a claim that was asked for. */
export function nameOf(role: string, kind: string, on: string): string {
  return on === "-" ? `${role} ${kind}` : `${role} ${kind} ${on}`;
}

/** A name without what does not count. */
export function normaliseName(name: string): string {
  return name.trim().toLowerCase().replace(/-/g, "").replace(/\s+/g, " ").replace(/ ?, ?/g, ", ");
}

/** True when a filter means the claim: its role, kind, label, role and kind, partner, or the full name. */
export function isNamed(listed: ListedClaim, word: string): boolean {
  const { role, claim } = listed;
  const full = nameClaim(listed);
  const names = [role, claim.kind, claim.label, `${role} ${claim.kind}`, full, full.replace(/ on .*$/s, "")];
  return names.some((name) => normaliseName(name) === normaliseName(word));
}
