/**
 * A run in a pattern: a copy of a role script, cut off at a height, with its own fresh names and variables.
 *
 * Invariant: runs are immutable; `terms` holds the script's terms under `values`, each computed when it is first asked
 * for and forgotten with the bank's nodes.
 */
import { freshName, type Name, type Variable, variable } from "../../../core/term/term.ts";
import type { Bank } from "./bank.ts";
import type { Bindings } from "./bindings.ts";
import type { Layout } from "./layout.ts";
import type { Node } from "./node.ts";

export interface Run {
  readonly id: number;
  readonly layout: Layout;
  /** How many events of the script belong to the pattern. */
  readonly height: number;
  /** The values of the script's variables and fresh names in this run, by slot. */
  readonly values: readonly Node[];
  /** The bits of the variables in `values`. */
  readonly mask: number;
  /** The script's terms in this run, as far as they have been asked for. Shared by runs that differ in height only. */
  readonly terms: (Node | undefined)[];
  /** The exposures of its messages, once asked for (`sendings.ts`); shared likewise. */
  readonly memo: unknown[];
}

/** A new run: agents and variables open, fresh names its own. */
export function makeRun(layout: Layout, id: number, bank: Bank): Run {
  const { script } = layout;
  const leaves = [...script.agents, ...script.role.variables, ...script.role.fresh];
  const own = (leaf: Name | Variable): Node =>
    bank.intern(leaf.kind === "name" ? freshName(leaf.name, leaf.sorts, id) : variable(leaf.name, leaf.sorts, id));
  const byKey = new Map(leaves.map((leaf) => [leaf.key, own(leaf)]));
  const values = layout.keys.map((key) => byKey.get(key) as Node);
  return { id, layout, height: 0, values, mask: maskOf(values), terms: [], memo: [] };
}

/** The run with more of its events in the pattern. */
export function extendedRun({ id, layout, values, mask, terms, memo }: Run, height: number): Run {
  return { id, layout, height, values, mask, terms, memo };
}

/** The run with the bindings carried out; the same object when nothing of it changes. */
export function bindRun(run: Run, bindings: Bindings): Run {
  if ((run.mask & bindings.changed) === 0) return run;
  const { id, layout, height } = run;
  let changed = false;
  let mask = 0;
  const values = run.values.slice();
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as Node;
    const next = bindings.resolve(value);
    mask |= next.mask;
    if (next === value) continue;
    values[i] = next;
    changed = true;
  }
  return changed ? { id, layout, height, values, mask, terms: [], memo: [] } : run;
}

/** The agent that plays `role` in this run, as the run sees it. */
export function agentOf(run: Run, role: string): Node {
  const slot = run.layout.agents.get(role);
  if (slot === undefined) throw new Error(`agentOf: run ${run.id} has no role ${role}`);
  return run.values[slot] as Node;
}

/** The agent that executes the run. */
export function playerOf(run: Run): Node {
  return run.values[run.layout.player] as Node;
}

/** A term of an event in this run: the `which`th of `termsOf`. */
export function termAt(run: Run, event: number, which: number, bank: Bank): Node {
  const layout = run.layout.events[event];
  const template = layout?.terms[which];
  if (layout === undefined || template === undefined) throw new Error(`termAt: no term ${event}.${which}`);
  const at = layout.first + which;
  return run.terms[at] ?? bank.remember(run.terms, at, fill(template, run.values, bank));
}

/** A template with the run's values in it. */
export function fill(template: Node, values: readonly Node[], bank: Bank): Node {
  if (template.ground) return template;
  const { leaf, args, op } = template;
  if (leaf !== undefined) return leaf.slot < 0 ? template : (values[leaf.slot] as Node);
  if (args.length === 2) {
    return bank.applyToTwo(op, fill(args[0] as Node, values, bank), fill(args[1] as Node, values, bank));
  }
  return bank.apply(
    op,
    args.map((arg) => fill(arg, values, bank)),
  );
}

function maskOf(values: readonly Node[]): number {
  let mask = 0;
  for (const value of values) mask |= value.mask;
  return mask;
}
