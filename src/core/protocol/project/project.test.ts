/** Tests what each receiver opens, compares and takes unread, as scripts that can be read. */
import { expect, describe as group, it } from "vitest";
import {
  adec,
  aenc,
  agree,
  alive,
  data,
  hash,
  id,
  key,
  nonce,
  op,
  pk,
  pre,
  type ProtocolBuilder,
  protocol,
  scalar,
  sdec,
  secret,
  senc,
  sgk,
  type Shk,
  shk,
  sign,
  sk,
  text,
  theory,
  type Typed,
} from "../../../index.ts";
import { describe } from "../dsl/describe.ts";
import { readBuilder } from "../dsl/protocol.ts";
import type { Model } from "../ir/script.ts";
import { printScript } from "./print-script.ts";
import { project } from "./project.ts";

function modelOf(builder: Pick<ProtocolBuilder<never>, keyof object> | object): Model {
  const recorded = readBuilder(builder);
  if (recorded === undefined) throw new TypeError("modelOf: expected a protocol");
  const { description, diagnostics } = describe(recorded);
  if (description === undefined) throw new Error(JSON.stringify(diagnostics));
  return project(description);
}

function scriptOf(builder: object, role: string): string[] {
  const script = modelOf(builder).protocols[0]?.roles.find((each) => each.role === role);
  if (script === undefined) throw new RangeError(`scriptOf: no role ${role}`);
  return printScript(script);
}

const start = protocol("p", { A: "one", B: "other", C: "third" });

group("what a receiver opens", () => {
  it("opens boxes for itself and takes others unread", () => {
    const p = start
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N, A }) => ({ mine: aenc({ N, A }, pk("B")), other: aenc({ N }, pk("C")) }));
    expect(scriptOf(p, "B")).toEqual(["recv M1 (aenc((?N:Nonce, A), pk(key, B)), ?other)"]);
  });

  it("opens a shared key's box, verifies and reads signatures, also one inside the other", () => {
    const p = start
      .fresh("A", { N: nonce, M: data })
      .message("M1", "A", "B", ({ N, M }) => senc({ N, s: sign({ M }, sgk("A")) }, shk("A", "B")))
      .message("M2", "A", "C", ({ N }) => senc({ N }, shk("A", "B")));
    expect(scriptOf(p, "B")).toEqual(["recv M1 senc((?N:Nonce, sign(?M:Data, sgk(sig, A))), shk(shared, A, B))"]);
    expect(scriptOf(p, "C")).toEqual(["recv M2 ?M2"]);
  });

  it("opens at once what its key comes with, in either order", () => {
    const p = start
      .fresh("A", { N: nonce, K: key })
      .message("M1", "A", "B", ({ N, K }) => ({ box: senc({ N }, K), K }))
      .message("M2", "A", "C", ({ N, K }) => ({ K, box: senc({ N }, K) }));
    expect(scriptOf(p, "B")).toEqual(["recv M1 (senc(?N:Nonce, ?K:Key), ?K:Key)"]);
    expect(scriptOf(p, "C")).toEqual(["recv M2 (?K:Key, senc(?N:Nonce, ?K:Key))"]);
  });

  it("opens a box whose key comes later when the key comes", () => {
    const p = start
      .fresh("A", { N: nonce, K: key })
      .message("M1", "A", "B", ({ N, K }) => ({ box: senc({ N }, K) }))
      .message("M2", "A", "B", ({ K }) => ({ K }))
      .computes("B", ({ box, K }) => sdec(box, K))
      .message("M3", "B", "A", ({ N }) => ({ N }));
    expect(scriptOf(p, "B")).toEqual([
      "recv M1 ?box",
      "recv M2 ?K:Key",
      "match senc(?N:Nonce, ?K:Key) = ?box",
      "send M3 ?N:Nonce",
    ]);
    expect(scriptOf(p, "A").at(-1)).toBe("recv M3 N");
  });

  it("reads a key bound to an index once it has the index", () => {
    const p = start
      .fresh("A", { record: id, N: nonce })
      .message("M1", "A", "B", ({ N, record }) => ({ box: aenc({ N }, pk("B", "ibe", record)) }))
      .message("M2", "A", "B", ({ record }) => ({ record }))
      .claims("A", ({ N }) => [secret(N)]);
    expect(scriptOf(p, "B")).toEqual([
      "recv M1 ?box",
      "recv M2 ?record:Id",
      "match aenc(?N:Nonce, pk(ibe, (B, ?record:Id))) = ?box",
    ]);
  });
});

