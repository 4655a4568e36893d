import { describe, expect, it } from "vitest";
import type { Prepared } from "../prepare.ts";
import { makePrinter } from "../../../core/term/print.ts";
import { apply, type Term, tuple, variable } from "../../../core/term/term.ts";
import { deduce } from "../../../core/theory/deductions.ts";
import { KEY_OPERATIONS } from "../../../core/theory/keys.ts";
import { preTheory } from "../../../core/theory/pre/pre.ts";
import { Bank } from "./bank.ts";
import { Bindings } from "./bindings.ts";
import { comesFrom, type Exposure, Exposures } from "./exposure.ts";
import type { Node } from "./node.ts";
import { Rules } from "./rules.ts";

const printTerm = makePrinter(KEY_OPERATIONS);

const deductions = deduce([preTheory.data], ["collusion"]);
const rules: Pick<Prepared, "rewrites" | "deductions" | "matching"> = {
  rewrites: [],
  deductions,
  matching: 0,
};
const bank = new Bank();
const exposures = new Exposures(new Rules(rules, bank), new Bindings(bank));

const m = variable("m", ["Data"], 0);
const n = variable("n", ["Data"], 0);
const x = variable("x", ["Scalar"], 0);
const opaque = variable("opaque", [], 0);
const pk = apply("pk", variable("F", ["Family"], 0), variable("A", [], 0));

function ends(message: Term): Exposure[] {
  return exposures.of(bank.intern(message)).exposures.filter(({ kind }) => kind === "end");
}

function isPassed(exposure: Exposure, passing: readonly Term[]): boolean {
  const held = passing.map((term) => bank.intern(term));
  return comesFrom(exposure, held, bank);
}

/** Variables that the search has made are numbered; the others print as they were given. */
function print(node: Node): string {
  return printTerm(bank.toTerm(node, (leaf) => leaf.leaf?.term));
}

describe("Exposures", () => {
  it("opens what keys open, and says which", () => {
    const opened = ends(apply("pre.enc1", m, x, pk)).map(
      ({ term, using }) => `${print(term)} with ${using.map(print).join(", ")}`,
    );
    expect(opened).toContain("m#0 with sk.F#0(A#0)");
    expect(opened).toContain("m#0 with x#0");
  });

  it("keeps the variables of each message apart: two messages never share a rule's variable", () => {
    const opened = (payload: Term): Set<Node> =>
      new Set(
        ends(apply("pre.enc1", payload, x, pk))
          .filter(({ path }) => path.length > 0)
          .map(({ term }) => term),
      );
    expect(opened(m)).toEqual(new Set([bank.intern(m), bank.intern(x)]));
    expect(opened(n)).toEqual(new Set([bank.intern(n), bank.intern(x)]));
  });

  it("marks what a run may only pass on, whatever shape it has taken", () => {
    const box = apply("pre.enc1", m, x, pk);
    const marks = ends(tuple(box, n)).map((exposure) => `${print(exposure.term)} ${isPassed(exposure, [m])}`);
    expect(marks).toContain("m#0 true");
    expect(marks).toContain("n#0 false");
    // The opening narrows what the run holds unread to an atom; it is passed on all the same.
    const narrowed = ends(apply("pre.enc1", opaque, x, pk)).filter(({ path }) => path.length > 0);
    expect(narrowed.filter((exposure) => isPassed(exposure, [opaque]) && !exposure.certain).length).toBe(2);
    expect(ends(box).every((exposure) => isPassed(exposure, [box]))).toBe(true);
  });

  it("names the same way the same, whatever the message holds", () => {
    const ways = (payload: Term): number[] => ends(tuple(apply("pre.enc1", payload, x, pk), n)).map(({ way }) => way);
    expect(ways(m)).toEqual(ways(n));
    expect(new Set(ways(m)).size).toBe(ways(m).length);
  });

  it("tells the ways of a theory with very many rules apart", () => {
    const count = 2 ** 16;
    const y = variable("y", [], 0);
    const analyses = Array.from({ length: count }, (_, i) => {
      return {
        kind: "analysis",
        name: "",
        from: apply(`f${i}`, variable("u")),
        using: [],
        yields: variable("u"),
        unless: [],
      } as const;
    });
    const own = new Bank();
    const many = { ...rules, deductions: { analyses, syntheses: [] } };
    const exposed = new Exposures(new Rules(many, own), new Bindings(own));
    const waysOf = (message: Term): number[] => exposed.of(own.intern(message)).exposures.map(({ way }) => way);
    const [first, second, third] = new Set(waysOf(tuple(tuple(x, y), n)));
    const opened = Array.from({ length: 8 }, (_, i) => waysOf(apply(`f${count - 1 - i}`, x)).at(-1));
    expect(new Set([first, second, third, ...opened]).size).toBe(11);
  });
});
