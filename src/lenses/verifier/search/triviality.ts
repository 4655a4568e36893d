/** Terms that the intruder can build from the start, whatever their variables come to be: never worth a goal. */
import { isStrictAgent } from "../../../core/term/sorts.ts";
import type { Prepared } from "../prepare.ts";
import type { Node } from "./node.ts";
import { needsOf, type Rules, type SynthesisNode } from "./rules.ts";

export class Triviality {
  private readonly rules: Rules;
  private readonly publicNames: ReadonlySet<Node>;
  /** Rules for any constant of a sort. */
  private readonly bySort: readonly SynthesisNode[];

  constructor(prepared: Prepared, rules: Rules) {
    this.rules = rules;
    const known = rules.syntheses.filter(({ from, yields }) => from.length === 0 && yields.kind === "name");
    this.publicNames = new Set(known.map(({ yields }) => yields));
    this.bySort = rules.syntheses.filter(({ yields }) => yields.kind === "variable");
  }

  isTrivial(node: Node): boolean {
    if (node.trivial === 0) node.trivial = this.decide(node) ? 1 : -1;
    return node.trivial > 0;
  }

  private decide(node: Node): boolean {
    switch (node.kind) {
      case "name":
        return !isFresh(node) && (this.publicNames.has(node) || this.canSynthesise(node));
      case "variable": {
        // Typed matching only: elsewhere an agent variable may come to hold a secret that has no sort.
        return this.rules.matching === 0 && isStrictAgent(this.rules.bank.sorts.sortsOf(node));
      }
      case "application":
        return this.canSynthesise(node);
      default:
        return node.kind satisfies never;
    }
  }

  private canSynthesise(node: Node): boolean {
    return (
      this.applies(this.bySort, node) ||
      (node.kind === "application" && this.applies(this.rules.building(node.op), node))
    );
  }

  private applies(rules: readonly SynthesisNode[], node: Node): boolean {
    for (const rule of rules) {
      const needed = needsOf(this.rules, rule, node);
      if (needed?.every((part) => this.isTrivial(part)) === true) return true;
    }
    return false;
  }
}

function isFresh({ leaf }: Node): boolean {
  return leaf?.term.kind === "name" && leaf.term.fresh;
}
