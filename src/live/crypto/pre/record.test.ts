/** Records: of any length, under a header that cannot be changed, and useless once the capsule was mauled. */
import { describe, expect, it } from "vitest";
import { toBytes } from "../bytes.ts";
import { makeWorld } from "../example.ts";
import { seededRandomness } from "../randomness.ts";
import { loadBackend } from "../suite.ts";
import { openRecord, sealRecord } from "./record.ts";
import { decrypt, open, reencrypt } from "./scheme.ts";

const mcl = await loadBackend("mcl");
const { owner, ownerKey, delegateeKey, reKey, randomness, mask } = makeWorld(mcl, "records");
const header = toBytes("owner/r1");

describe("a record", () => {
  it.each([0, 1, 1000, 5_000_000])("of %d bytes reaches the owner and the delegatee", (length) => {
    const record = seededRandomness(`record ${length}`).bytes(length);
    const { capsule, body } = sealRecord(mcl, owner, header, record, randomness);
    expect(body).toHaveLength(length + 48);
    const byOwner = openRecord(mcl, decrypt(mcl, capsule, ownerKey), header, body);
    const converted = open(mcl, reencrypt(mcl, capsule, reKey), delegateeKey.secret);
    const byDelegatee = openRecord(mcl, converted, header, body);
    for (const opened of [byOwner, byDelegatee]) {
      expect(opened.kind === "decoded" && Buffer.from(opened.value).equals(Buffer.from(record))).toBe(true);
    }
  });

  it("does not open under another header, with another message, or altered", () => {
    const { capsule, body } = sealRecord(mcl, owner, header, toBytes("record"), randomness);
    const message = decrypt(mcl, capsule, ownerKey);
    const altered = Uint8Array.from(body);
    altered[0] = (altered[0] ?? 0) ^ 1;
    expect(openRecord(mcl, message, toBytes("owner/r2"), body)).toMatchObject({ reason: "not-authentic" });
    expect(openRecord(mcl, mcl.gt.multiply(message, mask), header, body)).toMatchObject({ reason: "not-authentic" });
    expect(openRecord(mcl, message, header, altered)).toMatchObject({ reason: "not-authentic" });
    expect(openRecord(mcl, message, header, body.subarray(0, 47))).toMatchObject({ reason: "wrong-length" });
  });

  it("has a key of its own even where the randomness is that of another", () => {
    const records = [toBytes("negative"), toBytes("positive")];
    const sealed = records.map((record) => sealRecord(mcl, owner, header, record, seededRandomness("used again")));
    const [one, two] = sealed.map(({ body }) => body.subarray(32, 40));
    const xor = (a: Uint8Array = new Uint8Array(), b: Uint8Array = new Uint8Array()): Uint8Array =>
      a.map((byte, i) => byte ^ (b[i] ?? 0));
    expect(xor(one, two)).not.toEqual(xor(...records));
    const [first, second] = sealed.map(({ capsule }) => decrypt(mcl, capsule, ownerKey));
    if (first === undefined || second === undefined) throw new Error("There are two.");
    expect(mcl.gt.equals(first, second)).toBe(false);
  });

  it("is never sealed twice under one key", () => {
    const seal = (): string =>
      Buffer.from(sealRecord(mcl, owner, header, toBytes("r"), randomness).body).toString("hex");
    expect(seal()).not.toBe(seal());
  });
});
