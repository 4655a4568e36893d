/** Terms that the intruder can build from the start, whatever their variables come to be: never worth a goal. */
import { match } from "../../term/match.ts";
import { substitute } from "../../term/substitution.ts";
import { AGENT, type Term, variablesOf } from "../../term/term.ts";
import type { Prepared } from "../prepare.ts";

export class Triviality {
  private readonly seen = new Map<string, boolean>();
  private readonly prepared: Prepared;

  constructor(prepared: Prepared) {
    this.prepared = prepared;
  }

  isTrivial(term: Term): boolean {
    const known = this.seen.get(term.key);
    if (known !== undefined) return known;
    const answer = this.decide(term);
    this.seen.set(term.key, answer);
    return answer;
  }

  private decide(term: Term): boolean {
    switch (term.kind) {
      case "name":
        return !term.fresh && (this.prepared.publicNames.has(term.key) || this.canSynthesise(term));
      case "variable":
        // Typed matching only: elsewhere an agent variable may come to hold a secret that has no sort.
        return this.prepared.matching === 0 && term.sorts.length === 1 && term.sorts[0] === AGENT;
      case "application":
        return this.canSynthesise(term);
      default:
        return term satisfies never;
    }
  }

  private canSynthesise(term: Term): boolean {
    return this.prepared.deductions.syntheses.some((rule) => {
      const bound = match(rule.yields, term);
      if (bound === undefined) return false;
      const unbound = variablesOf(...rule.from).some((v) => !bound.has(v.key));
      return !unbound && rule.from.every((part) => this.isTrivial(substitute(part, bound)));
    });
  }
}
