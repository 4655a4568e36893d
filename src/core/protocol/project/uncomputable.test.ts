/**
 * Tests that no receiver can make: what a role cannot compute from what it holds, it takes as it comes. One case for each
 * operation with an argument that the receiver does not hold; `computable.test.ts` looks for others.
 */
import { describe, expect, it } from "vitest";
import {
  adec,
  aenc,
  agree,
  data,
  hash,
  id,
  key,
  mac,
  message,
  nonce,
  op,
  type Pk,
  pk,
  privateOp,
  protocol,
  secret,
  senc,
  sgk,
  shk,
  sign,
  sk,
  theory,
  type Typed,
  vk,
} from "../../../index.ts";
import { judge, modelOf, scriptOf } from "./example.ts";
import type { Mistakes } from "./mistakes.ts";

const start = protocol("p", { A: "one", B: "other", C: "third" });
/** A has values, and has used them. */
const sent = start
  .fresh("A", { n: id, N: nonce, M: data, K: key })
  .message("M0", "A", "C", ({ n, N, M, K }) => ({ digest: hash({ n, N, M, K }) }));
const MISTAKEN: Mistakes = new Set(["tests others' indexed keys"]);

/** B seals K under a key that A says is its own, bound to n. */
const ephemeral = (family: string, isNamed: "with n" | "without n") =>
  protocol("ephemeral", { A: "client", B: "server" })
    .fresh("A", { n: id })
    .message("M1", "A", "B", ({ n }) => {
      const pkE = pk("A", family, n);
      return isNamed === "with n" ? { n, pkE } : { pkE };
    })
    .fresh("B", { K: key })
    .message("M2", "B", "A", ({ K, pkE }) => ({ c: aenc({ K }, pkE as Pk<"A/eph">) }))
    .claims("B", ({ K }) => [secret(K)]);

describe("a public key with an index", () => {
  it.each(["with n", "without n"] as const)("is taken as it comes, %s: it may be Eve's", (isNamed) => {
    const model = modelOf(ephemeral("eph", isNamed));
    expect(scriptOf(model, "B")[0]).toBe(isNamed === "with n" ? "recv M1 (?n:Id, ?pkE)" : "recv M1 ?pkE");
    expect(judge(model)).toMatchObject({ B1: "attack" });
  });

  it("makes a false proof where its receiver is taken to test it", () => {
    expect(judge(modelOf(ephemeral("eph", "with n"), MISTAKEN))).toMatchObject({ B1: "holds" });
  });

  it("is computed from name and index in identity-based families, by receivers and by the intruder", () => {
    expect(judge(modelOf(ephemeral("ibe", "with n")))).toMatchObject({ B1: "holds" });
    expect(judge(modelOf(ephemeral("ibe", "without n")))).toMatchObject({ B1: "attack" });
    const declared = protocol("declared", { A: "", B: "" })
      .identityBased("attr")
      .fresh("A", { n: id })
      .message("M1", "A", "B", ({ n }) => ({ n, pkE: pk("A", "attr", n), other: pk("A", "eph", n) }));
    expect(scriptOf(modelOf(declared), "B")).toEqual(["recv M1 (?n:Id, pk(attr, (A, ?n:Id)), ?other)"]);
    const known = modelOf(declared).deductions.syntheses.map(({ yields }) => yields.key);
    expect(known).toContain("pk(c:attr,pair(v:anyone,v:index))");
    expect(known).toContain("pk(c:eph,pair(c:Eve,v:index))");
    expect(known).not.toContain("pk(c:eph,pair(v:anyone,v:index))");
    expect(modelOf(declared).assumptions.slice(-2)).toEqual([
      "Everyone computes the public keys of attr from their owner's name and their index.",
      "Keys of eph with an index are made by their owner; others have them only once they are sent.",
    ]);
  });

  it("is compared by its owner, and by whoever holds it already", () => {
    const p = sent
      .message("M1", "A", "B", ({ n }) => ({ n, pkE: pk("A", "eph", n) }))
      .message("M2", "B", "A", ({ pkE }) => ({ pkE }))
      .message("M3", "A", "B", ({ n }) => ({ again: pk("A", "eph", n) }));
    expect(scriptOf(modelOf(p), "A")[2]).toBe("recv M2 pk(eph, (A, n))");
    expect(scriptOf(modelOf(p), "B")[2]).toBe("recv M3 ?pkE");
  });

  it("is the key that was received, also where the role writes it out", () => {
    const p = sent
      .message("M1", "A", "B", ({ n }) => ({ n, pkE: pk("A", "eph", n) }))
      .message("M2", "B", "A", ({ n }) => aenc({ n }, pk("A", "eph", n)));
    expect(scriptOf(modelOf(p), "B")[1]).toBe("send M2 aenc(?n:Id, ?pkE)");
  });

  it("is kept from the intruder until it is sent, unless it is public", () => {
    const closed = sent.message("M1", "A", "B", ({ n, N }) => ({ n, c: hash({ N, k: pk("A", "eph", n) }) }));
    expect(judge(modelOf(closed.claims("A", ({ n }) => [secret(pk("A", "eph", n))])))).toMatchObject({ A1: "holds" });
  });
});

