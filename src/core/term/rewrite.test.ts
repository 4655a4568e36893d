import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { match } from "./match.ts";
import { isNormal, normalise, type Rule } from "./rewrite.ts";
import { substitute } from "./substitution.ts";
import { apply, constant, PAIR, type Term, tuple, untuple, variable } from "./term.ts";

const m = variable("m");
const k = variable("k");
const rules: readonly Rule[] = [
  { left: apply("sdec", apply("senc", m, k), k), right: m },
  { left: apply("fst", apply(PAIR, m, k)), right: m },
  { left: apply("re", apply("senc", m, k), apply("token", k)), right: apply("again", m) },
];

const anyGround = fc.letrec<{ term: Term }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    fc.constantFrom<Term>(constant("a"), constant("b")),
    ...(["sdec", "senc", "re", PAIR] as const).map((op) =>
      fc.tuple(tie("term"), tie("term")).map(([a, b]): Term => apply(op, a, b)),
    ),
    ...(["fst", "token"] as const).map((op) => tie("term").map((a): Term => apply(op, a))),
  ),
})).term;

/** One rewriting step at the outermost place where a rule applies. */
function rewriteOutermost(term: Term): Term | undefined {
  for (const rule of rules) {
    const bound = match(rule.left, term);
    if (bound !== undefined) return substitute(rule.right, bound);
  }
  if (term.kind !== "application") return undefined;
  for (const [i, arg] of term.args.entries()) {
    const next = rewriteOutermost(arg);
    if (next !== undefined) return apply(term.op, ...term.args.with(i, next));
  }
  return undefined;
}

describe("normalise", () => {
  it("reaches a term that no rule applies to, and stays there", () => {
    fc.assert(
      fc.property(anyGround, (term) => {
        const normal = normalise(term, rules);
        expect(isNormal(normal, rules)).toBe(true);
        expect(normalise(normal, rules).key).toBe(normal.key);
      }),
    );
  });

  it("reaches the same term whatever the order of rewriting", () => {
    fc.assert(
      fc.property(anyGround, (term) => {
        let other = term;
        for (let next = rewriteOutermost(other); next !== undefined; next = rewriteOutermost(other)) other = next;
        expect(other.key).toBe(normalise(term, rules).key);
      }),
    );
  });

  it("decrypts with the right key only", () => {
    const box = apply("senc", constant("a"), constant("b"));
    expect(normalise(apply("sdec", box, constant("b")), rules)).toEqual(constant("a"));
    expect(isNormal(apply("sdec", box, constant("a")), rules)).toBe(true);
  });
});

describe("tuple", () => {
  it("nests to the right and comes apart again", () => {
    const [a, b, c] = [constant("a"), constant("b"), constant("c")];
    expect(tuple(a, b, c).key).toBe(apply(PAIR, a, apply(PAIR, b, c)).key);
    expect(untuple(tuple(a, b, c))).toEqual([a, b, c]);
    expect(() => tuple()).toThrow(RangeError);
  });
});
