/** Each mistake that the verifier once made, put back, is a disagreement on a description that shows it, and only then. */
import { describe, expect, it } from "vitest";
import {
  aenc,
  agree,
  data,
  id,
  key,
  nonce,
  op,
  pk,
  type Pk,
  protocol,
  secret,
  senc,
  sgk,
  shk,
  sign,
  sk,
  type Sk,
  theory,
  type Typed,
} from "../../../src/index.ts";
import { describe as readDescription } from "../../../src/core/protocol/dsl/describe.ts";
import { readBuilder } from "../../../src/core/protocol/dsl/protocol.ts";
import type { Description } from "../../../src/core/protocol/ir/description.ts";
import { nativeEngine } from "../../compare/engine.ts";
import { MUTANTS, type MutantName } from "../../options.ts";
import { projectWith, seamOf } from "../mutants.ts";
import { compareDescription } from "./compare.ts";

type T = Typed<unknown>;

const hops = theory("hops", {
  a: op<(m: T) => Typed<"a">>("message"),
  b: op<(m: T) => Typed<"b">>("message"),
  c: op<(m: T) => Typed<"c">>("message"),
  ab: op<(x: Typed<"a">) => Typed<"b">>("box"),
  bc: op<(x: Typed<"b">) => Typed<"c">>("box"),
  open: op<(x: Typed<"c">) => T>("box"),
})
  .approximates("It is made up.")
  .rewrites(({ a, b, c, ab, bc, open }, { m, reduces }) => ({
    ab: reduces(ab(a(m)), b(m)),
    bc: reduces(bc(b(m)), c(m)),
    open: reduces<unknown>(open(c(m)), m),
  }));

const shares = theory("thr", {
  enc: op<<M, A extends string>(m: Typed<M>, a: Pk<A>) => Typed<{ sealed: M; to: A }>>("message", "public key"),
  part: op<<M, A extends string>(c: Typed<{ sealed: M; to: A }>, k: Sk<A>) => Typed<{ part: M }>>(
    "ciphertext",
    "secret key",
  ),
  open: op<<M>(p: Typed<{ part: M }>) => Typed<M>>("part"),
}).rewrites(({ enc, part, open }, { m, pk: publicKey, sk: secretKey, reduces }) => ({
  open: reduces(open(part(enc(m, publicKey("A")), secretKey("A"))), m),
}));

/** For each mistake a description whose verdict it makes wrong. */
const SHOWN: Readonly<Record<MutantName, unknown>> = {
  "passed-on": protocol("thr1", { U: "user", A: "trustee a", V: "v" })
    .uses(shares)
    .public({ pkA: pk("A", "thr") })
    .knows("A", { skA: sk("A", "thr") })
    .fresh("U", { m: data })
    .message("M1", "U", "A", ({ m, pkA }) => ({ c: shares.ops.enc(m, pkA) }))
    .message("M3", "A", "U", ({ c, skA }) => ({ p: shares.ops.part(c, skA) }))
    .message("M4", "U", "V", ({ p }) => ({ p2: p }))
    .claims("U", ({ m }) => [secret(m)]),
  "carry-back": protocol("hops", { A: "sender", B: "receiver" })
    .uses(hops)
    .fresh("A", { m: data })
    .message("M1", "A", "B", ({ m }) => ({ x: hops.ops.a(m) }))
    .claims("A", ({ m }) => [secret(m)]),
  directed: protocol("answer", { A: "initiator", B: "responder" })
    .fresh("A", { N: nonce })
    .message("M1", "A", "B", ({ N }) => ({ N }))
    .message("M2", "B", "A", ({ N }) => senc({ N }, shk("A", "B")))
    .claims("A", ({ N }) => [agree("B", [N])]),
  "foreign-key": protocol("key", { A: "client", B: "server" })
    .fresh("A", { n: id })
    .message("M1", "A", "B", ({ n }) => ({ n, pkE: pk("A", "eph", n) }))
    .fresh("B", { K: key })
    .message("M2", "B", "A", ({ K, pkE }) => ({ c: aenc({ K }, pkE) }))
    .claims("B", ({ K }) => [secret(K)]),
  "listing-order": protocol("late", { A: "sender", B: "first receiver", C: "second receiver" })
    .fresh("A", { N: nonce })
    .message("M1", "A", "B", ({ N, B }) => sign({ N, B }, sgk("A")))
    .message("M2", "A", "C", ({ N }) => ({ N }))
    .message("M3", "B", "C", ({ N }) => ({ N2: N }))
    .claims("B", ({ N }) => [agree("A", [N])]),
};

function load(builder: unknown): Description {
  const recorded = readBuilder(builder);
  const description = recorded === undefined ? undefined : readDescription(recorded).description;
  if (description === undefined) throw new TypeError("not a description");
  return description;
}

function compare(mutant: MutantName, isPutBack: "put back" | "mended"): string[] {
  const wanted = isPutBack === "put back" ? mutant : undefined;
  const engine = nativeEngine({ maxRuns: 3, maxStates: 300 }, undefined, seamOf(wanted));
  const bounds = { runs: 2, states: 20_000, messages: 40, values: 10, seed: 1 };
  return compareDescription(load(SHOWN[mutant]), [engine], bounds, projectWith(wanted)).disagreements.map(
    ({ kind }) => kind,
  );
}

describe("a mistake of the verifier", () => {
  it.each(MUTANTS)("is noticed: %s", (mutant) => {
    expect(compare(mutant, "mended")).toEqual([]);
    expect(compare(mutant, "put back")).toEqual([mutant === "listing-order" ? "false attack" : "missed attack"]);
  });
});