describe("a verification key with an index", () => {
  const signed = (brings: "key" | "index" | "both") =>
    sent.message("M1", "A", "B", ({ n, M }) => ({
      ...(brings === "key" ? {} : { n }),
      ...(brings === "index" ? {} : { vkE: vk("A", "eph", n) }),
      signed: sign({ M }, sgk("A", "eph", n)),
    }));

  it("verifies with the key that came, whomever that belongs to", () => {
    const owner = "?any-familyA:Family, ?any-A";
    expect(scriptOf(modelOf(signed("key")), "B")).toEqual([`recv M1 (vk(${owner}), sign(?M:Data, sgk(${owner})))`]);
    expect(judge(modelOf(signed("key").claims("B", ({ M }) => [secret(M)])))).toMatchObject({ B1: "attack" });
    expect(scriptOf(modelOf(signed("both")), "B")).toEqual([
      `recv M1 (?n:Id, vk(${owner}), sign(?M:Data, sgk(${owner})))`,
    ]);
  });

  it("leaves the signature unread without the key, though name and index are known", () => {
    expect(scriptOf(modelOf(signed("index")), "B")).toEqual(["recv M1 (?n:Id, ?signed)"]);
  });

  it("reads by hand what it cannot verify, and verifies once the key comes", () => {
    const late = signed("index")
      .computes("B", ({ signed: box }) => ({ M: message(box) as Typed<{ kind: "data" }> }))
      .message("M2", "B", "C", ({ M }) => ({ M }))
      .message("M3", "A", "B", ({ n }) => ({ vkE: vk("A", "eph", n) }));
    const [first, , third, ...more] = scriptOf(modelOf(late), "B");
    expect(first).toMatch(/^recv M1 \(\?n:Id, sign\(\?M:Data, sgk\(\?[\w-]+:Family, \?[\w-]+\)\)\)$/);
    expect(third).toMatch(/^recv M3 vk\(\?[\w-]+:Family, \?[\w-]+\)$/);
    expect(more).toEqual([]);
    expect(/sgk\((.*)\)\)\)$/.exec(first ?? "")?.[1]).toBe(/vk\((.*)\)$/.exec(third ?? "")?.[1]);
  });
});

describe("ephemeral keys of both kinds, under a certificate of their owner", () => {
  const certified = (names: "names B and its challenge" | "names nobody") =>
    protocol("certified", { A: "client", B: "server" })
      .fresh("B", { Nb: nonce })
      .message("M0", "B", "A", ({ Nb }) => ({ Nb }))
      .fresh("A", { n: id, M: data })
      .message("M1", "A", "B", ({ B, Nb, n, M }) => {
        const keys = { vkE: vk("A", "eph", n), pkE: pk("A", "eph", n) };
        const cert = names === "names nobody" ? keys : { B, Nb, ...keys };
        return { cert: sign(cert as typeof keys, sgk("A")), signed: sign({ M }, sgk("A", "eph", n)) };
      })
      .fresh("B", { K: key })
      .message("M2", "B", "A", ({ K, pkE }) => ({ c: aenc({ K }, pkE) }))
      .claims("B", ({ M, K }) => [agree("A", [M]), agree("A", [M], { injective: true }), secret(K)]);

  it("are as good as the certificate", () => {
    // Only A certifies keys of its own, so K is safe; for whom and when A did so, the certificate must say.
    const good = judge(modelOf(certified("names B and its challenge")));
    expect(good).toMatchObject({ B1: "holds", B2: "holds", B3: "holds" });
    expect(judge(modelOf(certified("names nobody")))).toMatchObject({ B1: "attack", B2: "attack", B3: "holds" });
  });
});

describe("a key of others that was received", () => {
  it("opens what it opens, and is not known to be whose it should be", () => {
    const p = sent
      .message("M1", "A", "B", ({ n }) => ({ n, skE: sk("A", "eph", n) }))
      .message("M2", "A", "B", ({ n, N }) => ({ box: aenc({ N }, pk("A", "eph", n)) }));
    const [, second, third] = scriptOf(modelOf(p), "B");
    expect(second).toMatch(/^recv M2 aenc\(\?N:Nonce, pk\(\?[\w-]+:Family, \?[\w-]+\)\)$/);
    expect(third).toMatch(/^match sk\(\?[\w-]+:Family, \?[\w-]+\) = \?skE$/);
    const by = sent
      .message("M1", "A", "B", ({ n }) => ({ n, skE: sk("A", "eph", n), box: aenc({ n }, pk("A", "eph", n)) }))
      .computes("B", ({ box: closed, skE }) => ({ opened: adec(closed, skE).n }));
    expect(scriptOf(modelOf(by), "B")[0]).toMatch(/^recv M1 \(\?n:Id, sk\((.*)\), aenc\(\?n:Id, pk\(\1\)\)\)$/);
  });

  it.each([
    ["a shared key", () => ({ k: shk("A", "B") })],
    ["a secret key", () => ({ k: sk("A") })],
    ["a signing key", () => ({ k: sgk("A") })],
  ])("%s is taken as it comes", (_, payload) => {
    const p = sent.message("M1", "A", "C", payload as never);
    expect(scriptOf(modelOf(p.message("M2", "A", "B", ({ A }) => ({ A }))), "C")).toEqual([
      "recv M0 ?digest",
      "recv M1 ?k",
    ]);
  });
});

