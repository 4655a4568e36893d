/** What each send of a run exposes; computed once for a run, which never changes. */
import { subterms, type Term } from "../../term/term.ts";
import type { Prepared } from "../prepare.ts";
import { type Exposure, exposuresOf } from "./exposure.ts";
import type { Run } from "./run.ts";

export interface Sending {
  readonly event: number;
  readonly exposures: readonly Exposure[];
  /** Where a term may have its origin; the same as `exposures` unless roles take parts out of where nothing opens. */
  readonly positions: readonly Exposure[];
}

const ANYWHERE: Omit<Exposure, "term"> = {
  kind: "end",
  path: [],
  using: [],
  equations: [],
  unlike: [],
  certain: true,
  own: [],
};

export class Sendings {
  private readonly seen = new WeakMap<readonly unknown[], readonly Sending[]>();
  private readonly prepared: Prepared;

  constructor(prepared: Prepared) {
    this.prepared = prepared;
  }

  /** The sends of the whole script, in order, whatever the run's height. */
  of(run: Run): readonly Sending[] {
    // Runs that differ in height only share their events.
    const known = this.seen.get(run.events);
    if (known !== undefined) return known;
    const sendings = run.events.flatMap((event, at) => (event.kind === "send" ? [this.expose(event.message, at)] : []));
    this.seen.set(run.events, sendings);
    return sendings;
  }

  private expose(message: Term, event: number): Sending {
    const exposures = exposuresOf(message, this.prepared.deductions.analyses, this.prepared.matching);
    const everywhere = [...subterms(message)].map((term): Exposure => ({ ...ANYWHERE, term }));
    return { event, exposures, positions: this.prepared.origins === "exposed" ? exposures : everywhere };
  }
}
