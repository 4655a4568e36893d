/** The environment of an analysis, and where it reports to. */
import type { Diagnostic } from "../core/diagnostic/diagnostic.ts";
import type { Conditions } from "../lenses/conditions.ts";
import type { Lens } from "../lenses/lens.ts";
import type { LoadProtocol } from "../repository/loaded-protocol.ts";
import type { AssessEvent } from "./events.ts";
import type { Elsewhere } from "./elsewhere/elsewhere.ts";
import type { PartEvidence } from "../core/verdict/verdict.ts";
import type { LoadedSource } from "../lenses/loaded-source.ts";
import type { Journal } from "./journal.ts";
import type { ResultCache } from "./result-cache.ts";

/** Everything that an analysis needs from outside. */
export interface Environment extends Conditions {
  readonly version: string;
  /** The digest of the build; undefined: assessments do not say it. */
  readonly build?: string;
  readonly loadProtocol: LoadProtocol;
  /** In the order in which they judge, with the programs that options ask for. */
  readonly lenses: readonly Lens[];
  readonly listen: (event: AssessEvent) => void;
  /** The journal that tells whoever watches over this process; undefined: nobody does. */
  readonly journal?: Journal | undefined;
  /** Verdicts of earlier analyses; where there is none, all are found anew. */
  readonly cache?: ResultCache | undefined;
  /** Who does jobs for the analysis; undefined: they are done here, one after the other. */
  readonly elsewhere?: Elsewhere | undefined;
  /** Takes the evidence of findings, for whoever has them from this analysis; undefined: nobody wants it. */
  readonly take?: ((evidence: readonly PartEvidence[]) => void) | undefined;
  /** True for a source that is not what the last report was of: it comes first. */
  readonly isChanged?: ((loaded: LoadedSource) => boolean) | undefined;
  /** Facts of the machine, for the timings. */
  readonly machine: Readonly<Record<string, unknown>>;
}

/** Takes what is to be told of a source. */
export type Report = (source: string, diagnostic: Diagnostic) => void;
