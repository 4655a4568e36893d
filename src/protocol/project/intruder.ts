/**
 * What the intruder of a description can do, as rules: the operations and rules of its theories, every public constant
 * and public key, and Eve's member of each key family and of each role's private constants.
 */
import { AGENT, apply, constant, type Name, PAIR, subterms, type Term, variable } from "../../term/term.ts";
import { deduce } from "../../theory/deductions.ts";
import type { KeyOperation } from "../../theory/expression.ts";
import { KEY_OPERATIONS } from "../../theory/keys.ts";
import type { Deductions, Synthesis, Theory } from "../../theory/theory.ts";
import { rootOf } from "./world.ts";

/** The dishonest agent. */
export const EVE: Name = constant("Eve", [AGENT]);

export interface Surroundings {
  readonly theories: readonly Theory[];
  readonly weaknesses: readonly string[];
  /** Every term of the scripts and claims: the key families in use are read off them. */
  readonly terms: readonly Term[];
  readonly publicConstants: readonly Term[];
  /** Private constants of agents: operations of one argument. */
  readonly privateOperations: readonly string[];
}

/** Everything that the intruder can derive, as data. */
export function makeDeductions(around: Surroundings): Deductions {
  const { analyses, syntheses } = deduce(around.theories.map(withoutDestructors), around.weaknesses);
  const keys = familiesIn(around.terms).flatMap(keysOfFamily);
  const given = [variable("anyone", [AGENT]), ...around.publicConstants].map((term) => know(nameOfTerm(term), term));
  const own = around.privateOperations.map((op) => know(`${op} of Eve`, apply(op, EVE)));
  return { analyses, syntheses: [...given, ...own, ...keys, ...syntheses] };
}

function know(name: string, yields: Term): Synthesis {
  return { kind: "synthesis", name, from: [], yields };
}

function nameOfTerm(term: Term): string {
  return term.kind === "application" ? term.op : term.name;
}

/** Rules with a destructor become deductions themselves; applying it where no rule fits gives nothing new. */
function withoutDestructors(theory: Theory): Theory {
  const roots = new Set(theory.rewrites.map((rewrite) => rootOf(rewrite.left)));
  const operations = theory.operations.map((op) => (roots.has(op.name) ? { ...op, public: false } : op));
  return { ...theory, operations };
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
      const [family, owner] = part.args as readonly [Term, Term];
      const isIndexed = rootOf(owner) === PAIR;
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

function keysOfFamily({ op, family, isIndexed }: FamilyUse): Synthesis[] {
  const agent = variable("anyone", [AGENT]);
  const index = variable("index");
  const owner = (who: Term): Term => (isIndexed ? apply(PAIR, who, index) : who);
  const from = isIndexed ? [index] : [];
  switch (op) {
    case "pk":
    case "vk":
      return [{ kind: "synthesis", name: op, from, yields: apply(op, family, owner(agent)) }];
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
