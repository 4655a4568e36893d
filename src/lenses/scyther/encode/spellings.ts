/**
 * Names in SPDL for the names of a description: injective, readable, and never a keyword or a predeclared name.
 *
 * Scyther lets labels hide names, so labels, too, are spelled like no other name in the file. A name of one role may be
 * spelled like that of another role, which keeps models readable.
 */
import { BUILT_IN_AGENTS, CLAIM_TYPES, PREDECLARED_TYPES } from "../compile/built-ins.ts";
import { KEYWORDS } from "../syntax/token.ts";

/** A line of the table in a model's header. */
export interface SpelledName {
  readonly what: string;
  readonly author: string;
  readonly spdl: string;
}

/** A spelling with what it stands for: `id` tells apart what shares an author's name; for a local name it is its role. */
export interface Spelling extends SpelledName {
  readonly id: string;
}

/** Hands out spellings. */
export interface Spellings {
  /** The spelling of a name that the whole file sees; `what` and `id` identify it, `author` is what it is called. */
  readonly global: (what: string, id: string, author?: string) => string;
  /** The spelling of a name of one role. */
  readonly local: (role: string, what: string, author: string) => string;
  /** Names that were spelled differently than the author did. */
  readonly table: () => SpelledName[];
  /** Everything that was spelled. */
  readonly all: () => Spelling[];
}

const RESERVED: readonly string[] = [
  ...KEYWORDS,
  ...PREDECLARED_TYPES,
  ...CLAIM_TYPES,
  ...BUILT_IN_AGENTS,
  "pk",
  "sk",
  "k",
];
const LONGEST = 60;

/** Starts a table of spellings. All global names must be asked for before the first local one. */
export function openSpellings(): Spellings {
  const globals = new Map<string, Spelling>();
  const locals = new Map<string, Spelling>();
  const taken = new Set(RESERVED);
  const takenIn = new Map<string, Set<string>>();

  const choose = (wish: string, isFree: (spelling: string) => boolean): string => {
    const base = spell(wish);
    if (isFree(base)) return base;
    for (let i = 2; ; i++) if (isFree(`${base}-${i}`)) return `${base}-${i}`;
  };
  return {
    global: (what, id, author = id) => {
      const known = globals.get(`${what} ${id}`);
      if (known !== undefined) return known.spdl;
      const everywhere = [...takenIn.values()];
      const spdl = choose(author, (name) => !taken.has(name) && !everywhere.some((names) => names.has(name)));
      taken.add(spdl);
      globals.set(`${what} ${id}`, { what, author, spdl, id });
      return spdl;
    },
    local: (role, what, author) => {
      const key = `${role} ${what} ${author}`;
      const known = locals.get(key);
      if (known !== undefined) return known.spdl;
      const mine = takenIn.get(role) ?? new Set();
      const spdl = choose(author, (name) => !taken.has(name) && !mine.has(name));
      takenIn.set(role, mine.add(spdl));
      locals.set(key, { what: `${what} of ${role}`, author, spdl, id: role });
      return spdl;
    },
    table: () =>
      [...globals.values(), ...locals.values()]
        .filter(({ author, spdl }) => author !== spdl)
        .map(({ what, author, spdl }) => ({ what, author, spdl })),
    all: () => [...globals.values(), ...locals.values()],
  };
}

/** The nearest text that is a name of SPDL. */
function spell(wish: string): string {
  const legal = wish.replace(/[^A-Za-z0-9'^!-]/g, "-").replace(/^[-!]+|[-!]+$/g, "");
  return legal === "" ? "x" : legal.slice(0, LONGEST);
}
