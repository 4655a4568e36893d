/**
 * The intruder's knowledge at a moment of a ground trace, and how it comes to know it.
 *
 * Written apart from the search: forward saturation under the deduction rules, then composition. Invariant: `known` is
 * closed under all openings whose side terms can be derived.
 */
import { DEFAULT_BUDGETS, type VerifierBudgets } from "../budgets.ts";
import { NO_PULSE, type Pulse } from "../pulse.ts";
import { match } from "../../../core/term/match.ts";
import { type Substitution, substitute } from "../../../core/term/substitution.ts";
import { isGround, type Name, PAIR, type Term } from "../../../core/term/term.ts";
import type { Deductions } from "../../../core/theory/theory.ts";
import type { Derivation } from "./trace.ts";

/** The part of the budgets that bounds what the intruder tries for one term. */
export type ReplayLimits = Pick<VerifierBudgets, "replayDepth" | "replayTries">;

export class Knowledge {
  private depth = 0;
  private tries = 0;
  private isOthers: (term: Term) => boolean = () => false;
  private readonly known = new Map<string, Derivation>();
  private readonly inProgress = new Set<string>();
  private readonly deductions: Deductions;
  private readonly hints: readonly Term[];
  private readonly pulse: Pulse;
  private readonly limits: ReplayLimits;
  /** The openings by the operation that they open; those that open a variable are among those of every operation. */
  private readonly openings: ReadonlyMap<string, Deductions["analyses"]>;

  constructor(
    deductions: Deductions,
    invented: readonly Name[],
    hints: readonly Term[],
    pulse: Pulse = NO_PULSE,
    limits: ReplayLimits = DEFAULT_BUDGETS,
  ) {
    this.limits = limits;
    this.deductions = deductions;
    this.pulse = pulse;
    this.openings = groupOpenings(deductions.analyses);
    this.hints = hints.filter(isGround);
    for (const rule of deductions.syntheses) {
      if (rule.from.length === 0 && isGround(rule.yields)) this.add(initial(rule.yields));
    }
    for (const name of invented) this.add(initial(name));
    this.saturate();
  }

  /** The intruder overhears a message. */
  learn(message: Term, run: number, at: number): void {
    this.add({ term: message, by: { kind: "sent", run, at }, premises: [] });
    this.saturate();
  }

  /** The intruder takes a term for one that it has guessed. */
  guess(term: Term): void {
    this.add({ term, by: { kind: "guessed" }, premises: [] });
    this.saturate();
  }

  /** From now on it does not put these terms together, because others have made them with randomness of their own. */
  withhold(isOthers: (term: Term) => boolean): void {
    this.isOthers = isOthers;
  }

  /** Lists the terms that it has without composing. */
  list(): Iterable<Derivation> {
    return this.known.values();
  }

  /** How the intruder can have `term` now; undefined when it cannot. */
  derive(term: Term): Derivation | undefined {
    const known = this.known.get(term.key);
    if (known !== undefined) return known;
    if (this.inProgress.size === 0) this.tries = 0;
    if (this.inProgress.has(term.key)) return undefined;
    this.inProgress.add(term.key);
    try {
      return this.join(term) ?? this.synthesise(term);
    } finally {
      this.inProgress.delete(term.key);
    }
  }

  private join(term: Term): Derivation | undefined {
    if (term.kind !== "application" || term.op !== PAIR) return undefined;
    const premises = term.args.map((part) => this.derive(part));
    return premises.every((premise) => premise !== undefined) ? { term, by: { kind: "join" }, premises } : undefined;
  }

  private synthesise(term: Term): Derivation | undefined {
    this.pulse.beat();
    if (this.isOthers(term)) return undefined;
    for (const rule of this.deductions.syntheses) {
      // "Any agent" means the constants of that sort, not what a run makes up.
      if (rule.yields.kind === "variable" && term.kind === "name" && term.fresh) continue;
      const bound = match(rule.yields, term);
      if (bound === undefined || ++this.tries > this.limits.replayTries) continue;
      if (rule.computes === true && this.depth >= this.limits.replayDepth) continue;
      const step = rule.computes === true ? 1 : 0;
      this.depth += step;
      const premises = this.deriveAll(rule.from, bound)?.premises;
      this.depth -= step;
      if (premises === undefined) continue;
      return premises.length === 0 ? initial(term) : { term, by: { kind: "synthesis", rule: rule.name }, premises };
    }
    return undefined;
  }

  /** Derives every part; variables that `bound` leaves open take values among what is known or hinted at. */
  deriveAll(parts: readonly Term[], bound: Substitution): { premises: Derivation[]; bound: Substitution } | undefined {
    const [first, ...rest] = parts;
    if (first === undefined) return { premises: [], bound };
    const part = substitute(first, bound);
    if (isGround(part)) {
      const premise = this.derive(part);
      if (premise === undefined) return undefined;
      const others = this.deriveAll(rest, bound);
      return others && { premises: [premise, ...others.premises], bound: others.bound };
    }
    for (const candidate of [...[...this.known.values()].map(({ term }) => term), ...this.hints]) {
      const extended = match(part, candidate, 0, bound);
      const premise = extended && this.derive(candidate);
      const others = extended && premise && this.deriveAll(rest, extended);
      if (premise && others) return { premises: [premise, ...others.premises], bound: others.bound };
    }
    return undefined;
  }

  private add(derivation: Derivation): boolean {
    const { term } = derivation;
    if (this.known.has(term.key)) return false;
    this.known.set(term.key, derivation);
    if (term.kind === "application" && term.op === PAIR) {
      for (const part of term.args) this.add({ term: part, by: { kind: "split" }, premises: [derivation] });
    }
    return true;
  }

  private saturate(): void {
    for (let grown = true; grown; ) {
      grown = false;
      for (const derivation of [...this.known.values()]) {
        this.pulse.beat();
        const root = derivation.term.kind === "application" ? derivation.term.op : "";
        for (const rule of this.openings.get(root) ?? this.openings.get("") ?? []) {
          grown = this.open(derivation, rule) || grown;
        }
      }
    }
  }

  private open(from: Derivation, rule: Deductions["analyses"][number]): boolean {
    const bound = match(rule.from, from.term);
    if (bound === undefined) return false;
    const excluded = rule.unless.some(({ term, pattern }) => match(pattern, substitute(term, bound)) !== undefined);
    const gained = substitute(rule.yields, bound);
    if (excluded || (isGround(gained) && this.known.has(gained.key))) return false;
    const found = this.deriveAll(rule.using, bound);
    if (found === undefined) return false;
    const term = substitute(rule.yields, found.bound);
    return this.add({ term, by: { kind: "analysis", rule: rule.name }, premises: [from, ...found.premises] });
  }
}

/** The openings of every operation, and under "" those of all other terms, each in the order of the rules. */
function groupOpenings(analyses: Deductions["analyses"]): ReadonlyMap<string, Deductions["analyses"]> {
  const anything: Deductions["analyses"][number][] = [];
  const groups = new Map([["", anything]]);
  for (const rule of analyses) {
    if (rule.from.kind === "application") {
      const group = groups.get(rule.from.op) ?? [...anything];
      groups.set(rule.from.op, group);
      group.push(rule);
    } else for (const group of groups.values()) group.push(rule);
  }
  return groups;
}

function initial(term: Term): Derivation {
  return { term, by: { kind: "initial" }, premises: [] };
}
