/** What an analysis needs from outside, and where it reports to. */
import type { Diagnostic } from "../core/diagnostic/diagnostic.ts";
import type { Model } from "../core/protocol/ir/script.ts";
import type { InstalledScyther } from "../lenses/scyther/installed/find-scyther.ts";
import type { ClaimTarget, VerifyOptions } from "../lenses/verifier/verify.ts";
import type { Pulse } from "../lenses/verifier/pulse.ts";
import type { Conditions, Search } from "./drive.ts";
import type { AssessEvent } from "./events.ts";
import type { Journal } from "./journal.ts";
import type { LoadProtocol } from "../repository/loaded-protocol.ts";
import type { ResultCache } from "./result-cache.ts";

/** Starts the searches of one model, which the pulse breaks off. */
export type StartVerifier = (
  model: Model,
  pulse: Pulse,
) => {
  verify(target: ClaimTarget, options: VerifyOptions): Search;
};

/** Everything that an analysis needs from outside. */
export interface Environment extends Conditions {
  readonly version: string;
  readonly loadProtocol: LoadProtocol;
  readonly startVerifier: StartVerifier;
  /** Needed by options that ask for it. */
  readonly scyther?: InstalledScyther | undefined;
  readonly listen: (event: AssessEvent) => void;
  /** What whoever watches over this process is told; none: nobody does. */
  readonly journal?: Journal | undefined;
  /** Verdicts of earlier analyses; where there is none, all are found anew. */
  readonly cache?: ResultCache | undefined;
  /** Facts of the machine, for the timings. */
  readonly machine: Readonly<Record<string, unknown>>;
}

/** Takes what is to be told of a source. */
export type Report = (source: string, diagnostic: Diagnostic) => void;
