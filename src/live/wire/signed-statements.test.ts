/** The statements read off a description are encoded as its parties encode what they sign. */
import { describe, expect, it } from "vitest";
import { listSigned } from "../../lenses/games/signature/list-signed.ts";
import { loadProtocol } from "../../repository/load-protocol.ts";
import { planProtocol } from "../roles/plan.ts";
import { encodeValue } from "./codec.ts";
import { encodeStatement } from "./signed-statements.ts";
import type { Value } from "./value.ts";

const { description } = await loadProtocol("protocol/phr-sharing-hardened/protocol.ts");

describe("the statements that phr-sharing-hardened signs", () => {
  const [request, grant] = listSigned(description);

  it("are the request and the grant, part by part", () => {
    expect(request?.parts.map(({ name }) => name)).toEqual([
      "request1",
      "pkDO",
      "pkDU",
      "HA",
      "RC",
      "record",
      "T1",
      "N1",
    ]);
    expect(grant?.parts.map(({ name }) => name)).toEqual([
      "DO",
      "DU",
      "HA",
      "RC",
      "record",
      "N1",
      "commitment",
      "capsule",
    ]);
    expect(request?.context).not.toBe(grant?.context);
  });

  it("have the bytes that the codec gives the term", () => {
    const plan = planProtocol(description);
    const signed = plan.roles.get("DO")?.names.get("grant");
    const body = signed?.kind === "application" ? signed.args[0] : undefined;
    const values: readonly Value[] = ["o", "u", "h", "r", ...[16, 16, 32, 32].map((length) => new Uint8Array(length))];
    if (body === undefined || grant === undefined) throw new Error("there is no grant");
    expect(encodeStatement(grant, values)).toEqual(encodeValue(plan.forms, body, values));
  });

  it("nest as the records do, and a part alone stands for itself", () => {
    const text = { is: "text" } as const;
    const nested = [
      { name: "a", at: [0], ...text },
      { name: "b.c", at: [1, 0], ...text },
      { name: "b.d", at: [1, 1], ...text },
    ];
    // {0: "x", 1: {0: "y", 1: "z"}} in CBOR, RFC 8949.
    const written = Uint8Array.from([0xa2, 0, 0x61, 0x78, 1, 0xa2, 0, 0x61, 0x79, 1, 0x61, 0x7a]);
    expect(encodeStatement({ name: "s", context: "", parts: nested }, ["x", "y", "z"])).toEqual(written);
    const alone = { name: "s", context: "", parts: [{ name: "message", at: [], ...text }] };
    expect(encodeStatement(alone, ["x"])).toEqual(Uint8Array.from([0x61, 0x78]));
  });
});
