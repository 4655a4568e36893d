/**
 * Identities and their points: pk = H1(ID), as in the paper, or H1(ID || record), a key for one record alone.
 *
 * The two kinds are hashed under tags of their own, so no identity is another's record. A re-encryption key of a record's
 * identity opens that record and nothing else.
 */
import type { Backend, G1 } from "../backend.ts";
import { frame, toBytes } from "../bytes.ts";
import { TAGS } from "../tags.ts";

/** Who, and where a key is bound to a record, which. */
export interface Identity {
  readonly name: string;
  readonly record?: Uint8Array;
}

/** The public key of an identity. Receivers compute it themselves; one out of a message may be somebody else's. */
export function hashIdentity(backend: Backend, identity: Identity): G1 {
  const name = toBytes(identity.name);
  return identity.record === undefined
    ? backend.hashToG1(frame(name), TAGS.identity)
    : backend.hashToG1(frame(name, identity.record), TAGS.recordIdentity);
}
