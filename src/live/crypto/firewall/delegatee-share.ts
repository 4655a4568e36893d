/**
 * A delegatee's key that device and firewall make together, with a proof that they make together too.
 *
 * P = h2^(rho + t) and W = g1^(rho + t): the device shows its half first and learns t when the proof is made, so nobody
 * chose the key, and the firewall, which does not know rho, opens nothing. The proof of the secret value is over the sum; its
 * nonce is one of both halves, as a nonce that the device alone chose would be a channel. The firewall keeps nothing.
 */
import type { Backend, G1, G2, Scalar } from "../backend.ts";
import { type Decoded, accept, refuse } from "../decoded.ts";
import { checkDelegateeKey, type DelegateeKey, type DelegateePublicKey } from "../pre/keys.ts";
import { challengeFor, type SecretValueProof, verifySecretValue } from "../pre/proof.ts";
import type { Randomness } from "../randomness.ts";
import { drawScalar, ORDER } from "../scalar.ts";

/** First message of a device: its half of the key, and its half of the proof's commitment. */
export interface DeviceHalf {
  readonly publicKey: DelegateePublicKey;
  readonly commitment: DelegateePublicKey;
}

/** The firewall's answer: the whole key and the whole commitment. */
export type WholeKey = DeviceHalf;

/** The firewall's side. */
export interface KeyPartner {
  readonly answer: (half: DeviceHalf) => Decoded<WholeKey>;
  /** Takes the device's response; gives the proof, and t to the device. */
  readonly complete: (response: Scalar) => Decoded<{ readonly proof: SecretValueProof; readonly share: Scalar }>;
}

/** Opens the firewall's side for a user of an authority. */
export function openKeyPartner(backend: Backend, name: string, authorityKey: G2, randomness: Randomness): KeyPartner {
  const [share, nonce] = [drawScalar(randomness), drawScalar(randomness)];
  let whole: WholeKey | undefined;
  return {
    answer({ publicKey, commitment }) {
      if (whole !== undefined) return refuse("out-of-range", "the session has answered: one half for one key");
      if (!checkDelegateeKey(backend, authorityKey, publicKey)) {
        return refuse("not-authentic", "P and W do not have one exponent over the authority's key and the generator");
      }
      whole = {
        publicKey: addPower(backend, authorityKey, publicKey, share),
        commitment: addPower(backend, authorityKey, commitment, nonce),
      };
      return accept(whole);
    },
    complete(response) {
      if (whole === undefined) return refuse("not-authentic", "the device has shown no half of a key");
      const challenge = challengeFor(backend, name, authorityKey, whole.publicKey, whole.commitment);
      const proof = { challenge, response: (response + nonce + challenge * share) % ORDER };
      if (verifySecretValue(backend, name, authorityKey, whole.publicKey, proof)) return accept({ proof, share });
      return refuse("not-authentic", "the device's response does not complete a proof");
    },
  };
}

/** A key with its proof, made by a device with its firewall. Refused where the two do not come together. */
export function makeKeyTogether(
  backend: Backend,
  name: string,
  authorityKey: G2,
  partialKey: G1,
  partner: KeyPartner,
  randomness: Randomness,
): Decoded<{ readonly key: DelegateeKey; readonly proof: SecretValueProof }> {
  const [own, nonce] = [drawScalar(randomness), drawScalar(randomness)];
  const whole = partner.answer({
    publicKey: powerOf(backend, authorityKey, own),
    commitment: powerOf(backend, authorityKey, nonce),
  });
  if (whole.kind === "refused") return whole;
  const { publicKey, commitment } = whole.value;
  const challenge = challengeFor(backend, name, authorityKey, publicKey, commitment);
  const completed = partner.complete((nonce + challenge * own) % ORDER);
  if (completed.kind === "refused") return completed;
  const secretValue = (own + completed.value.share) % ORDER;
  const key = { secret: backend.g1.multiply(partialKey, secretValue), secretValue, publicKey };
  return accept({ key, proof: completed.value.proof });
}

function powerOf({ g1, g2 }: Backend, authorityKey: G2, exponent: Scalar): DelegateePublicKey {
  return { p: g2.multiply(authorityKey, exponent), w: g1.multiply(g1.generator, exponent) };
}

function addPower(backend: Backend, authorityKey: G2, key: DelegateePublicKey, exponent: Scalar): DelegateePublicKey {
  const { p, w } = powerOf(backend, authorityKey, exponent);
  return { p: backend.g2.add(key.p, p), w: backend.g1.add(key.w, w) };
}
