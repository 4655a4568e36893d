/**
 * The verifier on theories of one's own: regressions by kind, and random theories with relays that work on what they have
 * not read, against an intruder of ground rewriting that knows no deductions and no search.
 */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import {
  data,
  hash,
  mac,
  nonce,
  op,
  type Pk,
  pk,
  privateOp,
  protocol,
  type Scalar,
  secret,
  type Sk,
  sk,
  theory,
  type Typed,
} from "../../index.ts";
import { describe as describeProtocol } from "../../core/protocol/dsl/describe.ts";
import { readBuilder } from "../../core/protocol/dsl/protocol.ts";
import type { Model, RoleScript, ScriptEvent } from "../../core/protocol/ir/script.ts";
import type { Mistakes } from "../../core/protocol/project/mistakes.ts";
import { project } from "../../core/protocol/project/project.ts";
import { AGENT, apply, constant, freshName, mapLeaves, type Term, tuple, variable } from "../../core/term/term.ts";
import { anyGround, anyRelay, anyTheory, CONSTRUCTORS, DESTRUCTORS, listGround } from "../../core/theory/arbitrary.ts";
import { deduce } from "../../core/theory/deductions.ts";
import type { Theory } from "../../core/theory/theory.ts";
import { listClaims } from "../../core/protocol/claims/listing.ts";
import { runToEnd } from "./run-to-end.ts";
import type { Comparing } from "./search/exposure.ts";
import { Verifier } from "./verify.ts";

const EVE = constant("Eve", [AGENT]);
const SECRET = constant("k", ["Data"]);
const PASSED = variable("v");

interface Case {
  readonly theory: Theory;
  /** The sender's message; m and n are fresh in each of its runs, k is a constant that only roles have. */
  readonly frame: readonly Term[];
  /** Relays of `v`, which a role takes unread. */
  readonly relays: readonly Term[];
}

const anyCase: fc.Arbitrary<Case> = anyTheory.chain((theory) =>
  fc.record({
    theory: fc.constant(theory),
    frame: fc.array(anyGround(theory), { minLength: 1, maxLength: 2 }),
    relays: fc.array(anyRelay(theory, PASSED, SECRET), { maxLength: 2 }),
  }),
);

/** The names of the frame as the sender's script has them. */
function own(term: Term, run?: number): Term {
  return mapLeaves(term, (leaf) =>
    leaf.kind === "name" && leaf.name !== "k" ? freshName(leaf.name, ["Data"], run) : leaf,
  );
}

function say(message: Term, label: string, kind: "send" | "recv" = "send"): ScriptEvent {
  return { kind, label, from: variable("S", [AGENT]), to: variable("R", [AGENT]), message, paired: false };
}

function modelOf({ theory, frame, relays }: Case): Model {
  const role = (name: string, events: readonly ScriptEvent[]): RoleScript => ({
    protocol: "relays",
    role: name,
    roles: ["S", ...relays.map((_, i) => `R${i}`), "R"],
    singular: false,
    fresh: name === "S" ? [freshName("m", ["Data"]), freshName("n", ["Data"])] : [],
    variables: name === "S" ? [] : [PASSED],
    events,
  });
  const secret = (name: string): ScriptEvent => {
    return { kind: "claim", claim: { kind: "Secret", label: name, term: freshName(name, ["Data"]), on: name } };
  };
  const { analyses, syntheses } = deduce([theory], ["w"]);
  const anyone = variable("anyone", [AGENT]);
  return {
    name: "relays",
    protocols: [
      {
        name: "relays",
        helper: false,
        roles: [
          role("S", [say(tuple(...frame.map((term) => own(term))), "1"), secret("m"), secret("n")]),
          ...relays.map((made, i) => role(`R${i}`, [say(PASSED, "1", "recv"), say(made, `${i + 2}`)])),
        ],
      },
    ],
    deductions: {
      analyses,
      syntheses: [{ kind: "synthesis", name: "anyone", from: [], yields: anyone }, ...syntheses],
    },
    operations: theory.operations,
    rewrites: theory.rewrites,
    untrusted: [EVE],
    commutative: [],
    match: 0,
    approximations: [],
    assumptions: [],
  };
}

/** The names that ground rewriting gets, of those that the sender claims to be secret. */
function leaked({ theory, frame, relays }: Case): readonly string[] | undefined {
  const has = listGround(
    theory,
    frame,
    frame,
    relays.map((made) => (term: Term) => mapLeaves(made, (leaf) => (leaf.kind === "variable" ? term : leaf))),
  );
  return has === undefined ? undefined : ["m", "n"].filter((name) => has(constant(name)));
}

