/**
 * The intruder's knowledge after some messages: everything that it can take apart, and from that whatever it can build.
 *
 * Written for the explorer alone. Invariant: `parts` is closed under splitting tuples and under every opening whose side
 * terms can be had; so a term can be had exactly when it is a part or is built from terms that can be had.
 */
import { match } from "../../src/core/term/match.ts";
import { type Substitution, substitute } from "../../src/core/term/substitution.ts";
import { isGround, PAIR, type Term } from "../../src/core/term/term.ts";
import type { Analysis } from "../../src/core/theory/theory.ts";
import { isAnyAgent, type Rules } from "./rules.ts";

export class Knowledge {
  /** All that was heard or known from the start, taken apart as far as it goes; by key. */
  readonly parts: ReadonlyMap<string, Term>;
  private readonly rules: Rules;
  private readonly found: Map<string, Term>;
  private readonly had = new Map<string, boolean>();
  private readonly asked = new Set<string>();

  constructor(rules: Rules, heard: Iterable<Term>) {
    this.rules = rules;
    this.found = new Map();
    this.parts = this.found;
    for (const term of [...rules.initial, ...heard]) this.take(term);
    this.close();
  }

  /** The knowledge after one more message. */
  hear(message: Term): Knowledge {
    return new Knowledge(this.rules, [...this.found.values(), message]);
  }

  /** True when the intruder can have this ground term. */
  has(term: Term): boolean {
    if (this.found.has(term.key)) return true;
    const known = this.had.get(term.key);
    if (known !== undefined) return known;
    if (this.asked.has(term.key)) return false;
    this.asked.add(term.key);
    const can = this.builds(term);
    this.asked.delete(term.key);
    // A "no" that was given while another term was being asked for may only mean that the two go in a circle.
    if (can || this.asked.size === 0 || this.rules.special.length === 0) this.had.set(term.key, can);
    return can;
  }

  private builds(term: Term): boolean {
    if (this.rules.open.some((pattern) => isAnyAgent(pattern, term))) return true;
    if (this.rules.open.some((pattern) => pattern.kind === "application" && match(pattern, term) !== undefined)) {
      return true;
    }
    if (term.kind !== "application") return false;
    if (this.rules.constructors.has(term.op) && term.args.every((arg) => this.has(arg))) return true;
    return this.rules.special.some(({ from, yields }) => {
      const bound = match(yields, term);
      return bound !== undefined && this.complete(from, bound) !== undefined;
    });
  }

  /** Values for the variables that `bound` leaves open, among the parts, such that all of `terms` can be had. */
  private complete(terms: readonly Term[], bound: Substitution): Substitution | undefined {
    const [first, ...rest] = terms;
    if (first === undefined) return bound;
    const term = substitute(first, bound);
    if (isGround(term)) return this.has(term) ? this.complete(rest, bound) : undefined;
    for (const part of this.found.values()) {
      const extended = match(term, part, 0, bound);
      const all = extended && this.complete(rest, extended);
      if (all !== undefined) return all;
    }
    return undefined;
  }

  private take(term: Term): boolean {
    if (this.found.has(term.key)) return false;
    this.found.set(term.key, term);
    if (term.kind === "application" && term.op === PAIR) for (const part of term.args) this.take(part);
    return true;
  }

  private close(): void {
    for (let grown = true; grown; ) {
      grown = false;
      for (const term of [...this.found.values()]) {
        if (term.kind !== "application") continue;
        for (const rule of this.rules.analyses) if (this.open(rule, term)) grown = true;
      }
      if (grown) this.had.clear();
    }
    this.had.clear();
  }

  private open(rule: Analysis, term: Term): boolean {
    const bound = match(rule.from, term);
    if (bound === undefined) return false;
    if (rule.unless.some(({ term: tested, pattern }) => match(pattern, substitute(tested, bound)) !== undefined)) {
      return false;
    }
    const at = substitute(rule.yields, bound);
    if (isGround(at) && this.found.has(at.key)) return false;
    const all = this.complete(rule.using, bound);
    return all !== undefined && this.take(substitute(rule.yields, all));
  }
}
