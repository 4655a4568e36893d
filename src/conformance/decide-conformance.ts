/** The exit status of a comparison: the first that applies, so that CI can trust a zero. */
import type { Conformance } from "../core/verdict/conformance.ts";
import { EXIT, type ExitStatus } from "../repository/exit-status.ts";

/**
 * `1`: a contradiction, or less than was recorded, that no deviation explains, or one that explains nothing any more.
 * `3`: a claim undecided about which something was recorded.
 */
export function decideConformance({ models, stale, errors, interrupted }: Conformance): ExitStatus {
  if (errors.some(({ code }) => code === "AS901")) return EXIT.bug;
  if (interrupted === true) return EXIT.interrupted;
  if (errors.length > 0) return EXIT.input;
  const claims = models.flatMap((model) => model.claims);
  const isWorse = claims.some(({ agreement }) => agreement === "contradiction" || agreement === "weaker");
  const isRefused = models.some(
    ({ agreement, recorded, deviation }) => agreement === "rejected" && recorded === "ran" && deviation === undefined,
  );
  if (isWorse || isRefused || stale.length > 0) return EXIT.differs;
  const isOpen = claims.some(({ agreement, recorded }) => agreement === "undecided" && recorded !== undefined);
  return isOpen ? EXIT.inconclusive : EXIT.expected;
}
