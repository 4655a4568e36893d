/**
 * Identifiers of Tamarin for an author's names: injective in each scope, never a word of the language.
 *
 * Functions, facts, rules and public names are spaces of their own; variables belong to one role or lemma, differ in more
 * than capitals, and are called like no function. Where the name of a constant begins another word, Tamarin reads the
 * constant there: none begins another one, or a variable.
 */

/** A name that is spelled differently than in the source. */
export interface RenamedName {
  readonly what: string;
  readonly author: string;
  readonly tamarin: string;
}

/** Kinds of identifiers in a theory. */
export type Space = "function" | "fact" | "rule" | "lemma" | "public name";

/** Identifiers of one theory. */
export interface Identifiers {
  /** The identifier of a global thing; `wish` is what it should be called, where that is not its own name. */
  readonly global: (space: Space, author: string, wish?: string) => string;
  /** A function without arguments; all of them have theirs before any variable has. */
  readonly constant: (author: string, wish: string) => string;
  /** The variable for a thing of one scope. */
  readonly local: (scope: string, what: string, author: string) => string;
  /** Where an author's name had to change. */
  readonly renamed: () => readonly RenamedName[];
}

/** Words that Tamarin keeps for itself, and functions that it declares. */
const WORDS =
  "in let rule rules lemma theory begin end builtins functions equations restriction axiom predicate predicates options " +
  "heuristic tactic export configuration macros process if then else new out event insert delete lookup as lock unlock " +
  "all ex not f t pub fresh msg nat node last diff exp inv one mult union empty fst snd pair xor zero pmult em h " +
  "true false accounts for test run";

const RESERVED: Readonly<Record<Space, readonly string[]>> = {
  function: WORDS.split(" "),
  fact: ["Fr", "In", "Out", "K", "KU", "KD", "Ded", "Honest", "Eq", "Neq", "Once", "Share", "Shared_key"],
  rule: ["Send", "Fresh", "Publ", "Iequality", "Coerce"],
  lemma: WORDS.split(" "),
  "public name": [],
};

/** Time points of lemmas: nothing else is called so. */
const TIMES = /^(at|by|again|(sent|got|begun)\d+)$/;

/** Variables that are the same in every theory, or their beginnings. */
const FIXED = ["run", "x", "y", "f", "r", "A", "B", "v_"];

/** Opens the identifiers of a theory. */
export function openIdentifiers(): Identifiers {
  const globals = new Map<string, string>();
  const locals = new Map<string, string>();
  const taken = new Map<Space, Set<string>>();
  const takenIn = new Map<string, Set<string>>();
  const variables = new Set<string>();
  const renamed: RenamedName[] = [];
  const constants = new Set<string>();
  const beginsWithConstant = (id: string): boolean => [...constants].some((one) => id.startsWith(one));
  const settle = (wish: string, isTaken: (id: string) => boolean): string => {
    let id = wish;
    for (let n = 2; isTaken(id); n++) id = `${wish}_${n}`;
    return id;
  };
  const openSpace = (space: Space): Set<string> => {
    const known = taken.get(space);
    if (known !== undefined) return known;
    const made = new Set(RESERVED[space]);
    taken.set(space, made);
    return made;
  };
  return {
    constant: (author, wish) => {
      const key = `function\n${author}`;
      const known = globals.get(key);
      if (known !== undefined) return known;
      const here = openSpace("function");
      const isTaken = (one: string): boolean =>
        here.has(one) ||
        TIMES.test(one) ||
        beginsWithConstant(one) ||
        [...constants, ...FIXED].some((other) => other.startsWith(one));
      const plain = mangle("function", wish);
      let id = plain;
      for (let n = 1; isTaken(id); n++) id = `c${n}_${plain}`;
      here.add(id);
      constants.add(id);
      globals.set(key, id);
      if (id !== wish) renamed.push({ what: "constant", author: wish, tamarin: id });
      return id;
    },
    global: (space, author, wish = author) => {
      const key = `${space}\n${author}`;
      const known = globals.get(key);
      if (known !== undefined) return known;
      const here = openSpace(space);
      const id = settle(mangle(space, wish), (one) => {
        if (here.has(one)) return true;
        return space === "function" && (variables.has(one.toLowerCase()) || TIMES.test(one));
      });
      here.add(id);
      globals.set(key, id);
      if (id !== wish && space !== "rule" && space !== "fact") renamed.push({ what: space, author: wish, tamarin: id });
      return id;
    },
    local: (scope, what, author) => {
      const key = `${scope}\n${what}\n${author}`;
      const known = locals.get(key);
      if (known !== undefined) return known;
      const here = takenIn.get(scope) ?? new Set(WORDS.split(" "));
      takenIn.set(scope, here);
      const functions = openSpace("function");
      const plain = mangle("rule", author);
      const id = settle(beginsWithConstant(plain) ? `v_${plain}` : plain, (one) => {
        return here.has(one.toLowerCase()) || functions.has(one) || TIMES.test(one.toLowerCase());
      });
      here.add(id.toLowerCase());
      variables.add(id.toLowerCase());
      locals.set(key, id);
      if (id !== author && what !== "part") renamed.push({ what: `${what} of ${scope}`, author, tamarin: id });
      return id;
    },
    renamed: () => renamed,
  };
}

/** Letters, digits and `_`, with a letter first; a fact begins with a capital. */
function mangle(space: Space, name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_]/g, "_");
  const id = /^[A-Za-z]/.test(plain) ? plain : `x${plain}`;
  return space === "fact" ? `${id.slice(0, 1).toUpperCase()}${id.slice(1)}` : id;
}
