/**
 * A signature of Ed25519 that device and firewall make together, so that neither chooses its nonce.
 *
 * A signer that takes its nonce from a key of its maker's gives its signing key away in one signature that verifies. Here
 * R = R_D + R_W and S = S_D + r_W: the device sends R_D before it learns R_W, so what it chose says nothing in R; the
 * firewall commits to R_W before it learns R_D, so it cannot steer the challenges of many sessions (Benhamouda and
 * others, EUROCRYPT 2021). The key stays whole at the device. A session answers one R_D: a device that could ask again
 * would ask until R says what it wants.
 */
import { ed25519 } from "@noble/curves/ed25519.js";
import { bytesToNumberLE, numberToBytesLE } from "@noble/curves/utils.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { frame, join, sameBytes, toBytes } from "../bytes.ts";
import { type Decoded, accept, refuse } from "../decoded.ts";
import { hedge, type Randomness } from "../randomness.ts";
import { framed, type SigningKey, verify } from "../sign.ts";
import { TAGS } from "../tags.ts";

const { Point } = ed25519;
const { Fn } = Point;
const POINT_BYTES = 32;

/** Message to sign, and the key that verifies it. */
export interface Signing {
  readonly publicKey: Uint8Array;
  readonly context: string;
  readonly message: Uint8Array;
}

/** The firewall's side of one signature. */
export interface CoSigner {
  /** The commitment to R_W, which the device gets first. */
  readonly commitment: Uint8Array;
  /** Takes R_D once and answers R_W; refuses a second one. */
  readonly answer: (deviceNonce: Uint8Array) => Decoded<Uint8Array>;
  /** Completes the signature; refuses a share that does not give one that verifies. */
  readonly complete: (share: Uint8Array) => Decoded<Uint8Array>;
}

/** The device's side of one signature. */
export interface DeviceShare {
  /** R_D, 32 bytes. */
  readonly nonce: Uint8Array;
  /** S_D, once the firewall has opened its commitment; refuses an opening of another one. */
  readonly respond: (firewallNonce: Uint8Array) => Decoded<Uint8Array>;
}

/** Opens a session of the firewall. */
export function openCoSigning({ publicKey, context, message }: Signing, randomness: Randomness): CoSigner {
  const secret = drawNonce(randomness.bytes(64));
  const own = Point.BASE.multiply(secret).toBytes();
  let whole: Uint8Array | undefined;
  return {
    commitment: commitTo(own),
    answer(deviceNonce) {
      if (whole !== undefined) return refuse("out-of-range", "the session has answered: one nonce for one signature");
      const theirs = readPoint(deviceNonce);
      if (theirs.kind === "refused") return theirs;
      whole = theirs.value.add(Point.fromBytes(own)).toBytes();
      return accept(own);
    },
    complete(share) {
      if (whole === undefined) return refuse("not-authentic", "the device has not committed itself to a nonce");
      if (share.length !== 32 || bytesToNumberLE(share) >= Fn.ORDER) {
        return refuse("out-of-range", "a share is a number below the order, in 32 bytes");
      }
      const sum = Fn.add(bytesToNumberLE(share), secret);
      const signature = join(whole, numberToBytesLE(sum, 32));
      if (verify(publicKey, context, message, signature)) return accept(signature);
      return refuse("not-authentic", "the share does not complete a signature of this key");
    },
  };
}

/**
 * Begins a signature on the device. The nonce is drawn, and bound to key, message and commitment: a nonce that followed
 * from key and message alone would give the key to a firewall that asks twice.
 */
export function beginSigning(
  key: SigningKey,
  context: string,
  message: Uint8Array,
  commitment: Uint8Array,
  randomness: Randomness,
): DeviceShare {
  const bound = frame(toBytes(TAGS.sharedNonce), key.secret, toBytes(context), message, commitment);
  return shareWithNonce(key, context, message, commitment, hedge(randomness, bound).bytes(64));
}

/** As `beginSigning`, with a nonce that was chosen: what a subverted device can do. */
export function shareWithNonce(
  key: SigningKey,
  context: string,
  message: Uint8Array,
  commitment: Uint8Array,
  coins: Uint8Array,
): DeviceShare {
  const secret = drawNonce(coins);
  const own = Point.BASE.multiply(secret);
  return {
    nonce: own.toBytes(),
    respond(firewallNonce) {
      if (!sameBytes(commitTo(firewallNonce), commitment)) {
        return refuse("not-authentic", "the firewall opens another nonce than it committed to");
      }
      const theirs = readPoint(firewallNonce);
      if (theirs.kind === "refused") return theirs;
      return accept(respondTo(key, framed(context, message), own.add(theirs.value).toBytes(), secret));
    },
  };
}

/** A signature with a nonce that was chosen: it verifies, and gives the key to whoever knows the nonce. */
export function signWithNonce(key: SigningKey, context: string, message: Uint8Array, coins: Uint8Array): Uint8Array {
  const secret = drawNonce(coins);
  const nonce = Point.BASE.multiply(secret).toBytes();
  return join(nonce, respondTo(key, framed(context, message), nonce, secret));
}

/** The scalar that a signing key signs with: who has it signs. */
export function scalarOf(secret: Uint8Array): Uint8Array {
  return numberToBytesLE(ed25519.utils.getExtendedPublicKey(secret).scalar, 32);
}

/** The scalar of a nonce, from 64 uniform bytes. */
export function drawNonce(coins: Uint8Array): bigint {
  return Fn.create((bytesToNumberLE(coins) % (Fn.ORDER - 1n)) + 1n);
}

/** The challenge of a signature, as RFC 8032 hashes it. */
export function challengeOf(nonce: Uint8Array, publicKey: Uint8Array, message: Uint8Array): bigint {
  return Fn.create(bytesToNumberLE(sha512(join(nonce, publicKey, message))));
}

function respondTo(key: SigningKey, message: Uint8Array, nonce: Uint8Array, secret: bigint): Uint8Array {
  const { scalar } = ed25519.utils.getExtendedPublicKey(key.secret);
  const challenge = challengeOf(nonce, key.publicKey, message);
  return numberToBytesLE(Fn.add(secret, Fn.mul(challenge, Fn.create(scalar))), 32);
}

function commitTo(nonce: Uint8Array): Uint8Array {
  return sha256(frame(toBytes(TAGS.nonceCommitment), nonce));
}

function readPoint(bytes: Uint8Array): Decoded<InstanceType<typeof Point>> {
  if (bytes.length !== POINT_BYTES) return refuse("wrong-length", "a nonce has 32 bytes");
  try {
    const point = Point.fromBytes(bytes);
    if (!point.isSmallOrder() && point.isTorsionFree()) return accept(point);
  } catch {
    // Falls through: the bytes are no point.
  }
  return refuse("outside-subgroup", "the nonce is no point of the group of prime order");
}
