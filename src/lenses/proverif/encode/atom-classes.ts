/**
 * Atoms by class: each set of sorts that names have becomes a type of its own, so that ProVerif keeps apart what typed
 * matching keeps apart (`set ignoreTypes = false`).
 *
 * A term is a bitstring, and an atom of the class Nonce stands in it as `Nonce(n)`, with `n` of the type `nonce`. A
 * variable takes the classes that `admits` lets into it: one class, some of them, or every term. Agents are the class
 * `ag`; those of a trusted role have one of their own, so none of them is Eve or plays another role.
 */
import { admits, isStrictAgent, mayHoldCompound } from "../../../core/term/sorts.ts";
import {
  AGENT,
  constant,
  isAgentSort,
  type Name,
  type Sort,
  type Term,
  subterms,
  trustedSort,
  type Variable,
  variable,
} from "../../../core/term/term.ts";
import { FAMILY } from "../../../core/theory/keys.ts";
import type { Model } from "../../../core/protocol/ir/script.ts";
import type { Identifiers } from "./identifiers.ts";

/** Atoms that typed matching does not tell apart. */
export interface AtomClass {
  readonly sorts: readonly Sort[];
  readonly isAgent: boolean;
  /** The type of its members. */
  readonly type: string;
  /** The constructor that makes a term, or an atom, of a member. */
  readonly wrap: string;
}

/** The values that a variable takes. */
export type Admitted =
  | { readonly is: "anything" }
  | { readonly is: "one"; readonly atoms: AtomClass }
  /** Every atom that is no agent. */
  | { readonly is: "atoms" }
  | { readonly is: "some"; readonly classes: readonly AtomClass[] };

/** The classes of a model. */
export interface AtomClasses {
  readonly all: readonly AtomClass[];
  /** True: atoms have a type of their own between their class and terms. */
  readonly hasAtomType: boolean;
  readonly of: (name: Name) => AtomClass;
  readonly admitted: (v: Variable) => Admitted;
  /** The term that a member of a class is. */
  readonly wrap: (atoms: AtomClass, member: string) => string;
}

/** Classifies the atoms of terms; `rules` are those whose variables range over the classes that the scripts have. */
export function classifyAtoms(
  model: Model,
  terms: readonly Term[],
  rules: readonly Term[],
  identifiers: Identifiers,
): AtomClasses {
  const classes = new Map<string, AtomClass>();
  const add = (sorts: readonly Sort[]): AtomClass => {
    const key = keyOf(sorts);
    const known = classes.get(key);
    if (known !== undefined) return known;
    const made = makeClass(sorts, identifiers);
    classes.set(key, made);
    return made;
  };
  add([AGENT]);
  for (const script of model.protocols.flatMap(({ roles }) => roles)) {
    for (const role of script.trusted ?? []) add([trustedSort(role)]);
  }
  const leaves = terms.flatMap((term) => [...subterms(term)]).filter((part) => part.kind !== "application");
  for (const leaf of leaves) {
    if (leaf.sorts.includes(FAMILY)) continue;
    if (leaf.kind === "name") add(leaf.sorts);
    else if (!mayHoldCompound(leaf, model.match)) for (const sort of leaf.sorts) add([sort]);
  }
  const ruleVariables = rules.flatMap((term) => [...subterms(term)]).filter((part) => part.kind === "variable");
  for (const v of ruleVariables) {
    if (mayHoldCompound(v, model.match) || v.sorts.includes(FAMILY)) continue;
    const fits = [...classes.values()].some((one) => admits(v, sample(one), model.match));
    if (!fits && v.sorts[0] !== undefined) add([v.sorts[0]]);
  }
  const all = [...classes.values()];
  const atoms = all.filter((one) => !one.isAgent);
  const admitted = (v: Variable): Admitted => {
    if (mayHoldCompound(v, model.match) && !isStrictAgent(v.sorts)) return { is: "anything" };
    const fitting = all.filter((one) => admits(v, sample(one), model.match));
    const [first, ...more] = fitting;
    if (first !== undefined && more.length === 0) return { is: "one", atoms: first };
    if (fitting.length === atoms.length && fitting.every((one) => !one.isAgent)) return { is: "atoms" };
    return { is: "some", classes: fitting };
  };
  const variables = [...leaves, ...ruleVariables].filter((leaf) => leaf.kind === "variable");
  const hasAtomType = variables.some((v) => !v.sorts.includes(FAMILY) && admitted(v).is === "atoms");
  return {
    all,
    hasAtomType,
    of: (name) => classes.get(keyOf(name.sorts)) ?? add(name.sorts),
    admitted,
    wrap: (one, member) => (hasAtomType && !one.isAgent ? `at(${one.wrap}(${member}))` : `${one.wrap}(${member})`),
  };
}

function keyOf(sorts: readonly Sort[]): string {
  return [...sorts].sort().join("|");
}

function sample({ sorts }: AtomClass): Name {
  return constant("sample", sorts);
}

function makeClass(sorts: readonly Sort[], identifiers: Identifiers): AtomClass {
  const isAgent = sorts.length > 0 && sorts.every(isAgentSort);
  const author = sorts.length === 0 ? "Untyped" : sorts.map((sort) => sort.replace(/^Agent:/, "agent ")).join(" ");
  const wish = isAgent ? `ag${author.replace(/^(Agent|agent) ?/, "_")}`.replace(/_$/, "") : author;
  const wrap = identifiers.global("atoms", author, wish);
  const type = identifiers.global("type", author, TYPES.get(author) ?? author.toLowerCase());
  return { sorts, isAgent, type, wrap };
}

/** Types whose own name is a word of ProVerif. */
const TYPES: ReadonlyMap<string, string> = new Map([["Time", "timestamp"]]);

/** The variable that stands for any agent of a class. */
export function anyOf(one: AtomClass, name: string): Variable {
  return variable(name, one.sorts);
}
