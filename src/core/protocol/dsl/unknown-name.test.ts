/** CP201 tells a role under which name it holds what another role calls otherwise. */
import { describe, expect, it } from "vitest";
import { aenc, nonce, pk, protocol } from "../../../index.ts";
import { describe as describeProtocol } from "./describe.ts";
import { readBuilder, type Recorded } from "./protocol.ts";

function explain(builder: object): readonly (string | undefined)[] {
  const { diagnostics } = describeProtocol(readBuilder(builder) as Recorded);
  return diagnostics.map(({ code, message, help }) => `${code} ${message} ${help ?? ""}`);
}

const start = protocol("p", { I: "initiator", R: "responder" }).fresh("I", { I2: nonce });
const used = (names: object): { readonly back: never } => ({ back: (names as Record<string, unknown>)["I2"] as never });

describe("a name that another role has", () => {
  it("is told under the name that the message gave it, and since when", () => {
    const plain = start.message("M1", "I", "R", ({ I2 }) => ({ N: I2 })).message("M2", "R", "I", used);
    expect(explain(plain)).toEqual(["CP201 R does not know I2 at this point. R has it as N, since M1."]);
    const sealed = start
      .message("M1", "I", "R", ({ I }) => ({ I }))
      .message("M2", "I", "R", ({ I2 }) => ({ box: aenc({ N: I2 }, pk("R")) }))
      .message("M3", "R", "I", used);
    expect(explain(sealed)).toEqual(["CP201 R does not know I2 at this point. R has it as N, since M2."]);
  });

  it("is to be sent where the role does not have it", () => {
    const p = start
      .message("M1", "I", "R", ({ I2 }) => ({ box: aenc({ N: I2 }, pk("I")) }))
      .message("M2", "R", "I", used);
    expect(explain(p)).toEqual([
      "CP201 R does not know I2 at this point. Send it to R in a part that R can read, or leave it out.",
    ]);
  });
});
