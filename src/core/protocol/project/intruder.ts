/**
 * The intruder's abilities in a description, as rules: the operations and rules of its theories, every public constant
 * and public key, and Eve's member of each key family, of each role's private constants and of what a role is given.
 *
 * A public key with an index is made by its owner: the intruder has another's only if it was sent, or in a family that is
 * identity-based.
 */
import { substitute } from "../../term/substitution.ts";
import { AGENT, apply, constant, type Name, PAIR, subterms, type Term, variable } from "../../term/term.ts";
import type { Bounds } from "../../theory/closure.ts";
import { deduce } from "../../theory/deductions.ts";
import type { KeyOperation } from "../../theory/expression.ts";
import { eraseNames } from "../../theory/intended.ts";
import { agentOf, hasIndex, KEY_OPERATIONS, SHARED_KEYS } from "../../theory/keys.ts";
import type { Deductions, Synthesis, Theory } from "../../theory/theory.ts";
import { rootOf } from "./world.ts";

/** The dishonest agent. */
export const EVE: Name = constant("Eve", [AGENT]);

/** A term that `.knows` gives to a role, or `.public` to everyone (no role). */
export interface GivenTerm {
  readonly role: string | undefined;
  readonly term: Term;
}

export interface Surroundings {
  readonly theories: readonly Theory[];
  readonly weaknesses: readonly string[];
  /** Every term of the scripts and claims: the key families in use are read off them. */
  readonly terms: readonly Term[];
  readonly publicConstants: readonly Term[];
  /** Private constants of agents: operations of one argument. */
  readonly privateOperations: readonly string[];
  readonly identityBased: ReadonlySet<string>;
  /** Terms that roles have from the start beside constants of their own. */
  readonly given: readonly GivenTerm[];
}

/** Everything that the intruder can derive, as data. */
export function makeDeductions(around: Surroundings, bounds?: Bounds): Deductions {
  const { analyses, syntheses } = deduce(around.theories, around.weaknesses, bounds);
  const keys = familiesIn(around.terms).flatMap((use) => keysOfFamily(use, around.identityBased));
  const given = [variable("anyone", [AGENT]), ...around.publicConstants].map((term) => know(nameOfTerm(term), term));
  const own = around.privateOperations.map((op) => know(`${op} of Eve`, apply(op, EVE)));
  return { analyses, syntheses: [...given, ...own, ...listGiven(around), ...keys, ...syntheses] };
}

/** Lists what `.public` and `.knows` give and no rule makes: to Eve as the role, with any agents in the others. */
function listGiven(around: Surroundings): Synthesis[] {
  const operations = new Map(around.theories.flatMap((theory) => theory.operations).map((op) => [op.name, op]));
  const isEves = (owner: Term): boolean =>
    owner.key === EVE.key || (rootOf(owner) === PAIR && isEves(argsOf(owner)[0] as Term));
  const canMake = (term: Term): boolean => {
    if (term.kind !== "application") return true;
    const { op, args } = term;
    const [family] = args;
    if (SHARED_KEYS.has(op)) return args.slice(1).some(isEves);
    if (op === "sk" || op === "sgk") return args.slice(1).every((owner) => isEves(owner) && canMake(owner));
    if (op === "pk" || op === "vk") {
      if (!hasIndex(term)) return true;
      const isOpen = family?.kind === "name" && around.identityBased.has(family.name);
      return (isOpen || args.slice(1).every(isEves)) && args.slice(1).every(canMake);
    }
    if (around.privateOperations.includes(op)) return args.every(isEves);
    return (op === PAIR || operations.get(op)?.public === true) && args.every(canMake);
  };
  const terms = around.given.map(({ role, term }) =>
    eraseNames(role === undefined ? term : substitute(term, new Map([[agentOf(role).key, EVE]]))),
  );
  const distinct = new Map(terms.filter((term) => !canMake(term)).map((term) => [term.key, term]));
  return [...distinct.values()].map((term) => know("what is given", term));
}

function argsOf(term: Term): readonly Term[] {
  return term.kind === "application" ? term.args : [];
}

function know(name: string, yields: Term): Synthesis {
  return { kind: "synthesis", name, from: [], yields };
}

function nameOfTerm(term: Term): string {
  return term.kind === "application" ? term.op : term.name;
}

interface FamilyUse {
  readonly op: KeyOperation;
  readonly family: Term;
  readonly isIndexed: boolean;
}

function familiesIn(terms: readonly Term[]): FamilyUse[] {
  const found = new Map<string, FamilyUse>();
  const names = new Set(KEY_OPERATIONS.map((op) => op.name));
  for (const term of terms) {
    for (const part of subterms(term)) {
      if (part.kind !== "application" || !names.has(part.op)) continue;
      const [family] = part.args as readonly [Term];
      // The family of a key that was received is whatever it is in the run that made the key.
      if (family.kind === "variable") continue;
      const isIndexed = hasIndex(part);
      for (const op of PARTNERS[part.op as KeyOperation]) {
        found.set(`${op} ${family.key} ${isIndexed}`, { op, family, isIndexed });
      }
    }
  }
  return [...found.values()];
}

/** A family that is used in one half exists in both. */
const PARTNERS: Readonly<Record<KeyOperation, readonly KeyOperation[]>> = {
  pk: ["pk", "sk"],
  sk: ["pk", "sk"],
  vk: ["vk", "sgk"],
  sgk: ["vk", "sgk"],
  shk: ["shk"],
  "shk.directed": ["shk.directed"],
};

function keysOfFamily({ op, family, isIndexed }: FamilyUse, identityBased: ReadonlySet<string>): Synthesis[] {
  const agent = variable("anyone", [AGENT]);
  const index = variable("index");
  const owner = (who: Term): Term => (isIndexed ? apply(PAIR, who, index) : who);
  const from = isIndexed ? [index] : [];
  switch (op) {
    case "pk":
    case "vk": {
      const isOpen = !isIndexed || (family.kind === "name" && identityBased.has(family.name));
      const [name, who] = isOpen ? [op, agent] : [`${op} of Eve`, EVE];
      return [{ kind: "synthesis", name, from, yields: apply(op, family, owner(who)) }];
    }
    case "sk":
    case "sgk":
      return [{ kind: "synthesis", name: `${op} of Eve`, from, yields: apply(op, family, owner(EVE)) }];
    case "shk":
    case "shk.directed":
      return [
        know(`${op} with Eve`, apply(op, family, EVE, agent)),
        know(`${op} with Eve`, apply(op, family, agent, EVE)),
      ];
    default:
      return op satisfies never;
  }
}
