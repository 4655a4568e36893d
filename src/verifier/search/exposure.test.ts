import { describe, expect, it } from "vitest";
import { printTerm } from "../../term/print.ts";
import { apply, type Term, tuple, variable } from "../../term/term.ts";
import { deduce } from "../../theory/deductions.ts";
import { preTheory } from "../../theory/pre/pre.ts";
import { type Exposure, exposuresOf } from "./exposure.ts";

const { analyses } = deduce([preTheory.data], ["collusion"]);
const m = variable("m", ["Data"], 0);
const n = variable("n", ["Data"], 0);
const x = variable("x", ["Scalar"], 0);
const opaque = variable("opaque", [], 0);
const pk = apply("pk", variable("F", ["Family"], 0), variable("A", [], 0));

function ends(message: Term, passing: readonly Term[] = []): Exposure[] {
  return exposuresOf(message, analyses, 0, passing).filter(({ kind }) => kind === "end");
}

describe("exposuresOf", () => {
  it("opens what keys open, and says which", () => {
    const opened = ends(apply("pre.enc1", m, x, pk)).map(
      ({ term, using }) => `${printTerm(term)} with ${using.map(printTerm).join(", ")}`,
    );
    expect(opened).toContain("m#0 with sk.F#0(A#0)");
    expect(opened).toContain("m#0 with x#0");
  });

  it("keeps the variables of each message apart: two messages never share a rule's variable", () => {
    const keys = (payload: Term): Set<string> =>
      new Set(
        ends(apply("pre.enc1", payload, x, pk))
          .filter(({ path }) => path.length > 0)
          .map(({ term }) => term.key),
      );
    expect(keys(m)).toEqual(new Set([m.key, x.key]));
    expect(keys(n)).toEqual(new Set([n.key, x.key]));
  });

  it("marks what a run may only pass on, whatever shape it has taken", () => {
    const box = apply("pre.enc1", m, x, pk);
    const marks = ends(tuple(box, n), [m]).map(({ term, passed }) => `${printTerm(term)} ${passed}`);
    expect(marks).toContain("m#0 true");
    expect(marks).toContain("n#0 false");
    // The opening narrows what the run holds unread to an atom; it is passed on all the same.
    const narrowed = ends(apply("pre.enc1", opaque, x, pk), [opaque]).filter(({ path }) => path.length > 0);
    expect(narrowed.filter(({ passed, certain }) => passed && !certain).length).toBe(2);
    expect(ends(box, [box]).every(({ passed }) => passed)).toBe(true);
  });
});
