/** The ways of analysing that an assessment has findings of: the columns of a matrix. */
import type { Finding } from "../../core/verdict/verdict.ts";

/** A lens, as one engine carries it out. */
export interface LensColumn {
  readonly key: string;
  readonly title: string;
}

/** What is known by a name of its own; any other lens goes by its key. */
const LENS_TITLES: ReadonlyMap<string, string> = new Map([
  ["symbolic/native", "Symbolic, Assay's verifier"],
  ["symbolic/scyther", "Symbolic, Scyther"],
  ["ban/native", "BAN logic"],
  ["games/native", "Games"],
]);

/** The lenses of findings, in the order in which they first occur. */
export function listLenses(findings: readonly Finding[]): readonly LensColumn[] {
  return [...new Set(findings.map(keyOfLens))].map((key) => ({ key, title: LENS_TITLES.get(key) ?? key }));
}

/** Equal for findings of the same lens and engine. */
export function keyOfLens({ lens, engine }: Pick<Finding, "lens" | "engine">): string {
  return `${lens}/${engine}`;
}
