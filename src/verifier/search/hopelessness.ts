/**
 * Terms that the intruder can never have, whatever else happens: no role ever says them where they could come from, and
 * they cannot be put together without one like that, or only with a dishonest player where there is an honest one.
 *
 * Typically private keys of honest agents and secret constants. Seeing this at once spares the search a step for every
 * message that only such a key opens.
 */
import { renameApart, type Substitution, substitute } from "../../term/substitution.ts";
import { mapLeaves, subterms, type Term, variable } from "../../term/term.ts";
import { unify } from "../../term/unify.ts";
import type { Prepared } from "../prepare.ts";
import { startRun } from "./run.ts";
import type { Sendings } from "./sendings.ts";
import type { Triviality } from "./triviality.ts";

/** No run has this number: what stands for the script itself. */
const NO_RUN = -1;

/** A run's own names are others in every run. */
function ofAnyRun(term: Term): Term {
  return mapLeaves(term, (leaf) =>
    leaf.kind === "name" && leaf.fresh ? variable(`any ${leaf.name}`, leaf.sorts) : leaf,
  );
}

export class Hopelessness {
  private readonly said: readonly Term[];
  private readonly isSaid = new Map<string, boolean>();
  private readonly prepared: Prepared;
  private readonly trivial: Triviality;

  constructor(prepared: Prepared, trivial: Triviality, sendings: Sendings) {
    this.prepared = prepared;
    this.trivial = trivial;
    const exposed = prepared.scripts.flatMap((script) =>
      sendings.of(startRun(script, NO_RUN, 0)).flatMap(({ positions }) => positions.map(({ term }) => ofAnyRun(term))),
    );
    const held = prepared.deductions.syntheses.flatMap(({ from, yields }) =>
      from.length === 0 && yields.kind === "application" ? yields.args.flatMap((arg) => [...subterms(arg)]) : [],
    );
    const distinct = new Map([...exposed, ...held].map((term) => [term.key, term]));
    this.said = [...distinct.values()].filter((term) => term.kind === "application" || term.kind === "name");
  }

  /** True when the intruder can never have `term` as long as the agents in `honest` (variables, by key) are honest. */
  isHopeless(term: Term, honest: ReadonlySet<string>): boolean {
    if (term.kind === "variable" || this.trivial.isTrivial(term)) return false;
    if (term.kind === "name" && term.fresh) return false;
    if (this.isEverSaid(term)) return false;
    return this.prepared.deductions.syntheses.every((rule) => {
      const own = (part: Term): Term => renameApart(part, "~?", (v, mark) => variable(v.name + mark, v.sorts));
      const unifier = unify(own(rule.yields), term, rule.yields.kind === "variable" ? 0 : this.prepared.matching);
      if (unifier === undefined || this.needsDishonesty(unifier, honest)) return true;
      return rule.from.some((part) => this.isHopelessPart(substitute(own(part), unifier), term, honest));
    });
  }

  /** Rules that build need not build something smaller; only what is smaller is followed. */
  private isHopelessPart(part: Term, whole: Term, honest: ReadonlySet<string>): boolean {
    return part.key.length < whole.key.length && this.isHopeless(part, honest);
  }

  private needsDishonesty(unifier: Substitution, honest: ReadonlySet<string>): boolean {
    for (const key of honest) {
      const agent = unifier.get(key);
      if (agent !== undefined && this.prepared.untrusted.has(agent.key)) return true;
    }
    return false;
  }

  private isEverSaid(term: Term): boolean {
    const known = this.isSaid.get(term.key);
    if (known !== undefined) return known;
    const answer = this.said.some((other) => unify(other, term, this.prepared.matching) !== undefined);
    this.isSaid.set(term.key, answer);
    return answer;
  }
}
