/** Files of implementations: what is wrong with one is said at its place, and messages survive every encoding. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { planProtocol } from "../live/roles/plan.ts";
import { loadProtocol } from "../repository/load-protocol.ts";
import { JSON_ENCODING } from "./encodings.ts";
import { pathTo } from "./example.ts";
import { loadCodec } from "./load-module.ts";
import { makeProtobufEncoding } from "./protobuf-encoding.ts";
import { readMapping } from "./read-mapping.ts";
import { readAnswer } from "./requests.ts";
import { IMPLEMENTATION_SCHEMA } from "./shape.ts";
import { makeWire } from "./wire.ts";

const folder = mkdtempSync(join(tmpdir(), "assay-mapping-"));
afterAll(() => rmSync(folder, { recursive: true }));
const plan = planProtocol((await loadProtocol(pathTo("protocol/needham-schroeder-lowe/protocol.ts"))).description);

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** The diagnostics of a file as `code line:column sentence`. */
function complain(text: string): readonly string[] {
  const file = write("i.yaml", text);
  try {
    return readMapping(file)
      .check(plan)
      .map(({ code, message }) => `${code} ${message}`);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    for (const { place, help } of error.diagnostics) {
      expect(place?.file).toBe(file);
      expect(help).toBeTruthy();
    }
    return error.diagnostics.map(({ code, place, message }) => `${code} ${place?.line}:${place?.column} ${message}`);
  }
}

const LOG = "log: [{ event: claim, is: claim, values: { Ni: ni, Nr: nr } }]\n";

describe("the file of an implementation", () => {
  it.each([
    ["name: x\nrun: [a]\nroles: [I, Q]\n", ["AS832 3:8 needham-schroeder-lowe has no role Q."]],
    [
      "name: x\nrun: [a]\nprotocol: kerberos\n",
      ["AS832 3:11 It is for the protocol kerberos, and not for needham-schroeder-lowe."],
    ],
    [
      "name: x\nrun: [a]\nmessages:\n  - { message: M4 }\n  - { message: M1, fields: { Nr: n } }\n",
      [
        "AS832 4:16 needham-schroeder-lowe has no message M4.",
        "AS832 5:30 needham-schroeder-lowe has no field in M1 that is called Nr.",
      ],
    ],
    [
      "name: x\nrun: [a]\nlog:\n  - { event: e, is: claim, values: { Nx: n } }\n",
      ["AS832 4:38 needham-schroeder-lowe has no name Nx."],
    ],
    [
      "name: x\nrun: [a]\nlog:\n  - { event: e, is: claim, peers: { Z: n } }\n",
      ["AS832 4:37 needham-schroeder-lowe has no role Z."],
    ],
    ["name: x\n", ["AS831 1:1 Nothing says how the implementation is reached."]],
    ["run: [a]\n", ["AS831 1:1 The key name is missing."]],
    ["name: x\nrun: []\n", ["AS831 2:6 The command is empty."]],
    [
      "name: x\nrun: a b\n",
      [
        "AS831 2:6 run should be a list of texts, such as [one, two].",
        "AS831 1:1 Nothing says how the implementation is reached.",
      ],
    ],
    [
      "name: x\nmodule: a.ts\nrun: [a]\n",
      ["AS831 2:9 A module is neither started by a command nor asked at an address."],
    ],
    ["name: x\nrun: [a]\nencoding: xml\n", ["AS831 3:11 encoding should be one of cbor, json, protobuf, codec."]],
    ["name: x\nrun: [a]\nencoding: protobuf\n", ["AS831 3:11 The encoding protobuf needs the key proto."]],
    ["name: x\nrun: [a]\nencodign: json\n", ["AS831 3:1 Unknown key encodign."]],
    ["name: x\nrun: [a\n", [expect.stringMatching(/^AS830 /)]],
    ...[
      "http://10.0.0.1/",
      "http://localhost:80/",
      "https://127.0.0.1/",
      "http://a@127.0.0.1/",
      "http://127.0.0.1.example/",
      "x",
    ].map(
      (url) => [`name: x\nurl: ${url}\n`, [`AS834 2:6 ${url} is no address of a service on this machine.`]] as const,
    ),
  ] as const)("%j is refused at the place of the mistake", (text, expected) => {
    expect(complain(text)).toEqual(expected);
  });

  it("is warned of where a claim cannot be judged", () => {
    expect(complain(`name: x\nrun: [a]\n${LOG}`)).toEqual([]);
    expect(complain(`name: x\nurl: http://[::1]:80/\n${LOG}`)).toEqual([]);
    expect(complain("name: x\nrun: [a]\nroles: [R]\nlog: [{ event: claim, is: claim, values: { Ni: ni } }]\n")).toEqual(
      ["AS835 No line of the log gives Nr, which R makes claims of."],
    );
    expect(complain("name: x\nrun: [a]\nroles: [R]\n")).toEqual([
      "AS835 No line of the log says that R has come to its claims: no attack on them is seen.",
    ]);
  });

  it("has the schema that the package brings", () => {
    const text = readFileSync(new URL("implementation.schema.json", import.meta.url), "utf8");
    expect(JSON.parse(text)).toEqual(IMPLEMENTATION_SCHEMA);
  });
});

