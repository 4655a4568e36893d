/**
 * Every domain separation tag, by name: what is hashed for one purpose is never what is hashed for another.
 *
 * The hash-to-curve tags follow the form of RFC 9380, section 3.1: application, version, suite. A tag is never reused,
 * and a change of what stands under one is a new version.
 */
const SUITE = "BLS12381G1_XMD:SHA-256_SSWU_RO_";

/** The tags. */
export const TAGS = {
  /** H1 of an identity: the owner's public key in both systems. */
  identity: `ASSAY-V1-H1-IDENTITY-${SUITE}`,
  /** H1 of an identity and a record: a key of the owner for that record alone. */
  recordIdentity: `ASSAY-V1-H1-RECORD-${SUITE}`,
  /** H2 of a mask X. */
  mask: `ASSAY-V1-H2-MASK-${SUITE}`,
  /** The challenge of the proof that the secret value of a certificateless key is known. */
  secretValueProof: "ASSAY-V1-PROOF-SECRET-VALUE",
  /** The key of a record, from the group element M. */
  record: "ASSAY-V1-RECORD-KEY",
  /** The key of a message encrypted under an identity. */
  identityEncryption: "ASSAY-V1-IBE-KEY",
  /** The key of a sealed box. */
  seal: "ASSAY-V1-SEALED-BOX",
  /** The tag of signatures. */
  signature: "ASSAY-V1-SIGNATURE",
  /** The point that a unique signature is a power of. */
  uniqueSignature: `ASSAY-V1-UNIQUE-SIGNATURE-${SUITE}`,
  /** A nonce of a signature that device and firewall make together, and the firewall's commitment to its share. */
  sharedNonce: "ASSAY-V1-SHARED-NONCE",
  nonceCommitment: "ASSAY-V1-NONCE-COMMITMENT",
  /** The key and associated data of a box under a shared key. */
  secretBox: "ASSAY-V1-SECRET-BOX",
  /** The commitment to the key of a box, and the key for its content. */
  keyCommitment: "ASSAY-V1-KEY-COMMITMENT",
  contentKey: "ASSAY-V1-CONTENT-KEY",
  /** Randomness for one purpose, bound to what it is used for. */
  hedge: "ASSAY-V1-HEDGED-RANDOMNESS",
  hash: "ASSAY-V1-HASH",
  mac: "ASSAY-V1-MAC",
  exchange: "ASSAY-V1-EXCHANGE",
  seed: "ASSAY-V1-SEED",
} as const;
