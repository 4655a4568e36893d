/**
 * Why the steps that papers take are no rules: for each family a protocol whose goal follows with it, not without, and whose
 * symbolic counterpart the verifier attacks.
 */
import { describe, expect, it } from "vitest";
import {
  aenc,
  agree,
  alive,
  data,
  hash,
  key,
  mac,
  nonce,
  pk,
  protocol,
  secret,
  senc,
  sgk,
  shk,
  sign,
} from "../index.ts";
import { derive, verify } from "../api.ts";
import type { BuiltProtocol } from "../api/sources.ts";

interface Counterexample {
  /** As the goal's note names the family. */
  readonly family: string;
  readonly built: BuiltProtocol;
  /** The claim that says what the goal is read as. */
  readonly claim: string;
}

const COUNTEREXAMPLES: readonly Counterexample[] = [
  {
    family: "the session-key rule",
    claim: "A secret SK",
    // Both parts of the key are sent in clear; the MAC shows that B is there and nothing else.
    built: protocol("derived-in-clear", { A: "device", B: "gateway" })
      .knows("A", { K: shk("A", "B") })
      .knows("B", { K: shk("A", "B") })
      .fresh("A", { Na: nonce })
      .message("M1", "A", "B", ({ A, Na }) => ({ A, Na }))
      .fresh("B", { Nb: nonce })
      .message("M2", "B", "A", ({ B, Na, Nb, K }) => ({ Nb, tag: mac({ B, Na, Nb }, K) }))
      .fresh("A", { D: data })
      .computes("A", ({ Na, Nb }) => ({ SK: hash({ Na, Nb }) }))
      .message("M3", "A", "B", ({ D, SK }) => ({ c: senc({ D }, SK) }))
      .claims("A", ({ SK }) => [secret(SK)])
      .ban({
        assumptions: { s: "A bel A <=K=> B", f: "A bel #(Na)", n: "A bel #(SK)" },
        goals: { g: "A bel A <-SK-> B" },
      }),
  },
  {
    family: "freshness of a component from the whole",
    claim: "A InjectiveAgree S on D",
    // B passes on whatever S signed once, beside A's challenge.
    built: protocol("old-reading", { A: "reader", B: "relay", S: "meter" })
      .knows("A", { K: shk("A", "B") })
      .knows("B", { K: shk("A", "B") })
      .knows("S", { sgkS: sgk("S") })
      .fresh("S", { D: data })
      .message("M1", "S", "B", ({ A, D, sgkS }) => ({ D, s: sign({ A, D }, sgkS) }))
      .fresh("A", { Na: nonce })
      .message("M2", "A", "B", ({ Na }) => ({ Na }))
      .message("M3", "B", "A", ({ A, B, D, s, Na, K }) => ({ s, c: senc({ B, A, Na, D }, K) }))
      .claims("A", ({ D }) => [agree("S", [D], { injective: true })])
      .ban({
        assumptions: { k: "A bel A <-K-> B", v: "A bel vkS |-> S", f: "A bel #(Na)" },
        goals: { g: "A bel S bel D" },
      }),
  },
  {
    family: "message meaning from public-key encryption",
    claim: "A alive B",
    built: protocol("sealed-order", { A: "server", B: "client" })
      .public({ pkA: pk("A") })
      .fresh("B", { D: data })
      .message("M1", "B", "A", ({ B, D, pkA }) => ({ c: aenc({ B, D }, pkA) }), { means: "{B bel D}pkA from B" })
      .claims("A", () => [alive("B")])
      .ban({ assumptions: { p: "A bel pkA |-> A" }, goals: { g: "A bel B said B bel D" } }),
  },
  {
    family: "nonce verification on a ciphertext",
    claim: "A alive B",
    // S signs what it cannot read: that it passed the ciphertext on in this run says nothing of who made it.
    built: protocol("sealed-and-forwarded", { A: "owner", B: "sensor", S: "hub" })
      .public({ pkA: pk("A") })
      .knows("S", { sgkS: sgk("S") })
      .fresh("A", { Na: nonce })
      .message("M1", "A", "S", ({ Na }) => ({ Na }))
      .fresh("B", { D: data })
      .message("M2", "B", "S", ({ B, D, pkA }) => ({ c: aenc({ B, D }, pkA) }))
      .message("M3", "S", "A", ({ A, B, Na, c, sgkS }) => sign({ A, B, Na, c }, sgkS))
      .claims("A", () => [alive("B")])
      .ban({
        assumptions: { v: "A bel vkS |-> S", f: "A bel #(Na)" },
        goals: { g: "A bel S bel {D}pkA" },
      }),
  },
  {
    family: "jurisdiction from what was said",
    claim: "A InjectiveAgree S on Kab",
    // Nothing in the message is new to A, so an old key comes again.
    built: protocol("old-key", { A: "meter", B: "utility", S: "key server" })
      .knows("A", { Kas: shk("A", "S") })
      .knows("S", { Kas: shk("A", "S"), Kbs: shk("B", "S") })
      .knows("B", { Kbs: shk("B", "S") })
      .fresh("S", { Kab: key })
      .message("M1", "S", "A", ({ A, B, S, Kab, Kas }) => ({ c: senc({ S, A, B, Kab }, Kas) }), {
        means: "{A <-Kab-> B}Kas from S",
      })
      .claims("A", ({ Kab }) => [agree("S", [Kab], { injective: true })])
      .ban({
        assumptions: { k: "A bel A <-Kas-> S", j: "A bel forall K. S controls A <-K-> B" },
        goals: { g: "A bel A <-Kab-> B" },
      }),
  },
  {
    family: "a hash taken for what was hashed",
    claim: "A agree U on D",
    // S certifies a hash that anybody may send it; A gets what was hashed from anybody.
    built: protocol("notarised-hash", { A: "auditor", U: "user", S: "notary" })
      .knows("S", { sgkS: sgk("S") })
      .fresh("A", { Na: nonce })
      .message("M1", "A", "S", ({ Na }) => ({ Na }))
      .fresh("U", { D: data })
      .message("M2", "U", "S", ({ D }) => ({ h: hash(D) }))
      .message("M3", "S", "A", ({ A, U, Na, h, sgkS }) => sign({ A, U, Na, h }, sgkS))
      .message("M4", "U", "A", ({ D }) => ({ D }))
      .claims("A", ({ D }) => [agree("U", [D])])
      .ban({
        assumptions: { v: "A bel vkS |-> S", f: "A bel #(Na)", j: "A bel S controls D" },
        goals: { g: "A bel D" },
        profile: "BAN-HASH",
      }),
  },
];

describe.each(COUNTEREXAMPLES)("$family", ({ family, built, claim }) => {
  it("alone gives the goal, which the logic does not derive", async () => {
    const { findings, errors } = await derive(built);
    expect(errors).toEqual([]);
    const verdicts = findings.filter(({ lens }) => lens === "ban").map(({ verdict }) => verdict);
    expect(verdicts.map(({ is }) => is)).toEqual(["underivable"]);
    const notes = verdicts.flatMap((verdict) => (verdict.is === "underivable" ? verdict.notes : []));
    expect(notes.join("\n")).toContain(`it follows only with ${family}, which is not a rule of BAN: from `);
  });

  it("is unsound: the verifier attacks what the goal is read as", async () => {
    const { findings, errors } = await verify(built, { claims: [claim] });
    expect(errors).toEqual([]);
    expect(findings.map(({ verdict }) => verdict.is)).toEqual(["attack"]);
  });
});
