/** What each send of a run exposes; computed once for a run, which never changes. */
import { PAIR, subterms, type Term } from "../../term/term.ts";
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
  passed: false,
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
    const passing = passedOn(run);
    const kept = withoutDominated(
      run.events.flatMap((event, at) =>
        event.kind === "send" || event.kind === "recv"
          ? [{ ...this.expose(event.message, at, passing), kind: event.kind }]
          : [],
      ),
    );
    this.seen.set(run.events, kept);
    return kept;
  }

  private expose(message: Term, event: number, passing: readonly Term[]): Sending {
    const exposures = exposuresOf(message, this.prepared.deductions.analyses, this.prepared.matching, passing);
    if (this.prepared.origins === "exposed") return { event, exposures, positions: exposures };
    const everywhere = [...subterms(message)].map((term): Exposure => ({ ...ANYWHERE, term }));
    return { event, exposures, positions: everywhere };
  }
}

/** What the run's variables hold, tuples taken apart: whatever is one of these may come from elsewhere. */
function passedOn(run: Run): Term[] {
  const takeApart = (term: Term): Term[] =>
    term.kind === "application" && term.op === PAIR ? [term, ...term.args.flatMap(takeApart)] : [term];
  return run.script.role.variables.flatMap((v) => takeApart(run.binding.get(v.key) ?? v));
}

/**
 * Keeps of the sends what the same run has not exposed before for no more than it takes now: a canonical source is the
 * earliest. What the run has received before, the intruder had even before that. As an origin only the first place
 * counts, whatever it takes to open it.
 */
function withoutDominated(messages: readonly (Sending & { readonly kind: "send" | "recv" })[]): Sending[] {
  const before = new Map<string, ReadonlySet<string>[]>();
  const origins = new Set<string>();
  return messages.flatMap(({ kind, event, exposures, positions }) => {
    const kept = exposures.filter((exposure) => {
      const key = `${exposure.kind} ${exposure.term.key}`;
      const using = new Set(exposure.using.map((term) => term.key));
      const earlier = before.get(key) ?? [];
      if (earlier.some((other) => [...other].every((needed) => using.has(needed)))) return false;
      if (exposure.certain) before.set(key, [...earlier, using]);
      return true;
    });
    const first = positions.filter(({ term, certain }) => {
      if (origins.has(term.key)) return false;
      if (certain) origins.add(term.key);
      return true;
    });
    return kind === "send" ? [{ event, exposures: kept, positions: first }] : [];
  });
}
