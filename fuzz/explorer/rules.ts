/**
 * The intruder's abilities, sorted by how a forward exploration uses them.
 *
 * A constructor puts any arguments together; a pattern with variables is known whatever they stand for ("any agent");
 * everything else that is built from parts is a special rule.
 */
import { AGENT, isGround, PAIR, type Term } from "../../src/core/term/term.ts";
import type { Analysis, Deductions, Synthesis } from "../../src/core/theory/theory.ts";

export interface Rules {
  readonly analyses: readonly Analysis[];
  /** Operations that the intruder may apply to whatever it has. */
  readonly constructors: ReadonlySet<string>;
  readonly special: readonly Synthesis[];
  /** Known from the start. */
  readonly initial: readonly Term[];
  /** Every instance of these is known from the start. */
  readonly open: readonly Term[];
}

/** Sorts the deductions of a model. */
export function sortRules({ analyses, syntheses }: Deductions): Rules {
  const building = syntheses.filter(({ from }) => from.length > 0);
  const given = syntheses.filter(({ from }) => from.length === 0).map(({ yields }) => yields);
  return {
    analyses,
    constructors: new Set([PAIR, ...building.filter(isConstructor).map(({ yields }) => operationOf(yields))]),
    special: building.filter((rule) => !isConstructor(rule)),
    initial: given.filter(isGround),
    open: given.filter((term) => !isGround(term)),
  };
}

/** True for a term that every instance of `pattern` covers; "any agent" means constants, never what a run makes up. */
export function isAnyAgent(pattern: Term, term: Term): boolean {
  return pattern.kind === "variable" && term.kind === "name" && !term.fresh && term.sorts.includes(AGENT);
}

function isConstructor({ from, yields }: Synthesis): boolean {
  if (yields.kind !== "application" || yields.args.length !== from.length) return false;
  const keys = yields.args.map((arg) => (arg.kind === "variable" && arg.sorts.length === 0 ? arg.key : ""));
  return new Set(keys).size === keys.length && !keys.includes("") && from.every((term) => keys.includes(term.key));
}

function operationOf(term: Term): string {
  return term.kind === "application" ? term.op : "";
}
