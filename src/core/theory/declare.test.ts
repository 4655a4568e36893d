/** Declared theories: their functions reduce as their rules say, and rules that could not work are rejected. */
import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../diagnostic/diagnostic.ts";
import { normalise } from "../term/rewrite.ts";
import { apply, constant, type Term } from "../term/term.ts";
import { checkRewrite } from "./check-theory.ts";
import { type DeclaredTheory, op, theory, theoryOf } from "./declare.ts";
import type { Operations } from "./implementation.ts";
import { eraseNames, fieldsOf, record } from "./intended.ts";
import { familyConstant } from "./keys.ts";
import type { Typed } from "./phantom.ts";
import { pre, preTheory } from "./pre/pre.ts";
import { THEORIES } from "./registry.ts";

const a = constant("a");
const m = constant("m", ["Data"]);
const x = constant("x", ["Scalar"]);
const pkOf = (family: string, owner: Term): Term => apply("pk", familyConstant(family), owner);
const skOf = (family: string, owner: Term): Term => apply("sk", familyConstant(family), owner);
const bound = apply("pair", a, constant("record"));

function reduce(term: Term): Term {
  return normalise(
    term,
    THEORIES.flatMap((each) => each.rewrites),
  );
}

describe("proxy re-encryption", () => {
  const ciphertext = apply("pre.enc", m, pkOf("ibe", bound));
  const rekey = apply("pre.rekey", skOf("ibe", bound), pkOf("clc", a), x);
  const converted = apply("pre.enc1", m, x, pkOf("clc", a));

  it.each([
    ["dec", apply("pre.dec", ciphertext, skOf("ibe", bound)), m],
    ["reenc", apply("pre.reenc", ciphertext, rekey), converted],
    ["open", apply("pre.open", apply("pre.reenc", ciphertext, rekey), skOf("clc", a)), m],
    ["mask", apply("pre.mask", converted, skOf("clc", a)), x],
    ["maskOf", apply("pre.maskOf", rekey, skOf("clc", a)), x],
    ["unmask", apply("pre.unmask", converted, x), m],
  ])("%s reduces, whatever the families and indices", (_, term, expected) => {
    expect(reduce(term).key).toBe(expected.key);
  });

  it.each([
    ["another family", apply("pre.dec", ciphertext, skOf("clc", bound))],
    ["another index", apply("pre.dec", ciphertext, skOf("ibe", a))],
    ["a re-encryption key for another key", apply("pre.reenc", apply("pre.enc", m, pkOf("ibe", a)), rekey)],
    ["a second hop", apply("pre.reenc", converted, rekey)],
    ["another mask", apply("pre.unmask", converted, m)],
  ])("stays as it is under %s", (_, term) => {
    expect(reduce(term).key).toBe(term.key);
  });

  it("gives the delegator's key to whoever has the re-encryption key and X", () => {
    const [flaw] = preTheory.data.weaknesses;
    expect(flaw?.name).toBe("collusion");
    expect(flaw?.yields.key).toBe("sk(v:familyA,v:A)");
    expect(flaw?.given.map((term) => term.key)).toEqual(["pre.rekey(sk(v:familyA,v:A),pk(v:familyB,v:B),v:x)", "v:x"]);
  });
});

describe("declarations", () => {
  const untyped = theory as unknown as (
    name: string,
    ops: Operations,
  ) => DeclaredTheory<Record<string, (...args: unknown[]) => Typed<never>>>;
  const box = untyped("box", { shut: op("message", "key"), lid: op("message") });
  const codeOf = (declare: () => unknown): string | undefined => {
    try {
      declare();
    } catch (error) {
      if (error instanceof DiagnosticError) return error.diagnostics[0]?.code;
      throw error;
    }
    return undefined;
  };

  it("is found behind its functions and behind itself, and behind nothing else", () => {
    expect(theoryOf(pre)).toBe(preTheory.data);
    expect(theoryOf(preTheory)).toBe(preTheory.data);
    for (const other of [undefined, null, "pre", {}, { ops: 1 }, () => pre]) expect(theoryOf(other)).toBeUndefined();
  });

  it("allows parts of the left side, and public constructors over them", () => {
    const part = box.rewrites(({ lid, shut }, { m: body, k, reduces }) => ({
      open: reduces(lid?.(shut?.(body, k)) as never, body as never),
    }));
    expect(part.data.rewrites).toHaveLength(1);
    expect(
      codeOf(() =>
        box.rewrites(({ lid, shut }, { m: body, k, reduces }) => ({
          turn: reduces(lid?.(shut?.(body, k)) as never, shut?.(k, body) as never),
        })),
      ),
    ).toBeUndefined();
  });

  it.each([
    [
      "CP501",
      () =>
        box.rewrites(({ lid, shut }, { m: body, k, reduces }) => ({
          r: reduces(lid?.(shut?.(body, k)) as never, lid?.(k) as never),
        })),
    ],
    [
      // The second rule reduces what the first makes.
      "CP501",
      () =>
        box.rewrites(({ lid, shut }, { m: body, k, reduces }) => ({
          r: reduces(lid?.(shut?.(body, k)) as never, shut?.(k, k) as never),
          s: reduces(shut?.(body, lid?.(k)) as never, body as never),
        })),
    ],
    [
      "CP501",
      () =>
        box.rewrites(({ lid }, { m: body, reduces }) => ({ r: reduces(lid?.(body) as never, lid?.(body) as never) })),
    ],
    [
      "CP502",
      () => box.rewrites(({ lid }, { m: body, k, reduces }) => ({ r: reduces(lid?.(body) as never, k as never) })),
    ],
    [
      "CP502",
      () => box.weakness("w", "because", ({ lid }, { m: body, k, yields }) => yields([lid?.(body) as never], k)),
    ],
    ["CP505", () => box.rewrites((_, { m: body, pk, reduces }) => ({ r: reduces(pk("A") as never, body as never) }))],
  ])("rejects with %s", (code, declare) => {
    expect(codeOf(declare)).toBe(code);
  });

  it("rejects rules over what the theory does not declare, or with the wrong arity", () => {
    const lid = (...args: Term[]): Term => apply("box.lid", ...args);
    const check = (left: Term) => () => checkRewrite(box.data, { name: "r", left, right: m });
    expect(codeOf(check(lid(apply("other", m))))).toBe("CP504");
    expect(codeOf(check(lid(m, m)))).toBe("CP503");
    expect(codeOf(check(lid(m)))).toBeUndefined();
  });

  it("rejects an operation that is given too little, in words", () => {
    expect(() => box.ops.shut?.(1 as never)).toThrow("box.shut takes 2 (message, key), not 1");
  });
});

describe("records", () => {
  it("keep their names until they travel", () => {
    const term = record([
      ["N1", a],
      ["M", apply("f", record([["x", x]]))],
    ]);
    expect(fieldsOf(term)?.map(([name]) => name)).toEqual(["N1", "M"]);
    expect(eraseNames(term).key).toBe("pair(c:a,f(c:x))");
    expect(fieldsOf(eraseNames(term))).toBeUndefined();
  });
});
