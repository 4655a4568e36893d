/**
 * The closure of what the intruder can deduce: openings of everything that it can put together or compute itself.
 *
 * Afterwards whatever can be derived at all can be derived by opening only what was sent (never what the intruder built)
 * and building from that, which is what the search looks for. An opening is resolved with every way to make the term that
 * it opens, again and again, until nothing new follows; what follows from the same terms by clauses that there are is left
 * out. Reference idea: Ciobaca, Delaune and Kremer, "Computing knowledge in security protocols under convergent
 * equational theories" (JAR 2012); docs/semantics.md has the argument.
 */
import { type Diagnostic, DiagnosticError } from "../diagnostic/diagnostic.ts";
import { match } from "../term/match.ts";
import { renameApart, type Substitution, substitute } from "../term/substitution.ts";
import { equals, occursIn, PAIR, subterms, type Term, type Variable, variable, variablesOf } from "../term/term.ts";
import { unify } from "../term/unify.ts";
import type { Analysis, Deductions, Synthesis } from "./theory.ts";

/** Whoever has all of `given` has `yields`. */
export interface Clause {
  readonly name: string;
  readonly given: readonly Term[];
  readonly yields: Term;
}

/** How far the closure goes before a theory counts as one that has none. */
export interface Bounds {
  /** Clauses that are kept. */
  readonly clauses: number;
  /** Symbols of a clause. */
  readonly size: number;
  /** Test seam: how often an opening is carried back through what is computed. Only tests set it. */
  readonly rounds?: number;
}

/** More than any theory of the literature takes. */
export const BOUNDS: Bounds = { clauses: 400, size: 120 };

/** The deductions closed; throws DiagnosticError CP507 when that does not end within the bounds. */
export function closeDeductions(open: Deductions, bounds: Bounds = BOUNDS): Deductions {
  const excepted = open.analyses.filter((rule) => rule.unless.length > 0);
  const plain = open.syntheses.filter((rule) => rule.computes !== true);
  const closure = new Closure(plain, bounds);
  for (const { name, from, using, yields, unless } of open.analyses) {
    if (unless.length === 0) closure.add({ name, given: [from, ...using], yields }, 0);
  }
  for (const { name, from, yields, computes } of open.syntheses) {
    if (computes === true) closure.add({ name, given: from, yields }, 0);
  }
  closure.complete();
  const { clauses } = closure;
  return {
    analyses: [...excepted, ...withoutSubsumed(clauses.flatMap(openings))],
    syntheses: [...plain, ...clauses.filter((clause) => !isOpening(clause)).map(computation)],
  };
}

/** True when the result is part of something that must be there: an opening; else a computation. */
function isOpening({ given, yields }: Clause): boolean {
  return given.some((term) => occursIn(yields, term));
}

/** One analysis for every given term that holds the result; the others must be at hand. */
function openings({ name, given, yields }: Clause): Analysis[] {
  return given.flatMap((from, i) =>
    occursIn(yields, from)
      ? [{ kind: "analysis" as const, name, from, using: given.filter((_, j) => j !== i), yields, unless: [] }]
      : [],
  );
}

function computation({ name, given, yields }: Clause): Synthesis {
  return { kind: "synthesis", name, from: given, yields, computes: true };
}

interface Kept extends Clause {
  /** How many computations it was carried back through. */
  readonly round: number;
}

class Closure {
  readonly clauses: Kept[] = [];
  private readonly bounds: Bounds;
  /** The operations that the intruder can apply. */
  private readonly operations: ReadonlySet<string>;
  private readonly resolved = new Set<string>();

  constructor(plain: readonly Synthesis[], bounds: Bounds) {
    this.bounds = bounds;
    this.operations = new Set(plain.flatMap((rule) => applied(rule)));
  }

  /**
   * Keeps what is new of a clause. Where what an opening opens can be put together, the parts are opened in its place:
   * whoever has them puts the rest around them.
   */
  add(drafted: Clause, round: number): void {
    for (const yields of partsOf(drafted.yields)) {
      const clause = nameShortly({
        ...drafted,
        given: this.listNeeded(drafted.given.flatMap(partsOf), yields),
        yields,
      });
      if (this.follows(clause)) continue;
      this.clauses.push({ ...clause, round });
      this.check(clause);
      for (const [i, term] of clause.given.entries()) {
        if (term.kind !== "application" || !this.operations.has(term.op) || !occursIn(yields, term)) continue;
        this.add({ ...clause, given: clause.given.toSpliced(i, 1, ...term.args) }, round);
      }
    }
  }

  /** Carries every opening back through every computation that makes what it opens. */
  complete(): void {
    for (let before = -1; before < this.clauses.length; ) {
      before = this.clauses.length;
      const known = this.clauses.slice();
      for (const [i, computed] of known.entries()) {
        if (isOpening(computed)) continue;
        for (const [j, opened] of known.entries()) {
          if (!isOpening(opened) || this.resolved.has(`${i} ${j}`)) continue;
          this.resolved.add(`${i} ${j}`);
          this.carryBack(computed, opened);
        }
      }
    }
  }

  private carryBack(computed: Kept, drafted: Kept): void {
    const round = computed.round + drafted.round + 1;
    if (round > (this.bounds.rounds ?? Number.POSITIVE_INFINITY)) return;
    const apart = (term: Term): Term => renameApart(term, APART, rename);
    const opened = { ...drafted, given: drafted.given.map(apart), yields: apart(drafted.yields) };
    for (const [i, term] of opened.given.entries()) {
      const unifier = occursIn(opened.yields, term) ? unify(computed.yields, term) : undefined;
      if (unifier === undefined) continue;
      const given = [...computed.given, ...opened.given.toSpliced(i, 1)];
      const name = `${computed.name}${THEN}${opened.name}`;
      this.add({ name, ...bind({ given, yields: opened.yields }, unifier) }, round);
    }
  }

