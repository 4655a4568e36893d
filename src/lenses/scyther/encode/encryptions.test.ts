/** Two encryptions under one kind of key: what opens one must not pass for the other in SPDL. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { verify } from "../../../api.ts";
import { describe as describeProtocol } from "../../../core/protocol/dsl/describe.ts";
import { readBuilder } from "../../../core/protocol/dsl/protocol.ts";
import { project } from "../../../core/protocol/project/project.ts";
import { apply, constant, type Term } from "../../../core/term/term.ts";
import { familyConstant } from "../../../core/theory/keys.ts";
import {
  aenc,
  type Body,
  nonce,
  op,
  opening,
  pk,
  protocol,
  type Pk,
  type Sealed,
  secret,
  sk,
  type Sk,
  theory,
} from "../../../index.ts";
import { openTranslation } from "../installed/translate-term.ts";
import { CRYPT } from "../compile/resolve-term.ts";
import { encodeModel } from "../encode.ts";

const vaultTheory = theory("vault", {
  lock: op<<P extends Body, O extends string>(message: P, key: Pk<O>) => Sealed<P, O>>("message", "public key"),
  unlock: opening<<P extends Body, O extends string>(vault: Sealed<P, O>, key: Sk<O>) => P>("vault", "secret key"),
})
  .rewrites(({ lock, unlock }, { any, pk: open, sk: own, reduces }) => ({
    unlock: reduces(unlock(lock(any("m") as never, open("A")), own("A")) as never, any("m") as never),
  }))
  .facets({ lock: { opens: "at once", spdl: "encryption" } });
const vault = vaultTheory.ops;

/** B hands out what is in any vault, and must not hand out what was encrypted for it. */
const builder = protocol("oracle", { A: "sender", B: "oracle" })
  .uses(vault)
  .public({ pkB: pk("B") })
  .knows("B", { skB: sk("B") })
  .fresh("A", { K: nonce, N: nonce })
  .message("M1", "A", "B", ({ K, pkB }) => ({ sealed: aenc({ K }, pkB) }))
  .message("M2", "A", "B", ({ N, pkB }) => ({ locked: vault.lock({ N }, pkB) }))
  .message("M3", "B", "A", ({ N }) => ({ N }))
  .claims("A", ({ K }) => [secret(K)]);

const described = describeProtocol(readBuilder(builder) as never).description;
if (described === undefined) throw new Error("the description has mistakes");
const model = project(described);
const encoded = encodeModel(model, { title: "", source: "protocol.ts" });
const folder = mkdtempSync(join(tmpdir(), "assay-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function judge(text: string): Promise<string | undefined> {
  const file = join(folder, "oracle.spdl");
  writeFileSync(file, text);
  const { findings } = await verify(file);
  return findings.find(({ claim }) => claim === "Secret")?.verdict.is;
}

describe("encryptions under one kind of key", () => {
  it("are kept apart by a tag, so the model says what the description says", async () => {
    expect(encoded.text).toContain("send_M1(A, B, { K }pk-key(B))");
    expect(encoded.text).toContain("send_M2(A, B, { vault-lock-tag, N }pk-key(B))");
    const { findings } = await verify(builder as never);
    expect(findings.find(({ claim }) => claim === "Secret")?.verdict.is).toBe("holds");
    expect(await judge(encoded.text)).toBe("holds");
  });

  it("would be an oracle for each other without it", async () => {
    expect(await judge(encoded.text.replaceAll("vault-lock-tag, ", ""))).toBe("attack");
  });

  it("are read back from Scyther's attacks as what they are", () => {
    const { read } = openTranslation(encoded, model, new Map());
    const key = apply(CRYPT, constant("Bob", ["Agent"]), constant("pk-key"));
    const tagged = apply(CRYPT, apply("pair", constant("vault-lock-tag"), constant("Bob", ["Agent"])), key);
    const owner: Term = apply("pk", familyConstant("key"), constant("Bob", ["Agent"]));
    expect(read(tagged)?.key).toBe(apply("vault.lock", constant("Bob", ["Agent"]), owner).key);
    const plain = apply(CRYPT, constant("Bob", ["Agent"]), key);
    expect(read(plain)?.key).toBe(apply("aenc", constant("Bob", ["Agent"]), owner).key);
  });
});
