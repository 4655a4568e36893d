/**
 * Formulas of BAN logic. As in the logic itself, messages and statements are not told apart: a statement may be sent, and
 * a message may be believed fresh.
 *
 * Invariant: formulas are made by the functions below, are immutable, and are in normal form: tuples are flat, sorted,
 * without repetition and never of one part. `id` is equal for two formulas exactly when they are equal, up to the names of
 * bound variables. Source: Burrows, Abadi, Needham, "A Logic of Authentication", DEC SRC Report 39 (1989), section 2.
 */

/** The sorts of a quantified variable; `msg` is any message. */
export type VariableSort = "key" | "msg" | "principal" | "nonce" | "timestamp" | "data";

export interface BoundVariable {
  readonly name: string;
  readonly sort: VariableSort;
}

export interface Atom {
  readonly is: "atom";
  readonly name: string;
  readonly id: string;
}

/** The four verbs: `who` believes, sees, once said, or has jurisdiction over `what`. */
export interface Attitude {
  readonly is: "believes" | "sees" | "said" | "controls";
  readonly who: Formula;
  readonly what: Formula;
  readonly id: string;
}

/** A shared key or a shared secret, `by`, good for its two ends and those they trust. */
export interface Bond {
  readonly is: "sharedkey" | "secret";
  readonly one: Formula;
  readonly by: Formula;
  readonly other: Formula;
  readonly id: string;
}

export interface Encryption {
  readonly is: "enc";
  /** A key, or the inverse of a public one: then this is a signature. */
  readonly by: Formula;
  readonly body: Formula;
  /** The originator; undefined where it is not said. */
  readonly from: Formula | undefined;
  readonly id: string;
}

export interface Combination {
  readonly is: "comb";
  readonly body: Formula;
  readonly by: Formula;
  readonly from: Formula | undefined;
  readonly id: string;
}

export type Formula =
  | Atom
  | { readonly is: "inverse"; readonly of: Formula; readonly id: string }
  | Attitude
  | { readonly is: "fresh"; readonly what: Formula; readonly id: string }
  | Bond
  | { readonly is: "pubkey"; readonly by: Formula; readonly of: Formula; readonly id: string }
  | { readonly is: "tuple"; readonly parts: readonly Formula[]; readonly id: string }
  | Encryption
  | Combination
  | { readonly is: "hash"; readonly body: Formula; readonly id: string }
  | {
      readonly is: "forall";
      readonly variables: readonly BoundVariable[];
      readonly body: Formula;
      readonly id: string;
      /** How many quantifiers are nested in it, itself included. */
      readonly height: number;
    };

/** A name: principal, key, nonce, timestamp, datum or variable. */
export function atom(name: string): Atom {
  return { is: "atom", name, id: name };
}

/** The private half of a key pair. */
export function inverse(of: Formula): Formula {
  return { is: "inverse", of, id: `(inv ${of.id})` };
}

/** A statement with one of the four verbs. */
export function attitude(is: Attitude["is"], who: Formula, what: Formula): Attitude {
  return { is, who, what, id: `(${is} ${who.id} ${what.id})` };
}

/** P believes X. */
export function believes(who: Formula, what: Formula): Attitude {
  return attitude("believes", who, what);
}

/** X was never sent before this run. */
export function fresh(what: Formula): Formula {
  return { is: "fresh", what, id: `(fresh ${what.id})` };
}

/** A shared key or secret between two ends. */
export function bond(is: Bond["is"], one: Formula, by: Formula, other: Formula): Bond {
  return { is, one, by, other, id: `(${is} ${one.id} ${by.id} ${other.id})` };
}

/** `by` is the public key of a principal, and its inverse is good. */
export function pubkey(by: Formula, of: Formula): Formula {
  return { is: "pubkey", by, of, id: `(pubkey ${by.id} ${of.id})` };
}

/** X under a key, by its originator where that is said. */
export function enc(by: Formula, body: Formula, from?: Formula): Encryption {
  return { is: "enc", by, body, from, id: `(enc ${by.id} ${body.id}${from === undefined ? "" : ` ${from.id}`})` };
}

/** X combined with a secret. */
export function comb(body: Formula, by: Formula, from?: Formula): Combination {
  return { is: "comb", body, by, from, id: `(comb ${body.id} ${by.id}${from === undefined ? "" : ` ${from.id}`})` };
}

/** H(X). */
export function hash(body: Formula): Formula {
  return { is: "hash", body, id: `(hash ${body.id})` };
}

/** The set of some messages: one message stands for itself. Throws RangeError on none. */
export function tuple(parts: readonly Formula[]): Formula {
  const flat = new Map<string, Formula>();
  for (const part of parts) for (const one of partsOf(part)) if (!flat.has(one.id)) flat.set(one.id, one);
  const [first, ...others] = flat.values();
  if (first === undefined) throw new RangeError("tuple: expected at least one part, got none");
  if (others.length === 0) return first;
  const sorted = [first, ...others].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { is: "tuple", parts: sorted, id: `(tuple ${sorted.map(({ id }) => id).join(" ")})` };
}

/** A stand-in for a bound variable, e.g. `(? 0 1)`: no name has brackets in it, so it is no name that anybody can give. */
function placeholder(mark: string, ...numbers: readonly number[]): Atom {
  return atom(`(${mark} ${numbers.join(" ")})`);
}

/** The body of a quantified formula with stand-ins for its variables that differ from every name and for every depth. */
export function openForall(
  { variables, body }: Extract<Formula, { is: "forall" }>,
  depth: number,
): { readonly variables: readonly BoundVariable[]; readonly body: Formula } {
  const opened = variables.map(({ sort }, i) => ({ name: placeholder("open", depth, i).name, sort }));
  const renaming = new Map(variables.map(({ name }, i) => [name, atom(opened[i]?.name ?? name)]));
  return { variables: opened, body: substitute(body, renaming) };
}