describe("parts over what the receiver does not hold", () => {
  it.each([
    ["a hash", ({ N, M }: Parts) => hash({ N, M })],
    ["a MAC", ({ N, M }: Parts) => mac({ N }, M)],
    ["a box for another", ({ N }: Parts) => aenc({ N }, pk("C"))],
    ["a box under another's key", ({ N }: Parts) => senc({ N }, shk("A", "C"))],
  ])("%s is taken as it comes, though its receiver holds a part", (_, make) => {
    const p = sent.message("M1", "A", "B", ({ N, M }) => ({ N, part: make({ N, M }) }));
    expect(scriptOf(modelOf(p), "B")).toEqual(["recv M1 (?N:Nonce, ?part)"]);
  });

  it("a private constant of another is taken as it comes, and compared when it comes again", () => {
    const p = start
      .knows("A", { pin: data })
      .message("M1", "A", "B", ({ pin }) => ({ pin, h: hash(pin) }))
      .message("M2", "A", "B", ({ pin }) => ({ again: pin }));
    expect(scriptOf(modelOf(p), "B")).toEqual(["recv M1 (?pin, hash(?pin))", "recv M2 ?pin"]);
  });
});

interface Parts {
  readonly N: Typed<{ kind: "nonce" }>;
  readonly M: Typed<{ kind: "data" }>;
}

const box = theory("box", {
  shut: op<(m: Typed<unknown>, r: Typed<unknown>) => Typed<"box">>("message", "randomness"),
  open: op<(shut: Typed<"box">) => Typed<{ kind: "data" }>>("box"),
  tag: op<(k: Typed<unknown>) => Typed<"tag">>("key"),
  close: op<(m: Typed<unknown>, t: Typed<"tag">) => Typed<"closed">>("message", "tag"),
  read: op<(closed: Typed<"closed">, k: Typed<unknown>) => Typed<{ kind: "data" }>>("box", "key"),
  vouch: privateOp<(who: Typed<unknown>) => Typed<"voucher">>("agent"),
}).rewrites(({ shut, open, tag, close, read }, { any, reduces }) => ({
  open: reduces(open(shut(any("m"), any("r"))), any("m") as Typed<{ kind: "data" }>),
  read: reduces(read(close(any("m"), tag(any("k"))), any("k")), any("m") as Typed<{ kind: "data" }>),
}));

describe("operations of a theory of one's own", () => {
  const base = sent.uses(box);

  it("what a rule does not yield is not compared: not with another box's, nor with what is held", () => {
    const p = base
      .message("M1", "A", "B", ({ M, N, n }) => ({ N, one: box.ops.shut(M, N), two: box.ops.shut(n, N) }))
      .computes("B", ({ one, two }) => ({ first: box.ops.open(one), second: box.ops.open(two) }));
    expect(scriptOf(modelOf(p), "B")).toEqual([
      "recv M1 (?N:Nonce, box.shut(?M:Data, ?N2:Nonce), box.shut(?n:Id, ?N3:Nonce))",
    ]);
  });

  it("what stands beside the result in a rule can be made again, and compared", () => {
    const p = base.message("M1", "A", "B", ({ K, M }) => ({
      K,
      t: box.ops.tag(K),
      c: box.ops.close(M, box.ops.tag(K)),
    }));
    expect(scriptOf(modelOf(p), "B")).toEqual(["recv M1 (?K:Key, box.tag(?K:Key), ?c)"]);
  });

  it("a private operation is not computed by a receiver; Eve has what she is given as a role", () => {
    const p = base
      .knows("A", { voucher: box.ops.vouch(pk("A")) })
      .message("M1", "A", "B", ({ voucher }) => ({ voucher, digest: hash(voucher) }));
    expect(scriptOf(modelOf(p), "B")).toEqual(["recv M1 (?voucher, hash(?voucher))"]);
    const known = modelOf(p).deductions.syntheses.map(({ yields }) => yields.key);
    expect(known).toContain("box.vouch(pk(c:key,c:Eve))");
    expect(known).not.toContain("box.vouch(pk(c:key,v:A))");
  });
});

describe("fields that .view takes out of a message", () => {
  it("are not tested when the box around them is opened later", () => {
    const p = sent
      .message("M1", "A", "B", ({ N, M, K }) => ({ box: senc({ N, M }, K) }))
      .view("M1", ["N"])
      .message("M2", "A", "B", ({ K }) => ({ K }))
      .message("M3", "A", "B", ({ N }) => ({ N }));
    expect(scriptOf(modelOf(p), "B")[2]).toBe("match senc((?any-N, ?M:Data), ?K:Key) = ?box");
  });
});
