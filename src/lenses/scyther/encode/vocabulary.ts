/**
 * The global names of an encoded model: types, constants, functions and key pairs, as they turn out to be needed.
 *
 * Each family of keys has its own pair of functions, or one function for shared keys; a family whose keys carry an
 * index has another pair for those, so that no two kinds of keys are ever the same term.
 */
import { AGENT, type Application, type Name, PAIR, type Sort } from "../../../core/term/term.ts";
import { BUILT_IN_AGENTS, FUNCTION, PREDECLARED_TYPES } from "../compile/built-ins.ts";
import type { FileItem } from "../syntax/ast.ts";
import type { IntruderRules } from "./list-rules.ts";
import { declarationNode, identifier, nameNode, NOWHERE } from "./nodes.ts";
import type { Spellings } from "./spellings.ts";

/** Spells global names and remembers what has to be declared. */
export interface Vocabulary {
  readonly type: (sort: Sort) => string;
  readonly constant: (name: Name) => string;
  /** An operation without arguments. */
  readonly atom: (term: Application) => string;
  readonly operation: (op: string) => string;
  /** How an operation is written as an encryption; undefined: it is written as a function. */
  readonly encryption: (op: string) => SpelledEncryption | undefined;
  /** The function of a key; `family` is the author's name. */
  readonly key: (op: string, family: string, owner: Application["args"][number] | undefined) => string;
  /** A function that binds agreed data to their signal. */
  readonly signal: (signal: string) => string;
  /** The declarations of everything that was asked for. */
  readonly declarations: () => FileItem[];
}

/** `{tag, message}f(key)`, without what is undefined. */
export interface SpelledEncryption {
  readonly tag: string | undefined;
  /** The public function that the key stands under. */
  readonly under: string | undefined;
}

const PAIRS: Readonly<Record<string, readonly [open: string, secret: string]>> = {
  pk: ["pk", "sk"],
  sk: ["pk", "sk"],
  vk: ["vk", "sgk"],
  sgk: ["vk", "sgk"],
};

/** Spelling of the function that wraps an operation's keys. */
export const KEY_FUNCTION = "function of keys";

/** Opens a vocabulary; what the intruder can apply or knows becomes public. */
export function openVocabulary(spellings: Spellings, rules: IntruderRules): Vocabulary {
  const types = new Set<string>();
  const constants = new Map<
    string,
    { readonly spdl: string; readonly isPublic: boolean; readonly type: string | undefined }
  >();
  const functions = new Map<string, "public" | "secret">();
  const pairs = new Map<string, { readonly open: string; readonly secret: string; readonly isIndexed: boolean }>();

  const type = (sort: Sort): string => {
    if ((PREDECLARED_TYPES as readonly string[]).includes(sort)) return sort;
    const spdl = spellings.global("type", sort);
    types.add(spdl);
    return spdl;
  };
  const constant = (name: Name): string => {
    const isAgent = name.sorts.includes(AGENT) && (BUILT_IN_AGENTS as readonly string[]).includes(name.name);
    const spdl = isAgent ? name.name : spellings.global("constant", name.name);
    const isPublic = isAgent || rules.publicNames.has(name.key);
    const sort = name.sorts[0];
    constants.set(spdl, { spdl, isPublic, type: sort === undefined ? undefined : type(sort) });
    return spdl;
  };
  const spellTag = (op: string): string => {
    const spdl = spellings.global("tag", op, `${op}-tag`);
    constants.set(spdl, { spdl, isPublic: true, type: undefined });
    return spdl;
  };
  const spellUnder = (op: string): string => {
    const spdl = spellings.global(KEY_FUNCTION, op, `${op}-key`);
    functions.set(spdl, "public");
    return spdl;
  };
  return {
    type,
    constant,
    atom: (term) => {
      const spdl = spellings.global("constant", `${term.op}()`, term.op);
      constants.set(spdl, { spdl, isPublic: rules.publicOperations.has(term.op), type: undefined });
      return spdl;
    },
    operation: (op) => {
      const spdl = spellings.global("operation", op);
      functions.set(spdl, rules.publicOperations.has(op) ? "public" : "secret");
      return spdl;
    },
    encryption: (op) => {
      const encryption = rules.encryptions.get(op);
      if (encryption === undefined) return undefined;
      return {
        tag: encryption.tagged ? spellTag(op) : undefined,
        under: encryption.closes === "under a function" ? spellUnder(op) : undefined,
      };
    },
    signal: (signal) => {
      const spdl = spellings.global("signal", signal, `agreed-${signal}`);
      functions.set(spdl, "public");
      return spdl;
    },
    key: (op, family, owner) => {
      const isIndexed = owner?.kind === "application" && owner.op === PAIR;
      const ending = isIndexed ? "-of" : "";
      const spellKey = (half: string): string => {
        return spellings.global("key", `${half} ${family} ${isIndexed}`, `${half}-${family}${ending}`);
      };
      const halves = PAIRS[op];
      if (halves === undefined) {
        const spdl = spellKey(op);
        functions.set(spdl, "secret");
        return spdl;
      }
      const [open, secret] = [spellKey(halves[0]), spellKey(halves[1])];
      pairs.set(open, { open, secret, isIndexed });
      return op === halves[0] ? open : secret;
    },
    declarations: () => {
      const items: FileItem[] = [];
      if (types.size > 0) items.push({ kind: "usertype", terms: [...types].map(nameNode), place: NOWHERE });
      for (const { spdl, isPublic, type: sort } of constants.values()) {
        items.push(declarationNode(isPublic ? "const" : "secret", [spdl], sort));
      }
      for (const [spdl, access] of functions) items.push(declareFunction(spdl, access));
      for (const pair of pairs.values()) items.push(...declarePair(pair));
      return items;
    },
  };
}

function declareFunction(spdl: string, access: "public" | "secret"): FileItem {
  if (access === "secret") return declarationNode("secret", [spdl], FUNCTION);
  return { kind: "hashfunction", secret: false, names: [identifier(spdl)], place: NOWHERE };
}

/** A public function that is declared as a constant can be inverted; with an index that would give the index away. */
function declarePair(pair: {
  readonly open: string;
  readonly secret: string;
  readonly isIndexed: boolean;
}): FileItem[] {
  return [
    pair.isIndexed ? declareFunction(pair.open, "public") : declarationNode("const", [pair.open], FUNCTION),
    declarationNode("secret", [pair.secret], FUNCTION),
    { kind: "inversekeyfunctions", left: nameNode(pair.open), right: nameNode(pair.secret), place: NOWHERE },
  ];
}