group("what a receiver compares", () => {
  it("tests received names that it holds", () => {
    const p = start
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N }) => ({ N }))
      .message("M2", "B", "A", ({ N, B }) => ({ N, B, key: pk("B") }));
    expect(scriptOf(p, "A")).toEqual(["send M1 N", "recv M2 (N, B, pk(key, B))"]);
  });

  it("compares a hash when it holds what is hashed, then or later", () => {
    const p = start
      .fresh("A", { M: data, N: nonce })
      .message("M1", "A", "B", ({ N }) => ({ N }))
      .message("M2", "A", "B", ({ M, N }) => ({ hN: hash(N), hM: hash({ M, N }) }))
      .message("M3", "B", "A", ({ hM }) => ({ hM }))
      .message("M4", "A", "B", ({ M }) => ({ M }));
    expect(scriptOf(p, "B")).toEqual([
      "recv M1 ?N:Nonce",
      "recv M2 (hash(?N:Nonce), ?hM)",
      "send M3 ?hM",
      "recv M4 ?M:Data",
      "match hash((?M:Data, ?N:Nonce)) = ?hM",
    ]);
  });

  it("does not compare a box that it could make but not open: encryption is randomised", () => {
    const p = start
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N }) => ({ N, box: aenc({ N }, pk("C")) }))
      .message("M2", "B", "C", ({ box }) => ({ box }));
    expect(scriptOf(p, "B")).toEqual(["recv M1 (?N:Nonce, ?box)", "send M2 ?box"]);
  });

  it("tests what it computes against what it holds by that value", () => {
    const p = start
      .fresh("A", { M: data, N: nonce })
      .message("M1", "A", "B", ({ M, N }) => ({ M, N, digest: senc({ M }, N) }))
      .computes("B", ({ M, N }) => ({ mine: senc({ M }, N) }));
    expect(scriptOf(p, "B")).toEqual(["recv M1 (?M:Data, ?N:Nonce, senc(?M:Data, ?N:Nonce))"]);
  });

  it("takes fields unread that .view takes out of its tests", () => {
    const p = start
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N }) => ({ N, key: pk("B") }))
      .view("M1", ["key"]);
    expect(scriptOf(p, "B")).toEqual(["recv M1 (?N:Nonce, ?any-key)"]);
  });
});

group("what a role passes on", () => {
  it("forwards an unread part over three hops, and its owner reads it", () => {
    const p = protocol("p", { A: "", B: "", C: "", D: "" })
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N }) => ({ box: aenc({ N }, pk("D")) }))
      .message("M2", "B", "C", ({ box, B }) => ({ box, B }))
      .message("M3", "C", "D", ({ box }) => ({ box }));
    expect(scriptOf(p, "B")).toEqual(["recv M1 ?box", "send M2 (?box, B)"]);
    expect(scriptOf(p, "C")).toEqual(["recv M2 (?box, B)", "send M3 ?box"]);
    expect(scriptOf(p, "D")).toEqual(["recv M3 aenc(?N:Nonce, pk(key, D))"]);
  });

  it("leaves a computation on unread parts stuck, and does one on readable parts", () => {
    const base = start
      .uses(pre)
      .fresh("A", { M: data, X: scalar })
      .computes("A", ({ M, X }) => ({ c: pre.enc(M, pk("A")), rk: pre.rekey(sk("A"), pk("B"), X) }));
    const relayed = base
      .message("M1", "A", "C", ({ c, rk }) => ({ c, rk }))
      .computes("C", ({ c, rk }) => ({ d: pre.reenc(c, rk) }))
      .message("M2", "C", "B", ({ d }) => ({ d }));
    expect(scriptOf(relayed, "C")).toEqual(["recv M1 (?c, ?rk)", "send M2 pre.reenc(?c, ?rk)"]);
    const direct = base.message("M1", "A", "B", ({ c, rk }) => ({ d: pre.reenc(c, rk) }));
    expect(scriptOf(direct, "A")).toEqual(["send M1 pre.enc1(M, X, pk(key, B))"]);
  });
});

