import { describe, expect, it } from "vitest";
import {
  aenc,
  data,
  hash,
  key,
  mac,
  nonce,
  op,
  pk,
  protocol,
  sdec,
  senc,
  sgk,
  shk,
  sign,
  text,
  theory,
  type Typed,
} from "../../../index.ts";
import { describe as describeProtocol } from "../../../core/protocol/dsl/describe.ts";
import { readBuilder } from "../../../core/protocol/dsl/protocol.ts";
import { printAscii } from "../print/ascii.ts";
import { idealise, type Idealised } from "./idealise.ts";

function idealiseBuilder(builder: object): Idealised {
  const recorded = readBuilder(builder);
  const described = recorded && describeProtocol(recorded);
  if (described?.description === undefined) throw new Error(JSON.stringify(described?.diagnostics));
  return idealise(described.description);
}

function messagesOf({ analysis }: Idealised): string[] {
  return analysis.messages.map(({ id, from, to, formula }) => `${id} ${from}->${to} ${printAscii(formula)}`);
}

const two = () => protocol("two", { A: "one", B: "other", S: "server" });

describe("the default idealisation", () => {
  it("drops what is in clear, and messages of nothing else", () => {
    const builder = two()
      .knows("A", { Kas: shk("A", "S") })
      .knows("S", { Kas: shk("A", "S") })
      .public({ hello: text })
      .fresh("A", { N: nonce, D: data })
      .message("M1", "A", "B", ({ A, N, hello }) => ({ A, N, hello }))
      .message("M2", "A", "S", ({ A, B, N, D, hello, Kas }) => ({ N, box: senc({ A, B, D, hello }, Kas) }));
    expect(messagesOf(idealiseBuilder(builder))).toEqual(["M2 A->S {D}Kas from A"]);
  });

  it("has a construct for each kind of box, and keeps who made it when it is passed on", () => {
    const builder = two()
      .knows("A", { Kas: shk("A", "S"), sgkA: sgk("A") })
      .knows("S", { Kas: shk("A", "S") })
      .public({ pkB: pk("B") })
      .fresh("A", { N: nonce, D: data })
      .message("M1", "A", "B", ({ N, D, Kas, sgkA, pkB }) => ({
        sealed: aenc({ N, D }, pkB),
        tag: mac({ N, D }, Kas),
        signed: sign({ h: hash({ N, D }) }, sgkA),
      }))
      .message("M2", "B", "S", ({ tag, signed }) => ({ tag, signed }))
      .message("M3", "A", "S", ({ N, D }) => ({ N, D }));
    const idealised = idealiseBuilder(builder);
    expect(messagesOf(idealised)).toEqual([
      "M1 A->B <D, N>Kas from A, {H(D, N)}vkA^-1, {D, N}pkB",
      "M2 B->S <D, N>Kas from A, {H(D, N)}vkA^-1",
    ]);
    expect(idealised.analysis.symbols.get("vkA")).toMatchObject({ sort: "key", kind: "public", owner: "A" });
    expect(idealised.analysis.symbols.get("Kas")).toMatchObject({ kind: "shared", holders: ["A", "S"] });
    expect(idealised.analysis.symbols.get("N")).toMatchObject({ sort: "nonce", origin: "A" });
  });

  it("reads keys with the names beside them, and a key's use as belief in it", () => {
    const builder = two()
      .knows("A", { Kas: shk("A", "S") })
      .knows("B", { Kbs: shk("B", "S") })
      .knows("S", { Kas: shk("A", "S"), Kbs: shk("B", "S"), sgkS: sgk("S") })
      .public({ pkB: pk("B") })
      .fresh("S", { Kab: key })
      .message("M1", "S", "A", ({ A, B, Kab, Kas, Kbs }) => senc({ B, Kab, ticket: senc({ Kab, A }, Kbs) }, Kas))
      .message("M2", "A", "B", ({ ticket }) => ({ ticket }))
      .fresh("B", { N: nonce })
      .message("M3", "B", "A", ({ N, Kab }) => ({ use: senc({ N }, Kab) }))
      .computes("A", ({ use, Kab }) => sdec(use, Kab))
      .message("M4", "S", "A", ({ B, pkB, sgkS }) => sign({ B, pkB }, sgkS))
      .message("M5", "S", "B", ({ pkB, sgkS }) => sign({ pkB }, sgkS));
    expect(messagesOf(idealiseBuilder(builder))).toEqual([
      "M1 S->A {{A <-Kab-> B}Kbs from S, A <-Kab-> B}Kas from S",
      "M2 A->B {A <-Kab-> B}Kbs from S",
      "M3 B->A {A <-Kab-> B, N}Kab from B",
      "M4 S->A {pkB |-> B}vkS^-1",
      "M5 S->B {pkB}vkS^-1",
    ]);
  });

  const servers = () =>
    two()
      .knows("A", { Kas: shk("A", "S") })
      .knows("B", { Kbs: shk("B", "S") })
      .knows("S", { Kas: shk("A", "S"), Kbs: shk("B", "S") });

  it("has a name for a key that is made by hashing, and states that it is read so", () => {
    const builder = servers()
      .fresh("A", { N: nonce, D: data })
      .computes("A", ({ N, Kas }) => ({ SK: hash({ N, Kas }) }))
      .message("M1", "A", "S", ({ N, D, SK }) => ({ N, c: senc({ D }, SK) }))
      .message("M2", "S", "B", ({ S }) => ({ S }))
      .ban({ assumptions: { k: "S bel A <-SK-> S" }, goals: { g: "S bel A said D" } });
    const { analysis, lints, mistakes } = idealiseBuilder(builder);
    expect(mistakes).toEqual([]);
    expect(analysis.messages.map(({ formula }) => printAscii(formula))).toEqual(["{D}SK from A"]);
    expect(analysis.symbols.get("SK")).toMatchObject({ sort: "key", kind: "shared" });
    expect(lints.map(({ kind, sentence }) => `${kind} ${sentence.split(" ")[0]}`)).toEqual(["derived-key SK"]);
  });

  it("reads a hash with a key in it as a MAC where its author says so, and warns where nobody does", () => {
    const keyed = (means: string | undefined) =>
      idealiseBuilder(
        servers()
          .public({ one: text })
          .fresh("A", { N: nonce, D: data })
          .message("M1", "A", "S", ({ N, D, one, Kas }) => ({ N, D, V: hash({ one, N, D, Kas }) }), { means } as never)
          .message("M2", "S", "B", ({ S }) => ({ S })),
      );
    const said = keyed("<N, D>Kas from A");
    expect(messagesOf(said)).toEqual(["M1 A->S <D, N>Kas from A"]);
    expect(said.warnings).toEqual([]);
    expect(said.lints.map(({ kind }) => kind)).toEqual(["keyed-hash"]);
    expect(keyed("<N, D>Kbs from A").warnings.map(({ code }) => code)).toEqual(["BN302"]);
    expect(keyed("{N, D}Kas from A").warnings.map(({ code }) => code)).toEqual(["BN302"]);
    const silent = keyed(undefined);
    expect(messagesOf(silent)).toEqual([]);
    expect(silent.warnings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      "BN307 M1 has a hash in clear with the key Kas in it, which counts as a part in clear and says nothing.",
    ]);
  });

  it("states what can be read from an exclusive or and from a multiple, and that nobody said it", () => {
    const sums = theory("sums", {
      xor: op<(one: Typed<unknown>, other: Typed<unknown>) => Typed<{ kind: "sums.xor" }>>("one", "other"),
      times: op<(scalar: Typed<unknown>) => Typed<{ kind: "sums.times" }>>("scalar"),
    })
      .constructors("xor", "times")
      .facets({ xor: { ban: { is: "mask" } }, times: { ban: { is: "multiple" } } });
    const { xor, times } = sums.ops;
    const builder = servers()
      .uses(sums)
      .fresh("A", { N: nonce, D: data })
      .message("M1", "A", "S", ({ N, D, Kas }) => ({ N, masked: xor(D, hash({ N, Kas })) }))
      .message("M2", "A", "B", ({ N, D, Kas }) => ({ other: xor(D, hash({ N, Kas })), point: times(N) }))
      .message("M3", "A", "S", ({ N, D, Kas }) => ({ c: senc({ N, sum: xor(D, N) }, Kas) }));
    const { lints, analysis, warnings } = idealiseBuilder(builder);
    expect(analysis.messages.map(({ id }) => id)).toEqual(["M3"]);
    expect(warnings.map(({ code }) => code)).toEqual([]);
    const said = lints.map(({ kind, sentence }) => `${kind}: ${sentence}`);
    expect(said.length).toBe(4);
    expect(said[0]).toContain("S has hash(N, Kas) and takes D out of it. Nobody is known to have made it");
    expect(said[1]).toContain(
      "B lacks D and hash(N, Kas), so nothing can be read from it. Nobody is known to have made it",
    );
    expect(said[2]).toContain("multiple: point in M2 is a multiple or power by N, which nobody reads from it.");
    expect(said[3]).toContain("S has N and takes D out of it. Whoever closed what it is in said the value");
  });

  it("says nothing of a key that some message puts beside three names", () => {
    const group = servers()
      .fresh("S", { K: key })
      .message("M1", "S", "A", ({ A, B, S, K, Kas }) => ({ c: senc({ A, B, S, K }, Kas) }))
      .message("M2", "S", "B", ({ B, K, Kbs }) => ({ d: senc({ B, K }, Kbs) }));
    expect(messagesOf(idealiseBuilder(group))).toEqual(["M1 S->A {K}Kas from S", "M2 S->B {K}Kbs from S"]);
  });

  const tagged = (sends: "the tag alone" | "what it is of", means?: string) =>
    servers()
      .fresh("A", { N: nonce, D: data })
      .message("M1", "A", "B", ({ N, D, Kas }) => ({ t: mac({ N, h: hash(D) }, Kas) }), { means } as never)
      .message("M2", "B", "S", ({ t }) => ({ t }))
      .message("M3", "A", "S", ({ N, D, B }) => (sends === "the tag alone" ? { N, B } : { N, D }));

  it("leaves out a MAC of what its receiver never has: nothing can be read from it, nor checked", () => {
    const checked = idealiseBuilder(tagged("what it is of"));
    // B passes on what it cannot read; S gets the rest later.
    expect(messagesOf(checked)).toEqual(["M2 B->S <H(D), N>Kas from A"]);
    expect(checked.warnings).toEqual([]);
    const hidden = idealiseBuilder(tagged("the tag alone"));
    expect(messagesOf(hidden)).toEqual([]);
    expect(hidden.warnings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      "BN308 <H(D), N>Kas from A in M2 is a MAC of something that S never has, so S cannot check it and it says nothing.",
    ]);
    // What its author says of it holds where it is passed on, and shows nothing to who passes it on.
    expect(messagesOf(idealiseBuilder(tagged("what it is of", "<N, H(D)>Kas from A")))).toEqual([
      "M2 B->S <H(D), N>Kas from A",
    ]);
  });

  it("says of a key beside one name what all messages agree on: the Wide-Mouthed Frog", () => {
    const builder = servers()
      .fresh("A", { Kab: key, N: nonce })
      .message("M1", "A", "S", ({ N, B, Kab, Kas }) => ({ c: senc({ N, B, Kab }, Kas) }))
      .message("M2", "S", "B", ({ N, A, Kab, Kbs }) => ({ d: senc({ N, A, Kab }, Kbs) }));
    expect(messagesOf(idealiseBuilder(builder))).toEqual([
      "M1 A->S {A <-Kab-> B, N}Kas from A",
      "M2 S->B {A <-Kab-> B, N}Kbs from S",
    ]);
  });

  it("says nothing of a key where the messages leave a choice", () => {
    const alone = servers()
      .fresh("A", { Kab: key })
      .message("M1", "A", "S", ({ B, Kab, Kas }) => ({ c: senc({ B, Kab }, Kas) }))
      .message("M2", "S", "B", ({ Kab, Kbs }) => ({ d: senc({ Kab }, Kbs) }));
    expect(messagesOf(idealiseBuilder(alone))).toEqual(["M1 A->S {Kab}Kas from A", "M2 S->B {Kab}Kbs from S"]);
    const three = protocol("four", { A: "a", B: "b", C: "c", S: "s" })
      .knows("A", { Kas: shk("A", "S") })
      .knows("S", { Kas: shk("A", "S") })
      .fresh("S", { K: key })
      .message("M1", "S", "A", ({ B, C, K, Kas }) => ({ c: senc({ B, C, K }, Kas) }))
      .message("M2", "B", "C", ({ B }) => ({ B }));
    expect(messagesOf(idealiseBuilder(three))).toEqual(["M1 S->A {K}Kas from S"]);
  });

  it("says of a long-term key that it is its holders', and of nobody else", () => {
    const builder = servers()
      .knows("B", { Kab: shk("A", "B") })
      .message("M1", "B", "S", ({ A, B, Kab, Kbs }) => ({ c: senc({ A, B, Kab }, Kbs) }))
      .message("M2", "B", "S", ({ A, S, Kab, Kbs }) => ({ d: senc({ A, S, Kab }, Kbs) }))
      .message("M3", "A", "S", ({ A }) => ({ A }));
    expect(messagesOf(idealiseBuilder(builder))).toEqual([
      "M1 B->S {A <-Kab-> B}Kbs from B",
      "M2 B->S {Kab}Kbs from B",
    ]);
  });

  it("says of a key that is used whose it is, whoever passes the ciphertext on", () => {
    const builder = servers()
      .fresh("A", { Kab: key, N: nonce })
      .message("M1", "A", "S", ({ N, Kab, B, A }) => ({ pass: senc({ N }, Kab), B, A }))
      .message("M2", "S", "B", ({ pass }) => ({ pass }))
      .message("M3", "A", "B", ({ A, Kab }) => ({ late: aenc({ A, Kab }, pk("B")) }));
    expect(messagesOf(idealiseBuilder(builder))).toEqual([
      "M1 A->S {A <-Kab-> B, N}Kab from A",
      "M2 S->B {A <-Kab-> B, N}Kab from A",
      "M3 A->B {A <-Kab-> B}pkB",
    ]);
  });

  it("tells two values of one name apart", () => {
    const builder = two()
      .knows("A", { K: shk("A", "B") })
      .knows("B", { K: shk("A", "B") })
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N, K }) => ({ c: senc({ M: N }, K) }))
      .fresh("B", { N: nonce })
      .message("M2", "B", "A", ({ N, K }) => ({ d: senc({ R: N }, K) }));
    const idealised = idealiseBuilder(builder);
    expect(messagesOf(idealised)).toEqual(["M1 A->B {N}K from A", "M2 B->A {N_B}K from B"]);
    expect(idealised.analysis.symbols.get("N_B")).toMatchObject({ origin: "B" });
  });
});