/** For all variables, the body. */
export function forall(variables: readonly BoundVariable[], body: Formula): Formula {
  const inside = heightOf(body);
  // Variables are numbered by nesting, so that names do not matter and an inner number never meets an outer one.
  const numbered = variables.map((_, i) => placeholder("?", inside, i));
  const renaming = new Map(variables.map(({ name }, i) => [name, numbered[i] as Formula]));
  const binder = variables.map(({ sort }, i) => `(${numbered[i]?.id} ${sort})`).join(" ");
  const id = `(forall (${binder}) ${substitute(body, renaming).id})`;
  return { is: "forall", variables, body, id, height: inside + 1 };
}

/** A belief in a key or secret, or in another's belief in one, the other way round; undefined for anything else. */
export function readTurned(statement: Formula): Formula | undefined {
  if (statement.is === "sharedkey" || statement.is === "secret") {
    return bond(statement.is, statement.other, statement.by, statement.one);
  }
  if (statement.is !== "believes") return undefined;
  const turned = readTurned(statement.what);
  return turned && believes(statement.who, turned);
}

/** The parts of a tuple; any other formula is its own only part. */
export function partsOf(formula: Formula): readonly Formula[] {
  return formula.is === "tuple" ? formula.parts : [formula];
}

/** The formulas directly inside, in the order in which they are written. */
export function childrenOf(formula: Formula): readonly Formula[] {
  switch (formula.is) {
    case "atom":
      return [];
    case "inverse":
      return [formula.of];
    case "believes":
    case "sees":
    case "said":
    case "controls":
      return [formula.who, formula.what];
    case "fresh":
      return [formula.what];
    case "sharedkey":
    case "secret":
      return [formula.one, formula.by, formula.other];
    case "pubkey":
      return [formula.by, formula.of];
    case "tuple":
      return formula.parts;
    case "enc":
    case "comb":
      return formula.from === undefined ? [formula.by, formula.body] : [formula.by, formula.body, formula.from];
    case "hash":
    case "forall":
      return [formula.body];
    default:
      return formula satisfies never;
  }
}

/** The formula and all inside it. */
export function* subformulas(formula: Formula): Generator<Formula> {
  yield formula;
  for (const child of childrenOf(formula)) yield* subformulas(child);
}

/** True when there is no encryption anywhere inside. */
export function isClear(formula: Formula): boolean {
  return formula.is !== "enc" && childrenOf(formula).every(isClear);
}

/** True for what may be asserted, as opposed to atoms and ciphertexts. */
export function isStatement(formula: Formula): boolean {
  switch (formula.is) {
    case "believes":
    case "sees":
    case "said":
    case "controls":
    case "fresh":
    case "sharedkey":
    case "secret":
    case "pubkey":
    case "forall":
      return true;
    case "atom":
    case "inverse":
    case "tuple":
    case "enc":
    case "comb":
    case "hash":
      return false;
    default:
      return formula satisfies never;
  }
}

/** Replaces atoms by name, all at once; what a quantifier inside binds is left alone. */
export function substitute(formula: Formula, by: ReadonlyMap<string, Formula>): Formula {
  if (by.size === 0) return formula;
  const go = (inside: Formula): Formula => substitute(inside, by);
  switch (formula.is) {
    case "atom":
      return by.get(formula.name) ?? formula;
    case "inverse":
      return inverse(go(formula.of));
    case "believes":
    case "sees":
    case "said":
    case "controls":
      return attitude(formula.is, go(formula.who), go(formula.what));
    case "fresh":
      return fresh(go(formula.what));
    case "sharedkey":
    case "secret":
      return bond(formula.is, go(formula.one), go(formula.by), go(formula.other));
    case "pubkey":
      return pubkey(go(formula.by), go(formula.of));
    case "tuple":
      return tuple(formula.parts.map(go));
    case "enc":
      return enc(go(formula.by), go(formula.body), formula.from && go(formula.from));
    case "comb":
      return comb(go(formula.body), go(formula.by), formula.from && go(formula.from));
    case "hash":
      return hash(go(formula.body));
    case "forall": {
      const { variables, body } = formula;
      const bound = new Set(variables.map(({ name }) => name));
      const inner = new Map([...by].filter(([name]) => !bound.has(name)));
      // A name that comes in is not the variable of that name.
      const coming = new Set([...inner.values()].flatMap((value) => [...subformulas(value)].map(({ id }) => id)));
      if (!variables.some(({ name }) => coming.has(name))) return forall(variables, substitute(body, inner));
      const taken = new Set([...coming, ...[...subformulas(body)].map(({ id }) => id), ...bound]);
      const renamed = variables.map((variable) => ({ ...variable, name: findFreeName(variable.name, taken) }));
      const renaming = variables.map(({ name }, i) => [name, atom(renamed[i]?.name ?? name)] as const);
      return forall(renamed, substitute(substitute(body, new Map(renaming)), inner));
    }
    default:
      return formula satisfies never;
  }
}

/** The name with as many primes as make it another one than those that are taken; takes it. */
function findFreeName(name: string, taken: Set<string>): string {
  let free = name;
  while (taken.has(free)) free += "'";
  taken.add(free);
  return free;
}

function heightOf(formula: Formula): number {
  if (formula.is === "forall") return formula.height;
  return childrenOf(formula).reduce((most, child) => Math.max(most, heightOf(child)), 0);
}
