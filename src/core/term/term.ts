/**
 * Terms of the message algebra: names, variables and applications.
 *
 * Invariant: a term is immutable and carries `key`, a string that is equal for two terms exactly when the terms are
 * equal, so that equality, hashing and set membership cost one string comparison.
 * Follows Cremers and Mauw, "Operational Semantics and Verification of Security Protocols" (2012), section 3.2.
 */

/**
 * The kind of an atom. A user type is its own name. `Ticket`, or no sort at all, makes a variable generic: it takes
 * every term.
 */
export type Sort = string;

/** An atom: a constant, an agent, or the copy of a fresh name that belongs to one run. */
export interface Name {
  readonly kind: "name";
  readonly name: string;
  readonly sorts: readonly Sort[];
  /** True for a name that every run makes anew. */
  readonly fresh: boolean;
  /** The run that owns it; undefined for constants and inside role scripts. */
  readonly run: number | undefined;
  readonly key: string;
}

/** A placeholder that a run fills. */
export interface Variable {
  readonly kind: "variable";
  readonly name: string;
  readonly sorts: readonly Sort[];
  /** The run that owns it; undefined inside role scripts and theory rules. */
  readonly run: number | undefined;
  readonly key: string;
}

/** An operation applied to terms. */
export interface Application {
  readonly kind: "application";
  readonly op: string;
  readonly args: readonly Term[];
  readonly ground: boolean;
  readonly key: string;
}

export type Term = Name | Variable | Application;

/** The operation that builds tuples; tuples nest to the right. */
export const PAIR = "pair";

/** The sort of role players; role names and intruder-controlled partners carry it. */
export const AGENT = "Agent";

/** The sort of the agents of a trusted role, who play no other role. */
export function trustedSort(role: string): Sort {
  return `${AGENT}:${role}`;
}

/** True for the sort of any agents, be it those of a trusted role. */
export function isAgentSort(sort: Sort): boolean {
  return sort === AGENT || sort.startsWith(`${AGENT}:`);
}

/** A public or secret constant. */
export function constant(name: string, sorts: readonly Sort[] = []): Name {
  return { kind: "name", name, sorts, fresh: false, run: undefined, key: `c:${name}` };
}

/** A name made anew by every run; `run` is left out in role scripts. */
export function freshName(name: string, sorts: readonly Sort[] = [], run?: number): Name {
  return { kind: "name", name, sorts, fresh: true, run, key: run === undefined ? `f:${name}` : `f:${name}#${run}` };
}

/** A variable; `run` is left out in role scripts and rules. */
export function variable(name: string, sorts: readonly Sort[] = [], run?: number): Variable {
  return { kind: "variable", name, sorts, run, key: run === undefined ? `v:${name}` : `v:${name}#${run}` };
}

/** An operation applied to at least zero terms. */
export function apply(op: string, ...args: readonly Term[]): Application {
  let key = `${op}(`;
  let ground = true;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as Term;
    key += i === 0 ? arg.key : `,${arg.key}`;
    ground &&= isGround(arg);
  }
  return { kind: "application", op, args, ground, key: `${key})` };
}

/** `(a, b, c)` as `pair(a, pair(b, c))`; one term stands for itself. Throws RangeError on none. */
export function tuple(...parts: readonly Term[]): Term {
  const last = parts.at(-1);
  if (last === undefined) throw new RangeError("tuple: expected at least one part, got none");
  return parts.slice(0, -1).reduceRight<Term>((rest, part) => apply(PAIR, part, rest), last);
}

/** The parts of a right-nested tuple; a term that is no pair is its own only part. */
export function untuple(term: Term): Term[] {
  const parts: Term[] = [];
  let rest = term;
  while (rest.kind === "application" && rest.op === PAIR) {
    parts.push(rest.args[0] as Term);
    rest = rest.args[1] as Term;
  }
  parts.push(rest);
  return parts;
}

export function isGround(term: Term): boolean {
  return term.kind === "application" ? term.ground : term.kind === "name";
}

export function equals(a: Term, b: Term): boolean {
  return a === b || a.key === b.key;
}

/** Every subterm, the term itself first. */
export function* subterms(term: Term): Generator<Term> {
  yield term;
  if (term.kind === "application") for (const arg of term.args) yield* subterms(arg);
}

/** The distinct variables of a term, in order of first occurrence. */
export function variablesOf(...terms: readonly Term[]): Variable[] {
  const found = new Map<string, Variable>();
  const visit = (term: Term): void => {
    if (term.kind === "variable") found.set(term.key, term);
    else if (term.kind === "application" && !term.ground) for (const arg of term.args) visit(arg);
  };
  for (const term of terms) visit(term);
  return [...found.values()];
}

/** True when `part` is a subterm of `whole`, or equal to it. */
export function occursIn(part: Term, whole: Term): boolean {
  if (part.key === whole.key) return true;
  return whole.kind === "application" && whole.args.some((arg) => occursIn(part, arg));
}

/** Rebuilds a term bottom-up, replacing its atoms and variables; shares what does not change. */
export function mapLeaves(term: Term, replace: (leaf: Name | Variable) => Term): Term {
  if (term.kind !== "application") return replace(term);
  let changed = false;
  const args = term.args.map((arg) => {
    const next = mapLeaves(arg, replace);
    changed ||= next !== arg;
    return next;
  });
  return changed ? apply(term.op, ...args) : term;
}