group("what .computes opens", () => {
  const sent = start
    .uses(pre)
    .fresh("A", { M: data })
    .message("M1", "A", "B", ({ M }) => ({ c: pre.enc(M, pk("B")) }));

  it("refines the receive when nothing happened since", () => {
    expect(
      scriptOf(
        sent.computes("B", ({ c }) => ({ M: pre.dec(c, sk("B")) })),
        "B",
      ),
    ).toEqual(["recv M1 pre.enc(?M:Data, pk(key, B))"]);
    expect(scriptOf(sent, "B")).toEqual(["recv M1 ?c"]);
  });

  it("tests later when something did", () => {
    const p = sent
      .message("M2", "B", "A", ({ c }) => ({ c }))
      .computes("B", ({ c }) => ({ M: pre.dec(c, sk("B")) }))
      .message("M3", "B", "A", ({ M }) => ({ M }));
    expect(scriptOf(p, "B")).toEqual([
      "recv M1 ?c",
      "send M2 ?c",
      "match pre.enc(?M:Data, pk(key, B)) = ?c",
      "send M3 ?M:Data",
    ]);
  });

  it("keeps out of reach what a rule does not yield", () => {
    const shut = theory("box", {
      shut: op<(m: Typed<unknown>, r: Typed<unknown>) => Typed<"box">>("message", "randomness"),
      open: op<(box: Typed<"box">) => Typed<{ kind: "data" }>>("box"),
    }).rewrites(({ shut: close, open }, { any, reduces }) => ({
      open: reduces(open(close(any("m"), any("r"))), any("m")),
    }));
    const p = start
      .uses(shut)
      .fresh("A", { M: data, R: nonce })
      .message("M1", "A", "B", ({ M, R }) => ({ box: shut.ops.shut(M, R), digest: hash(R) }))
      .computes("B", ({ box }) => ({ M: shut.ops.open(box) }));
    expect(scriptOf(p, "B")).toEqual(["recv M1 (box.shut(?M:Data, ?R:Nonce), ?digest)"]);
  });

  it("opens by hand what a role could not open when it came", () => {
    const p = start
      .fresh("A", { N: nonce })
      .message("M1", "A", "B", ({ N }) => ({ box: aenc({ N }, pk("B")) }))
      .computes("B", ({ box }) => adec(box, sk("B")))
      .message("M2", "B", "A", ({ N }) => ({ N }));
    expect(scriptOf(p, "B")).toEqual(["recv M1 aenc(?N:Nonce, pk(key, B))", "send M2 ?N:Nonce"]);
  });
});

group("values of roles", () => {
  it("takes a timestamp from the network directly before its first use", () => {
    const p = start
      .fresh("A", { N: nonce })
      .timestamp("A", "T")
      .message("M1", "A", "B", ({ N }) => ({ N }))
      .message("M2", "A", "B", ({ T }) => ({ T }))
      .message("M3", "A", "B", ({ T, N }) => ({ T, N }));
    expect(scriptOf(p, "A")).toEqual(["send M1 N", "recv !time-T ?T:Time", "send M2 ?T:Time", "send M3 (?T:Time, N)"]);
    expect(scriptOf(p, "B")[2]).toBe("recv M3 (?T:Time, ?N:Nonce)");
  });

  it("gives an agent one constant of a name and sort, whichever role it plays, and another of another sort", () => {
    const p = protocol("p", { A: "a", B: "b", C: "c", D: "d" })
      .knows("A", { pin: data })
      .knows("B", { pin: data })
      .knows("C", { pin: nonce })
      .knows("D", { pin: nonce })
      .message("M1", "A", "B", ({ pin }) => ({ from: pin }))
      .message("M2", "B", "A", ({ pin }) => ({ to: pin }))
      .message("M3", "C", "D", ({ pin }) => ({ its: pin }))
      .message("M4", "D", "C", ({ pin }) => ({ other: pin }));
    expect(scriptOf(p, "A")).toEqual(["send M1 pin(A)", "recv M2 ?to"]);
    expect(scriptOf(p, "B")).toEqual(["recv M1 ?from", "send M2 pin(B)"]);
    expect(scriptOf(p, "C")).toEqual(["send M3 pin@C(C)", "recv M4 ?other"]);
    expect(scriptOf(p, "D")).toEqual(["recv M3 ?its", "send M4 pin@C(D)"]);
  });

  it("has one key for two agents, in whichever order they are named, and one for each direction where that is said", () => {
    type Key = Shk<"A" | "B">;
    const p = (one: Key, other: Key, third: Key): object =>
      start
        .knows("A", { K: one })
        .knows("B", { K: other, L: third })
        .fresh("A", { N: nonce })
        .message("M1", "A", "B", ({ N, K }) => senc({ N }, K))
        .message("M2", "B", "A", ({ N, L }) => senc({ N }, L));
    const made = p(shk("A", "B"), shk("B", "A"), shk("B", "A"));
    expect(scriptOf(made, "B")).toEqual([
      "recv M1 senc(?N:Nonce, shk(shared, A, B))",
      "send M2 senc(?N:Nonce, shk(shared, A, B))",
    ]);
    const directed = p(shk.directed("A", "B"), shk.directed("A", "B"), shk.directed("B", "A"));
    expect(scriptOf(directed, "B")).toEqual([
      "recv M1 senc(?N:Nonce, shk.directed(shared, A, B))",
      "send M2 senc(?N:Nonce, shk.directed(shared, B, A))",
    ]);
    const said = (builder: object): number =>
      modelOf(builder).assumptions.filter((sentence) => sentence.includes("direction")).length;
    expect([said(made), said(directed)]).toEqual([0, 1]);
  });

  it("gives Eve her members of keys and constants, public values to all", () => {
    const p = start
      .public({ hello: text })
      .knows("A", { pin: data })
      .fresh("A", { record: id })
      .message("M1", "A", "B", ({ pin, record, hello }) => ({
        hello,
        record,
        c: aenc({ pin }, pk("B", "ibe", record)),
        s: sign({ pin }, sgk("A")),
        k: senc({ pin }, shk("A", "B")),
      }));
    const known = modelOf(p).deductions.syntheses.map(({ yields }) => yields.key);
    for (const key of [
      "c:hello",
      "pin(c:Eve)",
      "pk(c:ibe,pair(v:anyone,v:index))",
      "sk(c:ibe,pair(c:Eve,v:index))",
      "vk(c:sig,v:anyone)",
      "sgk(c:sig,c:Eve)",
      "shk(c:shared,c:Eve,v:anyone)",
      "shk(c:shared,v:anyone,c:Eve)",
    ]) {
      expect(known).toContain(key);
    }
    // What nothing reduces stays a term, which a role may make of something useless; so the intruder can make it too.
    expect(known.filter((key) => key.startsWith("sdec"))).toEqual(["sdec(v:sdec.0,v:sdec.1)"]);
  });
});

