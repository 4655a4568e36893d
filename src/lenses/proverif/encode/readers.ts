/**
 * Destructors with which receivers read: they match what a pattern says, and nothing else.
 *
 * A box that a theory's rule opens with what the role has is opened by that rule. Anything else is read by a private
 * destructor: `open_f` for one part of `f(..)` when all others are known, `parts_f` for all parts, `is_x` for one of some
 * classes of atoms. The intruder has none of these.
 */
import { match } from "../../../core/term/match.ts";
import { substitute } from "../../../core/term/substitution.ts";
import { type Application, apply, equals, type Term, variablesOf } from "../../../core/term/term.ts";
import { FAMILY } from "../../../core/theory/keys.ts";
import type { Rewrite } from "../../../core/theory/theory.ts";
import type { AtomClass, AtomClasses } from "./atom-classes.ts";
import type { Identifiers } from "./identifiers.ts";
import { argsOf, rootOf, type Vocabulary } from "./vocabulary.ts";
import { call } from "./write-term.ts";

/** How a box is opened: the destructor, what it takes beside the box, and the parts that come out. */
export interface Reading {
  readonly destructor: string;
  readonly using: readonly Term[];
  readonly yields: readonly Term[];
}

/** The readers of a model, declared as they are asked for. */
export interface Readers {
  /** A reading of `box` by a role that has every variable for which `isBound`. */
  readonly read: (box: Application, isBound: (term: Term) => boolean) => Reading;
  /** The destructor that lets atoms of some classes through. */
  readonly guard: (classes: readonly AtomClass[]) => string;
  /** The declarations, in the order in which they were asked for. */
  readonly declarations: () => readonly string[];
}

export function openReaders(
  rewrites: readonly Rewrite[],
  vocabulary: Vocabulary,
  classes: AtomClasses,
  identifiers: Identifiers,
): Readers {
  const declared = new Map<string, string>();
  const declare = (id: string, text: string): string => {
    declared.set(id, text);
    return id;
  };
  return {
    read: (box, isBound) => {
      const open = box.args.flatMap((arg, i) => (isBound(arg) ? [] : [i]));
      const only = open.length === 1 ? open[0] : undefined;
      const byRule = only === undefined ? undefined : findRule(rewrites, vocabulary, box, only, isBound);
      if (byRule !== undefined) return byRule;
      const func = vocabulary.constructorOf(box);
      const args = box.args.slice(0, func.args.length);
      const names = func.args.map((_, i) => `x${i + 1}`);
      const typed = names.map((name, i) => `${name}: ${func.args[i]}`).join(", ");
      const whole = writeWhole(vocabulary, box, func.id, names);
      if (only !== undefined && func.args.length > 1) {
        const others = names.filter((_, i) => i !== only);
        const id = identifiers.global(
          "reader",
          `open ${only} ${func.id}`,
          `open_${func.id}${only === 0 ? "" : only + 1}`,
        );
        declare(id, `reduc forall ${typed}; ${call(id, [whole, ...others])} = ${names[only]} [private].`);
        return { destructor: id, using: args.filter((_, i) => i !== only), yields: [args[only] as Term] };
      }
      const id = identifiers.global("reader", `parts ${func.id}`, `parts_${func.id}`);
      const result = names.length === 1 ? names[0] : `(${names.join(", ")})`;
      declare(id, `reduc forall ${typed}; ${call(id, [whole])} = ${result} [private].`);
      return { destructor: id, using: [], yields: args };
    },
    guard: (some) => {
      const key = some.map(({ wrap }) => wrap).join("_or_");
      const id = identifiers.global("reader", `is ${key}`, `is_${key}`);
      const rules = some.map((one) => {
        const member = classes.wrap(one, "x");
        return `forall x: ${one.type}; ${id}(${member}) = ${member}`;
      });
      return declare(id, `reduc ${rules.join("; ")}.`);
    },
    declarations: () => [...declared.values()],
  };
}

/** The box as receivers meet it: what commutes stands as the power that its equation turns round. */
function writeWhole(vocabulary: Vocabulary, box: Application, id: string, names: readonly string[]): string {
  const power = vocabulary.exponentiations.get(box.op);
  const [base] = box.args;
  const [first, second] = names;
  if (power === undefined || base === undefined || first === undefined || second === undefined) return call(id, names);
  const share = apply(power.share, base);
  const key = apply(power.key, share, ...box.args.slice(1));
  return call(vocabulary.constructorOf(key).id, [call(vocabulary.constructorOf(share).id, [first]), second]);
}

/** The rule that yields part `at` of the box to a role that has what else the rule takes, and tests all other parts. */
function findRule(
  rewrites: readonly Rewrite[],
  vocabulary: Vocabulary,
  box: Application,
  at: number,
  isBound: (term: Term) => boolean,
): Reading | undefined {
  for (const { left, right } of rewrites) {
    const [pattern, ...keys] = argsOf(left);
    if (pattern === undefined || rootOf(pattern) !== box.op || vocabulary.isComputed(rootOf(left))) continue;
    if (!variablesOf(left).every(({ sorts }) => sorts.length === 0 || sorts.includes(FAMILY))) continue;
    const inside = argsOf(pattern);
    const yielded = inside[at];
    if (yielded?.kind !== "variable" || !equals(yielded, right)) continue;
    const others = inside.filter((_, i) => i !== at);
    const determined = new Set(variablesOf(...keys).map(({ key }) => key));
    if (!variablesOf(...others).every(({ key }) => determined.has(key))) continue;
    let bound: ReadonlyMap<string, Term> | undefined = new Map();
    for (const [i, part] of inside.entries()) {
      if (i !== at && bound !== undefined) bound = match(part, box.args[i] as Term, 2, bound);
    }
    if (bound === undefined || determined.has(yielded.key)) continue;
    const using = keys.map((key) => substitute(key, bound));
    const isDetermined = variablesOf(...keys).every(({ key }) => bound.has(key));
    if (!isDetermined || !using.every(isBound)) continue;
    return {
      destructor: vocabulary.destructorOf(rootOf(left), keys.length + 1).id,
      using,
      yields: [box.args[at] as Term],
    };
  }
  return undefined;
}
