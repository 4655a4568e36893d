/**
 * Key replacement: somebody has another key taken for the data user's, in six ways.
 *
 * "as g^z": P = g^z with z known gives X from e(Q,rk2)^z, and with rk the owner's key. "as a forged W": the same P with
 * some W. "by an outsider": a well-formed key of one's own, without the partial key D. "by hospital B": which knows y, so
 * D as well. "through Q": an own, registered key with the user's name. "as infinity": then rk3 is X itself.
 *
 * The last two succeed against the scheme as the paper writes it: the parties here compute Q and decode strictly in both
 * variants. The directory is trusted to say which verification key is the user's.
 */
import type { Backend, G1, G2 } from "../../src/live/crypto/backend.ts";
import { expectDecoded } from "../../src/live/crypto/decoded.ts";
import { decodeReKey, encodeProvenKey } from "../../src/live/crypto/pre/codec.ts";
import { hashIdentity } from "../../src/live/crypto/pre/identity.ts";
import { checkDelegateeKey, extractKey, makeDelegateeKey, setUp } from "../../src/live/crypto/pre/keys.ts";
import { proveSecretValue } from "../../src/live/crypto/pre/proof.ts";
import { address } from "../../src/live/crypto/pre/recipient.ts";
import { drawElement, maskOf, recoverOwnerKey, rekey, type ReKey } from "../../src/live/crypto/pre/scheme.ts";
import { type Randomness, seededRandomness } from "../../src/live/crypto/randomness.ts";
import { drawScalar } from "../../src/live/crypto/scalar.ts";
import { loadBackend } from "../../src/live/crypto/suite.ts";
import { NAMES } from "../../protocol/phr-sharing/system/system.ts";
import type { VariantName } from "../../protocol/phr-sharing/system/variants.ts";
import { asBytes, type Value } from "../../src/live/wire/value.ts";
import { type Outcome, stop, succeed } from "./outcome.ts";
import { setStage, type Stage, tryToOpen } from "./stage.ts";

/** The ways. */
export const REPLACEMENTS = [
  "as g^z",
  "as a forged W",
  "by an outsider",
  "by hospital B",
  "through Q",
  "as infinity",
] as const;
/** One of them. */
export type Replacement = (typeof REPLACEMENTS)[number];

/** Plays one of them against a variant. */
export async function replaceKey(replacement: Replacement, variant: VariantName, seed: string): Promise<Outcome> {
  const randomness = seededRandomness(`${seed} adversary`);
  const onStage = (): Promise<Stage> => setStage({ variant, seed });
  const backend = await loadBackend("mcl");
  switch (replacement) {
    case "as g^z":
      return plantPowerOfG(await onStage(), randomness);
    case "as a forged W":
      return forgeW(variant, backend, randomness);
    case "by an outsider":
      return plantOutsider(await onStage(), randomness);
    case "by hospital B":
      return plantByAuthority(await onStage(), randomness);
    case "through Q":
      return substituteQ(variant, backend, randomness);
    case "as infinity":
      return plantInfinity(variant, backend, randomness);
    default:
      return replacement satisfies never;
  }
}

/** A key and the proof that comes with it, as they would be registered. */
type Planted = Parameters<typeof encodeProvenKey>[1];

/** Registers a key in the user's place; the user's own signature cannot be made. What the relay then has, if anything. */
async function plant(stage: Stage, planted: Planted): Promise<readonly Value[] | undefined> {
  const { system, backend } = stage;
  const { verificationKey } = system.enrolments.DU.entry;
  system.directory.register({
    name: NAMES.DU,
    userKey: { proven: encodeProvenKey(backend, planted), signature: new Uint8Array(64) },
    ...(verificationKey === undefined ? {} : { verificationKey }),
  });
  await stage.play();
  return stage.computed.findLast(({ role, op }) => role === "RC" && op === "pre.reenc")?.args;
}

const NOT_BELIEVED = stop("nobody believes the key: the user's signature over it is missing");

/** Opens the owner's record with a key that was computed from rk. */
async function useStolen(stage: Stage, ciphertext: Value, ownerKey: G1, gained: string): Promise<Outcome> {
  const opened = await tryToOpen(stage, "pre.dec", ciphertext, stage.backend.g1.encode(ownerKey));
  return opened === undefined ? stop("what comes out is not the owner's key") : succeed(gained);
}

async function plantPowerOfG(stage: Stage, randomness: Randomness): Promise<Outcome> {
  const { backend } = stage;
  const { g1, g2 } = backend;
  const z = drawScalar(randomness);
  const publicKey = { p: g2.multiply(g2.generator, z), w: g1.multiply(g1.generator, z) };
  const args = await plant(stage, { publicKey, proof: { challenge: 1n, response: 1n } });
  if (args === undefined) return NOT_BELIEVED;
  const rk = readReKey(backend, args);
  // e(Q,g^z)^l = e(Q^z,g^l): a "private key" that needs neither y nor D.
  const mask = maskOf(backend, rk, g1.multiply(hashIdentity(backend, { name: NAMES.DU }), z));
  return useStolen(stage, args[0] ?? "", recoverOwnerKey(backend, rk, mask), "X and the owner's private key");
}