group("claims and running signals", () => {
  const p = start
    .fresh("A", { N: nonce })
    .message("M1", "A", "B", ({ N }) => ({ N }))
    .fresh("B", { K: nonce })
    .message("M2", "B", "A", ({ N, K }) => ({ N, K }))
    .message("M3", "B", "A", ({ K }) => ({ K }));

  it("puts the signal before the partner's last send that precedes the claim and has the data", () => {
    const late = p.claims("A", ({ N, K }) => [agree("B", [N, K])]);
    expect(scriptOf(late, "B")).toEqual([
      "recv M1 ?N:Nonce",
      "send M2 (?N:Nonce, K)",
      "running A ?N:Nonce, K",
      "send M3 K",
    ]);
    const early = p.claims("A", ({ N }) => [agree("B", [N], { after: "M2", label: "x" })]);
    expect(scriptOf(early, "B")[1]).toBe("running A ?N:Nonce");
    expect(scriptOf(early, "A")).toEqual([
      "send M1 N",
      "recv M2 (N, ?K:Nonce)",
      "claim x Agree B on N",
      "recv M3 ?K:Nonce",
    ]);
  });

  it("lets a claim and its signal alone answer each other", () => {
    const two = p.claims("A", ({ N }) => [agree("B", [N]), agree("B", [N])]);
    const events = modelOf(two).protocols[0]?.roles.flatMap((role) => role.events) ?? [];
    const signals = events.flatMap((event) => (event.kind === "running" ? [event.signal] : []));
    const claimed = events.flatMap((event) => (event.kind === "claim" ? [event.claim.signal] : []));
    expect(signals).toEqual(["A1", "A2"]);
    expect(claimed.filter((signal) => signal !== undefined)).toEqual(["A1", "A2"]);
  });

  it("numbers claims by role, and adds Reachable where it is not claimed", () => {
    const claimed = p.claims("A", ({ N }) => [secret(N), alive("B"), secret(hash(N), { label: "A3" }), alive()]);
    const labels = modelOf(claimed).protocols[0]?.roles.map((role) =>
      role.events.flatMap((event) => (event.kind === "claim" ? [event.claim.label] : [])),
    );
    expect(labels).toEqual([["A1", "A2", "A3", "A4", "A-reachable"], ["B-reachable"], ["C-reachable"]]);
    expect(scriptOf(claimed, "A").slice(-2)).toEqual(["claim A3 Secret hash(N)", "claim A4 Alive -"]);
  });
});
