/**
 * W_HA, the firewall between hospital A's key generation and its users: h1 becomes h1^t, every key that is issued sk^t.
 *
 * It refuses a key that is not the one of its name, and remembers t: without it no more keys can be issued.
 */
import type { Authority } from "../../../../src/live/crypto/pre/keys.ts";
import { extractKey } from "../../../../src/live/crypto/pre/keys.ts";
import type { Backend, G2, Scalar } from "../../../../src/live/crypto/backend.ts";
import { filterAuthorityKey, filterIssuedKey } from "../../../../src/live/crypto/firewall/key-generation.ts";
import type { Randomness } from "../../../../src/live/crypto/randomness.ts";
import { ORDER } from "../../../../src/live/crypto/scalar.ts";
import { type Issuer, WrongKey } from "../parties/hospitals.ts";

/** A hospital behind its firewall. */
export interface GuardedAuthority {
  readonly issuer: Issuer;
  /** The authority that the hospital is for everybody outside: nobody has its secret in one piece. */
  readonly effective: Authority;
  /** h1 as the hospital drew it. */
  readonly drawn: G2;
}

/** Puts a hospital behind a firewall. Throws WrongKey for a hospital whose key is none. */
export function guardAuthority(backend: Backend, hospital: Authority, randomness: Randomness): GuardedAuthority {
  const blinded = filterAuthorityKey(backend, hospital.publicKey, randomness);
  if (blinded.kind === "refused") throw new WrongKey(`The firewall refuses the hospital's key: ${blinded.detail}.`);
  const { publicKey, factor } = blinded.value;
  return {
    issuer: {
      publicKey,
      issue(identity) {
        const drawn = extractKey(backend, hospital, identity);
        const issued = filterIssuedKey(backend, hospital.publicKey, factor, identity, drawn);
        if (issued.kind === "decoded") return issued.value;
        throw new WrongKey(`The firewall refuses a key that the hospital issues: ${issued.detail}.`);
      },
    },
    effective: { secret: multiply(hospital.secret, factor), publicKey },
    drawn: hospital.publicKey,
  };
}

function multiply(a: Scalar, b: Scalar): Scalar {
  return (a * b) % ORDER;
}
