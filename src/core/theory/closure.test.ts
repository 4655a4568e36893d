/** The closed deductions derive what ground rewriting derives: no less, and no more. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../diagnostic/diagnostic.ts";
import { makePrinter } from "../term/print.ts";
import { apply, constant, subterms, type Term, variable } from "../term/term.ts";
import { Knowledge } from "../../lenses/verifier/replay/knowledge.ts";
import { anyGround, anyTheory, listGround, NAMES } from "./arbitrary.ts";
import { BOUNDS } from "./closure.ts";
import { deduce } from "./deductions.ts";
import type { Deductions, Theory } from "./theory.ts";

const printTerm = makePrinter([]);

/** The deductions; undefined for a theory that does not close. */
function close(theory: Theory, bounds?: Parameters<typeof deduce>[2]): Deductions | undefined {
  try {
    return deduce([theory], ["w"], bounds);
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}

const [x, y, z] = ["x", "y", "z"].map((name) => variable(name)) as [Term, Term, Term];

/** The operations of random theories with these rules: left and right sides; and a weakness. */
function theoryOf(rules: readonly [Term, Term][], flaw?: [given: Term[], yields: Term]): Theory {
  const rewrites = rules.map(([left, right], i) => ({ name: `r${i}`, left, right }));
  const weaknesses = flaw === undefined ? [] : [{ name: "w", because: "", given: flaw[0], yields: flaw[1] }];
  const arity = (name: string): number => (["d", "e", "g", "h"].includes(name) ? 2 : 1);
  const operations = ["c", "d", "e", "s", "f", "g", "h", "p"].map((name) => ({
    name,
    arity: arity(name),
    public: !["s", "p"].includes(name),
    args: ["", ""].slice(0, arity(name)),
  }));
  return { name: "t", operations, rewrites, weaknesses };
}

const EVE = constant("Eve", ["Agent"]);

function hearing(deductions: Deductions, frame: readonly Term[]): Knowledge {
  const knowledge = new Knowledge(deductions, [], [EVE, ...frame]);
  for (const [i, term] of [EVE, ...frame].entries()) knowledge.learn(term, 0, i);
  return knowledge;
}

const anyCase = anyTheory.chain((theory) =>
  fc.record({
    theory: fc.constant(theory),
    frame: fc.array(anyGround(theory), { minLength: 1, maxLength: 3 }),
    asked: fc.array(anyGround(theory), { maxLength: 2 }),
  }),
);

/** The first term on which the two disagree, in words. */
function compare(
  { theory, frame, asked }: { theory: Theory; frame: readonly Term[]; asked: readonly Term[] },
  bounds?: Parameters<typeof deduce>[2],
): string | undefined {
  const wanted = [...NAMES, ...frame.flatMap((term) => [...subterms(term)]), ...asked];
  const has = listGround(theory, frame, wanted);
  const deductions = close(theory, bounds);
  if (has === undefined || deductions === undefined) return undefined;
  const knowledge = hearing(deductions, frame);
  for (const term of wanted) {
    const isDerived = knowledge.derive(term) !== undefined;
    if (isDerived !== has(term)) return `${printTerm(term)} is ${isDerived ? "" : "not "}derived`;
  }
  return undefined;
}

describe("the closure of deductions", () => {
  it("derives what ground rewriting derives, for any convergent theory", () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        expect(compare(one)).toBeUndefined();
      }),
      { seed: 13, numRuns: Number(process.env["FC_NUM_RUNS"] ?? 80) },
    );
  });

  it("does not when openings are carried back once: hops of three", () => {
    const frame = [apply("c", constant("m", ["Data"]))];
    const theory = theoryOf([
      [apply("f", apply("c", x)), apply("d", x, x)],
      [apply("g", apply("d", x, y), z), apply("e", x, y)],
      [apply("h", apply("e", x, y), z), x],
    ]);
    expect(compare({ theory, frame, asked: [] })).toBeUndefined();
    expect(compare({ theory, frame, asked: [] }, { ...BOUNDS, rounds: 1 })).toBe("m is not derived");
  });

  it.each<[string, Theory, string[]]>([
    ["a tuple that a rule makes", theoryOf([[apply("f", apply("c", x)), apply("pair", x, x)]]), ["c(x) > x"]],
    [
      "what a weakness yields and a rule opens",
      theoryOf([[apply("g", apply("d", x, y), y), x]], [[apply("c", x)], apply("d", x, apply("c", x))]),
      ["d(x, y), y > x", "c(x) > d(x, c(x))", "c(x) > x"],
    ],
    [
      "what a rule makes and a weakness uses",
      theoryOf([[apply("f", apply("s", x)), apply("c", apply("c", x))]], [[apply("c", apply("c", x))], x]),
      ["c(c(x)) > x", "c(x) > x", "s(x) > x"],
    ],
    [
      "two computations that make the two parts of an opening",
      theoryOf(
        [
          [apply("f", apply("s", x)), apply("e", x, x)],
          [apply("g", apply("s", x), y), apply("d", x, y)],
        ],
        [[apply("e", x, x), apply("d", x, y)], x],
      ),
      ["e(x, x), d(x, y) > x", "s(x) > x", "s(x) > e(x, x)", "s(x), y > d(x, y)"],
    ],
    [
      "two parts that are built of the same",
      theoryOf([[apply("g", apply("c", apply("d", z, y)), apply("c", apply("d", z, x))), z]]),
      ["c(d(z, y)), c(d(z, x)) > z", "d(z, y), d(z, x) > z"],
    ],
    [
      "no operation of roles alone: neither around a part nor at the root of a rule",
      theoryOf([
        [apply("f", apply("s", apply("c", x))), x],
        [apply("p", apply("d", x, y)), x],
      ]),
      ["s(c(x)) > x"],
    ],
    [
      "a rule that makes its own kind of term ever deeper",
      theoryOf([
        [apply("f", apply("s", x)), apply("s", apply("c", x))],
        [apply("g", apply("s", x), y), x],
      ]),
      [],
    ],
  ])("has %s", (_, theory, expected) => {
    const { analyses, syntheses } = deduce([{ ...theory, operations: theory.operations }], ["w"]);
    const lines = [
      ...analyses.map(
        ({ from, using, yields }) => `${[from, ...using].map(printTerm).join(", ")} > ${printTerm(yields)}`,
      ),
      ...syntheses.flatMap(({ computes, from, yields }) =>
        computes === true ? [`${from.map(printTerm).join(", ")} > ${printTerm(yields)}`] : [],
      ),
    ];
    for (const line of expected) expect(lines).toContain(line);
    expect(lines).not.toContain("d(x, y) > x");
  });

  it("is refused with a diagnostic where it has no end", () => {
    // Opening takes s(x), which only roles make, for the x that is inside by then: c(c(...)), ever deeper.
    const theory = theoryOf([
      [apply("g", apply("d", x, y), z), apply("d", apply("c", x), y)],
      [apply("h", apply("d", apply("c", x), y), apply("s", x)), apply("e", apply("c", x), y)],
      [apply("f", apply("e", x, y)), y],
    ]);
    expect(() => deduce([theory])).toThrow("CP507 Deductions by the rules r0, r1 and r2 do not terminate");
  });
});
