/**
 * Malleability: the scheme is secure against chosen plaintexts only, and anyone can encrypt under public keys.
 *
 * (c1, c2 T) decrypts to M T, before and after re-encryption; who knows M makes it any M2. The record behind M is closed
 * with a key derived from M, so a blindly mauled ciphertext opens nothing, in either variant. But a ciphertext of a record
 * of one's own opens well: only the hash of the record in the owner's signed grant tells that it is not the owner's.
 */
import type { GT, BackendName } from "../../src/live/crypto/backend.ts";
import { toBytes } from "../../src/live/crypto/bytes.ts";
import { expectDecoded } from "../../src/live/crypto/decoded.ts";
import { decodeReencrypted, encodeReencrypted } from "../../src/live/crypto/pre/codec.ts";
import { hashIdentity } from "../../src/live/crypto/pre/identity.ts";
import { extractKey, makeDelegateeKey, setUp } from "../../src/live/crypto/pre/keys.ts";
import { address } from "../../src/live/crypto/pre/recipient.ts";
import { decrypt, drawElement, encrypt, open, reencrypt, rekey } from "../../src/live/crypto/pre/scheme.ts";
import { seededRandomness } from "../../src/live/crypto/randomness.ts";
import { drawScalar } from "../../src/live/crypto/scalar.ts";
import { loadBackend } from "../../src/live/crypto/suite.ts";
import type { VariantName } from "../../protocol/phr-sharing/system/variants.ts";
import { asList } from "../../src/live/wire/value.ts";
import { type Outcome, stop, succeed } from "./outcome.ts";
import { type Corrupt, elementsOf, setStage } from "./stage.ts";

/** Decryptions of mauled ciphertexts of the scheme itself; each is true when the adversary has its way. */
export interface Mauled {
  readonly ownerReadsProduct: boolean;
  readonly delegateeReadsProduct: boolean;
  readonly mauledAfterReencryption: boolean;
  readonly knownMessageBecomesAnother: boolean;
  readonly rerandomisedUnnoticed: boolean;
  /** Asking for the decryption of (c1, c2 T) tells which of two messages c2 hides. */
  readonly winsChosenCiphertextGame: boolean;
}

/** Mauls ciphertexts of the scheme, without records. */
export async function maulElements(name: BackendName, seed: string): Promise<Mauled> {
  const backend = await loadBackend(name);
  const { g2, gt } = backend;
  const randomness = seededRandomness(seed);
  const [hospitalA, hospitalB] = [setUp(backend, randomness), setUp(backend, randomness)];
  const ownerKey = extractKey(backend, hospitalA, { name: "owner" });
  const owner = address(backend, hashIdentity(backend, { name: "owner" }), hospitalA.publicKey);
  const partialKey = extractKey(backend, hospitalB, { name: "user" });
  const key = makeDelegateeKey(backend, hospitalB.publicKey, partialKey, randomness);
  const delegatee = address(backend, hashIdentity(backend, { name: "user" }), key.publicKey.p);
  const [m, other, factor, mask] = Array.from({ length: 4 }, () => drawElement(backend, randomness)) as [
    GT,
    GT,
    GT,
    GT,
  ];
  const ciphertext = encrypt(backend, owner, m, randomness);
  const rk = rekey(backend, ownerKey, delegatee, mask, randomness);
  const mauled = { ...ciphertext, c2: gt.multiply(ciphertext.c2, factor) };
  const product = gt.multiply(m, factor);
  const converted = reencrypt(backend, ciphertext, rk);
  const late = { ...converted, c2: gt.multiply(converted.c2, factor) };
  const chosen = { ...ciphertext, c2: gt.multiply(ciphertext.c2, gt.divide(other, m)) };
  const a = drawScalar(randomness);
  const again = {
    c1: g2.add(ciphertext.c1, g2.multiply(g2.generator, a)),
    c2: gt.multiply(ciphertext.c2, owner.blind(a)),
  };
  const answer = gt.divide(decrypt(backend, mauled, ownerKey), factor);
  return {
    ownerReadsProduct: gt.equals(decrypt(backend, mauled, ownerKey), product),
    delegateeReadsProduct: gt.equals(open(backend, reencrypt(backend, mauled, rk), key.secret), product),
    mauledAfterReencryption: gt.equals(open(backend, late, key.secret), product),
    knownMessageBecomesAnother: gt.equals(decrypt(backend, chosen, ownerKey), other),
    rerandomisedUnnoticed: !g2.equals(again.c1, ciphertext.c1) && gt.equals(decrypt(backend, again, ownerKey), m),
    winsChosenCiphertextGame: gt.equals(answer, m) && !gt.equals(answer, other),
  };
}

/** A corrupt relay's message to the user instead of the conversion. */
export type Tampering = "multiplies c2" | "sends a record of its own";

/** The record that the relay would like the user to read. */
const FORGED = toBytes('{"resourceType":"Observation","id":"forged"}');

/** A corrupt relay tampers with what the user gets. */
export async function tamper(tampering: Tampering, variant: VariantName, seed: string): Promise<Outcome> {
  const randomness = seededRandomness(`${seed} relay`);
  const backend = await loadBackend("mcl");
  const corrupt: Corrupt = async ({ role, op, args, result }, operations, earlier) => {
    if (role !== "RC" || op !== "pre.reenc") return result;
    if (tampering === "multiplies c2") {
      const converted = expectDecoded(decodeReencrypted(backend, elementsOf(result)));
      const c2 = backend.gt.multiply(converted.c2, drawElement(backend, randomness));
      return [encodeReencrypted(backend, { ...converted, c2 }), asList(result)[1] ?? ""];
    }
    // Converting works on any ciphertext for the key that rk is of, and everyone can make one: that key is public.
    const publicKey = earlier.find((each) => each.op === "pre.enc")?.args[1] ?? "";
    const forged = await operations.apply("pre.enc", [FORGED, publicKey], randomness);
    return operations.apply("pre.reenc", [forged, args[1] ?? ""], randomness);
  };
  const stage = await setStage({ variant, seed, corrupt });
  const end = await stage.play();
  if (end.is === "delivered") return succeed(`the user reads ${new TextDecoder().decode(end.record)}`);
  const reply = end.step?.reply;
  return stop(reply?.is === "refused" ? reply.refusal.code : "the sharing ends");
}
