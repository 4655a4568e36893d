/** So many diagnostics as a person may read; the others are counted. */
import type { Diagnostic } from "./diagnostic.ts";

/** The most that are shown of one source. */
export const MOST_DIAGNOSTICS = 100;

/**
 * The first diagnostics, and the first error where it comes later: what is wrong stays wrong. `tell` says how many more
 * there are.
 */
export function capDiagnostics(all: readonly Diagnostic[], tell: (more: number) => Diagnostic): readonly Diagnostic[] {
  if (all.length <= MOST_DIAGNOSTICS) return all;
  const shown = all.slice(0, MOST_DIAGNOSTICS);
  const isError = ({ severity }: Diagnostic): boolean => severity === "error";
  const later = shown.some(isError) ? undefined : all.find(isError);
  if (later !== undefined) shown[MOST_DIAGNOSTICS - 1] = later;
  return [...shown, tell(all.length - MOST_DIAGNOSTICS)];
}
