import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printAscii } from "../print/ascii.ts";
import { printLatex } from "../print/latex.ts";
import { printSexpr } from "../print/sexpr.ts";
import { printUnicode } from "../print/unicode.ts";
import { anyFormula } from "./arbitrary.ts";
import { atom, forall, fresh, isClear, partsOf, substitute, tuple } from "./formula.ts";
import { FormulaError } from "./formula-error.ts";
import { readAscii } from "./read-ascii.ts";
import { readSexpr } from "./read-sexpr.ts";
import { type BanSymbol, checkSorts, checkTopLevel } from "./sorts.ts";

const [a, b, c] = [atom("a"), atom("b"), atom("c")];

describe("formulas", () => {
  it("are the same whatever the order, nesting and repetition of a set", () => {
    const one = tuple([a, tuple([b, c]), b]);
    expect(one.id).toBe(tuple([tuple([c, a]), b]).id);
    expect(partsOf(one).length).toBe(3);
    expect(tuple([a, a])).toBe(a);
  });

  it("are the same whatever bound variables are called", () => {
    const about = (name: string) => forall([{ name, sort: "key" }], fresh(atom(name)));
    expect(about("K").id).toBe(about("V").id);
    expect(about("K").id).not.toBe(forall([{ name: "K", sort: "msg" }], fresh(atom("K"))).id);
    expect(about("K").id).not.toBe(forall([{ name: "K", sort: "key" }], fresh(a)).id);
  });

  it("leave bound variables alone when names are replaced", () => {
    const formula = forall([{ name: "a", sort: "msg" }], tuple([a, b]));
    const by = new Map([
      ["a", c],
      ["b", c],
    ]);
    expect(substitute(formula, by).id).toBe(forall([{ name: "a", sort: "msg" }], tuple([a, c])).id);
  });

  it("are clear without any encryption", () => {
    expect(isClear(readAscii("A said H(<Na>Y)").formula)).toBe(true);
    expect(isClear(readAscii("(Na, A said {Nb}K)").formula)).toBe(false);
  });
});

describe("notations", () => {
  it("are read back as what was printed", () => {
    fc.assert(
      fc.property(anyFormula, (formula) => {
        expect(readSexpr(printSexpr(formula)).formula.id).toBe(formula.id);
        expect(readAscii(printAscii(formula)).formula.id).toBe(formula.id);
      }),
    );
  });

  it.each([
    ["A bel B bel A <-Kab-> B", "(believes A (believes B (sharedkey A Kab B)))"],
    ["{Na, #(A <-K-> B)}Kas from S", "(enc Kas (tuple Na (fresh (sharedkey A K B))) S)"],
    ["{Kb |-> B}Ks^-1", "(enc (inv Ks) (pubkey Kb B))"],
    ["<A <=Nb=> B>Na from B", "(comb (secret A Nb B) Na B)"],
    ["A bel forall K. S controls A <-K-> B", "(believes A (forall ((K key)) (controls S (sharedkey A K B))))"],
    ["A bel forall X. S controls B said X", "(believes A (forall ((X msg)) (controls S (said B X))))"],
    ["A bel forall X: key. S controls X", "(believes A (forall ((X key)) (controls S X)))"],
    ["A sees H(Na, Nb)", "(sees A (hash (tuple Na Nb)))"],
    ["A believes (Na, Nb)", "(believes A (tuple Na Nb))"],
    ["Na, {Nb}K", "(tuple Na (enc K Nb))"],
  ])("read %s", (ascii, sexpr) => {
    expect(readAscii(ascii).formula.id).toBe(readSexpr(sexpr).formula.id);
  });

  it("print the paper's symbols and LaTeX", () => {
    const formula = readAscii("A bel (B said <A <=Nb=> B>Na from B, {K'ab |-> B}my_key^-1)").formula;
    expect(printUnicode(formula)).toBe("A |≡ ({↦K'ab B}my_key⁻¹, B |~ ⟨A ⇌Nb B⟩Na from B)");
    expect(printLatex(formula)).toBe(
      "A \\believes (\\enc{\\pubk{K'_{ab}}{B}}{{\\mathit{my\\_key}}^{-1}},\\allowbreak\\ " +
        "B \\said \\comb{\\secr{A}{N_{b}}{B}}{N_{a}} \\text{ from } B)",
    );
    expect(printLatex(atom("Kab"), new Map([["Kab", { sort: "key", tex: "K" } as BanSymbol]]))).toBe("K");
  });
});

/** Finds the mistake in a text, and where. */
function mistakeIn(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof FormulaError)
      return `${error.code} ${error.offset} ${error.message} ${error.help ?? ""}`.trim();
    throw error;
  }
  return "none";
}

