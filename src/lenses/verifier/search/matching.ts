/**
 * One-way matching: the values of a rule's own variables that make its pattern equal to a term.
 *
 * Only template variables take values; every other variable, on either side, stands for itself. Matching is typed.
 */
import type { Bank } from "./bank.ts";
import type { Node } from "./node.ts";

/** Template variables and what they are replaced by; rules have few. */
export interface Assignment {
  readonly variables: readonly Node[];
  readonly values: readonly Node[];
}

export const NOTHING: Assignment = { variables: [], values: [] };

/** Extends `from` so that `pattern` becomes `term`; undefined when it cannot. */
export function matchNode(bank: Bank, pattern: Node, term: Node, from: Assignment = NOTHING): Assignment | undefined {
  const variables = [...from.variables];
  const values = [...from.values];
  return extend(bank, pattern, term, variables, values) ? { variables, values } : undefined;
}

/** True when the pattern can become the term. */
export function matches(bank: Bank, pattern: Node, term: Node): boolean {
  return matchNode(bank, pattern, term) !== undefined;
}

function extend(bank: Bank, pattern: Node, term: Node, variables: Node[], values: Node[]): boolean {
  if (pattern.kind === "variable") {
    if (pattern.leaf?.isTemplate !== true) return pattern === term;
    const at = variables.indexOf(pattern);
    if (at >= 0) return values[at] === term;
    if (!bank.sorts.fits(pattern, term)) return false;
    variables.push(pattern);
    values.push(term);
    return true;
  }
  if (pattern.ground) return pattern === term;
  if (term.op !== pattern.op || term.args.length !== pattern.args.length) return false;
  for (let i = 0; i < pattern.args.length; i++) {
    if (!extend(bank, pattern.args[i] as Node, term.args[i] as Node, variables, values)) return false;
  }
  return true;
}

/** The term with the assignment's variables replaced. */
export function assign(bank: Bank, node: Node, { variables, values }: Assignment): Node {
  if (variables.length === 0) return node;
  const visit = (term: Node): Node => {
    if (term.ground) return term;
    if (term.kind === "variable") {
      const at = variables.indexOf(term);
      return at < 0 ? term : (values[at] as Node);
    }
    const { args } = term;
    if (args.length === 2) {
      const first = visit(args[0] as Node);
      const second = visit(args[1] as Node);
      return first === args[0] && second === args[1] ? term : bank.applyToTwo(term.op, first, second);
    }
    let changed = false;
    const next = args.map((arg) => {
      const image = visit(arg);
      changed ||= image !== arg;
      return image;
    });
    return changed ? bank.apply(term.op, next) : term;
  };
  return visit(node);
}

/** The distinct variables of terms, in order of first occurrence. */
export function variablesIn(...nodes: readonly Node[]): Node[] {
  const found: Node[] = [];
  const visit = (node: Node): void => {
    if (node.kind === "variable") {
      if (!found.includes(node)) found.push(node);
    } else if (!node.ground) for (const arg of node.args) visit(arg);
  };
  for (const node of nodes) visit(node);
  return found;
}

/** True when `part` is a subterm of `whole`, or equal to it. */
export function isInside(part: Node, whole: Node): boolean {
  if (part === whole) return true;
  for (const arg of whole.args) if (isInside(part, arg)) return true;
  return false;
}

/** Every subterm, the term itself first. */
export function subtermsOf(node: Node): Node[] {
  return [node, ...node.args.flatMap(subtermsOf)];
}
