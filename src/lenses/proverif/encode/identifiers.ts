/**
 * Identifiers of ProVerif for an author's names: injective in each scope, never a word of the language.
 *
 * Globals are types, functions, constants, events and processes; locals belong to one process or query and shadow no
 * global. Asking again for the same thing gives the same identifier.
 */

/** A name that is spelled differently than in the source. */
export interface RenamedName {
  readonly what: string;
  readonly author: string;
  readonly proverif: string;
}

/** Identifiers of one model. */
export interface Identifiers {
  /** The identifier of a global thing; `wish` is what it should be called, where that is not its own name. */
  readonly global: (what: string, author: string, wish?: string) => string;
  /** The identifier of a thing of one scope. */
  readonly local: (scope: string, what: string, author: string) => string;
  /** Where an author's name had to change. */
  readonly renamed: () => readonly RenamedName[];
}

/** Words that ProVerif keeps for itself, and names that it declares. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    "among and attacker axiom bitstring bool channel choice clauses const def diff do elimtrue else equation " +
    "equivalence event expand fail false for forall foreach free fun get if implementation in induction inj insert " +
    "let lemma letfun letproba mess nat new noninterf noselect not nounif or otherwise out param phase pred proba " +
    "process proof public_vars putbegin query reduc restriction secret select set subterm suchthat sync table then " +
    "time true type weaksecret yield is_nat c pair at atom family run"
  ).split(" "),
);

/** Names of variables in queries and rules, and of the run in a role: no global may be called so. */
const VARIABLES = /^((agent|data|from|to|content|run|sent|got|x)\d+|v_.*|r)$/;

/** Opens the identifiers of a model. */
export function openIdentifiers(): Identifiers {
  const globals = new Map<string, string>();
  const locals = new Map<string, string>();
  const taken = new Set<string>(RESERVED);
  const takenIn = new Map<string, Set<string>>();
  const takenAnywhere = new Set<string>();
  const renamed: RenamedName[] = [];
  const settle = (wish: string, isTaken: (id: string) => boolean): string => {
    const base = mangle(wish);
    let id = base;
    for (let i = 2; isTaken(id); i++) id = `${base}_${i}`;
    return id;
  };
  return {
    global: (what, author, wish = author) => {
      const key = `${what}\n${author}`;
      const known = globals.get(key);
      if (known !== undefined) return known;
      const id = settle(wish, (one) => taken.has(one) || takenAnywhere.has(one) || VARIABLES.test(one));
      taken.add(id);
      globals.set(key, id);
      if (id !== wish) renamed.push({ what, author, proverif: id });
      return id;
    },
    local: (scope, what, author) => {
      const key = `${scope}\n${what}\n${author}`;
      const known = locals.get(key);
      if (known !== undefined) return known;
      const here = takenIn.get(scope) ?? new Set();
      takenIn.set(scope, here);
      const id = settle(author, (one) => taken.has(one) || here.has(one) || one === "r");
      here.add(id);
      takenAnywhere.add(id);
      locals.set(key, id);
      if (id !== author && what !== "part") renamed.push({ what: `${what} of ${scope}`, author, proverif: id });
      return id;
    },
    renamed: () => renamed,
  };
}

/** Letters, digits, `_` and `'`, with a letter first. */
function mangle(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_']/g, "_");
  return /^[A-Za-z]/.test(plain) ? plain : `x${plain}`;
}