describe("formulas that do not parse", () => {
  it.each([
    ["(believes A", "BN101 0 This bracket is never closed."],
    ["(believes A X))", "BN101 14 The formula is complete before ). Remove what follows it."],
    ["(belives A X)", "BN101 1 There is no operator belives. Did you mean believes?"],
    ["(believes A)", "BN101 0 believes does not take 1. Write (believes P X)."],
    ["(tuple X)", "BN101 0 tuple does not take 1. Write (tuple X Y ...)."],
    ["(forall ((K kee)) (fresh K))", "BN103 12 There is no sort kee. Did you mean key?"],
    ["(forall K (fresh K))", "BN101 8 Variables are written with their sorts. Write (forall ((V sort) ...) S)."],
    ["", "BN101 0 There is no formula here."],
    ["(".repeat(5000), "BN101 250 The formula nests deeper than 250."],
  ])("as s-expressions: %s", (text, expected) => {
    expect(mistakeIn(() => readSexpr(text))).toBe(expected);
  });

  it.each([
    ["A bel", "BN101 5 A formula is expected where the formula ends."],
    ["A beli B", 'BN101 2 "beli" is not expected here. Did you mean bel?'],
    ["{Na}Kab frm A", 'BN101 8 "frm" is not expected here.'],
    ["A <-Kab B", 'BN101 8 "->" is expected before "B".'],
    ["A bel X; Y", 'BN101 7 The notation has no ";".'],
    ["forall K: kee. #(K)", "BN103 10 There is no sort kee. Did you mean key?"],
    ["A bel (X, Y", 'BN101 11 ")" is expected where the formula ends.'],
    ["((".repeat(4000), "BN101 125 The formula nests deeper than 250."],
  ])("as people type them: %s", (text, expected) => {
    expect(mistakeIn(() => readAscii(text))).toContain(expected);
  });
});

describe("what others write", () => {
  it.each([
    ["A |= N", 2, "Write P bel X for P |= X."],
    ["A |≡ N", 2, "Write P bel X for P |≡ X."],
    ["A |=> N", 2, "Write P controls X for P |=> X."],
    ["A |~ N", 2, "Write P said X for P |~ X."],
    ["A <-> B", 2, "The key stands in the arrow"],
    ["A <=> B", 2, "The key stands in the arrow"],
    ["A bel fresh(N)", 6, "Write #(X) for fresh(X)"],
    ["A bel #N", 6, "Write #(X) for #X"],
    ["A bel h(N)", 6, "Write H(X) for h(X)"],
    ["A bel sign(N, K)", 6, "Write {X}K^-1 for sign(X, K)"],
    ["A bel f(N)", 6, "Of functions the notation has H(X) alone"],
    ["K^{-1} |-> A", 1, "Write K^-1"],
    ["A bel B says N", 8, "Write P said X for P says X"],
    ["A has N", 2, "Write P sees X for P has X"],
    ["A bel N ⊕ N", 8, "The logic has no exclusive or"],
    ["A bel A ↔ B", 8, "The key stands in the arrow"],
    ["A bel N and B bel N", 8, "write a comma between them"],
    ["A bel N B bel N", 8, "write a comma between them"],
    ["A bel N; B bel N", 7, "write a comma between them"],
    ["A <-K-> B bel N", 10, "The statement before it is complete"],
    ["A <-K-> B <-K-> S", 10, "The statement before it is complete"],
  ])("is explained: %s", (text, at, help) => {
    try {
      readAscii(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(FormulaError);
      expect((error as FormulaError).offset).toBe(at);
      expect((error as FormulaError).help).toContain(help);
    }
  });
});

describe("sorts", () => {
  const symbols = new Map<string, BanSymbol>([
    ["A", { sort: "principal" }],
    ["B", { sort: "principal" }],
    ["Kab", { sort: "key", kind: "shared" }],
    ["Kb", { sort: "key", kind: "public" }],
    ["Na", { sort: "nonce" }],
  ]);

  it.each([
    ["A bel A <-Kab-> B", "none"],
    ["A bel forall K. B controls #(A <-K-> B)", "none"],
    ["A bel B said {Na}Kb^-1", "none"],
    ["A bel A <-Na-> B", "BN103 10 Na is a nonce; a shared key is expected here."],
    ["Na bel A", "BN103 0 Na is a nonce; a principal is expected here."],
    ["A bel A <-Kb-> B", "BN103 10 Kb is a public key; a shared key is expected here."],
    ["A bel Kab |-> B", "BN103 6 Kab is a shared key; a public key is expected here."],
    ["A bel {Na}Kab^-1", "BN103 10 Kab is a shared key; a public key is expected here."],
    ["A bel B said Nq", "BN102 13 Nothing is called Nq here. Did you mean Na?"],
    ["A bel forall K. A said {Na}K", "BN103 6 A quantified assumption is about jurisdiction or freshness."],
    ["A bel forall K, K. #(A <-K-> B)", "BN103 6 The variable K is bound twice."],
    ["A bel forall K. #(A <-Kc-> B)", "BN102 22 Nothing is called Kc here."],
  ])("of %s", (text, expected) => {
    const said = mistakeIn(() => checkSorts(readAscii(text), symbols));
    expect(expected === "none" ? said : said.startsWith(expected)).toBe(expected === "none" ? "none" : true);
  });

  it("let only beliefs and what is seen stand alone", () => {
    expect(mistakeIn(() => checkTopLevel(readAscii("A said Na")))).toContain("BN104 0");
    expect(mistakeIn(() => checkTopLevel(readAscii("A sees Na")))).toBe("none");
  });
});
