import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyTerm } from "../../../core/term/arbitrary.ts";
import { admits, type Matching, mayHoldCompound } from "../../../core/term/sorts.ts";
import { AGENT, constant, freshName, type Term } from "../../../core/term/term.ts";
import { unify, unifyAll } from "../../../core/term/unify.ts";
import { Bindings } from "./bindings.ts";
import { makeNode, makeVariable, type Node } from "./node.ts";
import { COMPOUND, type Vocabulary } from "./vocabulary.ts";

const matchings: fc.Arbitrary<Matching> = fc.constantFrom(0, 1, 2);

/** One atom for each class that `anyTerm` can tell apart, each with a bit of its own. */
const CLASSES = [
  constant("", [AGENT]),
  constant("", ["Nonce"]),
  freshName("", ["Nonce"]),
  constant("", ["Data"]),
  constant("", ["Ticket"]),
].map((example, i) => ({ example, bit: 4 << i }));

/** Terms as clauses have them: symbols with the bits of what they make, variables with the bits of what they take. */
class Translation {
  readonly masks: number[] = [];
  readonly vocabulary = { maskOf: (symbol: number) => this.bits[symbol] as number } as Vocabulary;
  private readonly bits: number[] = [];
  private readonly symbols = new Map<string, number>();
  private readonly variables = new Map<string, Node>();
  private readonly matching: Matching;

  constructor(matching: Matching) {
    this.matching = matching;
  }

  translate(term: Term): Node {
    if (term.kind === "application") {
      return makeNode(
        this.symbol(`o ${term.op}`, COMPOUND),
        term.args.map((arg) => this.translate(arg)),
      );
    }
    if (term.kind === "name") {
      const of = CLASSES.find(({ example }) => example.fresh === term.fresh && example.sorts[0] === term.sorts[0]);
      return makeNode(this.symbol(term.key, of?.bit as number));
    }
    const known = this.variables.get(term.key);
    if (known !== undefined) return known;
    const taken = CLASSES.filter(({ example }) => admits(term, example, this.matching)).map(({ bit }) => bit);
    const variable = makeVariable(this.masks.length);
    this.masks.push(taken.reduce((mask, bit) => mask | bit, mayHoldCompound(term, this.matching) ? COMPOUND : 0));
    this.variables.set(term.key, variable);
    return variable;
  }

  private symbol(key: string, bit: number): number {
    const known = this.symbols.get(key) ?? this.bits.length;
    this.symbols.set(key, known);
    this.bits[known] = bit;
    return known;
  }
}

describe("the bindings of clauses", () => {
  it("unify exactly what terms unify", () => {
    fc.assert(
      fc.property(anyTerm, anyTerm, matchings, (a, b, matching) => {
        const translation = new Translation(matching);
        const [left, right] = [translation.translate(a), translation.translate(b)];
        const bindings = new Bindings(translation.vocabulary);
        bindings.reset(translation.masks, []);
        const isUnified = bindings.unify(left, right);
        expect(isUnified).toBe(unify(a, b, matching) !== undefined);
        if (isUnified) expect(bindings.areEqual(left, right)).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it("unify one pair after another as terms do all at once", () => {
    const pairs = fc.array(fc.tuple(anyTerm, anyTerm), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(pairs, matchings, (equations, matching) => {
        const translation = new Translation(matching);
        const nodes = equations.map(([a, b]) => [translation.translate(a), translation.translate(b)] as const);
        const bindings = new Bindings(translation.vocabulary);
        bindings.reset(translation.masks, []);
        const isUnified = nodes.every(([left, right]) => bindings.unify(left, right));
        expect(isUnified).toBe(unifyAll(equations, matching) !== undefined);
      }),
      { numRuns: 5000 },
    );
  });
});
