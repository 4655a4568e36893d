import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply, constant, freshName, type Term, variable } from "./term.ts";
import { reviveTerms, writeTerms } from "./wire-terms.ts";

const word = fc.constantFrom("a", "b", "__proto__", "key", "x y");
const sorts = fc.array(word, { maxLength: 2 });
const run = fc.option(fc.nat(9), { nil: undefined });
const { term: terms } = fc.letrec<{ term: Term }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 4 },
    fc.tuple(word, sorts).map(([name, of]): Term => constant(name, of)),
    fc.tuple(word, sorts, run).map(([name, of, owner]): Term => freshName(name, of, owner)),
    fc.tuple(word, sorts, run).map(([name, of, owner]): Term => variable(name, of, owner)),
    fc.tuple(word, fc.array(tie("term"), { maxLength: 3 })).map(([op, args]): Term => apply(op, ...args)),
  ),
}));

describe("terms as JSON", () => {
  it("come back as they were, wherever they stand", () => {
    fc.assert(
      fc.property(terms, (term) => {
        const value = { list: [term, "text"], inside: { term }, kind: "message" };
        const text = writeTerms(value);
        expect(text).not.toContain('"ground"');
        expect(reviveTerms(JSON.parse(text))).toEqual(value);
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it("have the key of what they are, whatever somebody says", () => {
    const false_ = { kind: "name", name: "a", sorts: [], fresh: false, key: "c:b" };
    expect(reviveTerms(false_)).toEqual(constant("a"));
    const whole = { kind: "application", op: "h", args: [false_], ground: false, key: "c:b" };
    expect(reviveTerms(whole)).toEqual(apply("h", constant("a")));
  });

  it("are none where a part is missing or wrong, and not too deep", () => {
    const owned = { kind: "name", name: "a", sorts: [], fresh: false, run: 3 };
    expect(reviveTerms(owned)).toEqual(owned);
    expect(reviveTerms({ kind: "application", op: "h", args: ["a"] })).not.toHaveProperty("key");
    const deep = JSON.parse(`${"[".repeat(5000)}${"]".repeat(5000)}`) as unknown;
    expect(() => reviveTerms(deep)).toThrow(TypeError);
  });
});
