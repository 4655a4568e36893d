/** The sealed boxes of the example in Python are those of our parties, byte for byte, in both directions. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { seededRandomness } from "../live/crypto/randomness.ts";
import { makeSealKey, openSealed, seal, sealWithEphemeral } from "../live/crypto/seal.ts";
import { hasPython } from "./example.ts";

const folder = fileURLToPath(new URL("../../examples/needham-schroeder-lowe/", import.meta.url));

/** Evaluates expressions over boxes.py; byte strings come back in hexadecimal, None as null. */
function evaluate(expressions: readonly string[]): readonly (string | null)[] {
  const program = `
import json, sys
from boxes import *
h = bytes.fromhex
print(json.dumps([None if v is None else v.hex() for v in [${expressions.join(", ")}]]))`;
  const { stdout, stderr } = spawnSync("python3", ["-c", program], { cwd: folder, encoding: "utf8" });
  expect(stderr).toBe("");
  return JSON.parse(stdout) as readonly (string | null)[];
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

describe.skipIf(!hasPython())("boxes.py", () => {
  it("computes X25519, ChaCha20 and Poly1305 as their RFCs say", () => {
    // RFC 7748, section 5.2, and RFC 8439, sections 2.5.2 (Poly1305 of its own framing is not there) and A.1, vector 1.
    const [shared, block] = evaluate([
      'x25519(h("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"), h("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"))',
      "chacha20_block(bytes(32), 0)",
    ]);
    expect(shared).toBe("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
    expect(block).toBe(
      "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586",
    );
  });

  it("seals and opens what our parties open and seal, and nothing that was changed", () => {
    const receiver = makeSealKey(seededRandomness("receiver"));
    const secret = seededRandomness("ephemeral").bytes(32);
    const lengths = [0, 1, 15, 16, 17, 63, 64, 65, 130];
    const messages = lengths.map((length) => seededRandomness(`message ${length}`).bytes(length));
    const context = new TextEncoder().encode("a context");
    const theirs = evaluate([
      ...messages.map(
        (m) => `seal(h("${hex(receiver.publicKey)}"), h("${hex(m)}"), h("${hex(secret)}"), b"a context")`,
      ),
      ...messages.map((m, i) => {
        const box = seal(receiver.publicKey, m, context, seededRandomness(`box ${i}`));
        if (box.kind === "refused") throw new Error(box.detail);
        return `unseal(h("${hex(receiver.secret)}"), h("${hex(box.value)}"), b"a context")`;
      }),
    ]);
    for (const [i, message] of messages.entries()) {
      const box = sealWithEphemeral(receiver.publicKey, message, context, secret);
      expect(box.kind === "decoded" && hex(box.value)).toBe(theirs[i]);
      expect(theirs[messages.length + i]).toBe(hex(message));
    }
    const box = Buffer.from(theirs[4] ?? "", "hex");
    expect(openSealed(receiver, box, context).kind).toBe("decoded");
    const changed = [...box.keys()]
      .filter((at) => at % 7 === 0 || at > box.length - 20)
      .map((at) => box.map((byte, i) => (i === at ? byte ^ 1 : byte)));
    const opened = evaluate(
      changed.map((each) => `unseal(h("${hex(receiver.secret)}"), h("${hex(each)}"), b"a context")`),
    );
    expect(opened.filter((each) => each !== null)).toEqual([]);
    expect(evaluate([`unseal(h("${hex(receiver.secret)}"), h("${hex(box)}"), b"another")`])).toEqual([null]);
  });
});
