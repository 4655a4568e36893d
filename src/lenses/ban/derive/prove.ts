/**
 * The prover: from a theory to the goals that follow, each with its proof.
 *
 * What a principal derives depends on its own assumptions and on what it receives alone, so there is one closure for each
 * principal, made when a goal of its asks for it.
 */
import { atom, attitude, type Formula } from "../formula/formula.ts";
import type { Profile } from "../profile.ts";
import { Closure, type Leaf } from "./closure.ts";
import { decideGoal } from "./decide-goal.ts";
import type { Fact } from "./fact.ts";

export interface Assumption {
  readonly id: string;
  readonly formula: Formula;
}

/** An idealised message. */
export interface Message {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly formula: Formula;
  /** The message as it is sent, for reading beside the formula. */
  readonly concrete?: string;
}

/** Assumptions and messages, ready to derive from. */
export interface Premises {
  readonly assumptions: readonly Assumption[];
  readonly messages: readonly Message[];
  /** The sort of every name; undefined: sorts are not checked. */
  readonly sorts: ReadonlyMap<string, string> | undefined;
}

/** The principal that a statement is about: P of `P bel X` and `P sees X`. */
export function ownerOf(statement: Formula): string | undefined {
  if (statement.is !== "believes" && statement.is !== "sees") return undefined;
  return statement.who.is === "atom" ? statement.who.name : undefined;
}

/** Lists the leaves that one principal starts from. */
function listLeavesFor(principal: string, { assumptions, messages }: Premises): Leaf[] {
  return [
    ...assumptions
      .filter(({ formula }) => ownerOf(formula) === principal)
      .map(({ id, formula }): Leaf => ({ origin: { is: "assumption", id }, statement: formula })),
    ...messages
      .filter(({ to }) => to === principal)
      .map(
        ({ id, to, formula }): Leaf => ({
          origin: { is: "message", id },
          statement: attitude("sees", atom(to), formula),
        }),
      ),
  ];
}

export class Prover {
  private readonly premises: Premises;
  private readonly profile: Profile;
  private readonly closures = new Map<string, Closure>();

  constructor(premises: Premises, profile: Profile) {
    this.premises = premises;
    this.profile = profile;
  }

  /** The fact of a goal; undefined: none was found, and none exists in this profile unless `isUndecided` says so. */
  prove(goal: Formula): Fact | undefined {
    const closure = this.closureFor(goal);
    return closure && decideGoal(closure, goal);
  }

  /** True where no fact was found for a goal and the search was cut off. */
  isUndecided(goal: Formula): boolean {
    const closure = this.closureFor(goal);
    return closure !== undefined && decideGoal(closure, goal) === undefined && !closure.isComplete;
  }

  /** Lists the sight and beliefs of a principal, as the decomposing rules give them, in the order of derivation. */
  listStatements(principal: string): readonly Fact[] {
    return this.closureFor(attitude("sees", atom(principal), atom(principal)))?.list() ?? [];
  }

  /** The work that its answers took so far, in facts and steps. */
  get work(): number {
    return [...this.closures.values()].reduce((sum, closure) => sum + closure.work, 0);
  }

  private closureFor(goal: Formula): Closure | undefined {
    const principal = ownerOf(goal);
    if (principal === undefined) return undefined;
    let closure = this.closures.get(principal);
    if (closure === undefined) {
      closure = new Closure(principal, listLeavesFor(principal, this.premises), this.profile, this.premises.sorts);
      this.closures.set(principal, closure);
    }
    return closure;
  }
}
