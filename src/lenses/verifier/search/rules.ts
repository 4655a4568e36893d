/** The intruder's rules as nodes of one bank, found by the operation that they build. */
import type { Matching } from "../../../core/term/sorts.ts";
import type { Deductions, Rewrite } from "../../../core/theory/theory.ts";
import type { Bank } from "./bank.ts";
import { type Assignment, assign, matchNode, variablesIn } from "./matching.ts";
import type { Node } from "./node.ts";

/** The rules of a model, as terms. */
interface RulesOfModel {
  readonly deductions: Deductions;
  /** In every orientation of what commutes in them. */
  readonly rewrites: readonly Rewrite[];
  readonly matching: Matching;
}

/** Building: with all of `from` at hand, the intruder can make `yields`. */
export interface SynthesisNode {
  readonly name: string;
  readonly from: readonly Node[];
  readonly yields: Node;
  /** The rule's variables. */
  readonly own: readonly Node[];
  /** Where each of `from` stands among the arguments of `yields`, when the rule only applies an operation. */
  readonly positions: readonly number[] | undefined;
  /** True when some part that is needed is not determined by what is built. */
  readonly isOpen: boolean;
  /** True when the rule applies a rewrite rule: a computation, where the others are constructors. */
  readonly computes: boolean;
  /** True when it does not apply to a mark around a variable. */
  readonly shaped: boolean;
}

/** Opening: from `from`, with all of `using` at hand, the intruder gets `yields`. */
export interface AnalysisNode {
  readonly from: Node;
  readonly using: readonly Node[];
  readonly yields: Node;
  readonly unless: readonly { readonly term: Node; readonly pattern: Node }[];
  readonly own: readonly Node[];
}

export class Rules {
  readonly bank: Bank;
  readonly matching: Matching;
  readonly analyses: readonly AnalysisNode[];
  readonly syntheses: readonly SynthesisNode[];
  /** Left sides of the rewrite rules. */
  readonly reducible: readonly Node[];
  /** The operations that only mark a term. */
  private readonly marks: ReadonlySet<number>;
  private readonly byOp = new Map<number, SynthesisNode[]>();

  constructor(given: RulesOfModel, bank: Bank) {
    this.bank = bank;
    this.matching = given.matching;
    this.analyses = given.deductions.analyses.map(({ from, using, yields, unless }) => {
      const opened = bank.intern(from);
      const used = using.map((term) => bank.intern(term));
      return {
        from: opened,
        using: used,
        yields: bank.intern(yields),
        unless: unless.map(({ term, pattern }) => ({ term: bank.intern(term), pattern: bank.intern(pattern) })),
        own: variablesIn(opened, ...used),
      };
    });
    this.syntheses = given.deductions.syntheses.map(({ name, from, yields, computes, shaped }) => ({
      ...this.prepare(
        name,
        from.map((term) => bank.intern(term)),
        bank.intern(yields),
        computes === true,
      ),
      shaped: shaped === true,
    }));
    this.marks = new Set(this.syntheses.flatMap(({ shaped, yields }) => (shaped ? [yields.op] : [])));
    this.reducible = given.rewrites.map(({ left }) => bank.intern(left));
    for (const rule of this.syntheses) {
      if (rule.yields.kind !== "application") continue;
      const same = this.byOp.get(rule.yields.op) ?? [];
      this.byOp.set(rule.yields.op, same);
      same.push(rule);
    }
  }

  /** The syntheses that build this operation: no variable, and no single name. */
  building(op: number): readonly SynthesisNode[] {
    return this.byOp.get(op) ?? NONE;
  }

  /** True for a mark around a variable: what it may become is not settled as long as anything else is open. */
  isShapeless({ op, args }: Node): boolean {
    return this.marks.has(op) && args[0]?.kind === "variable";
  }

  /** True when a rewrite rule applies at the root. */
  reduces(node: Node): boolean {
    return this.reducible.some((left) => matchNode(this.bank, left, node) !== undefined);
  }

  /**
   * Gives the parts of `whole` that a rule needs which only applies an operation; undefined when its variables do not
   * take them.
   */
  partsOf(rule: SynthesisNode, whole: Node): readonly Node[] | undefined {
    const { sorts } = this.bank;
    if (rule.yields.args.length !== whole.args.length) return undefined;
    for (let i = 0; i < whole.args.length; i++) {
      if (!sorts.fits(rule.yields.args[i] as Node, whole.args[i] as Node)) return undefined;
    }
    return whole.args;
  }

  /** Copies of a rule's terms with other variables. */
  rename(own: readonly Node[], use: "pattern" | "template"): Assignment {
    return { variables: own, values: own.map((v) => this.bank.makeVariable(v, use)) };
  }

  private prepare(name: string, from: Node[], yields: Node, computes: boolean): Omit<SynthesisNode, "shaped"> {
    const inside = variablesIn(yields);
    const isPlain =
      yields.kind === "application" &&
      yields.args.every((arg) => arg.kind === "variable") &&
      inside.length === yields.args.length;
    const positions = from.map((part) => yields.args.indexOf(part));
    return {
      name,
      from,
      yields,
      own: variablesIn(yields, ...from),
      positions: isPlain && positions.every((at) => at >= 0) ? positions : undefined,
      isOpen: variablesIn(...from).some((v) => !inside.includes(v)),
      computes,
    };
  }
}

const NONE: readonly SynthesisNode[] = [];

/** Gives what the rule needs to build `whole`; undefined when it does not build that, or leaves open what it needs. */
export function needsOf(rules: Rules, rule: SynthesisNode, whole: Node): readonly Node[] | undefined {
  if (rule.isOpen) return undefined;
  if (rule.positions !== undefined) {
    const parts = rules.partsOf(rule, whole);
    return parts === undefined ? undefined : rule.positions.map((at) => parts[at] as Node);
  }
  const bound = matchNode(rules.bank, rule.yields, whole);
  return bound === undefined ? undefined : rule.from.map((part) => assign(rules.bank, part, bound));
}
