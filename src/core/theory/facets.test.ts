/** Facets: each has a default, and one that the operation or its rules do not support is rejected with what to do. */
import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../diagnostic/diagnostic.ts";
import { makeLatexPrinter, makePrinter } from "../term/print.ts";
import { apply, constant, freshName, tuple } from "../term/term.ts";
import { type DeclaredTheory, op, privateOp } from "./declare.ts";
import type { Facets } from "./facets.ts";
import { familyConstant, KEY_OPERATIONS } from "./keys.ts";
import { theory } from "./own-theory.ts";
import { THEORIES } from "./registry.ts";
import type { Pk, Sgk, Sk, Typed } from "./phantom.ts";

type Any = Typed<unknown>;

const box = theory("box", {
  shut: op<<O extends string>(m: Any, key: Pk<O>) => Typed<"box">>("message", "public key"),
  lid: op<<O extends string>(box: Typed<"box">, key: Sk<O>) => Any>("box", "secret key"),
  stamp: op<<O extends string>(m: Any, key: Sgk<O>) => Typed<"stamp">>("message", "signing key"),
  show: op<(stamp: Typed<"stamp">) => Any>("stamp"),
  hidden: privateOp<(m: Any, key: Any) => Typed<"hidden">>("message", "key"),
  bare: op<(m: Any) => Any>("message"),
}).rewrites(({ shut, lid, stamp, show }, { any, pk, sk, sgk, reduces }) => ({
  lid: reduces(lid(shut(any("m"), pk("A")), sk("A")), any("m")),
  show: reduces(show(stamp(any("m"), sgk("A"))), any("m")),
}));

type Name = "shut" | "lid" | "stamp" | "show" | "hidden" | "bare";
const declare = (facets: Partial<Record<Name, unknown>>): DeclaredTheory<Record<string, never>> =>
  box.facets(facets as Partial<Record<Name, Facets>>) as never;

function complaintOf(facets: Partial<Record<string, unknown>>): { message: string; help: string } | undefined {
  try {
    declare(facets);
    return undefined;
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const [{ code, message, help = "" }] = error.diagnostics as readonly [(typeof error.diagnostics)[number]];
    expect(code).toBe("CP511");
    return { message, help };
  }
}

describe("facets", () => {
  it.each<[string, Partial<Record<string, unknown>>]>([
    ["without its argument $1", { shut: { prints: { text: "box $0" } } }],
    ["has no argument $2", { shut: { prints: { text: "$0 $1 $2" } } }],
    ["without its argument $0", { shut: { prints: { text: "$0 $1", latex: "$1" } } }],
    ["no rule takes it apart", { bare: { opens: "at once" } }],
    ["no rule has a signing key in it", { shut: { opens: "verified" } }],
    ["Scyther would not open it", { bare: { spdl: "encryption" } }],
    ["Scyther would not open it", { shut: { spdl: "encryption" } }],
    ["Scyther would not open it", { hidden: { spdl: "encryption" } }],
    ["has no argument 2", { shut: { ban: { is: "box", kind: "public", key: 2 } } }],
    ["has no argument -1", { shut: { raw: [-1] } }],
    ["travels as 0 bytes", { shut: { wire: { is: "bytes", length: 0 } } }],
    ["does not say in how many", { shut: { wire: { is: "parts" } } }],
    ["travels with the tag 1", { shut: { wire: { is: "bytes", tag: 1 } } }],
    ["has no facet print", { shut: { print: { text: "$0 $1" } } }],
    ['has "soon" as its facet opens', { shut: { opens: "soon" } }],
    ['is read in BAN as "bag"', { shut: { ban: { is: "bag" } } }],
    ['travels as "smoke"', { shut: { wire: { is: "smoke" } } }],
    ["is not one of its operations", { lock: {} }],
  ])("rejects one: %s", (problem, facets) => {
    const complaint = complaintOf(facets);
    expect(complaint?.message).toContain(problem);
    expect(complaint?.help).not.toBe("");
  });

  it.each<Partial<Record<string, unknown>>>([
    { shut: { opens: "at once", spdl: "encryption", ban: { is: "box", kind: "public", key: 1 } } },
    { stamp: { opens: "verified", spdl: "encryption", wire: { is: "parts", count: 2 } } },
    { bare: { prints: { text: "bare($0..)" }, wire: { is: "bytes", length: 32 }, raw: [0] } },
  ])("takes %j, and keeps it beside the operation", (facets) => {
    const [[name, said] = ["", {}]] = Object.entries(facets);
    const { operations } = declare(facets).data;
    expect(operations.find((operation) => operation.name === `box.${name}`)).toMatchObject(said as object);
  });
});

describe("printing", () => {
  const key = apply("pk", familyConstant("key"), constant("Bob"));
  const sealed = apply("box.shut", tuple(constant("a"), freshName("N", ["Nonce"], 2)), key);
  const operations = [
    ...declare({ shut: { prints: { text: "box{ $0.. }$1", latex: "\\{ $0.. \\}_{$1}" } } }).data.operations,
    ...KEY_OPERATIONS,
  ];

  it("follows the notation, and is a function without one", () => {
    expect(makePrinter(operations)(sealed)).toBe("box{ a, N#2 }pk(Bob)");
    expect(makePrinter([])(sealed)).toBe("box.shut((a, N#2), pk(key, Bob))");
    expect(makePrinter(operations)(apply("box.bare", sealed))).toBe("box.bare(box{ a, N#2 }pk(Bob))");
  });

  it("shows a family of keys other than the usual one", () => {
    expect(makePrinter(operations)(apply("sk", familyConstant("ibe"), constant("Bob")))).toBe("sk.ibe(Bob)");
  });

  it("has LaTeX of its own, or reads it off the text", () => {
    expect(makeLatexPrinter(operations)(sealed)).toBe(
      String.raw`\{ \mathit{a}, \mathit{N}_{\#2} \}_{\mathit{pk}(\mathit{Bob})}`,
    );
    expect(makeLatexPrinter([])(apply("f_1", constant("x%")))).toBe(String.raw`\mathit{f\_1}(\mathit{x\%})`);
  });

  it("keeps different terms of one built-in operation apart", () => {
    const print = makePrinter([...THEORIES.flatMap((each) => each.operations), ...KEY_OPERATIONS]);
    for (const { name, arity } of THEORIES.flatMap((each) => each.operations)) {
      const args = Array.from({ length: arity }, (_, i) => constant(`x${i}`));
      const texts = args.map((_, i) => print(apply(name, ...args.map((arg, at) => (at === i ? constant("y") : arg)))));
      expect(new Set([print(apply(name, ...args)), ...texts]).size).toBe(arity + 1);
    }
  });
});