const PROTO = `syntax = "proto3";
package nsl;
message Box { bytes box = 1; }
message First { bytes Ni = 1; string I = 2; }
message Second { bytes Ni = 1; bytes Nr = 2; string R = 3; }
message Third { bytes Nr = 1; }
`;
const CODEC = `export const encode = (at, content) => new TextEncoder().encode(JSON.stringify([at, content], (_, v) => v instanceof Uint8Array ? [...v] : v));
const bytes = (v) => Array.isArray(v) ? Uint8Array.from(v) : v;
export const decode = (at, given) => {
  const [own, content] = JSON.parse(new TextDecoder().decode(given));
  if (own !== at) throw new Error("It is of another place.");
  return Object.fromEntries(Object.entries(content).map(([name, member]) => [name, bytes(member)]));
};
`;
const MESSAGES = ["M1: First", "M2: Second", "M3: Third"].map((each) => {
  const [label, inside] = each.split(": ");
  return `  - { message: ${label}, type: nsl.Box, fields: { payload: box }, inside-types: { payload: nsl.${inside} } }\n`;
});

describe("messages", () => {
  const box = Uint8Array.from({ length: 90 }, (_, i) => i);
  const nonces = [1, 2].map((byte) => new Uint8Array(16).fill(byte));
  const inside = [...nonces, "Bob"] as const;
  const m2 = plan.messages[1]?.intended;
  const body = m2?.kind === "application" ? m2.args[0] : undefined;

  it.each(["json", "protobuf", "codec", "cbor"] as const)(
    "are the same after %s, inside and outside, and altered bytes are refused",
    async (encoding) => {
      write("nsl.proto", PROTO);
      write("codec.ts", CODEC);
      const text = `name: x\nrun: [a]\nencoding: ${encoding}\ninside: ${encoding}\nproto: nsl.proto\ncodec: codec.ts\nmessages:\n${MESSAGES.join("")}`;
      const { mapping } = readMapping(write("e.yaml", text));
      const encodings = new Map([
        ["json", JSON_ENCODING],
        ["protobuf", makeProtobufEncoding(mapping, PROTO)],
        ["codec", await loadCodec(join(folder, "codec.ts"))],
      ] as const);
      const wire = makeWire(mapping, encodings);
      const adapted = wire.adaptPlan(plan);
      const bytes = wire.write(adapted, "M2", box);
      expect(wire.read(adapted, "M2", bytes)).toEqual(box);
      expect(() => wire.read(adapted, "M2", bytes.slice(0, -3))).toThrow();
      expect(() => wire.read(adapted, "M2", new Uint8Array(70_000))).toThrow("the most is 65536");
      const codec = adapted.forms.inside;
      if (body === undefined) throw new Error("M2 is a box");
      if (encoding === "cbor") return expect(codec).toBeUndefined();
      const sealed = codec?.encode(adapted.forms, body, inside) ?? new Uint8Array();
      expect(codec?.decode(adapted.forms, body, sealed, "M2")).toEqual(inside);
      expect(() => codec?.decode(adapted.forms, body, sealed.slice(0, -3), "M2")).toThrow(/^M2: /);
    },
  );

  it("of JSON have the members that the mapping names, and no others", () => {
    const { mapping } = readMapping(
      write("j.yaml", `name: x\nrun: [a]\nmessages: [{ message: M1, fields: { payload: box } }]\n`),
    );
    const wire = makeWire(mapping, new Map([["json", JSON_ENCODING]] as const));
    expect(new TextDecoder().decode(wire.write(plan, "M1", Uint8Array.of(251, 255)))).toBe('{"box":"-_8"}');
    const read = (text: string) => () => wire.read(plan, "M1", new TextEncoder().encode(text));
    expect(read('{"box":"-_8"}')()).toEqual(Uint8Array.of(251, 255));
    for (const wrong of [
      "{}",
      "[]",
      "null",
      "1",
      '{"box":"-_9"}',
      '{"box":"*"}',
      '{"box":1}',
      '{"box":"-_8","x":1}',
      '{"box":"A"}',
      "{",
      "\u0000",
    ])
      expect(read(wrong), wrong).toThrow(/^M1/);
  });
});

describe("an answer", () => {
  it.each([
    [null, "nonsense"],
    [[], "nonsense"],
    [{}, "nonsense"],
    [{ is: "accepted", messages: {} }, "nonsense"],
    [{ is: "accepted", messages: [null] }, "nonsense"],
    [{ is: "accepted", messages: [{ bytes: "e30", to: 7 }] }, "nonsense"],
    [{ is: "accepted", messages: [{ bytes: "A".repeat(100_000) }] }, "flood"],
    [{ is: "accepted", log: Array.from({ length: 1001 }, () => ({ event: "x" })) }, "flood"],
    [{ is: "accepted", log: ["x"] }, "bad log"],
    [{ is: "failed", because: "x".repeat(9999) }, "failed"],
  ])("%# of another form is a failure", (answer, kind) => {
    expect(() => readAnswer(answer, "start")).toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ kind }) as unknown }) as Error,
    );
  });
});
