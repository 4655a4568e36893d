import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ClaimDescription, Description, Step } from "../../core/protocol/ir/description.ts";
import type { Model } from "../../core/protocol/ir/script.ts";
import { project } from "../../core/protocol/project/project.ts";
import type { Expression, KeyOperation } from "../../core/theory/expression.ts";
import { ALWAYS_AVAILABLE } from "../../core/theory/registry.ts";
import { preTheory } from "../../core/theory/pre/pre.ts";
import { encodeModel } from "./encode.ts";
import { openSpellings } from "./encode/spellings.ts";
import { buildModel } from "./load.ts";
import { parseSpdl } from "./syntax/parse.ts";
import { KEYWORDS } from "./syntax/token.ts";

const place = { file: "protocol.ts", line: 1, column: 1 };

const the = (name: string): Expression => ({ is: "name", name });
const all = (...names: string[]): Expression => ({
  is: "record",
  fields: names.map((name) => [name, the(name)] as const),
});
const ap = (op: string, ...args: Expression[]): Expression => ({ is: "apply", op, args });
const key = (op: KeyOperation, owner: string, family: string, index?: Expression): Expression => ({
  is: "key",
  op,
  family,
  owners: owner.split("+"),
  ...(index === undefined ? {} : { index }),
});
const term = (value: Expression) => ({ is: "term" as const, term: value });

const fresh = (role: string, ...names: [string, string][]): Step => ({ kind: "fresh", role, names, place });
const knows = (role: string, name: string, value: Expression): Step => {
  return { kind: "knows", role, bindings: [[name, term(value)]], place };
};
const computes = (role: string, name: string, value: Expression): Step => {
  return { kind: "computes", role, bindings: [[name, value]], place };
};
const message = (label: string, from: string, to: string, payload: Expression): Step => {
  return { kind: "message", label, from, to, payload, place };
};
const claims = (role: string, ...list: Omit<ClaimDescription, "place">[]): Step => {
  return { kind: "claims", role, claims: list.map((claim) => ({ ...claim, place })), place };
};

function describeProtocol(name: string, roles: string[], steps: Step[], weaknesses: string[] = []): Description {
  return {
    schema: "assay/description-1",
    name,
    roles: roles.map((role) => ({ name: role, title: "" })),
    theories: [...ALWAYS_AVAILABLE, preTheory.data],
    weaknesses,
    steps,
  };
}

const phr = describeProtocol(
  "phr-sharing",
  ["DU", "DO", "HA", "RC"],
  [
    {
      kind: "public",
      bindings: [
        ["request1", { is: "sort", sort: "Text" }],
        ["pkDO", term(key("pk", "DO", "ibe"))],
        ["pkDU", term(key("pk", "DU", "clc"))],
      ],
      place,
    },
    knows("DU", "skDU", key("sk", "DU", "clc")),
    knows("DO", "skDO", key("sk", "DO", "ibe")),
    fresh("DO", ["record", "Id"], ["M", "Data"]),
    message("M0", "DO", "HA", {
      is: "record",
      fields: [
        ["record", the("record")],
        ["C_DO", ap("pre.enc", the("M"), the("pkDO"))],
      ],
    }),
    fresh("DU", ["N1", "Nonce"]),
    { kind: "timestamp", role: "DU", name: "T1", place },
    message("M1", "DU", "DO", ap("aenc", all("request1", "pkDO", "pkDU", "T1", "N1"), the("pkDO"))),
    fresh("DO", ["X", "Scalar"]),
    computes("DO", "rkDO", ap("pre.rekey", the("skDO"), the("pkDU"), the("X"))),
    message("M2", "DO", "HA", all("record", "pkDU", "rkDO")),
    message("M2'", "HA", "RC", all("pkDU", "rkDO", "C_DO")),
    computes("RC", "C_DU", ap("pre.reenc", the("C_DO"), the("rkDO"))),
    message("M3", "RC", "DU", all("C_DU")),
    computes("DU", "M", ap("pre.open", the("C_DU"), the("skDU"))),
    claims(
      "DO",
      { claim: "secret", term: the("M") },
      { claim: "secret", term: the("X") },
      { claim: "secret", term: the("skDO") },
    ),
    claims("DU", { claim: "agree", partner: "DO", data: [the("N1")] }, { claim: "nisynch" }),
  ],
  ["collusion"],
);

const symmetric = describeProtocol(
  "k",
  ["send", "B1"],
  [
    knows("send", "k", key("shk", "send+B1", "shared")),
    knows("B1", "k", key("shk", "send+B1", "shared")),
    knows("send", "sig", key("sgk", "send", "sig")),
    fresh("send", ["n_1", "Nonce"], ["n-1", "Nonce"]),
    message("send", "send", "B1", ap("senc", all("n_1", "n-1"), the("k"))),
    message("n_1", "B1", "send", ap("hash", all("n_1", "n-1"))),
    message("end", "send", "B1", ap("sign", all("n_1"), the("sig"))),
    claims("send", { claim: "secret", term: all("n_1", "n-1") }, { claim: "niagree" }, { claim: "alive" }),
  ],
);