/** The names of which the verifier says that they are secret for any number of runs, or undefined when it cannot begin. */
function proved(one: Case): readonly string[] | undefined {
  let model: Model;
  try {
    model = modelOf(one);
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
  const verifier = new Verifier(model);
  return ["m", "n"].filter((label) => {
    const target = { protocol: "relays", role: "S", label };
    const { verdict } = runToEnd(verifier, target, { maxRuns: 4, maxStates: 400 });
    return verdict.is === "vacuous" || (verdict.is === "holds" && verdict.scope === "unbounded");
  });
}

const T = theory("t", {
  enc: op<<M, A extends string>(m: Typed<M>, a: Pk<A>) => Typed<{ enc: M; a: A }>>("message", "public key"),
  part: op<<M, A extends string>(c: Typed<{ enc: M; a: A }>, k: Sk<A>) => Typed<{ part: M }>>("box", "secret key"),
  open: op<<M>(p: Typed<{ part: M }>) => Typed<M>>("part"),
}).rewrites(({ enc, part, open }, { m, pk, sk, reduces }) => ({
  open: reduces(open(part(enc(m, pk("A")), sk("A"))), m),
}));

/** As T, but only roles make a part, so its rule alone opens a box. */
const P = theory("p", {
  enc: op<<M>(m: Typed<M>, k: Typed<unknown>) => Typed<{ enc: M }>>("message", "key"),
  part: privateOp<<M>(c: Typed<{ enc: M }>) => Typed<{ part: M }>>("box"),
  open: op<<M>(p: Typed<{ part: M }>) => Typed<M>>("part"),
}).rewrites(({ enc, part, open }, { m, k, reduces }) => ({
  open: reduces(open(part(enc(m, k))), m),
}));

const H = theory("hops", {
  a: op<(m: Typed<unknown>) => Typed<"a">>("message"),
  b: op<(m: Typed<unknown>) => Typed<"b">>("message"),
  c: op<(m: Typed<unknown>) => Typed<"c">>("message"),
  ab: op<(x: Typed<"a">, p: Typed<unknown>) => Typed<"b">>("a box", "token"),
  bc: op<(x: Typed<"b">, p: Typed<unknown>) => Typed<"c">>("a box", "token"),
  open: op<(x: Typed<"c">, p: Typed<unknown>) => Typed<"m">>("a box", "token"),
}).rewrites(({ a, b, c, ab, bc, open }, { m, any, reduces }) => ({
  ab: reduces(ab(a(m), any("p")), b(m)),
  bc: reduces(bc(b(m), any("p")), c(m)),
  open: reduces(open(c(m), any("p")), m as never),
}));

/** A box over a tuple, and a key that two rules make of two others. */
const W = theory("w", {
  wrap: op<<M>(m: Typed<M>, k: Typed<unknown>) => Typed<{ wrap: M }>>("message", "key"),
  mix: op<(a: Typed<unknown>, b: Typed<unknown>) => Typed<"mixed">>("one", "other"),
  unwrap: op<<M>(w: Typed<{ wrap: M }>, a: Typed<unknown>, b: Typed<unknown>) => Typed<M>>("box", "one", "other"),
}).rewrites(({ wrap, mix, unwrap }, { m, any, reduces }) => ({
  unwrap: reduces(unwrap(wrap(m, mix(any("a"), any("b"))), any("a"), any("b")), m),
}));

/** Keys of the trustee; everybody has the public one. */
const trusted = (name: string) =>
  protocol(name, { U: "user", A: "trustee", B: "relay" })
    .uses(T)
    .public({ pkA: pk("A", "t") })
    .knows("A", { skA: sk("A", "t") })
    .fresh("U", { m: data });

function judge(builder: object, seam: { mistakes?: Mistakes; comparing?: Comparing } = {}): Record<string, string> {
  const recorded = readBuilder(builder);
  const described = recorded && describeProtocol(recorded);
  if (described?.description === undefined) throw new Error(JSON.stringify(described?.diagnostics));
  const { description } = described;
  const model = project(description, seam.mistakes);
  const verifier = new Verifier(model, { comparing: seam.comparing });
  return Object.fromEntries(
    listClaims(model)
      .filter(({ claim }) => claim.kind !== "Reachable")
      .map((claim) => {
        const { verdict } = runToEnd(verifier, claim, { maxRuns: 5, maxStates: 20_000 });
        return [claim.label, verdict.is];
      }),
  );
}

const VALUE_ONLY: Comparing = (part, whole) => part === whole;

describe("terms inside what a role passes on", () => {
  it.each<[string, object, "attack" | "holds"]>([
    [
      "under an operation that it puts around",
      trusted("around")
        .message("M1", "U", "A", ({ m, pkA }) => ({ c: T.ops.enc(m, pkA) }))
        .message("M2", "A", "U", ({ c, skA }) => ({ p: T.ops.part(c, skA) }))
        .claims("U", ({ m }) => [secret(m)]),
      "attack",
    ],
    [
      "of which another role puts on the operation, and a third passes it on",
      trusted("second")
        .message("M1", "U", "B", ({ m, pkA }) => ({ c: T.ops.enc(m, pkA) }))
        .message("M2", "B", "A", ({ c }) => ({ d: c }))
        .message("M3", "A", "B", ({ d, skA }) => ({ p: T.ops.part(d, skA) }))
        .message("M4", "B", "U", ({ p }) => ({ q: p }))
        .claims("U", ({ m }) => [secret(m)]),
      "attack",
    ],
    [
      "in a tuple with something else",
      trusted("tuple")
        .fresh("U", { N: nonce })
        .message("M1", "U", "A", ({ m, N, pkA }) => ({
          c: T.ops.enc(hash({ m, N }) as never, pkA),
          d: T.ops.enc(m, pkA),
        }))
        .message("M2", "A", "U", ({ c, d, skA }) => ({ p: T.ops.part(c, skA), q: T.ops.part(d, skA) }))
        .claims("U", ({ m }) => [secret(m)]),
      "attack",
    ],
    [
      "under a key that the relay does not have",
      trusted("wrong-key")
        .knows("B", { skB: sk("B", "other") })
        .message("M1", "U", "B", ({ m, pkA }) => ({ c: T.ops.enc(m, pkA) }))
        .message("M2", "B", "A", ({ c, skB }) => ({ p: T.ops.part(c as never, skB) }))
        .claims("U", ({ m }) => [secret(m)]),
      "holds",
    ],
    [
      "under an operation that only roles apply",
      protocol("private", { U: "user", A: "trustee" })
        .uses(P)
        .fresh("U", { m: data, key: nonce })
        .message("M1", "U", "A", ({ m, key }) => ({ c: P.ops.enc(m, key) }))
        .message("M2", "A", "U", ({ c }) => ({ p: P.ops.part(c) }))
        .claims("U", ({ m }) => [secret(m)]),
      "attack",
    ],
    [
      "under an operation that nobody applies",
      protocol("nobody", { U: "user", A: "trustee" })
        .uses(P)
        .fresh("U", { m: data, key: nonce })
        .message("M1", "U", "A", ({ m, key }) => ({ c: P.ops.enc(m, key) }))
        .message("M2", "A", "U", ({ c }) => ({ p: c }))
        .claims("U", ({ m }) => [secret(m)]),
      "holds",
    ],
    [
      "under a box that the relay puts around with two keys that it gives away",
      protocol("two-keys", { U: "user", A: "trustee" })
        .uses(W)
        .uses(T)
        .public({ pkA: pk("A", "t") })
        .knows("A", { skA: sk("A", "t") })
        .fresh("U", { m: data })
        .fresh("A", { a: nonce, b: nonce })
        .message("M1", "U", "A", ({ m, pkA }) => ({ c: T.ops.enc(m, pkA) }))
        .message("M2", "A", "U", ({ c, a, b, skA }) => ({
          p: W.ops.wrap(T.ops.part(c, skA), W.ops.mix(a, b)),
          a,
          b,
        }))
        .claims("U", ({ m }) => [secret(m)]),
      "attack",
    ],
  ])("%s", (_, builder, expected) => {
    expect(Object.values(judge(builder))).toEqual([expected]);
  });

  it("are lost when only the values themselves are compared", () => {
    const builder = trusted("around")
      .message("M1", "U", "A", ({ m, pkA }) => ({ c: T.ops.enc(m, pkA) }))
      .message("M2", "A", "U", ({ c, skA }) => ({ p: T.ops.part(c, skA) }))
      .claims("U", ({ m }) => [secret(m)]);
    expect(Object.values(judge(builder, { comparing: VALUE_ONLY }))).toEqual(["holds"]);
  });
});

describe("the closure of a theory", () => {
  const hops = protocol("hops", { A: "sender", B: "receiver" })
    .uses(H)
    .fresh("A", { m: data })
    .message("M1", "A", "B", ({ m }) => ({ x: H.ops.a(m) }))
    .claims("A", ({ m }) => [secret(m)]);

  it("opens through any number of rules", () => {
    expect(judge(hops)).toEqual({ A1: "attack" });
  });

  it("misses that when openings are carried back once", () => {
    expect(judge(hops, { mistakes: new Set(["carries back once"]) })).toEqual({ A1: "holds" });
  });
});

describe("operations without equations", () => {
  const pairing = theory("p", {
    g: op<(a: Scalar) => Typed<"g">>("exponent"),
    h: op<(b: Scalar) => Typed<"h">>("exponent"),
    gt: op<(a: Scalar, b: Scalar, c: Scalar) => Typed<"gt">>("a", "b", "c"),
    e: op<(x: Typed<unknown>, y: Typed<unknown>, c: Scalar) => Typed<"gt">>("point", "point", "exponent"),
  }).rewrites(({ g, h, gt, e }, { any, x, reduces }) => {
    const [a, b] = [any<{ kind: "scalar" }>("a"), any<{ kind: "scalar" }>("b")];
    return { pair: reduces(e(g(a), h(b), x), gt(a, b, x)) };
  });
  const left = (used: object): readonly string[] => {
    const recorded = readBuilder(
      protocol("joux", { A: "one", B: "other" })
        .uses(used)
        .fresh("A", { N: nonce, k: nonce })
        .message("M1", "A", "B", ({ N, k }) => ({ N: hash({ N }), M: mac({ N }, k) })),
    );
    const described = recorded && describeProtocol(recorded);
    return described?.description === undefined ? ["?"] : project(described.description).approximations;
  };

  it("are named in every verdict: the kind of a pairing whose exponents do not commute", () => {
    expect(left(pairing)).toEqual([
      "In the theory p the operations p.g, p.h and p.gt have no equation and are not declared constructors: terms made in another way count as different, even where the primitive makes them equal.",
    ]);
  });

  it("are not where they are constructors by declaration, or the theory says itself what it leaves out", () => {
    expect(left(pairing.constructors("g", "h"))).toEqual([
      expect.stringContaining("the operation p.gt has no equation"),
    ]);
    expect(left(pairing.constructors("g", "h", "gt"))).toEqual([]);
    expect(left(pairing.approximates("Exponents do not commute."))).toEqual(["Exponents do not commute."]);
  });
});

describe("random theories with relays", () => {
  it("have no proof of what ground rewriting refutes", () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const lost = leaked(one);
        if (lost === undefined || lost.length === 0) return;
        expect(proved(one)?.filter((name) => lost.includes(name)) ?? []).toEqual([]);
      }),
      { seed: 13, numRuns: Number(process.env["FC_NUM_RUNS"] ?? 60) },
    );
  });

  it("end where a rule opens what it yields, whatever is inside: one layer off many", () => {
    const [layers, m] = [(term: Term) => apply("s", apply("s", term)), constant("m", ["Data"])];
    const theory: Theory = {
      name: "layers",
      operations: [...CONSTRUCTORS, ...DESTRUCTORS],
      rewrites: [
        { name: "peel", left: apply("f", layers(PASSED)), right: apply("s", PASSED) },
        { name: "open", left: apply("g", apply("s", apply("c", PASSED)), apply("d", SECRET, SECRET)), right: PASSED },
      ],
      weaknesses: [],
    };
    const frame = [layers(layers(apply("c", m)))];
    expect(proved({ theory, frame, relays: [apply("s", PASSED)] })).toEqual(["m", "n"]);
    expect(leaked({ theory, frame, relays: [apply("d", SECRET, SECRET)] })).toEqual(["m"]);
    expect(proved({ theory, frame, relays: [apply("d", SECRET, SECRET)] })).toEqual(["n"]);
  });

  it("take no computation for one that reduces where rules have operations inside: inverses", () => {
    const theory: Theory = {
      name: "inverse",
      operations: [...CONSTRUCTORS, ...DESTRUCTORS],
      rewrites: [{ name: "twice", left: apply("p", apply("p", PASSED)), right: PASSED }],
      weaknesses: [],
    };
    const m = constant("m", ["Data"]);
    const relays = [apply("p", PASSED)];
    expect(leaked({ theory, frame: [apply("p", m)], relays })).toEqual(["m"]);
    expect(proved({ theory, frame: [apply("p", m)], relays })).toEqual(["n"]);
    expect(proved({ theory, frame: [apply("p", apply("c", m))], relays })).toEqual(["m", "n"]);
  });
});
