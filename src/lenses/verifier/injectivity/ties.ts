/**
 * Fresh values that tie runs together: what two runs agree on contains, always in the same place, a name that one of
 * them made; so whoever has that place in common with two makers has the same maker.
 *
 * Read off the symbolic casts, of which all others are instances. Where every one of these has the claimant's fresh name
 * in the same place of a partner's messages, one partner run can be in the casts of one claimant only: the place holds
 * one value. Where every one has a partner's fresh name in the same place of the claimant's messages, a claimant has one
 * candidate for that role only.
 * Places below operations that a rule may reduce are left out: what stands there may be gone.
 */
import { freshName, type Term } from "../../../core/term/term.ts";
import type { Communication } from "../claims/precedence.ts";
import type { Prepared, Script } from "../prepare.ts";
import { listSymbolicCasts, type SymbolicCast } from "./symbolic-casts.ts";

/** Which role's messages contain which role's fresh names, in every cast of some communications. */
export class Ties {
  private readonly told: readonly Communication[];
  private readonly casts: readonly SymbolicCast[] | undefined;
  private readonly reducible: ReadonlySet<string>;

  constructor(prepared: Prepared, claimant: Script, told: readonly Communication[]) {
    this.told = told;
    this.reducible = reducibleOperations(prepared);
    this.casts = listSymbolicCasts(prepared, claimant, told);
  }

  /** True when a run of `holder` can be in a cast with one run of `maker` only. */
  pins(holder: string, maker: string): boolean {
    const { casts } = this;
    if (casts === undefined || casts.length === 0) return false;
    const places = casts.map((cast) => this.placesOf(cast, holder, maker));
    const [first, ...others] = places;
    return [...(first ?? [])].some((place) => others.every((set) => set.has(place)));
  }

  /** Where in the messages of `holder` names stand that the run of `maker` made. */
  private placesOf({ runs, fill }: SymbolicCast, holder: string, maker: string): Set<string> {
    const owner = runs.get(maker);
    const own = new Set(owner?.script.role.fresh.map(({ name, sorts }) => freshName(name, sorts, owner.id).key));
    const found = new Set<string>();
    for (const { label, sender, sendAt, receiver, recvAt } of this.told) {
      if (sender !== holder && receiver !== holder) continue;
      const event = runs.get(holder)?.events[sender === holder ? sendAt : recvAt];
      if (event?.kind !== "send" && event?.kind !== "recv") continue;
      for (const { place, key } of listPlaces(fill(event.message), this.reducible)) {
        if (own.has(key)) found.add(`${label} ${place} ${localName(key)}`);
      }
    }
    return found;
  }
}

/** The atoms of a term with the way to each, not below an operation that a rule may reduce. */
export function* listPlaces(
  term: Term,
  reducible: ReadonlySet<string>,
  place = "",
): Generator<{ readonly place: string; readonly key: string }> {
  if (term.kind !== "application") {
    yield { place, key: term.key };
    return;
  }
  if (reducible.has(term.op)) return;
  for (const [i, arg] of term.args.entries()) yield* listPlaces(arg, reducible, `${place}/${i}`);
}

/** The operations at the head of a rewrite rule. */
export function reducibleOperations({ model }: Prepared): ReadonlySet<string> {
  return new Set(model.rewrites.flatMap(({ left }) => (left.kind === "application" ? [left.op] : [])));
}

/** `f:N#3` is the N of run 3. */
function localName(key: string): string {
  return key.slice(0, key.lastIndexOf("#"));
}