const indexed = describeProtocol(
  "indexed",
  ["A", "B"],
  [
    fresh("A", ["record", "Id"]),
    message("1", "A", "B", all("record")),

    message("2", "B", "A", ap("aenc", all("record"), key("pk", "A", "ibe", the("record")))),
    claims("A", { claim: "secret", term: key("sk", "A", "ibe", the("record")) }),
  ],
);

function encode(description: Description) {
  const model = project(description);
  const encoded = encodeModel(model, { title: description.name, source: `protocol/${description.name}/protocol.ts` });
  const parsed = parseSpdl({ path: "m.spdl", text: encoded.text }, () => undefined);
  return { ...encoded, model, loaded: buildModel(parsed, "m") };
}

/** The lines of a model from the one that starts a block to its closing brace. */
function blockOf(text: string, start: string): string[] {
  const lines = text.split("\n");
  const from = lines.findIndex((line) => line.trim() === start);
  const indent = (lines[from] ?? "").search(/\S/);
  const length = lines.slice(from).findIndex((line) => line === `${" ".repeat(indent)}}`);
  return lines.slice(from, from + length + 1).map((line) => line.trim());
}

describe("encodeModel", () => {
  it("gives a proxy the well-formed patterns on which it can compute, and says so", () => {
    const { text, approximations } = encode(phr);
    expect(blockOf(text, "role RC")).toEqual([
      "role RC",
      "{",
      expect.stringMatching(/^var \S+: Agent, SessionKey;$/),
      expect.stringMatching(/^var \S+: Agent, SessionKey;$/),
      "var X: Scalar;",
      "var M: Data;",
      expect.stringMatching(
        /^recv_M2'\(HA, RC, pk-clc\(DU\), pre-rekey\(sk-ibe\((\S+)\), pk-clc\((\S+)\), X\), pre-enc\(M, pk-ibe\(\1\)\)\);$/,
      ),
      expect.stringMatching(/^send_M3\(RC, DU, pre-enc1\(M, X, pk-clc\(\S+\)\)\);$/),
      "claim_RC-reachable(RC, Reachable);",
      "}",
    ]);
    expect(approximations).toContainEqual(expect.stringMatching(/^RC computes pre\.reenc/));
    expect(approximations).toContainEqual(expect.stringMatching(/^HA takes C_DO only/));
  });

  it("turns rules and weaknesses into helper protocols of one role", () => {
    const { text } = encode(phr);
    expect(blockOf(text, "protocol @reenc(O)").slice(-4, -2)).toEqual([
      "recv_!reenc-given(O, O, pre-enc(x1, pk-ibe(x3)), pre-rekey(sk-ibe(x3), pk-clc(x5), x6));",
      "send_!reenc-gives(O, O, pre-enc1(x1, x6, pk-clc(x5)));",
    ]);
    expect(blockOf(text, "protocol @collusion(O)").slice(-4, -2)).toEqual([
      "recv_!collusion-given(O, O, pre-rekey(sk-ibe(x2), pk-clc(x4), x5), x5);",
      "send_!collusion-gives(O, O, sk-ibe(x2));",
    ]);
    expect(text).not.toContain("then");
  });

  it("binds the data of an agreement to their signal", () => {
    const { text } = encode(phr);
    expect(text).toContain("claim_DU1(DU, Commit, DO, agreed-DU1(N1));");
    expect(text).toMatch(/claim_\S+\(DO, Running, DU, agreed-DU1\(N1\)\);\n\s+send_M2/);
  });

  it("spells names so that they are free in SPDL, and lists them", () => {
    const { text, names } = encode(symmetric);
    expect(blockOf(text, "protocol k-2(send-2, B1)").slice(2, 12)).toEqual([
      "role send-2",
      "{",
      "fresh n-1-2: Nonce;",
      "fresh n-1-3: Nonce;",
      "send_send-3(send-2, B1, { n-1-2, n-1-3 }shk-shared(B1, send-2));",
      "recv_n-1(B1, send-2, hash(n-1-2, n-1-3));",
      "send_end(send-2, B1, { n-1-2 }sgk-sig(send-2));",
      "claim_send1(send-2, Secret, n-1-2);",
      "claim_send1-part-2(send-2, Secret, n-1-3);",
      "claim_send2(send-2, Niagree);",
    ]);
    expect(names).toContainEqual({ what: "role", author: "send", spdl: "send-2" });
    expect(text).toContain("//   n-1-2 = n_1 (fresh of k.send)\n");
  });

  it("gives the intruder Eve's keys, and no others", () => {
    const compromised = (text: string) => text.split("\n").filter((line) => line.startsWith("compromised"));
    expect(compromised(encode(phr).text)).toEqual(["compromised sk-ibe(Eve), sk-clc(Eve);"]);
    expect(compromised(encode(symmetric).text)[0]).toMatch(
      /shk-shared\(Eve, Alice\).* shk-shared\(Alice, Eve\).* sgk-sig\(Eve\);$/,
    );
  });

  it("keeps keys with an index apart, and hides the index behind a one-way function", () => {
    const { text } = encode(indexed);
    expect(text).toContain(
      "hashfunction pk-ibe-of;\nsecret sk-ibe-of: Function;\ninversekeyfunctions(pk-ibe-of, sk-ibe-of);",
    );
    expect(text).toContain("{ record }pk-ibe-of(A, record)");
    expect(text).toMatch(/recv_!\S+-given\(O, O, (\S+)\);\n\s+send_!\S+-gives\(O, O, sk-ibe-of\(Eve, \1\)\);/);
  });

  it("gives a key whose family its receiver does not know that of the key that is sent, and says so", () => {
    const ephemeral = (op: KeyOperation, of: KeyOperation): Expression => ({
      is: "record",
      fields: [
        ["key", key(op, "A", "eph", the("n"))],
        ["box", ap(of === "sgk" ? "sign" : "aenc", all("N"), key(of, "A", "eph", the("n")))],
      ],
    });
    const start = [fresh("A", ["n", "Id"], ["N", "Nonce"])];
    const atOnce = describeProtocol("p", ["A", "B"], [...start, message("M1", "A", "B", ephemeral("vk", "sgk"))]);
    const { text, approximations } = encode(atOnce);
    expect(text).not.toMatch(/-any-family/);
    expect(text).toMatch(/recv_M1\(A, B, vk-eph-of\((\w+), (\w+)\), \{ N \}sgk-eph-of\(\1, \2\)\);/);
    expect(approximations).toContainEqual(
      expect.stringMatching(/^B takes the family of a key only in the form that is sent to it, eph/),
    );
    const late = describeProtocol(
      "p",
      ["A", "B"],
      [
        ...start,
        message("M1", "A", "B", { is: "record", fields: [["key", key("sk", "A", "eph", the("n"))]] }),
        message("M2", "A", "B", ap("aenc", all("N"), key("pk", "A", "eph", the("n")))),
      ],
    );
    expect(encode(late).text).not.toMatch(/-any-family/);
    expect(encode(late).text).toMatch(/recv_M2\(A, B, \{ N \}pk-eph-of/);
  });

  it("gives what reads back without a warning, with every claim of the model", () => {
    for (const description of [phr, symmetric, indexed]) {
      const { loaded, model } = encode(description);
      expect(loaded.warnings).toEqual([]);
      const count = (one: Model): string[] =>
        one.protocols
          .filter((protocol) => !protocol.helper)
          .flatMap((protocol) => protocol.roles.flatMap((role) => role.events))
          .flatMap((event) => (event.kind === "claim" ? [event.claim.label] : []));
      expect(count(loaded.model).filter((label) => !label.includes("-part-"))).toEqual(count(model));
    }
  });

  it("marks messages that Scyther cannot match, instead of failing", () => {
    const model = project(symmetric);
    const broken: Model = {
      ...model,
      protocols: model.protocols.map((protocol) => ({
        ...protocol,
        roles: protocol.roles.map((role) => ({
          ...role,
          events: role.events.map((event) =>
            event.kind === "send" && event.label === "end" ? { ...event, message: event.from } : event,
          ),
        })),
      })),
    };
    const { text, approximations } = encodeModel(broken, { title: "broken", source: "x" });
    expect(text).toContain("send_!end(send-2, B1, send-2);");
    expect(approximations).toContainEqual(expect.stringMatching(/of end do not match/));
  });

  it("keeps comments in the header on their lines", () => {
    const { text } = encodeModel(project(symmetric), { title: "a\nprotocol x(A) {", source: "b\u2028c" });
    expect(text.split("\n").filter((line) => line.includes("protocol x"))).toEqual(["// a protocol x(A) {"]);
  });
});

describe("openSpellings", () => {
  it("never gives one spelling to two names, a keyword or a predeclared name", () => {
    const name = fc.oneof(
      fc.string({ maxLength: 5 }),
      fc.constantFrom("send", "a_b", "a-b", "a.b", "Alice", "pk", "M2'", "Nonce"),
    );
    const asked = fc.array(fc.record({ role: fc.constantFrom("", "A", "B"), what: fc.constantFrom("x", "y"), name }));
    fc.assert(
      fc.property(asked, (list) => {
        const spellings = openSpellings();
        const given = new Map<string, string>();
        const globals = list.filter(({ role }) => role === "");
        for (const { what, name: author } of globals) given.set(`${what} ${author}`, spellings.global(what, author));
        const taken = new Set(given.values());
        expect(taken.size).toBe(given.size);
        for (const role of ["A", "B"]) {
          const mine = new Map<string, string>();
          for (const one of list)
            if (one.role === role) mine.set(`${one.what} ${one.name}`, spellings.local(role, one.what, one.name));
          expect(new Set(mine.values()).size).toBe(mine.size);
          for (const spelling of mine.values()) expect(taken.has(spelling)).toBe(false);
          for (const spelling of [...mine.values(), ...taken]) {
            expect(spelling).toMatch(/^[A-Za-z0-9'^!-]+$/);
            expect(KEYWORDS.has(spelling)).toBe(false);
            expect(["Alice", "pk", "Nonce"]).not.toContain(spelling);
          }
        }
      }),
    );
  });
});
