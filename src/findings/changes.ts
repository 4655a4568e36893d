/** Differences between two assessments of the same sources: verdicts that came, went, or are others. */
import type { Finding } from "../core/verdict/verdict.ts";
import { nameFindingExtent } from "./outline-verdict.ts";

/** A claim whose verdict is not what it was. */
export type Change =
  | { readonly kind: "new"; readonly after: Finding }
  | { readonly kind: "gone"; readonly before: Finding }
  | { readonly kind: "changed"; readonly before: Finding; readonly after: Finding };

/** The changes, in the order of the later findings; what is gone comes last. Where a claim stands does not count. */
export function listChanges(before: readonly Finding[], after: readonly Finding[]): readonly Change[] {
  const earlier = new Map(before.map((finding) => [identifyClaim(finding), finding]));
  const changes = after.flatMap((finding): Change[] => {
    const known = earlier.get(identifyClaim(finding));
    earlier.delete(identifyClaim(finding));
    if (known === undefined) return [{ kind: "new", after: finding }];
    return describe(known) === describe(finding) ? [] : [{ kind: "changed", before: known, after: finding }];
  });
  return [...changes, ...[...earlier.values()].map((finding): Change => ({ kind: "gone", before: finding }))];
}

function identifyClaim({ source, protocol, role, claim, label, on, lens, engine, match }: Finding): string {
  return JSON.stringify([source, protocol, role, claim, label, on, lens, engine, match]);
}

function describe(finding: Finding): string {
  return JSON.stringify([finding.verdict.is, nameFindingExtent(finding), finding.expected?.met]);
}