  /** The given terms without those that can be built from others, or from anything. */
  private listNeeded(given: readonly Term[], yields: Term): readonly Term[] {
    const at = given.findIndex((term, i) => {
      const others = given.toSpliced(i, 1);
      const used = new Set(variablesOf(...others, yields).map(({ key }) => key));
      return this.canBuild(term, [...others, ...variablesOf(term).filter(({ key }) => !used.has(key))]);
    });
    return at < 0 ? given : this.listNeeded(given.toSpliced(at, 1), yields);
  }

  /** True when the result can be built from what is given and what clauses that there are yield of it. */
  private follows({ given, yields }: Clause): boolean {
    if (this.canBuild(yields, given)) return true;
    const gained = this.clauses.flatMap((other) =>
      [...fit(other.given, given, new Map())].map((bound) => substitute(other.yields, bound)),
    );
    return this.canBuild(yields, [...given, ...gained]);
  }

  private canBuild(term: Term, parts: readonly Term[]): boolean {
    if (parts.some((part) => equals(part, term))) return true;
    if (term.kind !== "application" || !(term.op === PAIR || this.operations.has(term.op))) return false;
    return term.args.every((arg) => this.canBuild(arg, parts));
  }

  private check(clause: Clause): void {
    const size = [...clause.given, clause.yields].reduce((sum, term) => sum + [...subterms(term)].length, 0);
    if (this.clauses.length <= this.bounds.clauses && size <= this.bounds.size) return;
    const diagnostic: Diagnostic = {
      code: "CP507",
      severity: "error",
      message: `Deductions by the rules ${listRules(clause.name)} do not terminate.`,
      help: "Remove the rule that makes ever larger terms, or the opening that needs a term nobody can make.",
    };
    throw new DiagnosticError([diagnostic]);
  }
}

/** The operation that a synthesis applies, when it does no more than that. */
function applied({ from, yields }: Synthesis): readonly string[] {
  if (yields.kind !== "application" || yields.args.length !== from.length) return [];
  const names = new Set(yields.args.map(({ key }) => key));
  const isPlain = yields.args.every((arg, i) => arg.kind === "variable" && equals(arg, from[i] as Term));
  return isPlain && names.size === from.length ? [yields.op] : [];
}

/** Tuples come apart, and can be put together again. */
function partsOf(term: Term): readonly Term[] {
  return term.kind === "application" && term.op === PAIR ? term.args.flatMap(partsOf) : [term];
}

const APART = "~";

/** Between the names of rules that follow each other. */
const THEN = ", then ";

function rename(v: Variable, mark: string): Variable {
  return variable(`${v.name}${mark}`, v.sorts, v.run);
}

function bind(clause: Pick<Clause, "given" | "yields">, by: Substitution): Pick<Clause, "given" | "yields"> {
  return { given: clause.given.map((term) => substitute(term, by)), yields: substitute(clause.yields, by) };
}

/** The clause with short names for its variables, apart from each other. */
function nameShortly({ name, given, yields }: Clause): Clause {
  const names = new Map<string, Variable>();
  const taken = new Set<string>();
  for (const v of variablesOf(...given, yields)) {
    let short = v.name.replace(/[~']+$/, "");
    while (taken.has(short)) short += "'";
    taken.add(short);
    names.set(v.key, variable(short, v.sorts, v.run));
  }
  return { name, ...bind({ given, yields }, names) };
}

/**
 * Every way to make each of `few` another one of `many`. No two the same one: when both were built, each is to be resolved,
 * and a clause that has one of them resolved must not be dropped for the one that has neither.
 */
function* fit(few: readonly Term[], many: readonly Term[], bound: Substitution): Generator<Substitution> {
  const [first, ...rest] = few;
  if (first === undefined) {
    yield bound;
    return;
  }
  for (const [i, term] of many.entries()) {
    const extended = match(first, term, 0, bound);
    if (extended !== undefined) yield* fit(rest, many.toSpliced(i, 1), extended);
  }
}

/** The rules behind a clause, each once. */
function listRules(name: string): string {
  const rules = [...new Set(name.split(THEN))];
  return rules.length === 1 ? name : `${rules.slice(0, -1).join(", ")} and ${rules.at(-1)}`;
}

/** Drops an analysis when another opens the same term for the same result with fewer terms at hand. */
function withoutSubsumed(analyses: readonly Analysis[]): Analysis[] {
  const canonical = analyses.map(nameVariablesInOrder);
  return analyses.filter((_, i) => {
    const one = canonical[i] as Canonical;
    return !canonical.some((other, j) => i !== j && subsumes(other, one) && (j < i || !subsumes(one, other)));
  });
}

interface Canonical {
  readonly opens: string;
  readonly using: ReadonlySet<string>;
}

/** Two analyses that differ in the names of variables only become the same strings. */
function nameVariablesInOrder(analysis: Analysis): Canonical {
  const names = new Map(
    variablesOf(analysis.from, analysis.yields, ...analysis.using).map((v, i) => [v.key, variable(`${i}`, v.sorts)]),
  );
  const key = (term: Term): string => substitute(term, names).key;
  return { opens: `${key(analysis.from)} > ${key(analysis.yields)}`, using: new Set(analysis.using.map(key)) };
}

function subsumes(strong: Canonical, weak: Canonical): boolean {
  return strong.opens === weak.opens && [...strong.using].every((term) => weak.using.has(term));
}