describe("what the author says a message means", () => {
  const ticket = (means: string | Record<string, string>) =>
    two()
      .knows("A", { Kas: shk("A", "S") })
      .knows("S", { Kas: shk("A", "S") })
      .fresh("S", { Kab: key, N: nonce })
      .message("M1", "S", "A", ({ B, Kab, N, Kas }) => senc({ B, Kab, N }, Kas), { means })
      .message("M2", "A", "S", ({ A, N }) => ({ A, N }));

  it("takes the place of the default, part by part or as a whole", () => {
    const parts = idealiseBuilder(ticket({ Kab: "A <-Kab-> B, #(A <-Kab-> B)", B: "B bel N" }));
    expect(messagesOf(parts)).toEqual(["M1 S->A {B bel N, #(A <-Kab-> B), A <-Kab-> B, N}Kas from S"]);
    const whole = idealiseBuilder(ticket("{N, A <-Kab-> B}Kas from S"));
    expect(messagesOf(whole)).toEqual(["M1 S->A {A <-Kab-> B, N}Kas from S"]);
    expect([...parts.warnings, ...whole.warnings]).toEqual([]);
  });

  it("holds wherever the ciphertext is passed on", () => {
    const builder = two()
      .knows("S", { Kbs: shk("B", "S") })
      .knows("B", { Kbs: shk("B", "S") })
      .fresh("S", { N: nonce })
      .message("M1", "S", "A", ({ N, Kbs }) => ({ pass: senc({ N }, Kbs) }), { means: "{#(N)}Kbs from S" })
      .message("M2", "A", "B", ({ pass }) => ({ pass }));
    expect(messagesOf(idealiseBuilder(builder))).toEqual(["M1 S->A {#(N)}Kbs from S", "M2 A->B {#(N)}Kbs from S"]);
  });

  it.each([
    ["{N, A <-Kab-> S}Kas from S", []],
    ["{N, A said N}Kas from S", []],
    ["<N, A <-Kab-> B>Kas from S", []],
  ] as const)("is backed by the message: %s", (means, expected) => {
    expect(idealiseBuilder(ticket(means)).warnings.map(({ code }) => code)).toEqual(expected);
  });

  it("is reported where the message has no such name or ciphertext, or another made it", () => {
    const builder = two()
      .knows("A", { Kas: shk("A", "S") })
      .knows("S", { Kas: shk("A", "S") })
      .fresh("S", { Kab: key, N: nonce })
      .public({ pkB: pk("B") })
      .message("M1", "S", "A", ({ Kab, Kas }) => senc({ Kab }, Kas), {
        means: "{A <-Kab-> B, N}Kas from A, {N}pkB",
      })
      .message("M2", "S", "A", ({ N }) => ({ N }), { means: { Kba: "N" } });
    const { warnings, lints } = idealiseBuilder(builder);
    expect(warnings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      "BN302 M1 is said to have {N}pkB, but nothing in it is made with pkB.",
      "BN302 {A <-Kab-> B, N}Kas from A in M1 is said to come from A, but S made it.",
      "BN301 {A <-Kab-> B, N}Kas from A in M1 speaks of B, which is not in that part of the message.",
      "BN301 {A <-Kab-> B, N}Kas from A in M1 speaks of N, which is not in that part of the message.",
      "BN301 M2 has no Kba that could mean anything.",
    ]);
    expect(lints.every(({ kind }) => kind === "unbacked")).toBe(true);
  });

  /** One message from S to A about a value and a key, with whatever shape the test gives it. */
  const carries = (
    shape: (parts: Record<"N" | "D" | "Kab" | "A" | "B" | "Kas" | "Kbs" | "sgkS", never>) => object,
    means: string | Record<string, string>,
  ) =>
    idealiseBuilder(
      two()
        .knows("A", { Kas: shk("A", "S") })
        .knows("B", { Kbs: shk("B", "S") })
        .knows("S", { Kas: shk("A", "S"), Kbs: shk("B", "S"), sgkS: sgk("S") })
        .fresh("A", { N: nonce })
        .message("M0", "A", "S", ({ N }) => ({ N }))
        .fresh("S", { D: data, Kab: key })
        .message("M1", "S", "A", (parts) => shape(parts as never) as never, { means })
        .message("M2", "S", "B", ({ D, Kab, A, Kbs }) => ({ used: senc({ D, Kab, A }, Kbs) })),
    ).warnings.map(({ code, message }) => `${code} ${message}`);

  it.each([
    [
      "a hash for its preimage",
      carries(({ N, D, sgkS }) => ({ s: sign({ N, h: hash(D) }, sgkS) }), "{N, D}vkS^-1"),
      "BN306 {D, N}vkS^-1 in M1 speaks of D, of which it has a hash only: whoever said H(X) need not have said X.",
    ],
    [
      "a part of an inner ciphertext for one of the outer",
      carries(
        ({ N, A, B, Kab, Kas, Kbs }) => senc({ N, B, t: senc({ Kab, A }, Kbs) }, Kas),
        "{N, A <-Kab-> B}Kas from S",
      ),
      "BN306 {A <-Kab-> B, N}Kas from S in M1 speaks of Kab, which it does not have itself, but something inside it that is closed apart.",
    ],
    [
      "a part of the outer ciphertext for one of the inner",
      carries(
        ({ N, A, Kab, Kas, Kbs }) => senc({ N, Kab, t: senc({ A }, Kbs) }, Kas),
        "{N, {A <-Kab-> B}Kbs from S}Kas from S",
      ),
      "BN301 {A <-Kab-> B}Kbs from S in M1 speaks of Kab, which is not in that part of the message.",
    ],
    [
      "a value for its hash",
      carries(({ N, D, sgkS }) => ({ s: sign({ N, D }, sgkS) }), "{N, H(D)}vkS^-1"),
      "BN301 {H(D), N}vkS^-1 in M1 speaks of H(D), which is not in that part of the message.",
    ],
    [
      "one hash for another",
      carries(({ N, D, sgkS }) => ({ s: sign({ h: hash({ D, N }) }, sgkS) }), "{H(D)}vkS^-1"),
      "BN301 {H(D)}vkS^-1 in M1 speaks of H(D), which is not in that part of the message.",
    ],
    [
      "a statement in clear",
      carries(({ D }) => ({ D }), "A <-Kab-> B"),
      "BN306 M1 is said to mean A <-Kab-> B in clear, where anybody can say it.",
    ],
    [
      "a ciphertext in another that its receiver cannot open",
      carries(({ D, Kas, Kbs }) => ({ c: senc({ t: senc({ D }, Kas) }, Kbs) }), "{D}Kas from S"),
      "BN306 {D}Kas from S in M1 is inside something that A cannot open, made with Kbs.",
    ],
    [
      "something in clear that is closed",
      carries(({ D, Kas }) => ({ c: senc({ D }, Kas) }), "D, {D}Kas from S"),
      "BN306 M1 is said to have D in clear, but D is not in clear there.",
    ],
    [
      "a MAC of what its receiver never gets",
      carries(({ N, D, Kas }) => ({ N, t: mac({ N, D }, Kas) }), "<N, D>Kas from S"),
      "BN306 <D, N>Kas from S in M1 speaks of D, which A does not have: a MAC does not give away what it is of.",
    ],
  ])("is reported where it takes %s", (_, warnings, expected) => {
    expect(warnings).toEqual([expected]);
  });

  it.each([
    ["a hash", carries(({ N, D, sgkS }) => ({ s: sign({ N, h: hash({ D, N }) }, sgkS) }), "{N, H(D, N)}vkS^-1")],
    [
      "what is inside, inside",
      carries(
        ({ N, A, B, Kab, Kas, Kbs }) => senc({ N, B, Kab, t: senc({ Kab, A }, Kbs) }, Kas),
        "{N, A <-Kab-> B, {A <-Kab-> B}Kbs from S}Kas from S",
      ),
    ],
    [
      "a ciphertext that its receiver gets out of another",
      carries(({ D, Kas, sgkS }) => ({ c: senc({ s: sign({ D }, sgkS) }, Kas) }), "{D}vkS^-1"),
    ],
    ["a MAC beside what it is of", carries(({ D, Kas }) => ({ D, t: mac({ D }, Kas) }), "<D>Kas from S")],
    [
      "what is in clear beside something closed",
      carries(({ D, Kas }) => ({ D, c: senc({ D }, Kas) }), "D, {D}Kas from S"),
    ],
  ])("is not reported for %s", (_, warnings) => {
    expect(warnings).toEqual([]);
  });

  it("is reported where it cannot be read, with assumptions, goals and the profile", () => {
    const builder = ticket("{N, A <-Kab-> }Kas").ban({
      profile: "BAN+Q",
      assumptions: { k1: "A bel A <-N-> B", k2: "B said N" },
      goals: { g1: "A bel Nn" },
    });
    const { mistakes } = idealiseBuilder(builder);
    expect(mistakes.map(({ code, offset, text: said }) => `${code} ${offset} ${said}`)).toEqual([
      "BN101 14 {N, A <-Kab-> }Kas",
      "BN105 0 BAN+Q",
      "BN103 10 A bel A <-N-> B",
      "BN104 0 B said N",
      "BN102 6 A bel Nn",
    ]);
  });

  it("is reported where a name is given twice", () => {
    const goals = { g1: "A sees N" };
    const { mistakes, analysis } = idealiseBuilder(ticket({}).ban({ goals }).ban({ goals, profile: "BAN+C" }));
    expect(mistakes.map(({ code, message }) => `${code} ${message}`)).toEqual(["BN305 The name g1 is given twice."]);
    expect(analysis.profile.name).toBe("BAN+C");
  });
});