/** The paper publishes no W, so there is nothing to check; the hardened variant checks e(W,h2) = e(g1,P). */
function forgeW(variant: VariantName, backend: Backend, randomness: Randomness): Outcome {
  if (variant === "literal") return succeed("no W is asked for: P = g^z is taken as it is");
  const { g1, g2 } = backend;
  const authority = setUp(backend, randomness).publicKey;
  const z = drawScalar(randomness);
  const honest = makeDelegateeKey(backend, authority, g1.generator, randomness).publicKey.w;
  const candidates = [g1.multiply(g1.generator, z), honest, g1.multiply(g1.generator, drawScalar(randomness))];
  const p = g2.multiply(g2.generator, z);
  return candidates.some((w) => checkDelegateeKey(backend, authority, { p, w }))
    ? succeed("P = g^z passes with one of the candidates for W")
    : stop("no W that could be tried satisfies e(W,h2) = e(g1,P)");
}

async function plantOutsider(stage: Stage, randomness: Randomness): Promise<Outcome> {
  const { backend, system } = stage;
  const authority = system.authorities.HB.publicKey;
  const point = hashIdentity(backend, { name: NAMES.DU });
  // In the place of D, which only hospital B can make, stands what an outsider has: Q.
  const key = makeDelegateeKey(backend, authority, point, randomness);
  const proof = proveSecretValue(backend, NAMES.DU, authority, key, randomness);
  const args = await plant(stage, { publicKey: key.publicKey, proof });
  if (args === undefined) return NOT_BELIEVED;
  const rk = readReKey(backend, args);
  for (const candidate of [key.secret, point, backend.g1.multiply(backend.g1.generator, key.secretValue)]) {
    const stolen = recoverOwnerKey(backend, rk, maskOf(backend, rk, candidate));
    const opened = await tryToOpen(stage, "pre.dec", args[0] ?? "", backend.g1.encode(stolen));
    if (opened !== undefined) return succeed("X and the owner's private key");
  }
  return succeed("the grant is made for a key that nobody can use: the user is locked out; X stays hidden");
}

async function plantByAuthority(stage: Stage, randomness: Randomness): Promise<Outcome> {
  const { backend, system } = stage;
  const authority = system.authorities.HB;
  const issued = extractKey(backend, authority, { name: NAMES.DU });
  const key = makeDelegateeKey(backend, authority.publicKey, issued, randomness);
  const proof = proveSecretValue(backend, NAMES.DU, authority.publicKey, key, randomness);
  const args = await plant(stage, { publicKey: key.publicKey, proof });
  if (args === undefined) return NOT_BELIEVED;
  const rk = readReKey(backend, args);
  const stolen = recoverOwnerKey(backend, rk, maskOf(backend, rk, key.secret));
  return useStolen(stage, args[0] ?? "", stolen, "X and the owner's private key, by hospital B alone");
}

/** The owner grants to (Q, P); the paper takes Q out of the request. */
function substituteQ(variant: VariantName, backend: Backend, randomness: Randomness): Outcome {
  const authority = setUp(backend, randomness);
  const eve = { name: "eve@hospital-b" };
  const key = makeDelegateeKey(backend, authority.publicKey, extractKey(backend, authority, eve), randomness);
  const sent = hashIdentity(backend, eve);
  const recomputed = hashIdentity(backend, { name: NAMES.DU });
  const q = variant === "literal" ? sent : recomputed;
  const { recovered } = grantAndRead(backend, q, key.publicKey.p, key.secret, randomness);
  return recovered
    ? succeed("X, where Q comes from the request: Eve's own well-formed key in the user's name")
    : stop("Q is computed from the user's name, so the mask is for nobody's key");
}

/** P = infinity. Both variants decode what they receive, and no decoder takes it; the scheme as written would. */
function plantInfinity(variant: VariantName, backend: Backend, randomness: Randomness): Outcome {
  const { g1, g2, gt } = backend;
  if (variant === "hardened") {
    const decoded = g2.decode(g2.encode(g2.infinity));
    return decoded.kind === "refused" ? stop(`the decoder: ${decoded.detail}`) : succeed("infinity is decoded");
  }
  const q = hashIdentity(backend, { name: NAMES.DU });
  const { rk, mask } = grantAndRead(backend, q, g2.infinity, g1.generator, randomness);
  return gt.equals(rk.rk3, mask)
    ? succeed("rk3 is X in the clear, where nothing decodes P strictly")
    : stop("rk3 is blinded");
}

/** An owner's grant to these points, and whether this key then gives X. */
function grantAndRead(
  backend: Backend,
  q: G1,
  p: G2,
  key: G1,
  randomness: Randomness,
): { readonly rk: ReKey; readonly mask: ReturnType<typeof drawElement>; readonly recovered: boolean } {
  const hospital = setUp(backend, randomness);
  const ownerKey = extractKey(backend, hospital, { name: NAMES.DO });
  const mask = drawElement(backend, randomness);
  const rk = rekey(backend, ownerKey, address(backend, q, p), mask, randomness);
  return { rk, mask, recovered: backend.gt.equals(maskOf(backend, rk, key), mask) };
}

function readReKey(backend: Backend, args: readonly Value[]): ReKey {
  return expectDecoded(decodeReKey(backend, asBytes(args[1] ?? "")));
}
